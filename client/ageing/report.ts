import { addDays, type Day } from '../../domain/calendar/day.js';
import { age, type AgeingCell, type AgeingRow, type OpenAmount } from '../../domain/ledger/ageing.js';
import { defaultBuckets, readBuckets, type Bucket } from '../../domain/ledger/buckets.js';
import type { ExchangeRate } from '../../domain/money/exchange.js';
import { openAmountsAsOf, type AccountFilter } from '../../prisma/store/ageing.js';
import type { Db } from '../../prisma/store/db.js';

export const ageingBy = ['customer', 'entity', 'collector', 'account', 'bucket'] as const;

/** What a report is about. */
export interface AgeingRequest extends AccountFilter {
  /** Any past or present day. */
  asOf: Day;
  by: (typeof ageingBy)[number];
  /** The last day of each bucket, `30,60,90`; left out, `30,60,90,120`. */
  buckets?: string | undefined;
}

/** A row with the name of what it is about; null where there is none. By bucket, `total` alone is filled. */
export interface NamedRow extends AgeingRow {
  name: string | null;
}

/** Open amounts by age. Exact minor units; currencies apart. */
export interface AgeingReport {
  asOf: Day;
  by: AgeingRequest['by'];
  buckets: string[];
  rows: NamedRow[];
  /** One for each currency. */
  totals: AgeingRow[];
  /** All of them in one currency, with the rates that this takes. */
  inOneCurrency?: { total: AgeingRow; rates: ExchangeRate[] };
}

/** Ages what was open on a day; answers why when the buckets are none or the day is no day. */
export async function ageing(db: Db, { asOf, by, buckets: edges, ...filter }: AgeingRequest): Promise<AgeingReport | { why: string }> {
  const wrong = edges === undefined ? null : readBuckets(edges);
  if (wrong && 'why' in wrong) return wrong;
  if (!isDay(asOf)) return { why: `'${asOf}' is no day; write it as YYYY-MM-DD` };
  return reportOn(await openAmountsAsOf(db, asOf, by === 'bucket' ? 'account' : by, filter), { asOf, by, buckets: edges });
}

/** Reports on open amounts, keyed by what the rows are about; answers why when the buckets are none. */
export function reportOn(
  amounts: readonly (OpenAmount & { name: string | null })[],
  { asOf, by, buckets: edges }: Pick<AgeingRequest, 'asOf' | 'by' | 'buckets'>,
): AgeingReport | { why: string } {
  const read = edges === undefined ? { buckets: [...defaultBuckets] } : readBuckets(edges);
  if ('why' in read) return read;
  const { buckets } = read;
  const totals = age(
    amounts.map((amount) => ({ ...amount, key: '' })),
    asOf,
    buckets,
  );
  const labels = buckets.map(({ label }) => label);
  if (by === 'bucket') return { asOf, by, buckets: labels, rows: totals.flatMap((row) => rowsByBucket(row, buckets)), totals };
  const names = new Map(amounts.map(({ key, name }) => [key, name]));
  return { asOf, by, buckets: labels, rows: age(amounts, asOf, buckets).map((row) => ({ ...row, name: names.get(row.key) ?? null })), totals };
}

function rowsByBucket({ currency, buckets: cells, credits }: AgeingRow, buckets: readonly Bucket[]): NamedRow[] {
  const row = (key: string, total: AgeingCell): NamedRow => ({ key, name: null, currency, buckets: [], credits: none, total });
  return [...cells.map((cell, at) => row(buckets[at]?.label ?? '', cell)), row('Credits', credits)];
}

const none: AgeingCell = { minor: 0, items: 0, accounts: 0 };

/** A day as it is written everywhere in Duly, that exists. */
function isDay(text: string): boolean {
  try {
    return /^\d{4}-\d{2}-\d{2}$/.test(text) && addDays(text, 0) === text;
  } catch {
    return false;
  }
}
