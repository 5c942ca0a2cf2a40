import { daysBetween, type Day } from '../calendar/day.js';
import { sum, type Minor } from '../money/minor.js';
import { bucketAt, type Bucket } from './buckets.js';

/** Something open: one item, or items of one group, account, currency and due date added up. Debits positive, credits negative. */
export interface OpenAmount {
  /** What the row of the report is about. */
  key: string;
  accountId: string;
  currency: string;
  dueOn: Day;
  openMinor: Minor;
  items: number;
}

/** One field of the report. */
export interface AgeingCell {
  minor: Minor;
  items: number;
  accounts: number;
}

/** One row for each group and currency: debits by bucket, credits in a column of their own, and the net of both. */
export interface AgeingRow {
  key: string;
  currency: string;
  buckets: AgeingCell[];
  credits: AgeingCell;
  total: AgeingCell;
}

interface Tally {
  minors: Minor[];
  items: number;
  accounts: Set<string>;
}

/**
 * Ages open amounts as of a day by their own due dates, instalments each by its own; `asOf − dueOn` ≤ 0 is current.
 * Rows are sorted by key and currency; amounts of different currencies are never added. Throws RangeError beyond safe integers.
 */
export function age(amounts: Iterable<OpenAmount>, asOf: Day, buckets: readonly Bucket[]): AgeingRow[] {
  const rows = new Map<string, { key: string; currency: string; tallies: Tally[] }>();
  const place = columnOf(asOf, buckets);
  for (const amount of amounts) {
    if (amount.openMinor === 0) continue;
    const id = JSON.stringify([amount.key, amount.currency]);
    const row = rows.get(id) ?? { key: amount.key, currency: amount.currency, tallies: Array.from({ length: buckets.length + 2 }, emptyTally) };
    rows.set(id, row);
    count(row.tallies[place(amount)], amount);
    count(row.tallies.at(-1), amount);
  }
  return [...rows.values()].map(({ key, currency, tallies }) => toRow(key, currency, tallies.map(toCell))).sort(byKey);
}

/** The position of an amount among the buckets; after the last bucket come the credits. */
function columnOf(asOf: Day, buckets: readonly Bucket[]): (amount: OpenAmount) => number {
  const known = new Map<Day, number>();
  return ({ dueOn, openMinor }) => {
    if (openMinor < 0) return buckets.length;
    const at = known.get(dueOn) ?? bucketAt(buckets, daysBetween(dueOn, asOf));
    known.set(dueOn, at);
    return at;
  };
}

function count(tally: Tally | undefined, { openMinor, items, accountId }: OpenAmount): void {
  tally?.minors.push(openMinor);
  tally?.accounts.add(accountId);
  if (tally) tally.items += items;
}

const emptyTally = (): Tally => ({ minors: [], items: 0, accounts: new Set() });
const emptyCell: AgeingCell = { minor: 0, items: 0, accounts: 0 };
const toCell = ({ minors, items, accounts }: Tally): AgeingCell => ({ minor: sum(minors), items, accounts: accounts.size });

function toRow(key: string, currency: string, cells: AgeingCell[]): AgeingRow {
  const [credits = emptyCell, total = emptyCell] = cells.slice(-2);
  return { key, currency, buckets: cells.slice(0, -2), credits, total };
}

function byKey(a: AgeingRow, b: AgeingRow): number {
  return compare(a.key, b.key) || compare(a.currency, b.currency);
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
