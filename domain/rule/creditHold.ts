import type { AccountFacts } from '../facts.js';
import type { Policy } from '../policy/types.js';
import type { CreditHoldAct } from '../verdict.js';
import { owesNothing, type Standing } from './standing.js';

/** Whether the policy ends the credit hold that is on: what is overdue, disputed or not, has come down to what it says. */
export function releases({ creditHold }: AccountFacts, { creditHold: rule, tolerance }: Policy, { overdue }: Standing): boolean {
  if (!creditHold || rule.release === 'by-hand') return false;
  if (owesNothing(overdue, tolerance)) return true;
  if (rule.release === 'nothing-overdue') return false;
  const { overdueBelow } = rule.release;
  return Object.entries(overdue).every(([currency, minor]) => minor < (overdueBelow[currency] ?? 0) || minor <= (tolerance[currency] ?? 0));
}

/** The credit hold as it is once an act is done. */
export function afterCreditHold(before: AccountFacts['creditHold'], { hold, step }: Pick<CreditHoldAct, 'hold' | 'step'>, today: string) {
  return hold === 'off' ? null : (before ?? { sinceOn: today, step });
}
