/** How days past due are counted: from the due date, less the grace of the policy, less the days of holds where these freeze the count. */
import { addDays, daysBetween, type Day } from '../calendar/day.js';
import type { AccountFacts, HoldFacts } from '../facts.js';
import type { Policy } from '../policy/types.js';

/** What of an item the count looks at. */
export interface Counted {
  id: number;
  dueOn: Day;
}

/** Days from one day up to and including another on which a hold counts, as spans that neither overlap nor touch. */
type Spans = readonly { first: Day; last: Day }[];

/** What is needed to count: the facts' holds and the policy's way. */
export interface Counting {
  holds: AccountFacts['holds'];
  count: Policy['count'];
  today: Day;
}

/** Days that an item was frozen since it fell due, up to and including today; 0 where holds only silence. A hold of a part freezes nothing. */
export function pausedDays({ id, dueOn }: Counted, { holds, count, today }: Counting): number {
  if (count.pause !== 'freezes') return 0;
  return daysWithin(spansOf(holds.filter((hold) => freezes(hold, id))), dueOn, today);
}

/** Days past due of an item less paused days and the policy's grace; never below 0. */
export function delinquentDays(item: Counted, counting: Counting): number {
  return Math.max(0, daysBetween(item.dueOn, counting.today) - counting.count.graceDays - pausedDays(item, counting));
}

/** The same without the grace: it is the account's, and an instalment has none. Source: Fineract, delinquency of instalments. */
export function delinquentDaysOfItem(item: Counted, counting: Counting): number {
  return Math.max(0, daysBetween(item.dueOn, counting.today) - pausedDays(item, counting));
}

/** The day that counts as day 0 of the item that is furthest; null when there are no items. */
export function countStart(items: readonly Counted[], counting: Counting): Day | null {
  const { graceDays } = counting.count;
  const freezing = counting.count.pause === 'freezes' && counting.holds.length > 0;
  return items.reduce<Day | null>((first, item) => {
    const start = addDays(item.dueOn, graceDays + (freezing ? pausedDays(item, counting) : 0));
    return first === null || start < first ? start : first;
  }, null);
}

function freezes({ itemId, amountMinor }: HoldFacts, id: number): boolean {
  return (itemId === null || itemId === id) && (amountMinor ?? null) === null;
}

/** Overlapping and touching holds become one span, so that no day counts twice. A hold without end has a last day far away. */
function spansOf(holds: readonly HoldFacts[]): Spans {
  const spans: { first: Day; last: Day }[] = [];
  const held = holds.map(({ startsOn, endsOn }) => ({ first: startsOn, last: endsOn === null ? '9999-12-31' : addDays(endsOn, -1) }));
  for (const span of held.filter(({ first, last }) => first <= last).sort((a, b) => (a.first < b.first ? -1 : 1))) {
    const before = spans.at(-1);
    if (before && span.first <= before.last) before.last = span.last > before.last ? span.last : before.last;
    else spans.push({ ...span });
  }
  return spans;
}

/** How many of the days after `due`, up to and including `today`, lie in the spans. */
function daysWithin(spans: Spans, due: Day, today: Day): number {
  return spans.reduce((days, { first, last }) => {
    const from = first > due ? first : addDays(due, 1);
    const to = last < today ? last : today;
    return from <= to ? days + daysBetween(from, to) + 1 : days;
  }, 0);
}
