/**
 * Key figures of receivables. Amounts are minor units of one currency. A figure is null where its denominator is zero or its data do not
 * reach; it is not rounded, for it is no money. Sources: the formulas of the Credit Research Foundation and of trade practice.
 */
import { daysBetween, type Day } from '../calendar/day.js';
import { sum, type Minor } from '../money/minor.js';

/** `part` ÷ `whole` × 100, in percent. */
export function percentOf(part: number, whole: number): number | null {
  return whole === 0 ? null : (part / whole) * 100;
}

/** Days of sales outstanding: receivables ÷ credit sales × days of the period. With what is not yet due as receivables, the best possible. */
export function daysSalesOutstanding(receivablesMinor: Minor, creditSalesMinor: Minor, days: number): number | null {
  return creditSalesMinor === 0 ? null : (receivablesMinor / creditSalesMinor) * days;
}

/**
 * Days of sales outstanding by counting back: each month's sales are taken off, newest first, and count its days; the last counts for its part.
 * Null when the receivables exceed all sales that are given.
 */
export function countedBackDays(receivablesMinor: Minor, months: readonly { creditSalesMinor: Minor; days: number }[]): number | null {
  let left = receivablesMinor;
  let counted = 0;
  for (const { creditSalesMinor, days } of months) {
    if (left < creditSalesMinor) return counted + (left / creditSalesMinor) * days;
    left -= creditSalesMinor;
    counted += days;
  }
  return left === 0 ? counted : null;
}

/** Average days delinquent: days of sales outstanding less the best possible ones, in days. */
export function averageDaysDelinquent(receivablesMinor: Minor, currentMinor: Minor, creditSalesMinor: Minor, days: number): number | null {
  return daysSalesOutstanding(receivablesMinor - currentMinor, creditSalesMinor, days);
}

/**
 * Collection effectiveness: (receivables at the beginning + credit sales − receivables at the end) ÷ (the same − what is not yet due at the end) × 100.
 * Credit sales are those of the period, or of its average month; the same throughout a series.
 */
export function collectionEffectiveness(it: { beginMinor: Minor; creditSalesMinor: Minor; endMinor: Minor; endCurrentMinor: Minor }): number | null {
  const collectable = it.beginMinor + it.creditSalesMinor;
  return percentOf(collectable - it.endMinor, collectable - it.endCurrentMinor);
}

/**
 * Days late of what was paid, weighted by amount: Σ amount × days ÷ Σ amount. `late` counts early payments as nought, `signed` as negative.
 */
export function weightedDaysLate(paid: readonly { minor: Minor; dueOn: Day; paidOn: Day }[]): { late: number; signed: number } | null {
  const whole = sum(paid.map(({ minor }) => minor));
  if (whole === 0) return null;
  const weigh = (of: (days: number) => number) => paid.reduce((total, { minor, dueOn, paidOn }) => total + minor * of(daysBetween(dueOn, paidOn)), 0) / whole;
  return { late: weigh((days) => Math.max(0, days)), signed: weigh((days) => days) };
}

/** Roll rate: what stands in an age class at the end of a period ÷ what stood in the class before it at the beginning × 100. */
export function rollRate(nextClassMinor: Minor, classBeforeMinor: Minor): number | null {
  return percentOf(nextClassMinor, classBeforeMinor);
}

/** Recovery rate: collected of a cohort (placed, or overdue on a day) ÷ its amount × 100. */
export function recoveryRate(collectedMinor: Minor, cohortMinor: Minor): number | null {
  return percentOf(collectedMinor, cohortMinor);
}

/** Liquidation of a cohort: what was collected up to each month since its placement ÷ what was placed × 100. */
export function liquidation(placedMinor: Minor, collectedByMonth: readonly Minor[]): (number | null)[] {
  return collectedByMonth.map((_, month) => percentOf(sum(collectedByMonth.slice(0, month + 1)), placedMinor));
}
