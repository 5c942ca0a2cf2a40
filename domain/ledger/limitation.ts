import { addDays, type Day } from '../calendar/day.js';
import type { Confidence } from '../interest/rates.js';

/** How long a claim can be sued for. Not legal advice. */
export interface LimitationRule {
  source: string;
  confidence: Confidence;
  years: number;
  /** Whether the years begin with the end of the year in which the claim arose. */
  fromYearEnd: boolean;
  /** Whether a part payment begins them anew. */
  renewedByPayment: boolean;
}

/** Limitation by place. Others are to be added with their source. */
export const limitationRules = {
  DE: { source: 'BGB §§ 195, 199, 212', confidence: 'V', years: 3, fromYearEnd: true, renewedByPayment: true },
  GB: { source: 'Limitation Act 1980 s. 5 and 29', confidence: 'S', years: 6, fromYearEnd: false, renewedByPayment: true },
  ES: { source: 'Código Civil art. 1964.2 and 1973', confidence: 'S', years: 5, fromYearEnd: false, renewedByPayment: true },
  'US-NY': { source: 'CPLR 214-i, consumer debts', confidence: 'S', years: 3, fromYearEnd: false, renewedByPayment: false },
} as const satisfies Record<string, LimitationRule>;

/** The last day on which a claim that arose on a day can be sued for; `paidOn`: the last part payment on it, or null. */
export function limitationDay(rule: LimitationRule, arisenOn: Day, paidOn: Day | null): Day {
  if (rule.renewedByPayment && paidOn !== null) return yearsLater(paidOn, rule.years);
  return rule.fromYearEnd ? `${Number(arisenOn.slice(0, 4)) + rule.years}-12-31` : yearsLater(arisenOn, rule.years);
}

/** The same day some years later; 28 February for what began on a leap day. */
function yearsLater(day: Day, years: number): Day {
  const later = `${Number(day.slice(0, 4)) + years}${day.slice(4)}`;
  return addDays(later, 0) === later ? later : `${later.slice(0, 8)}28`;
}
