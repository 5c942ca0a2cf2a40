import { randomUUID } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { mayInstruct } from '../../../domain/instructing/refuse.js';
import type { Instruction, InstructionResult } from '../../../domain/instructions.js';
import { verdictSentence } from '../../../domain/rule/sentence.js';
import { accountExists, readAccountPage } from '../../../prisma/store/reading/accountPage.js';
import { listAccounts } from '../../../prisma/store/reading/accounts.js';
import { listItems } from '../../../prisma/store/reading/items.js';
import { readCurrentCase } from '../../accounts/currentCase.js';
import { withExclusion } from '../../accounts/excluded.js';
import { instruct } from '../../accounts/instruct.js';
import { instructionSchema, toInstruction } from '../../accounts/instructionSchema.js';
import { callerOf } from '../access.js';
import type { App, Doors } from '../doors.js';
import { Problem } from '../problem.js';
import { account, accountPage, accountQuery, currentCase, item } from '../schemas/accounts.js';
import { accountPath, flag, paged, pageOf, slice } from '../schemas/common.js';

const tags = ['accounts'];

/** Accounts: the list, the page of one, its items, its running case, and what people ask of it. */
export function serveAccounts(app: App, doors: Doors): void {
  const { db, now } = doors;
  app.get(
    '/accounts',
    { schema: { operationId: 'listAccounts', tags, summary: 'Accounts with something booked', querystring: accountQuery, response: { 200: pageOf(account) } } },
    async ({ query }) => {
      const at = await now();
      const { total, items } = await listAccounts(db, query, at);
      return paged({ total, items: await withExclusion(db, items, at) }, query);
    },
  );

  app.get(
    '/accounts/:entity/:customer',
    {
      config: { problems: ['not-found'] },
      schema: { operationId: 'readAccount', tags, summary: 'Everything about an account', params: accountPath, response: { 200: accountPage } },
    },
    async ({ params }) => {
      const at = await now();
      const found = await readAccountPage(db, accountIdOf(params), at);
      const [page] = found ? await withExclusion(db, [found], at) : [];
      if (!page) throw noAccount(params);
      return { ...page, decisions: page.decisions.map((decision) => ({ ...decision, sentence: verdictSentence(decision.verdict) })) };
    },
  );

  serveItems(app, doors);
  serveCase(app, doors);
  serveInstructions(app, doors);
}

function serveItems(app: App, doors: Doors): void {
  const itemQuery = z.object({ all: flag.describe('Also what is closed'), ...slice });
  app.get(
    '/accounts/:entity/:customer/items',
    {
      config: { problems: ['not-found'] },
      schema: {
        operationId: 'listAccountItems',
        tags,
        summary: "An account's items, oldest due first",
        params: accountPath,
        querystring: itemQuery,
        response: { 200: pageOf(item) },
      },
    },
    async ({ params, query }) => {
      await mustExist(doors, params);
      return paged(await listItems(doors.db, { ...query, accountId: accountIdOf(params) }, await doors.now()), query);
    },
  );
}

function serveCase(app: App, doors: Doors): void {
  app.get(
    '/accounts/:entity/:customer/case',
    {
      config: { problems: ['not-found'] },
      schema: {
        operationId: 'readCurrentCase',
        tags,
        summary: 'How the process that looks after the account sees it',
        params: accountPath,
        response: { 200: currentCase },
      },
    },
    async ({ params }) => {
      await mustExist(doors, params);
      const found = await readCurrentCase(doors.temporal, accountIdOf(params));
      if (!found) throw new Problem('not-found', `No process looks after ${accountIdOf(params)}. A campaign or an instruction starts one.`);
      const { accountId, caseId, running, verdict, wakeMs, turns, trouble } = found;
      const nextLookAt = running && wakeMs !== null ? new Date(wakeMs).toISOString() : null;
      return { accountId, caseId, running, verdict, sentence: verdict && verdictSentence(verdict), nextLookAt, turns, trouble };
    },
  );
}

const answer = z
  .object({
    requestId: z.string().describe('The `Idempotency-Key`, or one that was made'),
    subjectId: z.string().describe('Id of what was made or changed'),
    message: z.string(),
  })
  .meta({ id: 'InstructionAnswer' });

const idempotency = z.object({
  'idempotency-key': z.string().min(1).max(200).optional().describe('The same key with the same instruction is carried out once'),
});

function serveInstructions(app: App, doors: Doors): void {
  app.post(
    '/accounts/:entity/:customer/instructions',
    {
      config: { problems: ['not-found', 'refused'] },
      schema: {
        operationId: 'instructAccount',
        tags,
        summary: 'Ask something of an account',
        params: accountPath,
        headers: idempotency,
        body: instructionSchema,
        description: 'Takes effect before the next act. What is refused changes nothing: the problem says why, and what would be accepted.',
        response: { 200: answer },
      },
    },
    async (request) => {
      await mustExist(doors, request.params);
      const instruction = toInstruction(request.body);
      const id = request.headers['idempotency-key'] ?? randomUUID();
      const result = await ask(doors, request, { id, accountId: accountIdOf(request.params), instruction });
      return { requestId: id, subjectId: result.subjectId, message: result.message };
    },
  );
}

type Done = Extract<InstructionResult, { status: 'done' }>;

async function ask({ temporal }: Doors, request: FastifyRequest, given: { id: string; accountId: string; instruction: Instruction }): Promise<Done> {
  const { userId, roles } = callerOf(request);
  if (!mayInstruct(roles, given.instruction))
    throw new Problem('forbidden', `${userId} has the role ${roles.join(', ')}, which may not ask for '${given.instruction.kind}'.`);
  const result = await instruct(temporal, { ...given, actor: { userId, roles } });
  switch (result.status) {
    case 'done':
      return result;
    case 'refused':
      throw result.code === 'NOT_ALLOWED'
        ? new Problem('forbidden', result.why, { code: result.code })
        : new Problem('refused', result.why, { code: result.code });
    case 'unanswered':
      throw new Problem(
        'unavailable',
        `No worker answered in time, so it is not known whether it was done. Send it again with Idempotency-Key ${given.id}: it is done once.`,
      );
    default:
      return result satisfies never;
  }
}

type AccountPath = z.output<typeof accountPath>;

const accountIdOf = ({ entity, customer }: AccountPath): string => `${entity}/${customer}`;

async function mustExist({ db }: Doors, path: AccountPath): Promise<void> {
  if (!(await accountExists(db, accountIdOf(path)))) throw noAccount(path);
}

const noAccount = (path: AccountPath): Problem =>
  new Problem('not-found', `The ledger has no account ${accountIdOf(path)}. Accounts are named ENTITY/CUSTOMER; see the list of accounts.`);
