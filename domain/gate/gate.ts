import { addDays, dayOf, daysBetween, instantOf, type Day, type Instant } from '../calendar/day.js';
import { isInWindow, nextOpening, type SendingWindow } from '../calendar/window.js';
import type { AccountFacts, Channel, ContactMadeFacts, HoldFacts, Place } from '../facts.js';
import type { Policy } from '../policy/types.js';
import { arrivalOf } from '../rule/deadline.js';
import { debtorZone } from '../rule/debtorZone.js';
import { whereaboutsOf } from '../rule/whereabouts.js';
import { askLaw } from './lawful.js';
import { deferringPlan } from '../rule/deferringPlan.js';
import { isSuppressed } from '../rule/reach.js';
import { isInForce, owesNothing, takeStock, type Excluded } from '../rule/standing.js';
import type { Reason } from '../verdict.js';

/** Whether a contact may be made now; if not, from when, or why not at all. */
export type GateAnswer = { decision: 'ALLOW' } | { decision: 'DEFER'; until: Instant; reasons: Reason[] } | { decision: 'BLOCK'; reasons: Reason[] };

/** The contact that asks. `key` is left out of the count of contacts made, so that its own claim does not stand in its way. */
export interface ContactAsked {
  channel: Channel;
  contactId: string | null;
  address: string;
  key?: string;
  /** Where the address reaches the person, when that is known. */
  place?: Place;
  /** The step of the ladder, whose own gap counts then. */
  step?: string;
  /** The items that it is about; all of the account when nothing is said. */
  itemIds?: readonly number[];
}

/**
 * Asked immediately before each automatic contact, with fresh facts.
 * Blocks on holds, suppressed addresses and when nothing is left to ask for; defers for a stale ledger, the contact budget and the hours,
 * until the first instant at which all of them and the law allow it; where the ledger is too old, that is asked again the next day.
 */
export function askGate(facts: AccountFacts, policy: Policy, contact: ContactAsked, now: Instant): GateAnswer {
  const law = askWithoutHouse(facts, policy, contact, now);
  if (law.decision === 'BLOCK') return law;
  const window = windowOf(facts, policy);
  const today = dayOf(now, window.zone);
  const defers = deferring(facts, policy, contact, today, window.zone);
  const closed = defers.length === 0 && !isInWindow(now, window);
  const reasons = [
    ...(law.decision === 'DEFER' ? law.reasons : []),
    ...defers.map(({ reason }) => reason),
    ...(closed && law.decision === 'ALLOW' ? [outsideWindow(window, now)] : []),
  ];
  if (reasons.length === 0) return { decision: 'ALLOW' };
  const stale = defers.some(({ reason: { code } }) => code === 'LEDGER_TOO_OLD');
  const from = stale ? instantOf(addDays(today, 1), '00:00', window.zone) : now;
  return firstAllowed({ ...facts, ledgerAsOf: null }, policy, contact, window, from, reasons);
}

/** The same without the policy's own hours and budget: holds, opt-outs, nothing left to ask for, and the law. */
export function askWithoutHouse(facts: AccountFacts, policy: Policy, contact: ContactAsked, now: Instant): GateAnswer {
  const blocks = blocking(facts, policy, contact, dayOf(now, debtorZone(facts)));
  return blocks.length > 0 ? { decision: 'BLOCK', reasons: blocks } : askLaw(facts, policy, contact, now);
}

/** How often the rules may take turns in moving a contact on. */
const mostTurns = 100;

/** The first instant from one on at which the policy and the law both allow the contact; blocked when a consent will have ended by then. */
function firstAllowed(facts: AccountFacts, policy: Policy, contact: ContactAsked, window: SendingWindow, from: Instant, reasons: Reason[]): GateAnswer {
  let until = from;
  for (let turn = 0; turn < mostTurns; turn++) {
    const law = askLaw(facts, policy, contact, until);
    if (law.decision === 'BLOCK') return law;
    const later = law.decision === 'DEFER' ? law.until : until;
    const day = dayOf(later, window.zone);
    const free = deferring(facts, policy, contact, day, window.zone).reduce((latest, each) => (each.from > latest ? each.from : latest), day);
    const next = nextOpening(free === day ? later : instantOf(free, '00:00', window.zone), window);
    if (next === until) break;
    until = next;
  }
  return { decision: 'DEFER', until, reasons };
}

/** The hours and days at which this debtor may be written to. */
export function windowOf(facts: Pick<AccountFacts, 'customer' | 'entity'>, policy: Policy): SendingWindow {
  const { country, region } = whereaboutsOf(facts);
  return {
    ...policy.contact.window,
    businessDaysOnly: policy.contact.businessDaysOnly,
    blackouts: policy.contact.blackouts,
    runs: policy.contact.runs,
    zone: debtorZone(facts),
    country,
    region,
  };
}

function blocking(facts: AccountFacts, policy: Policy, contact: ContactAsked, today: Day): Reason[] {
  const reasons = facts.holds.filter((hold) => hold.itemId === null && isInForce(hold, today)).map(onHold);
  const plan = deferringPlan(facts, policy);
  if (plan) reasons.push(reason('PLAN_RUNNING', { plan: plan.id, until: plan.until }));
  if (policy.doNothing) reasons.push(reason('EXCLUDED_BY_POLICY', { policy: policy.name }));
  if (isSuppressed(facts, contact.channel, contact.address)) reasons.push(reason('ADDRESS_SUPPRESSED', { channel: contact.channel }));
  const standing = takeStock(facts, policy, today);
  const courtesy = standing.nextDueOn !== null && owesNothing(standing.pursued, policy.tolerance);
  if (Object.values(standing.collectable).every((minor) => minor <= 0) && !courtesy)
    reasons.push(reason(owesNothing(standing.overdue, policy.tolerance) ? 'PAID' : exclusionCode(standing.excluded), {}));
  return reasons;
}

