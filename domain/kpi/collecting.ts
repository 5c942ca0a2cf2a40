/** Key figures of collectors' work, in percent; null where nothing was tried. The denominators are part of the definition. */
import { addDays, type Day } from '../calendar/day.js';
import { isBusinessDay } from '../calendar/holidays.js';
import { sum, type Minor } from '../money/minor.js';
import { percentOf } from './receivables.js';

/** Counts of a period. `rightParty`: conversations with the debtor's own person; `promised`: those that ended in a promise. */
export interface CallCounts {
  attempts: number;
  contacts: number;
  rightParty: number;
  promised: number;
}

/** Contacts ÷ attempts; right-party contacts ÷ attempts, and ÷ contacts, for definitions differ; promises ÷ right-party contacts. */
export function callRates({ attempts, contacts, rightParty, promised }: CallCounts) {
  return {
    contact: percentOf(contacts, attempts),
    rightPartyOfAttempts: percentOf(rightParty, attempts),
    rightPartyOfContacts: percentOf(rightParty, contacts),
    promise: percentOf(promised, rightParty),
  };
}

/** A promise that fell due in the period, with what had come by its day and grace. */
export interface DuePromise {
  promisedMinor: Minor;
  receivedMinor: Minor;
}

/** Promises kept by amount (received, at most what was promised, ÷ promised) and by count (those of which at least `leastPercent` came ÷ all). */
export function promisesKept(due: readonly DuePromise[], leastPercent = 95): { byAmount: number | null; byCount: number | null } {
  const received = sum(due.map(({ promisedMinor, receivedMinor }) => Math.min(promisedMinor, receivedMinor)));
  const kept = due.filter(({ promisedMinor, receivedMinor }) => receivedMinor * 100 >= promisedMinor * leastPercent).length;
  return { byAmount: percentOf(received, sum(due.map(({ promisedMinor }) => promisedMinor))), byCount: percentOf(kept, due.length) };
}

/** Broken promises whose debtor was contacted no later than the next business day ÷ all broken ones. */
export function brokenFollowedUp(broken: readonly { brokenOn: Day; contactedOn: Day | null }[], country: string | null): number | null {
  const followed = broken.filter(({ brokenOn, contactedOn }) => contactedOn !== null && contactedOn <= nextBusinessDay(brokenOn, country));
  return percentOf(followed.length, broken.length);
}

/** Overdue accounts that were touched within the interval of their policy ÷ overdue accounts. */
export function coverage(touched: number, overdue: number): number | null {
  return percentOf(touched, overdue);
}

function nextBusinessDay(day: Day, country: string | null): Day {
  let next = addDays(day, 1);
  while (!isBusinessDay(next, country)) next = addDays(next, 1);
  return next;
}
