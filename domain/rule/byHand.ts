import type { AccountFacts } from '../facts.js';
import { levelIn } from './levels.js';
import type { Policy } from '../policy/types.js';

/** The round of a step that a contact by hand stands for: it then counts as taken. `why`: no contact can stand for it. */
export function roundByHand(facts: Pick<AccountFacts, 'case' | 'steps' | 'contactsMade'>, policy: Policy, id: string): { round: number } | { why: string } {
  const step = policy.ladder.find((each) => each.id === id);
  if (!step) return { why: `${policy.name} has no step '${id}'; it has: ${policy.ladder.map((each) => each.id).join(', ')}` };
  if (step.action === 'place' || step.action === 'write-off') return { why: `the step '${id}' is no contact` };
  if (!facts.case) return { why: 'no case is open in which a step could be taken' };
  if (policy.ladder.indexOf(step) + 1 < levelIn(facts.steps, policy.ladder)) return { why: `the account is past the step '${id}'` };
  const rounds = [...facts.steps, ...facts.contactsMade.filter(({ caseId }) => caseId === facts.case?.id)].filter((each) => each.step === id);
  return { round: Math.max(0, ...rounds.map(({ round }) => round)) + 1 };
}
