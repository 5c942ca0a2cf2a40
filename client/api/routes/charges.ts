import { listCharges } from '../../../prisma/store/reading/charges.js';
import type { App, Doors } from '../doors.js';
import { chargePage, chargeQuery } from '../schemas/charges.js';
import { paged } from '../schemas/common.js';

/** Fees and interest that were charged. */
export function serveCharges(app: App, { db, now }: Doors): void {
  app.get(
    '/charges',
    {
      schema: {
        operationId: 'listCharges',
        tags: ['work'],
        summary: 'Fees and interest, by account and the oldest first, with totals; open ones unless `status` says otherwise',
        querystring: chargeQuery,
        response: { 200: chargePage },
      },
    },
    async ({ query: { account, status, ...rest } }) => {
      const filter = { ...rest, accountId: account, status: status === 'any' ? undefined : status };
      const { totals, ...page } = await listCharges(db, filter, await now());
      return { ...paged(page, rest), totals };
    },
  );
}
