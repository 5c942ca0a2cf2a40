import type { Instant } from '../domain/calendar/day.js';
import type { Store } from '../prisma/store/store.js';
import type { Activities } from './activities.js';
import { see } from './look.js';
import type { BusinessClock, Processes } from './ports.js';

/** Accounts that are looked at in one statement, and that are started at the same time. */
const page = 200;
const atOnce = 20;

/**
 * Starts a workflow for each account without a case that the rule would open one for: something is past due, or a courtesy before the
 * due date has its day. Starting one that runs already is no error.
 */
export function enrolDelinquent({ store, clock, processes }: { store: Store; clock: BusinessClock; processes: Processes }): Activities['enrolDelinquent'] {
  return async (turn) => {
    const now = clock.at(turn);
    const candidates = await store.enrolment.enrolmentCandidates(now);
    let started = 0;
    for (let from = 0; from < candidates.length; from += page) {
      const due = await thoseDue(store, candidates.slice(from, from + page), now);
      for (let n = 0; n < due.length; n += atOnce) await Promise.all(due.slice(n, n + atOnce).map((accountId) => processes.collectAccount(accountId, null)));
      started += due.length;
    }
    return { started };
  };
}

async function thoseDue(store: Store, accountIds: readonly string[], now: Instant): Promise<string[]> {
  const due: string[] = [];
  for (const dossier of await store.facts.loadDossiers(accountIds, { now })) {
    const { assessment } = await see(store, dossier, null, now);
    if (assessment.verdict.kind !== 'close') due.push(dossier.facts.accountId);
  }
  return due;
}
