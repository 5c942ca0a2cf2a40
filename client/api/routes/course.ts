import { z } from 'zod';
import { accountExists } from '../../../prisma/store/reading/accountPage.js';
import { listEvents, readCourse } from '../../../prisma/store/reading/course.js';
import type { App, Doors } from '../doors.js';
import { Problem } from '../problem.js';
import { accountPath, day, instant } from '../schemas/common.js';

const tags = ['accounts'];

const creditHold = z.object({ sinceOn: day, step: z.string().nullable().describe('The step that set it; null: a person') });

const course = z
  .object({
    accountId: z.string(),
    state: z.string().describe('The named state of the policy; clear when it is in none'),
    class: z.string().nullable().describe('The age class; null when it is in none'),
    creditHold: creditHold.nullable().describe('null: none is on'),
    history: z.array(
      z.object({
        kind: z.enum(['state', 'class', 'credit-hold']),
        item: z.string().nullable().describe('null: the account'),
        name: z.string(),
        addedOn: day,
        liftedOn: day.nullable(),
      }),
    ),
  })
  .meta({ id: 'AccountStates' });

const event = z
  .object({
    id: z.int().describe('Read on with `after` set to the last one'),
    accountId: z.string(),
    kind: z.string().describe('state, class or credit-hold'),
    item: z.string().nullable(),
    from: z.string().nullable(),
    to: z.string().nullable(),
    onDay: day,
    at: instant,
    days: z.int().nullable().describe('Days counted'),
    actions: z.array(z.string()).describe('What other systems are told to do'),
    step: z.string().nullable(),
    by: z.string(),
    reason: z.string().nullable(),
    policy: z.string(),
    line: z.int().nullable(),
  })
  .meta({ id: 'AccountEvent' });

const eventQuery = z.object({
  after: z.coerce.number().int().min(0).default(0).describe('The number of the last event that is known'),
  limit: z.coerce.number().int().min(1).max(1000).default(200),
  account: z.string().optional(),
  kind: z.enum(['state', 'class', 'credit-hold']).optional(),
});

/** States, age classes and credit holds, for other systems: how an account stands, and what has changed since. */
export function serveCourse(app: App, { db }: Doors): void {
  app.get(
    '/accounts/:entity/:customer/states',
    {
      config: { problems: ['not-found'] },
      schema: {
        operationId: 'readAccountStates',
        tags,
        summary: 'State, age class and credit hold of an account, with their history',
        params: accountPath,
        response: { 200: course },
      },
    },
    async ({ params: { entity, customer } }) => {
      const accountId = `${entity}/${customer}`;
      if (!(await accountExists(db, accountId))) throw new Problem('not-found', `The ledger has no account ${accountId}.`);
      return readCourse(db, accountId);
    },
  );

  app.get(
    '/events',
    {
      schema: {
        operationId: 'listEvents',
        tags,
        summary: 'Changes of state, age class and credit hold after a number, in order',
        querystring: eventQuery,
        response: { 200: z.object({ items: z.array(event), next: z.int().describe('`after` of the next call') }) },
      },
    },
    async ({ query: { account, ...query } }) => {
      const items = await listEvents(db, { ...query, accountId: account });
      return { items, next: items.at(-1)?.id ?? query.after };
    },
  );
}
