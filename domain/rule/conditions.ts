import { addDays, daysBetween, type Day } from '../calendar/day.js';
import type { AccountFacts, OpenItem } from '../facts.js';
import type { Amounts } from '../money/minor.js';
import type { Conditions, Policy, StateRule, Step } from '../policy/types.js';
import { attemptsOf, currencyHolds } from './attempts.js';
import { accountClass } from './classes.js';
import { countStart, type Counting } from './count.js';
import { deadlineSet } from './deadline.js';
import { reachOn } from './reach.js';
import { unpaid, takeStock, type Standing } from './standing.js';

/** What conditions are asked of. */
export interface Asked {
  facts: AccountFacts;
  policy: Policy;
  standing: Standing;
  /** The item whose days count, where items climb by themselves; without one, all that are to be collected. */
  item?: OpenItem | null;
}

/** The day from which a step's time conditions hold, today at the earliest; null when nothing that is owed makes them hold. `anchor`: the newest contact. */
export function dueDay({ when }: Step, asked: Asked, anchor: Day | null): Day | null {
  const { standing } = asked;
  const days = when.daysBeforeDue ? courtesyDay(when.daysBeforeDue.atMost, standing) : timeOf(when, asked);
  if (days === null) return null;
  const gap = leastOf(when.daysSincePrevious);
  return [standing.today, days, ...afterDeadline(when, asked), ...(gap !== null && anchor ? [addDays(anchor, gap)] : [])].reduce((last, day) =>
    day > last ? day : last,
  );
}

/** The first day after the deadline that a step waits for, of this case; none where it waits for none, or none is set. */
export function afterDeadline({ afterDeadline: after }: Conditions, { facts }: Pick<Asked, 'facts'>): Day[] {
  const deadline = after ? deadlineSet(facts) : null;
  return after && deadline ? [addDays(deadline, after.atLeast)] : [];
}

/** Whether a step's time is over for good: a courtesy once something is overdue, any step once the debt is older than its most. */
export function isOver({ when }: Step, asked: Asked): boolean {
  const age = countedDays(asked);
  if (when.daysBeforeDue) return asked.standing.daysPastDue !== null;
  return when.daysPastDue?.atMost !== undefined && age !== null && age > when.daysPastDue.atMost;
}

/** The name of the first state whose conditions hold, its line and what it tells other systems; null when the account is in none. */
export function stateOf(asked: Asked): StateRule | null {
  return asked.policy.states.find(({ when }) => holdsToday(when, asked) && (!when.anyOf || when.anyOf.some((each) => holdsToday(each, asked)))) ?? null;
}

/** Whether all conditions other than the days hold; of `anyOf` one, its days included. */
export function conditionsHold({ when }: Step, asked: Asked): boolean {
  return standingHolds(when, asked) && (!when.anyOf || when.anyOf.some((each) => holdsToday(each, asked)));
}

/** The same asked of the account, also where an item climbs by itself or has a policy of its own. */
export function ofAccount({ facts, policy, standing, item }: Asked): Asked {
  const whole = facts.whole ?? facts;
  return { facts: whole, policy, standing: item || facts.whole ? takeStock(whole, policy, standing.today) : standing };
}

function holdsToday(when: Omit<Conditions, 'anyOf'>, asked: Asked): boolean {
  return standingHolds(when, asked) && hasComeTo(when, asked);
}

/** Days past due as the policy counts them: without its grace, and without the days of holds where these freeze the count. */
export function countedDays({ facts, policy, standing, item = null }: Asked): number | null {
  const start = countStart(agedItems({ item, standing }), countingOf({ facts, policy, standing }));
  return start === null ? null : daysBetween(start, standing.today);
}

function agedItems({ item, standing }: Pick<Asked, 'item' | 'standing'>): readonly OpenItem[] {
  if (item) return item.dueOn < standing.today ? [item] : [];
  return standing.debts.map((claim) => claim.item);
}

function courtesyDay(atMost: number, { nextDueOn }: Standing): Day | null {
  return nextDueOn === null ? null : addDays(nextDueOn, -atMost);
}

/** The day from which days past due and days since the invoice hold; null when nothing is owed. */
export function timeOf(when: Pick<Conditions, 'daysPastDue' | 'daysSinceInvoice'>, asked: Asked): Day | null {
  const { policy, standing } = asked;
  const due = standing.oldestDueOn ?? standing.nextDueOn;
  if (due === null) return null;
  const start = countStart(agedItems(asked), countingOf(asked)) ?? addDays(due, policy.count.graceDays);
  const pastDue = addDays(start, leastOf(when.daysPastDue) ?? 1);
  const days = [when.daysPastDue?.endOfMonth ? lastOfMonth(pastDue) : pastDue];
  if (when.daysSinceInvoice) days.push(addDays(standing.oldestIssuedOn ?? due, when.daysSinceInvoice.atLeast));
  if (when.daysSinceInvoice && !when.daysPastDue) days.shift();
  return days.reduce((last, day) => (day > last ? day : last));
}

