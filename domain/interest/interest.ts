import { Decimal } from 'decimal.js';
import { addDays, daysBetween, type Day } from '../calendar/day.js';
import { isBusinessDay } from '../calendar/holidays.js';
import type { Minor } from '../money/minor.js';
import { changesOf, firstWithoutRate, rateOn, rateSeries, type RateSeries, type StatedRate } from './rates.js';

/** Whose law or contract says what late payment costs. */
export type InterestRule = { law: 'DE' | 'UK' | 'ES' | 'EU'; stated?: readonly StatedRate[] } | { law: 'contract'; percent: string };

export interface LateItem {
  principalMinor: Minor;
  currency: string;
  dueOn: Day;
  /** Whether a consumer owes. */
  consumer: boolean;
}

/** A stretch of days at one rate. `from` and `to` are both counted. */
export interface InterestPeriod {
  from: Day;
  to: Day;
  days: number;
  percent: string;
  /** Days of the year that the days are a fraction of. */
  yearDays: number;
  /** Interest of the stretch in minor units, not rounded. */
  minor: string;
}

/** Interest is rounded once, half up; the lump sum is a claim of its own. Both in minor units of the item's currency. */
export interface LateCharge {
  firstDay: Day;
  periods: InterestPeriod[];
  interestMinor: Minor;
  lumpSumMinor: Minor;
  lumpSumCurrency: string;
}

/** No charge, and why: the law does not cover the debtor, or no rate is known for a day. */
export type ChargeAnswer = { charge: LateCharge } | { none: 'NOT_COVERED' | 'NOT_LATE' } | { none: 'NO_RATE'; series: string; from: Day };

/** How a law fixes its rate and counts its days. */
interface LawOfInterest {
  series: RateSeries;
  points: (consumer: boolean) => number | null;
  /** Whether the rate of the day on which interest starts holds for good. */
  locked: boolean;
  dayCount: 'act/act' | 'act/365';
  /** Country whose weekends and holidays move a due date to the next business day. */
  shiftsIn: string | null;
  lumpSum: (item: LateItem) => Minor;
}

const laws: Readonly<Record<'DE' | 'UK' | 'ES' | 'EU', LawOfInterest>> = {
  /** BGB § 288: nine points over base, five for consumers; § 193 moves a due date; § 288 (5) 40 EUR where no consumer owes. */
  DE: {
    series: rateSeries.DE_BASE,
    points: (consumer) => (consumer ? 5 : 9),
    locked: false,
    dayCount: 'act/act',
    shiftsIn: 'DE',
    lumpSum: ({ consumer }) => (consumer ? 0 : 4000),
  },
  /** Late Payment of Commercial Debts (Interest) Act 1998: eight points, fixed on the day interest starts; sums of 40, 70 and 100 GBP. */
  UK: { series: rateSeries.UK_REFERENCE, points: businessOnly(8), locked: true, dayCount: 'act/365', shiftsIn: null, lumpSum: britishSum },
  /** Ley 3/2004 art. 7 and 8: the published rate of each half-year; 40 EUR an invoice. */
  ES: { series: rateSeries.ES_LATE, points: businessOnly(0), locked: false, dayCount: 'act/365', shiftsIn: null, lumpSum: () => 4000 },
  /** Directive 2011/7/EU art. 3 and 6: eight points over the reference of each half-year; 40 EUR. */
  EU: { series: rateSeries.ECB_REFERENCE, points: businessOnly(8), locked: false, dayCount: 'act/365', shiftsIn: null, lumpSum: () => 4000 },
};

/**
 * Simple interest on one item from the day after it was due up to and including `to` (the value date of the payment, or today).
 * Never on interest or fees. Split where the rate changes and, counting act/act, where the year does.
 */
