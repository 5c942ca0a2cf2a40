import { strandsAt } from '../rule/assessAccount.js';
import { ownStrand } from '../rule/strandNames.js';
import type { Situation } from './change.js';

/**
 * The situation as it is for the strand of these items, or, without any, for the account's own: what is said of a level or a step is said
 * of the ladder of the policy that governs them. `strand` is there for all but the account's own first.
 */
export function inStrand(situation: Situation, itemIds: readonly number[]): { situation: Situation; strand?: string } {
  const { facts, policy, policiesOfItems, at } = situation;
  const strands = strandsAt(facts, { own: policy, ofItems: policiesOfItems ?? new Map() }, at);
  const found = strands.find((each) => each.facts.items.some(({ id, openMinor }) => openMinor > 0 && itemIds.includes(id))) ?? strands[0];
  if (!found) return { situation };
  return { situation: { ...situation, facts: found.facts, policy: found.policy }, ...(found.id !== ownStrand && { strand: found.id }) };
}