function hasComeTo(when: Pick<Conditions, 'daysPastDue' | 'daysSinceInvoice'>, asked: Asked): boolean {
  if (!when.daysPastDue && !when.daysSinceInvoice) return true;
  const day = timeOf(when, asked);
  const age = countedDays(asked);
  return day !== null && day <= asked.standing.today && !(when.daysPastDue?.atMost !== undefined && age !== null && age > when.daysPastDue.atMost);
}

/** `at least n` is n, `more than n` is n + 1; null when neither is stated. */
export function leastOf(range: { atLeast?: number; moreThan?: number } | undefined): number | null {
  if (range?.moreThan !== undefined) return Math.max(range.moreThan + 1, range.atLeast ?? 0);
  return range?.atLeast ?? null;
}

/** How days are counted for what is asked. */
export function countingOf({ facts, policy, standing }: Asked): Counting {
  return { holds: facts.holds, count: policy.count, today: standing.today };
}

function lastOfMonth(day: Day): Day {
  const first = `${day.slice(0, 7)}-01`;
  return addDays(`${addDays(first, 31).slice(0, 7)}-01`, -1);
}

function standingHolds(when: Omit<Conditions, 'anyOf'>, all: Asked): boolean {
  const { facts, policy, standing } = all;
  const { customer } = facts;
  const asked = policy.count.thresholds === 'gross' ? standing.gross : standing.collectable;
  const broken = facts.plans.filter(({ status }) => status === 'BROKEN').length;
  const attempts = attemptsOf(facts).length;
  return (
    currencyHolds(when, asked, facts) &&
    !(when.overdueBelow && reaches(asked, when.overdueBelow)) &&
    (!when.overdueItems || standing.debts.length >= when.overdueItems.atLeast) &&
    (!when.overdueShare || hasShare(standing, when.overdueShare.atLeastPercent)) &&
    (!when.brokenPromises || within(broken, when.brokenPromises.atLeast, when.brokenPromises.atMost)) &&
    (!when.attempts || within(attempts, when.attempts.atLeast, when.attempts.below === undefined ? undefined : when.attempts.below - 1)) &&
    (!when.tags ||
      ((when.tags.with ?? []).every((tag) => customer.tags.includes(tag)) && !(when.tags.without ?? []).some((tag) => customer.tags.includes(tag)))) &&
    (!when.riskClass || when.riskClass.includes(customer.riskClass ?? '')) &&
    (!when.daysSincePayment || within(daysSincePayment(all), leastOf(when.daysSincePayment) ?? 0, when.daysSincePayment.atMost)) &&
    (!when.unpaidItems || unpaid(facts, policy).length >= when.unpaidItems.atLeast) &&
    (!when.daysSinceEarliestUnpaid || unpaidFor(all) >= when.daysSinceEarliestUnpaid.atLeast) &&
    (!when.balanceAtLeast || reaches(standing.open, when.balanceAtLeast)) &&
    (!when.state || when.state.includes(stateOf(ofAccount(all))?.state ?? 'clear')) &&
    (!when.class || when.class.includes(accountClass(facts.whole ?? facts, policy, standing.today).class?.class ?? 'none')) &&
    (!when.reachable || reachOn(facts, null, when.reachable) !== null)
  );
}

/** Days since the newest payment; as many as there are when nothing was ever paid. */
function daysSincePayment({ facts, standing }: Asked): number {
  return facts.lastPaidOn ? daysBetween(facts.lastPaidOn, standing.today) : Number.MAX_SAFE_INTEGER;
}

/** Days since the earliest unpaid item was invoiced; -1 when there is none. */
function unpaidFor({ facts, policy, standing }: Asked): number {
  return unpaid(facts, policy).reduce((days, { item }) => Math.max(days, daysBetween(item.issuedOn, standing.today)), -1);
}

function reaches(amounts: Amounts, limits: Amounts): boolean {
  return Object.entries(amounts).some(([currency, minor]) => minor > 0 && minor >= (limits[currency] ?? Number.MAX_SAFE_INTEGER));
}

function hasShare({ overdue, open }: Standing, percent: number): boolean {
  return Object.entries(overdue).some(([currency, minor]) => minor > 0 && minor * 100 >= percent * (open[currency] ?? 0));
}

function within(count: number, atLeast: number | undefined, atMost: number | undefined): boolean {
  return count >= (atLeast ?? 0) && count <= (atMost ?? Number.MAX_SAFE_INTEGER);
}
