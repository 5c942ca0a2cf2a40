import type { PlanFacts } from '../facts.js';

/**
 * The level of a new plan on these items: 1, and one more for each earlier plan on any of them that was broken, partly kept or cancelled.
 * A plan that follows a kept one stays at its level. Source: the level of a promise to pay in SAP Collections Management.
 */
export function levelOf(itemIds: readonly number[], plans: readonly PlanFacts[]): number {
  const failed = plans.filter(({ status }) => status === 'BROKEN' || status === 'PARTLY_KEPT' || status === 'CANCELLED');
  return 1 + failed.filter((plan) => plan.itemIds.some((id) => itemIds.includes(id))).length;
}
