import { channels } from '../../../domain/instructing/choices.js';
import { z } from 'zod';
import {
  listApprovals,
  listDisputes,
  listHolds,
  listPlacements,
  listPlans,
  listWriteOffs,
  type ProceedingFilter,
} from '../../../prisma/store/reading/proceedings.js';
import { listDrafts } from '../../../prisma/store/reading/drafts.js';
import { listContactsMade, listDecisions } from '../../../prisma/store/reading/records.js';
import { listTasks } from '../../../prisma/store/reading/tasks.js';
import { verdictSentence } from '../../../domain/rule/sentence.js';
import type { Operation } from '../../auth/permissions.js';
import { callScript } from '../../accounts/callScript.js';
import type { App, Doors } from '../doors.js';
import { Problem } from '../problem.js';
import { approval, contactMade, decision, dispute, draft, hold, placement, plan, task, taskQuery, taskShown, writeOff } from '../schemas/work.js';
import { paged, pageOf, slice, utc } from '../schemas/common.js';

const tags = ['work'];

/** The worklist, and the lists of what runs beside the ladder and of what was done. */
export function serveWork(app: App, doors: Doors): void {
  app.get(
    '/tasks',
    {
      schema: {
        operationId: 'listTasks',
        tags,
        summary: 'The worklist: most urgent first, then due first, then where most is overdue',
        querystring: taskQuery,
        response: { 200: pageOf(task) },
      },
    },
    async ({ query: { account, assignee, status, ...rest } }) => {
      const filter = { ...rest, accountId: account, assignee: assignee === 'none' ? null : assignee, status: status === 'any' ? undefined : status };
      return paged(await listTasks(doors.db, filter, await doors.now()), rest);
    },
  );
  serveTask(app, doors);
  serveProceedings(app, doors);
  serveApprovals(app, doors);
  serveRecords(app, doors);
}

function serveTask(app: App, { db, shelf, now }: Doors): void {
  app.get(
    '/tasks/:id',
    {
      config: { problems: ['not-found'] },
      schema: {
        operationId: 'readTask',
        tags,
        summary: 'A task with the script, the numbers and the history that it needs',
        params: z.object({ id: z.string() }),
        response: { 200: taskShown },
      },
    },
    async ({ params: { id } }) => {
      const at = await now();
      const {
        items: [found],
      } = await listTasks(db, { id, limit: 1, offset: 0 }, at);
      if (!found) throw new Problem('not-found', `There is no task '${id}'. See the list of tasks.`);
      return { ...found, script: await callScript(db, shelf, found, at) };
    },
  );
}

const proceedingQuery = z.object({
  id: z.string().optional(),
  account: z.string().optional().describe('`ENTITY/CUSTOMER`'),
  status: z.string().optional().describe('As `OPEN`; `any`, or left out, for all'),
  ...slice,
});

const filterOf = ({ account, status, ...rest }: z.output<typeof proceedingQuery>): ProceedingFilter => ({
  ...rest,
  accountId: account,
  status: status === 'any' ? undefined : status,
});

function serveProceedings(app: App, { db }: Doors): void {
  const schemaOf = <Row extends z.ZodType>(operationId: Operation, summary: string, row: Row) => ({
    operationId,
    tags,
    summary,
    querystring: proceedingQuery,
    response: { 200: pageOf(row) },
  });
  app.get('/plans', { schema: schemaOf('listPlans', 'Promises and payment plans, newest first', plan) }, async ({ query }) =>
    paged(await listPlans(db, filterOf(query)), query),
  );
  app.get('/disputes', { schema: schemaOf('listDisputes', 'Disputes, next to be answered first', dispute) }, async ({ query }) =>
    paged(await listDisputes(db, filterOf(query)), query),
  );
  app.get('/holds', { schema: schemaOf('listHolds', 'Holds, newest first: `OPEN` or `LIFTED`', hold) }, async ({ query }) =>
    paged(await listHolds(db, filterOf(query)), query),
  );
  app.get('/placements', { schema: schemaOf('listPlacements', 'Placements with third parties, newest first', placement) }, async ({ query }) =>
    paged(await listPlacements(db, filterOf(query)), query),
  );
  app.get('/write-offs', { schema: schemaOf('listWriteOffs', 'Write-off requests with their evidence, newest first', writeOff) }, async ({ query }) =>
    paged(await listWriteOffs(db, filterOf(query)), query),
  );
}

function serveApprovals(app: App, { db }: Doors): void {
  const approvalQuery = proceedingQuery.extend({ role: z.string().optional().describe('The role that decides'), status: z.string().default('PENDING') });
  app.get(
    '/approvals',
    {
      schema: {
        operationId: 'listApprovals',
        tags,
        summary: 'Approvals, next to expire first; pending ones unless `status` says otherwise',
        querystring: approvalQuery,
        response: { 200: pageOf(approval) },
      },
    },
    async ({ query }) => paged(await listApprovals(db, { ...filterOf(query), role: query.role }), query),
  );
  app.get(
    '/drafts',
    {
      schema: {
        operationId: 'listDrafts',
        tags,
        summary: 'Messages that wait for an approval, with what they would say, next to lapse first; waiting ones unless `status` says otherwise',
        querystring: proceedingQuery.extend({ status: z.string().default('WAITING') }),
        response: { 200: pageOf(draft) },
      },
    },
    async ({ query }) => paged(await listDrafts(db, filterOf(query)), query),
  );
}

const contactQuery = z.object({
  account: z.string().optional(),
  channel: z.enum(channels).optional(),
  status: z.string().optional(),
  from: utc.optional().describe('From this instant on'),
  to: utc.optional().describe('Before this instant'),
  ...slice,
});

function serveRecords(app: App, { db }: Doors): void {
  app.get(
    '/contacts-made',
    {
      schema: {
        operationId: 'listContactsMade',
        tags,
        summary: 'Contacts, newest first, also those that were held back',
        querystring: contactQuery,
        response: { 200: pageOf(contactMade) },
      },
    },
    async ({ query: { account, ...rest } }) => paged(await listContactsMade(db, { ...rest, accountId: account }), rest),
  );

  const decisionQuery = z.object({ account: z.string().optional(), case: z.string().optional().describe('`ENTITY/CUSTOMER#EPISODE`'), ...slice });
  app.get(
    '/decisions',
    {
      schema: {
        operationId: 'listDecisions',
        tags,
        summary: 'What was decided, newest first, with the figures it was decided on',
        querystring: decisionQuery,
        response: { 200: pageOf(decision) },
      },
    },
    async ({ query: { account, case: caseId, ...part } }) => {
      const page = await listDecisions(db, { ...part, accountId: account, caseId });
      return paged({ ...page, items: page.items.map((row) => ({ ...row, sentence: verdictSentence(row.verdict) })) }, part);
    },
  );
}
