import type { Store } from '../prisma/store/store.js';
import type { Activities } from './activities.js';
import type { BusinessClock, Processes } from './ports.js';

/** Accounts that are started at the same time. */
const atOnce = 20;

/** Starts a workflow for each account that has something past due and no open case. Starting one that runs already is no error. */
export function enrolDelinquent({ store, clock, processes }: { store: Store; clock: BusinessClock; processes: Processes }): Activities['enrolDelinquent'] {
  return async (turn) => {
    const accountIds = await store.delinquent.delinquentAccounts(clock.at(turn));
    for (let from = 0; from < accountIds.length; from += atOnce)
      await Promise.all(accountIds.slice(from, from + atOnce).map((accountId) => processes.collectAccount(accountId, null)));
    return { started: accountIds.length };
  };
}
