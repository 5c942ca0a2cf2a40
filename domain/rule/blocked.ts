import type { Instant } from '../calendar/day.js';
import type { AccountFacts } from '../facts.js';
import { askLaw } from '../gate/lawful.js';
import type { Policy, Step } from '../policy/types.js';
import type { Reason } from '../verdict.js';
import type { Reach } from './reach.js';

/** Why a step's message must not go where it could: no consent, a channel or a place that is not to be used. null: the law has nothing against it. */
export function whyBlocked(facts: AccountFacts, policy: Policy, step: Step, reached: readonly (Reach | null)[], now: Instant): Reason | null {
  for (const reach of reached) {
    const law = reach && askLaw(facts, policy, reach, now);
    const [reason] = law?.decision === 'BLOCK' ? law.reasons : [];
    if (reason) return { ...reason, line: step.line };
  }
  return null;
}
