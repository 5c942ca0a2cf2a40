import { z } from 'zod';
import { explainAccount } from '../../accounts/why.js';
import type { App, Doors } from '../doors.js';
import { Problem } from '../problem.js';
import { accountPath, day } from '../schemas/common.js';

const why = z
  .object({
    on: day,
    happened: z.array(z.string()).describe('What was done on the day, or that nothing was'),
    because: z.array(z.string()).describe('The decisions behind it, with policy and line'),
    next: z.string().nullable().describe('What follows, and when'),
    changes: z.array(z.string()).describe('What would change it'),
  })
  .meta({ id: 'Why' });

/** Why something was done for an account on a day, or why nothing was. */
export function serveWhy(app: App, { db, now }: Doors): void {
  app.get(
    '/accounts/:entity/:customer/why',
    {
      config: { problems: ['not-found'] },
      schema: {
        operationId: 'explainAccount',
        tags: ['accounts'],
        summary: 'Why it was contacted on a day, or why not',
        params: accountPath,
        querystring: z.object({ on: day.optional().describe("A day in the debtor's calendar; today when left out") }),
        response: { 200: why },
      },
    },
    async ({ params: { entity, customer }, query: { on } }) => {
      const answer = await explainAccount(db, `${entity}/${customer}`, on ?? null, await now());
      if (!answer)
        throw new Problem('not-found', `The ledger has no account ${entity}/${customer}. Accounts are named ENTITY/CUSTOMER; see the list of accounts.`);
      return answer;
    },
  );
}
