import { Decimal } from 'decimal.js';
import { addDays, type Day } from '../calendar/day.js';
import type { InstalmentFacts, PlanFacts } from '../facts.js';
import { sum, type Minor } from '../money/minor.js';

/** A plan as it was agreed: what its keeping is measured by. A promise has one instalment. */
export interface AgreedPlan {
  /** Day of the agreement in the debtor's zone. */
  agreedOn: Day;
  /** Calendar days after an instalment's due day on which a payment is still in time. */
  graceDays: number;
  /** Percent of an instalment that may be missing. */
  tolerancePercent: number;
  /** Money dated on `agreedOn` that was known at the agreement and so fulfils nothing. */
  baselineMinor: Minor;
  instalments: { number: number; dueOn: Day; amountMinor: Minor }[];
}

/** Money that counts for a plan, dated by the day it is booked on, whenever it became known. */
export interface Receipt {
  onDay: Day;
  minor: Minor;
}

/** What the ledger says of the items that a plan covers. */
export interface CoveredItems {
  /** Open amount of all of them. */
  openMinor: Minor;
  /** Whether a write-off, and not the debtor, cleared any of them. */
  writtenOff: boolean;
}

export interface PlanJudgement {
  status: PlanFacts['status'];
  instalments: Pick<InstalmentFacts, 'number' | 'paidMinor' | 'status'>[];
  /** First day on which time alone changes the judgement; null when it no longer does. */
  nextOn: Day | null;
}

/** Days after the last deadline during which late truth (a payment booked late, a reversal) still changes the judgement. */
export const reviewDays = 14;

/**
 * Judges a plan as of a day, from facts alone: the same facts give the same judgement, whatever was judged before.
 * Money fulfils the instalments in their order; what was short within the tolerance is forgiven. A plan ends with the first
 * instalment that is not kept by its due day and grace: BROKEN when nothing was paid on it, PARTLY_KEPT when part was.
 */
export function judgePlan(plan: AgreedPlan, receipts: readonly Receipt[], items: CoveredItems, today: Day): PlanJudgement {
  if (items.openMinor === 0 && items.writtenOff) return cancelled(plan);
  let used = plan.baselineMinor;
  let failed: PlanJudgement['status'] | null = null;
  const instalments: PlanJudgement['instalments'] = [];
  for (const { number, dueOn, amountMinor } of plan.instalments) {
    const deadline = addDays(dueOn, plan.graceDays);
    const paidMinor = Math.min(amountMinor, Math.max(0, receivedBy(plan, receipts, deadline, today) - used));
    const status = failed ? 'OPEN' : judgeInstalment(plan, { amountMinor, paidMinor }, today > deadline, items.openMinor === 0);
    if (status === 'BROKEN' || status === 'PARTLY_KEPT') failed = status;
    instalments.push({ number, paidMinor, status });
    used += paidMinor;
  }
  const status = failed ?? (instalments.every((each) => each.status === 'KEPT') ? 'KEPT' : 'OPEN');
  return { status, instalments, nextOn: nextChange(plan, instalments, status, today) };
}

/** Money that counts for a plan up to a day; what is dated after today has not happened yet. */
export function receivedBy(plan: Pick<AgreedPlan, 'agreedOn'>, receipts: readonly Receipt[], day: Day, today: Day): Minor {
  const last = day < today ? day : today;
  return sum(receipts.filter(({ onDay }) => onDay >= plan.agreedOn && onDay <= last).map(({ minor }) => minor));
}

function judgeInstalment(
  plan: AgreedPlan,
  { amountMinor, paidMinor }: { amountMinor: Minor; paidMinor: Minor },
  isOver: boolean,
  cleared: boolean,
): InstalmentFacts['status'] {
  if (paidMinor >= amountMinor) return 'KEPT';
  if (cleared) return 'KEPT';
  if (!isOver) return 'OPEN';
  if (paidMinor >= leastOf(amountMinor, plan.tolerancePercent)) return 'KEPT';
  return paidMinor > 0 ? 'PARTLY_KEPT' : 'BROKEN';
}

/** The least that keeps an instalment: its amount less the tolerance, rounded up to a whole minor unit. */
function leastOf(amountMinor: Minor, tolerancePercent: number): Minor {
  return new Decimal(amountMinor).times(new Decimal(100).minus(tolerancePercent)).dividedBy(100).ceil().toNumber();
}

/** Money cleared nothing: the claim was given up, so the promise is void and nobody broke it. */
function cancelled(plan: AgreedPlan): PlanJudgement {
  const instalments = plan.instalments.map(({ number }) => ({ number, paidMinor: 0, status: 'OPEN' as const }));
  return { status: 'CANCELLED', instalments, nextOn: null };
}

function nextChange(plan: AgreedPlan, judged: PlanJudgement['instalments'], status: PlanJudgement['status'], today: Day): Day | null {
  const open = plan.instalments.find(({ number }) => judged.some((each) => each.number === number && each.status === 'OPEN'));
  if (status === 'OPEN' && open) return addDays(open.dueOn, plan.graceDays + 1);
  const last = plan.instalments[plan.instalments.length - 1];
  const reviewEnds = addDays(last?.dueOn ?? today, plan.graceDays + reviewDays + 1);
  return reviewEnds > today ? reviewEnds : null;
}
