import type { Day } from '../calendar/day.js';

/** How sure a figure is: V official text, S secondary source seen, M to be verified before it is relied on. */
export type Confidence = 'V' | 'S' | 'M';

/** A rate in percent a year from a day on. Decimal text, so that no figure is rounded on its way. */
export interface RateRow {
  from: Day;
  percent: string;
  confidence: Confidence;
}

/** A published series of rates. It is valid up to the end of the half-year of its last row, and says so instead of floating on. */
export interface RateSeries {
  code: 'DE_BASE' | 'UK_REFERENCE' | 'ES_LATE' | 'ECB_REFERENCE';
  source: string;
  rows: readonly RateRow[];
  /** The last day for which the series is known to hold. */
  knownTo: Day;
}

const rows = (confidence: Confidence, text: string): RateRow[] =>
  text
    .trim()
    .split(/\s+/)
    .map((pair) => {
      const [from = '', percent = ''] = pair.split('=');
      return { from, percent, confidence };
    });

/** Base rate of BGB § 247. Source: Deutsche Bundesbank, Basiszinssatz. Rows before 2016-07-01 are to be verified. */
const germanBase: RateSeries = {
  code: 'DE_BASE',
  source: 'BGB § 247; Deutsche Bundesbank, Basiszinssatz',
  rows: [
    ...rows(
      'M',
      `2002-01-01=2.57 2002-07-01=2.47 2003-01-01=1.97 2003-07-01=1.22 2004-01-01=1.14 2004-07-01=1.13 2005-01-01=1.21
      2005-07-01=1.17 2006-01-01=1.37 2006-07-01=1.95 2007-01-01=2.70 2007-07-01=3.19 2008-01-01=3.32 2008-07-01=3.19 2009-01-01=1.62
      2009-07-01=0.12 2011-07-01=0.37 2012-01-01=0.12 2013-01-01=-0.13 2013-07-01=-0.38 2014-01-01=-0.63 2014-07-01=-0.73 2015-01-01=-0.83`,
    ),
    ...rows(
      'S',
      `2016-07-01=-0.88 2023-01-01=1.62 2023-07-01=3.12 2024-01-01=3.62 2024-07-01=3.37 2025-01-01=2.27 2025-07-01=1.27
      2026-01-01=1.27 2026-07-01=1.52`,
    ),
  ],
  knownTo: '2026-12-31',
};

/** Reference rate of the Late Payment of Commercial Debts (Interest) Act 1998: Bank Rate on 30 June and 31 December. */
const britishReference: RateSeries = {
  code: 'UK_REFERENCE',
  source: 'SI 2002/1675 art. 4; Bank of England, Bank Rate on 30 June and 31 December',
  rows: [
    ...rows('M', '2023-01-01=3.50 2023-07-01=5.00'),
    ...rows('S', '2024-01-01=5.25'),
    ...rows('M', '2024-07-01=5.25 2025-01-01=4.75'),
    ...rows('S', '2025-07-01=4.25'),
    ...rows('M', '2026-01-01=3.75'),
    ...rows('S', '2026-07-01=3.75'),
  ],
  knownTo: '2026-12-31',
};

/** Late-payment rate of Ley 3/2004 art. 7, the eight points included, as the BOE publishes it each half-year. */
const spanishLate: RateSeries = {
  code: 'ES_LATE',
  source: 'Ley 3/2004 art. 7; BOE, resolution of each half-year',
  rows: [
    ...rows('S', '2013-02-24=8.75'),
    ...rows('M', '2013-07-01=8.50'),
    ...rows('S', '2014-01-01=8.25 2014-07-01=8.15 2015-01-01=8.05 2016-07-01=8.00'),
    ...rows('M', '2023-01-01=10.50 2023-07-01=12.00 2024-01-01=12.50 2024-07-01=12.25 2025-01-01=11.15 2025-07-01=10.15'),
    ...rows('S', '2026-01-01=10.15'),
    ...rows('M', '2026-07-01=10.40'),
  ],
  knownTo: '2026-12-31',
};

/** ECB reference rate of Directive 2011/7/EU art. 2(7): the Spanish rate less its eight points. */
const europeanReference: RateSeries = {
  code: 'ECB_REFERENCE',
  source: 'Directive 2011/7/EU art. 2(7); European Central Bank, main refinancing operations',
  rows: spanishLate.rows.map(({ from, percent }) => ({ from, percent: (Number(percent) * 100 - 800) / 100 + '', confidence: 'M' })),
  knownTo: '2026-12-31',
};

export const rateSeries: Readonly<Record<RateSeries['code'], RateSeries>> = {
  DE_BASE: germanBase,
  UK_REFERENCE: britishReference,
  ES_LATE: spanishLate,
  ECB_REFERENCE: europeanReference,
};

/** A rate of a series for the half-year that begins on a day, as somebody states it who knows it before or better than the series does. */
export type StatedRate = Pick<RateRow, 'from' | 'percent'>;

/** The row in force on a day: one that is stated for its half-year, else that of the series; null before its first row and after it is known to hold. */
export function rateOn(series: RateSeries, day: Day, stated: readonly StatedRate[] = []): StatedRate | null {
  const own = stated.findLast(({ from }) => from === halfYearOf(day));
  if (own || day > series.knownTo) return own ?? null;
  return series.rows.filter(({ from }) => from <= day).at(-1) ?? null;
}

/** The days in a span on which the rate may change: those of the series, and the half-years of what is stated. */
export function changesOf(series: RateSeries, stated: readonly StatedRate[] = []): Day[] {
  return [...series.rows.map(({ from }) => from), ...stated.flatMap(({ from }) => [from, halfYearAfter(from)])];
}

/** The first day from one to another that has no rate; null when each has. */
export function firstWithoutRate(series: RateSeries, from: Day, to: Day, stated: readonly StatedRate[] = []): Day | null {
  if (!rateOn(series, from, stated)) return from;
  for (let day = halfYearAfter(halfYearOf(from)); day <= to; day = halfYearAfter(day)) if (!rateOn(series, day, stated)) return day;
  return null;
}

/** The first day of the half-year of a day. */
export function halfYearOf(day: Day): Day {
  return `${day.slice(0, 4)}-${day.slice(5, 7) < '07' ? '01' : '07'}-01`;
}

function halfYearAfter(from: Day): Day {
  const year = Number(from.slice(0, 4));
  return from.slice(5, 7) === '01' ? `${year}-07-01` : `${year + 1}-01-01`;
}

/** Series that have no rate for a day: what a warning has to name before interest is charged on it. */
export function seriesWithoutRate(day: Day): RateSeries[] {
  return Object.values(rateSeries).filter((series) => rateOn(series, day) === null);
}
