import { addDays, daysBetween, type Day } from '../calendar/day.js';
import type { AccountFacts, OpenItem } from '../facts.js';
import type { AgeClass, Policy } from '../policy/types.js';
import { delinquentDays, delinquentDaysOfItem, type Counting } from './count.js';
import { pastDue } from './standing.js';

/** An age: days counted, the class they fall into, and the day on which they came to its first. */
export interface Age {
  days: number;
  class: AgeClass | null;
  /** null where there is no class. */
  sinceOn: Day | null;
}

/** The age of what an account owes past due: that of the item with most days counted. Grace and paused days are taken off; nothing past due is 0 days. */
export function accountClass(facts: AccountFacts, policy: Policy, today: Day): Age {
  const counting: Counting = { holds: facts.holds, count: policy.count, today };
  const items = pastDue(facts, policy, today).map(({ item }) => item);
  const days = items.reduce((most, item) => Math.max(most, delinquentDays(item, counting)), 0);
  const found = items.length === 0 ? null : classAt(days, policy.classes);
  return { days, class: found, sinceOn: found && reached(items, found, counting, delinquentDays) };
}

/** The age of an item that is past due: paused days are taken off, the grace is not. */
export function itemClass(item: OpenItem, facts: AccountFacts, policy: Policy, today: Day): Age {
  const counting: Counting = { holds: facts.holds, count: policy.count, today };
  const days = delinquentDaysOfItem(item, counting);
  const found = classAt(days, policy.classes);
  return { days, class: found, sinceOn: found && reached([item], found, counting, delinquentDaysOfItem) };
}

function classAt(days: number, classes: readonly AgeClass[]): AgeClass | null {
  return classes.find(({ minDays, maxDays }) => days >= minDays && (maxDays === null || days <= maxDays)) ?? null;
}

type Count = (item: OpenItem, counting: Counting) => number;

/** The first day on which one of the items had the class's first day counted. Days counted never fall from one day to the next, so it can be halved for. */
function reached(items: readonly OpenItem[], { minDays }: AgeClass, counting: Counting, count: Count): Day {
  const has = (day: Day) => items.some((item) => item.dueOn < day && count(item, { ...counting, today: day }) >= minDays);
  const oldest = items.reduce((first, { dueOn }) => (dueOn < first ? dueOn : first), counting.today);
  let [before, from] = [0, daysBetween(oldest, counting.today)];
  while (from - before > 1) {
    const middle = Math.floor((before + from) / 2);
    if (has(addDays(oldest, middle))) from = middle;
    else before = middle;
  }
  return addDays(oldest, from);
}