interface Deferral {
  from: Day;
  reason: Reason;
}

function deferring(facts: AccountFacts, policy: Policy, contact: ContactAsked, today: Day, zone: string): Deferral[] {
  const daysOf = (made: readonly ContactMadeFacts[]) =>
    made
      .filter((each) => each.key !== contact.key && each.direction === 'OUT' && wasMade(each))
      .map((each) => madeOn(each, facts, policy, zone))
      .filter(({ day }) => day <= today);
  const own = daysOf(facts.contactsMade.filter((each) => dayOf(each.at, zone) < today || !isOfAnotherGroup(each, facts, policy, contact)));
  const all = [...daysOf(facts.contactsMade), ...daysOf(facts.contactsElsewhere ?? [])];
  const gapDays = policy.ladder.find(({ id }) => id === contact.step)?.minGapDays ?? policy.contact.minGapDays;
  return [staleLedger(facts, policy, today), oneADay(own, today), gap(own, gapDays, today), frequency(all, policy, today)].filter(
    (deferral) => deferral !== null,
  );
}

/**
 * Where a message is for a level or an item, those about other items of the same day stand beside it; the budget counts them all the same.
 * Those of another policy's items do not: two policies never write on one day.
 */
function isOfAnotherGroup({ automatic, itemIds, caseId }: ContactMadeFacts, facts: AccountFacts, { levels }: Policy, asked: ContactAsked): boolean {
  if (facts.whole && caseId !== facts.case?.id) return false;
  if (levels.message === 'account' || !asked.itemIds || !itemIds || itemIds.length === 0) return false;
  return automatic && !itemIds.some((id) => asked.itemIds?.includes(id));
}

/** The day on which a contact was made, and that on which it was there. */
interface MadeOn {
  day: Day;
  there: Day;
  automatic: boolean;
}

function madeOn(made: ContactMadeFacts, facts: AccountFacts, { contact }: Policy, zone: string): MadeOn {
  return { day: dayOf(made.at, zone), there: arrivalOf(made, contact, facts, zone), automatic: made.automatic };
}

function staleLedger(facts: AccountFacts, policy: Policy, today: Day): Deferral | null {
  const age = facts.ledgerAsOf === null ? null : daysBetween(facts.ledgerAsOf, today);
  if (age === null || age <= policy.contact.ledgerMaxAgeDays) return null;
  return { from: addDays(today, 1), reason: reason('LEDGER_TOO_OLD', { ledgerAsOf: facts.ledgerAsOf, days: age, atMost: policy.contact.ledgerMaxAgeDays }) };
}

function oneADay(made: readonly MadeOn[], today: Day): Deferral | null {
  const again = made.some(({ day, automatic }) => automatic && day === today);
  return again ? { from: addDays(today, 1), reason: reason('ONE_A_DAY', { day: today }) } : null;
}

function gap(made: readonly MadeOn[], days: number, today: Day): Deferral | null {
  const last = made.filter(({ automatic }) => automatic).reduce<Day | null>((latest, { there }) => (latest === null || there > latest ? there : latest), null);
  const from = last === null || days === 0 ? today : addDays(last, days);
  return from > today ? { from, reason: reason('MIN_GAP', { last, days }) } : null;
}

function frequency(made: readonly MadeOn[], policy: Policy, today: Day): Deferral | null {
  const recent = made
    .filter(({ day }) => day >= addDays(today, -6))
    .map(({ day }) => day)
    .sort();
  const tooMany = recent.length - policy.contact.maxIn7Days;
  if (tooMany < 0) return null;
  const first = recent[tooMany] ?? today;
  return { from: addDays(first, 7), reason: reason('FREQUENCY', { made: recent.length, atMost: policy.contact.maxIn7Days }) };
}

function wasMade(made: ContactMadeFacts): boolean {
  return made.status === 'ACCEPTED' || made.status === 'UNKNOWN' || made.status === 'CLAIMED' || made.status === 'RECORDED';
}

function onHold(hold: HoldFacts): Reason {
  return reason('ON_HOLD', { hold: hold.kind, until: hold.endsOn, why: hold.reason });
}

function outsideWindow(window: SendingWindow, now: Instant): Reason {
  return reason('OUTSIDE_WINDOW', { from: window.from, to: window.to, zone: window.zone, at: now });
}

/** Why nothing is to be collected although something is overdue. */
export function exclusionCode(excluded: Excluded): Reason['code'] {
  if (excluded.placed) return 'PLACED';
  if (excluded.planned) return 'PLAN_RUNNING';
  if (excluded.pending) return 'PAYMENT_PENDING';
  if (excluded.disputed) return 'ALL_DISPUTED';
  if (excluded.held) return 'ON_HOLD';
  return excluded.byPolicy ? 'EXCLUDED_BY_POLICY' : 'BELOW_TOLERANCE';
}

function reason(code: Reason['code'], figures: Reason['figures']): Reason {
  return { code, figures, line: null };
}
