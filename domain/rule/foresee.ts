import { addDays, dayOf, isBefore, type Instant } from '../calendar/day.js';
import type { AccountFacts } from '../facts.js';
import type { Policy } from '../policy/types.js';
import type { Verdict } from '../verdict.js';
import { leaveBehind } from './afterAct.js';
import { assessAccount } from './assessAccount.js';
import { debtorZone } from './debtorZone.js';
import { withCourses, type Policies } from './strandFacts.js';

/** The first act that follows if nothing changes but the day, and the first wait before it; each with the policy that says so. */
export interface Foreseen {
  first: Verdict;
  firstBy: Policy;
  /** null: the case closes, or nothing follows within the days looked ahead. */
  act: Extract<Verdict, { kind: 'act' }> | null;
  actBy: Policy;
}

/** How far a foresight looks ahead, in days. */
const daysAhead = 120;

/**
 * Asks the rule again at each instant that it wants to look at, until it acts. A ledger that is fresh enough now counts as kept up
 * to date. `facts.case` is the running case, or the one about to be opened.
 */
export function foresee(facts: AccountFacts, charging: Policies, now: Instant): Foreseen {
  const policies = { own: withoutCharges(charging.own), ofItems: new Map([...charging.ofItems].map(([name, policy]) => [name, withoutCharges(policy)])) };
  const first = assessAccount(facts, policies, now);
  const stale = first.verdict.reason.code === 'LEDGER_TOO_OLD';
  const end = addDays(now.slice(0, 10), daysAhead);
  let seen = facts;
  let next = first;
  while (next.verdict.kind === 'wait' && !stale && next.verdict.until.slice(0, 10) < end) {
    const at = next.verdict.until;
    const today = dayOf(at, debtorZone(facts));
    seen = { ...leaveBehind(withCourses(seen, next), next.passed, today), ledgerAsOf: seen.ledgerAsOf && today };
    const later = assessAccount(seen, policies, at);
    if (later.verdict.kind === 'wait' && !isBefore(at, later.verdict.until)) break;
    next = later;
  }
  const { verdict, strand } = next;
  return { first: first.verdict, firstBy: first.strand.policy, act: verdict.kind === 'act' ? verdict : null, actBy: strand.policy };
}

/** Messages are foreseen, not what is booked beside them: fees and interest are reckoned when it is time. */
function withoutCharges(policy: Policy): Policy {
  if (!policy.charges) return policy;
  const { interest } = policy.charges;
  const ladder = policy.ladder.map((step) => (step.action === 'fee' || step.action === 'interest' ? step : { ...step, charge: [] }));
  return { ...policy, ladder, charges: { ...policy.charges, interest: interest && { ...interest, monthly: false } } };
}
