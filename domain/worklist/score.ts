/** The order of a collector's list within a tier, and how risky a payer is. Both show their parts, so that they can be explained. */
import type { Minor } from '../money/minor.js';

/** What decides an account's place, each between 0 and 1. */
export interface PriorityParts {
  /** How much is overdue, on a logarithmic scale up to the 95th percentile. */
  value: number;
  risk: number;
  age: number;
  /** Days since the last touch by the interval of the policy. */
  staleness: number;
  /** How likely the debtor can be reached now. */
  contactability: number;
}

const weights: Readonly<Record<keyof PriorityParts, number>> = { value: 30, risk: 25, age: 20, staleness: 15, contactability: 10 };

/** Priority from 0 to 100: 30 value + 25 risk + 20 age + 15 staleness + 10 contactability. */
export function priority(parts: PriorityParts): number {
  return (Object.keys(weights) as (keyof PriorityParts)[]).reduce((total, part) => total + weights[part] * parts[part], 0);
}

/** The parts of the priority from an account's figures. */
export function priorityParts(account: {
  overdueMinor: Minor;
  /** The 95th percentile of what accounts have overdue. */
  percentileMinor: Minor;
  riskScore: number;
  daysPastDue: number;
  daysSinceTouch: number;
  policyInterval: number;
  contactability: number;
}): PriorityParts {
  return {
    value: Math.min(1, Math.log1p(account.overdueMinor) / Math.log1p(account.percentileMinor)),
    risk: account.riskScore / 100,
    age: Math.min(1, account.daysPastDue / 90),
    staleness: Math.min(1, account.daysSinceTouch / account.policyInterval),
    contactability: account.contactability,
  };
}

/** How a customer paid in the last twelve months. */
export interface PaymentHabit {
  paidInvoices: number;
  /** Days late, weighted by amount; early payments count as nought. */
  weightedDaysLate: number;
  latePercent: number;
  /** Weighted days late of the last three months less those of the nine before. */
  trendDays: number;
  brokenPromises: number;
  returnedPayments: number;
  /** Exposure by credit limit: 0.95 for 95 percent. */
  utilisation: number;
}

/**
 * Risk from 0 to 100, higher is worse; 50 with fewer than three paid invoices. 30 days late (45 are the most) + 20 share paid late
 * + 15 trend (20 days) + 15 broken promises (3) + 10 returned payments (2) + 10 use of the limit above 80 percent (up to 120).
 */
export function riskScore(habit: PaymentHabit): number {
  if (habit.paidInvoices < 3) return 50;
  const upTo = (figure: number, most: number) => Math.min(Math.max(figure, 0) / most, 1);
  return (
    30 * upTo(habit.weightedDaysLate, 45) +
    20 * upTo(habit.latePercent, 100) +
    15 * upTo(habit.trendDays, 20) +
    15 * upTo(habit.brokenPromises, 3) +
    10 * upTo(habit.returnedPayments, 2) +
    10 * upTo(habit.utilisation - 0.8, 0.4)
  );
}

export type RiskBand = 'low' | 'moderate' | 'high' | 'critical';

/** The band of a risk score: low below 25, moderate below 50, high below 75. */
export function riskBand(score: number): RiskBand {
  if (score < 25) return 'low';
  if (score < 50) return 'moderate';
  return score < 75 ? 'high' : 'critical';
}
