import { addDays, dayOf, isBefore, type Instant } from '../calendar/day.js';
import type { AccountFacts } from '../facts.js';
import type { Policy } from '../policy/types.js';
import type { Verdict } from '../verdict.js';
import { leaveBehind } from './afterAct.js';
import { assess } from './assess.js';
import { debtorZone } from './debtorZone.js';

/** The first act that follows if nothing changes but the day, and the first wait before it. */
export interface Foreseen {
  first: Verdict;
  /** null: the case closes, or nothing follows within the days looked ahead. */
  act: Extract<Verdict, { kind: 'act' }> | null;
}

/** How far a foresight looks ahead, in days. */
const daysAhead = 120;

/**
 * Asks the rule again at each instant that it wants to look at, until it acts. A ledger that is fresh enough now counts as kept up
 * to date. `facts.case` is the running case, or the one about to be opened.
 */
export function foresee(facts: AccountFacts, charging: Policy, now: Instant): Foreseen {
  const policy = withoutCharges(charging);
  const first = assess(facts, policy, now);
  const stale = first.verdict.reason.code === 'LEDGER_TOO_OLD';
  const end = addDays(now.slice(0, 10), daysAhead);
  let seen = facts;
  let { verdict, passed } = first;
  while (verdict.kind === 'wait' && !stale && verdict.until.slice(0, 10) < end) {
    const at = verdict.until;
    const today = dayOf(at, debtorZone(facts));
    seen = { ...leaveBehind(seen, passed, today), ledgerAsOf: seen.ledgerAsOf && today };
    const next = assess(seen, policy, at);
    if (next.verdict.kind === 'wait' && !isBefore(at, next.verdict.until)) break;
    ({ verdict, passed } = next);
  }
  return { first: first.verdict, act: verdict.kind === 'act' ? verdict : null };
}

/** Messages are foreseen, not what is booked beside them: fees and interest are reckoned when it is time. */
function withoutCharges(policy: Policy): Policy {
  if (!policy.charges) return policy;
  const { interest } = policy.charges;
  const ladder = policy.ladder.map((step) => (step.action === 'fee' || step.action === 'interest' ? step : { ...step, charge: [] }));
  return { ...policy, ladder, charges: { ...policy.charges, interest: interest && { ...interest, monthly: false } } };
}
