import type { Instant } from '../domain/calendar/day.js';
import type { Store } from '../prisma/store/store.js';
import type { Activities } from './activities.js';
import { beginDay } from './beginDay.js';
import { followDaily } from './followCourse.js';
import { see } from './look.js';
import type { BusinessClock, Processes } from './ports.js';
import { warnOfRates } from './warnOfRates.js';

/** Accounts that are looked at in one statement, and that are started at the same time. */
const page = 200;
const atOnce = 20;

/**
 * Starts a workflow for each account without a case that the rule would open one for: something is past due, or a courtesy before the
 * due date has its day. Starting one that runs already is no error. Before, the course of all accounts is followed: a state or an age
 * class may change by the day alone. A half-year without a rate of interest is noted, and payments under way that did not arrive.
 */
export function enrolDelinquent({ store, clock, processes }: { store: Store; clock: BusinessClock; processes: Processes }): Activities['enrolDelinquent'] {
  return async (turn) => {
    const now = clock.at(turn);
    await warnOfRates(store, now);
    await beginDay(store, now);
    await followAll(store, now);
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

/** Keeps what the day has changed of states and age classes, also of accounts that nobody looks at today. */
async function followAll(store: Store, now: Instant): Promise<void> {
  const accountIds = await store.enrolment.courseCandidates(now);
  for (let from = 0; from < accountIds.length; from += page) {
    const dossiers = await store.facts.loadDossiers(accountIds.slice(from, from + page), { now });
    const seen = await Promise.all(dossiers.filter(({ policy }) => policy !== null).map((dossier) => see(store, dossier, null, now)));
    await followDaily(store, seen);
  }
  await store.course.noteDailyLook(now.slice(0, 10));
}

async function thoseDue(store: Store, accountIds: readonly string[], now: Instant): Promise<string[]> {
  const due: string[] = [];
  for (const dossier of await store.facts.loadDossiers(accountIds, { now })) {
    const { assessment } = await see(store, dossier, null, now);
    if (assessment.verdict.kind !== 'close') due.push(dossier.facts.accountId);
  }
  return due;
}