export function lateCharge(rule: InterestRule, item: LateItem, to: Day): ChargeAnswer {
  if (rule.law === 'contract') return charge(item, addDays(item.dueOn, 1), to, () => rule.percent, [], 'act/365', 0);
  const law = laws[rule.law];
  const points = law.points(item.consumer);
  if (points === null) return { none: 'NOT_COVERED' };
  const firstDay = addDays(shifted(item.dueOn, law.shiftsIn), 1);
  if (to < firstDay) return { none: 'NOT_LATE' };
  const { stated } = rule;
  const gap = firstWithoutRate(law.series, firstDay, law.locked ? firstDay : to, stated);
  if (gap) return { none: 'NO_RATE', series: law.series.code, from: gap };
  const percentOn = (day: Day) => new Decimal(rateOn(law.series, law.locked ? firstDay : day, stated)?.percent ?? 0).plus(points).toString();
  const changes = law.locked ? [] : changesOf(law.series, stated);
  return charge(item, firstDay, to, percentOn, changes, law.dayCount, law.lumpSum(item));
}

/** The last day on which a payment is in time: the due date, or, where the law says so, the next business day. */
export function lastDayInTime(law: 'DE' | 'UK' | 'ES' | 'EU', dueOn: Day): Day {
  return shifted(dueOn, laws[law].shiftsIn);
}

/** The sum that a law fixes for a late item, whatever its interest; 0 where it does not cover the debtor. */
export function statutorySum(law: 'DE' | 'UK' | 'ES' | 'EU', item: LateItem): Minor {
  return laws[law].points(item.consumer) === null ? 0 : laws[law].lumpSum(item);
}

function charge(
  item: LateItem,
  firstDay: Day,
  to: Day,
  percentOn: (day: Day) => string,
  changes: readonly Day[],
  dayCount: LawOfInterest['dayCount'],
  lumpSumMinor: Minor,
): ChargeAnswer {
  if (to < firstDay) return { none: 'NOT_LATE' };
  const periods = stretches(firstDay, to, changes, dayCount).map(({ from, to: last }) => {
    const days = daysBetween(from, last) + 1;
    const yearDays = dayCount === 'act/act' && isLeapYear(Number(from.slice(0, 4))) ? 366 : 365;
    const percent = percentOn(from);
    const minor = new Decimal(item.principalMinor).times(percent).div(100).times(days).div(yearDays);
    return { from, to: last, days, percent, yearDays, minor: minor.toString() };
  });
  const interestMinor = periods
    .reduce((sum, { minor }) => sum.plus(minor), new Decimal(0))
    .toDecimalPlaces(0, Decimal.ROUND_HALF_UP)
    .toNumber();
  return { charge: { firstDay, periods, interestMinor, lumpSumMinor, lumpSumCurrency: item.currency } };
}

/** The stretches of days between the changes of rate and, counting act/act, of the year. */
function stretches(from: Day, to: Day, changes: readonly Day[], dayCount: LawOfInterest['dayCount']): { from: Day; to: Day }[] {
  const years = dayCount === 'act/act' ? yearStarts(from, to) : [];
  const starts = [from, ...[...changes, ...years].filter((day) => day > from && day <= to)].sort();
  const unique = starts.filter((day, n) => day !== starts[n - 1]);
  return unique.map((start, n) => ({ from: start, to: unique[n + 1] ? addDays(unique[n + 1] ?? to, -1) : to }));
}

function yearStarts(from: Day, to: Day): Day[] {
  const first = Number(from.slice(0, 4)) + 1;
  return Array.from({ length: Math.max(0, Number(to.slice(0, 4)) - first + 1) }, (_, n) => `${first + n}-01-01`);
}

function isLeapYear(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}

function shifted(dueOn: Day, country: string | null): Day {
  let day = dueOn;
  while (country !== null && !isBusinessDay(day, country)) day = addDays(day, 1);
  return day;
}

function businessOnly(points: number): (consumer: boolean) => number | null {
  return (consumer) => (consumer ? null : points);
}

function britishSum({ principalMinor }: LateItem): Minor {
  if (principalMinor < 100_000) return 4000;
  return principalMinor < 1_000_000 ? 7000 : 10_000;
}
