/** Expected credit losses of trade receivables by a provision matrix. Source: IFRS 9, simplified approach, 5.5.15 and B5.5.35. */
import { Decimal } from 'decimal.js';
import type { Minor } from '../money/minor.js';

/** Exposure of an age class with the percentage of it that is expected to be lost (decimal text). */
export interface Exposure {
  minor: Minor;
  lossPercent: string;
}

/** The allowance: Σ exposure × loss rate, rounded once, half up, to minor units. */
export function allowance(matrix: readonly Exposure[]): Minor {
  const exact = matrix.reduce((total, { minor, lossPercent }) => total.plus(new Decimal(minor).times(lossPercent).div(100)), new Decimal(0));
  return exact.toDecimalPlaces(0, Decimal.ROUND_HALF_UP).toNumber();
}

/**
 * Loss rates in percent from the history of a period's sales: what was never paid ÷ what reached each age class, the first class being the sales.
 * Null for a class that nothing reached.
 */
export function lossRatesOfFlow(reachedMinor: readonly Minor[], lostMinor: Minor): (string | null)[] {
  return reachedMinor.map((reached) => (reached === 0 ? null : new Decimal(lostMinor).div(reached).times(100).toString()));
}

/** Loss rates in percent from roll rates: what rolls on from a class through all that follow, times what is lost of the last. */
export function lossRatesOfRolls(rollPercents: readonly string[], finalLossPercent: string): string[] {
  const rates = [new Decimal(finalLossPercent)];
  for (const roll of rollPercents.toReversed()) rates.unshift((rates[0] ?? new Decimal(0)).times(roll).div(100));
  return rates.map(String);
}
