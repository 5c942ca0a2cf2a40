import type { PlanFacts } from '../domain/facts.js';
import { exponentOf, type Amounts } from '../domain/money/minor.js';

/**
 * How urgent work on an account is, 0 to 80: up to 40 for its age (a point for each three days past due), up to 20 for broken
 * promises (ten each), up to 20 for its size (four for each digit of the largest amount in whole currency units).
 */
export function priorityOf(debt: { collectable: Amounts; daysPastDue: number | null }, plans: readonly Pick<PlanFacts, 'status'>[]): number {
  const age = Math.min(40, Math.floor(Math.max(0, debt.daysPastDue ?? 0) / 3));
  const broken = Math.min(20, 10 * plans.filter(({ status }) => status === 'BROKEN').length);
  const digits = Object.entries(debt.collectable).map(([currency, minor]) => String(Math.floor(Math.max(0, minor) / 10 ** exponentOf(currency))).length);
  return age + broken + Math.min(20, 4 * Math.max(0, ...digits));
}
