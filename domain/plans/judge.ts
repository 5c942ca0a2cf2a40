import { Decimal } from 'decimal.js';
import { addDays, type Day } from '../calendar/day.js';
import type { InstalmentFacts, PlanFacts } from '../facts.js';
import { sum, type Minor } from '../money/minor.js';

/** A plan as it was agreed: what its keeping is measured by. A promise has one instalment. */
export interface AgreedPlan {
  /** Day of the agreement in the creditor's calendar, in which money is dated. */
  agreedOn: Day;
  /** Calendar days after an instalment's due day on which a payment is still in time. */
  graceDays: number;
  /** Percent of an instalment that may be missing. */
  tolerancePercent: number;
  /** Money dated `agreedOn` that was known at the agreement and so fulfils nothing. */
  baselineMinor: Minor;
  instalments: { number: number; dueOn: Day; amountMinor: Minor }[];
}

/** Money that counts for a plan, dated by the day it is booked on, whenever it became known. */
export interface Receipt {
  onDay: Day;
  minor: Minor;
}

/** What became of the items that a plan covers. */
export interface CoveredItems {
  /** Day on which the last of them was cleared; null while anything is open. */
  clearedOn: Day | null;
  /** Whether a write-off, and not the debtor, cleared any of them. */
  writtenOff: boolean;
}

export interface PlanJudgement {
  status: Exclude<PlanFacts['status'], 'PROPOSED' | 'DECLINED'>;
  instalments: Pick<InstalmentFacts, 'number' | 'paidMinor' | 'status'>[];
  /** First day on which time alone changes the judgement; null when it no longer does. */
  nextOn: Day | null;
}

/**
 * Days after the last deadline during which late truth (a payment booked late, a reversal) still changes the judgement.
 * Source: an authorised SEPA direct debit is refunded within eight weeks (PSD2 art. 77).
 */
export const reviewDays = 60;

/** Whether a plan is still watched: it runs, or is over and under review. */
export function isWatched(plan: Pick<PlanFacts, 'status' | 'graceDays' | 'instalments'>, today: Day): boolean {
  if (plan.status === 'OPEN' || plan.status === 'PROPOSED') return true;
  if (plan.status === 'CANCELLED' || plan.status === 'DECLINED') return false;
  return plan.instalments.some(({ dueOn }) => addDays(dueOn, plan.graceDays + reviewDays) >= today);
}

/**
 * Judges a plan as of a day, from facts alone: the same facts give the same judgement, whatever was judged before.
 * Money fulfils the instalments in their order; what was short within the tolerance is forgiven. A plan ends with the first
 * instalment that is not kept by its due day and grace: BROKEN when nothing was paid on it, PARTLY_KEPT when part was.
 * Items that are cleared in time leave nothing to keep; items that are written off in time make the plan void.
 */
export function judgePlan(plan: AgreedPlan, receipts: readonly Receipt[], items: CoveredItems, today: Day): PlanJudgement {
  const instalments: PlanJudgement['instalments'] = [];
  let used = Math.min(plan.baselineMinor, receivedBy(plan, receipts, plan.agreedOn, today));
  let ending: { status: PlanJudgement['status']; on: Day } | null = null;
  for (const { number, dueOn, amountMinor } of plan.instalments) {
    const deadline = addDays(dueOn, plan.graceDays);
    const paidMinor = Math.min(amountMinor, Math.max(0, receivedBy(plan, receipts, deadline, today) - used));
    const verdict: PlanJudgement['status'] = ending ? 'OPEN' : judgeInstalment(plan, { amountMinor, paidMinor, deadline }, items, today);
    if (verdict !== 'OPEN' && verdict !== 'KEPT') ending = { status: verdict, on: deadline };
    instalments.push({ number, paidMinor, status: verdict === 'CANCELLED' ? 'OPEN' : verdict });
    used += paidMinor;
  }
  if (ending === null && instalments.every(({ status }) => status === 'KEPT')) ending = { status: 'KEPT', on: lastDeadline(plan) };
  return { status: ending?.status ?? 'OPEN', instalments, nextOn: ending ? endOfReview(ending, today) : nextDeadline(plan, instalments) };
}

/** Money that counts for a plan up to a day; what is dated after today has not happened yet. */
function receivedBy(plan: AgreedPlan, receipts: readonly Receipt[], day: Day, today: Day): Minor {
  const last = day < today ? day : today;
  return sum(receipts.filter(({ onDay }) => onDay >= plan.agreedOn && onDay <= last).map(({ minor }) => minor));
}

function judgeInstalment(
  plan: AgreedPlan,
  { amountMinor, paidMinor, deadline }: { amountMinor: Minor; paidMinor: Minor; deadline: Day },
  items: CoveredItems,
  today: Day,
): PlanJudgement['status'] {
  if (paidMinor >= amountMinor) return 'KEPT';
  if (items.clearedOn !== null && items.clearedOn <= deadline) return items.writtenOff ? 'CANCELLED' : 'KEPT';
  if (today <= deadline) return 'OPEN';
  if (paidMinor >= leastOf(amountMinor, plan.tolerancePercent)) return 'KEPT';
  return paidMinor > 0 ? 'PARTLY_KEPT' : 'BROKEN';
}

/** The least that keeps an instalment: its amount less the tolerance, rounded up to a whole minor unit. */
function leastOf(amountMinor: Minor, tolerancePercent: number): Minor {
  return new Decimal(amountMinor).times(new Decimal(100).minus(tolerancePercent)).dividedBy(100).ceil().toNumber();
}

function lastDeadline(plan: AgreedPlan): Day {
  return addDays(
    plan.instalments.reduce((last, { dueOn }) => (dueOn > last ? dueOn : last), plan.agreedOn),
    plan.graceDays,
  );
}

/** The day after the deadline of the first instalment that is not yet decided. */
function nextDeadline(plan: AgreedPlan, judged: PlanJudgement['instalments']): Day {
  const open = plan.instalments.find((_, n) => judged[n]?.status === 'OPEN');
  return addDays(open?.dueOn ?? lastDeadline(plan), plan.graceDays + 1);
}

function endOfReview({ status, on }: { status: PlanJudgement['status']; on: Day }, today: Day): Day | null {
  const end = addDays(on, reviewDays + 1);
  return status === 'CANCELLED' || end <= today ? null : end;
}
