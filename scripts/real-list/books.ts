/**
 * The seller's own books, kept beside Duly and without its code: the rows of the file, and what happened since. What a message had to
 * ask for, and what is open on a day, is reckoned here a second time.
 */
import { parse } from 'csv-parse/sync';

/** A day as text, `2020-06-30`. */
type Day = string;

/** A row of the file. All amounts are cents. */
export interface BookItem {
  accountId: string;
  entity: string;
  customer: string;
  name: string;
  number: string;
  issuedOn: Day;
  dueOn: Day;
  minor: number;
}

/** What happened to an account, in the words of these books. */
export type What =
  /** Something was taken off an item, by a payment, a list that names it no more, a credit or a write-off. */
  | { kind: 'reduced'; item: string; minor: number; onDay: Day; bySource: boolean }
  /** Money without an item. */
  | { kind: 'on-account'; number: string; minor: number; onDay: Day }
  /** `minor` null: the whole item. */
  | { kind: 'disputed'; parts: { item: string; minor: number | null }[]; until: Happening | null }
  | { kind: 'resolved' }
  | { kind: 'paused'; from: Day; to: Day; until: Happening | null }
  | { kind: 'resumed' }
  | { kind: 'promised'; lastDay: Day };

/** It was asked of Duly between two real times, and so became known there between them; `at` is the business instant by which it was. */
export interface Happening {
  accountId: string;
  what: What;
  fromMs: number;
  byMs: number;
  at: string;
}

const tolerance = 500;

/** Exact cents of a decimal with a point. */
export function cents(text: string): number {
  const [whole = '0', fraction = ''] = text.split('.');
  return Number(BigInt(whole) * 100n + BigInt(fraction.padEnd(2, '0')));
}

/** Reads the rows of the public list of 2020. */
export function readRows(content: Buffer): BookItem[] {
  const rows = parse(content, { columns: true, skip_empty_lines: true }) as Record<string, string>[];
  return rows.map((row) => {
    const field = (name: string) => (row[name] ?? '').trim();
    const [entity, customer] = [field('business_code'), field('cust_number')];
    return {
      accountId: `${entity}/${customer}`,
      entity,
      customer,
      name: field('name_customer'),
      number: field('doc_id').replace(/\.0$/, ''),
      issuedOn: field('posting_date').slice(0, 10),
      dueOn: field('due_in_date').slice(0, 10),
      minor: cents(field('converted_usd')),
    };
  });
}

/** Values by what a function says of them. */
export function groupBy<T, K>(values: Iterable<T>, of: (value: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const value of values) {
    const group = groups.get(of(value));
    if (group) group.push(value);
    else groups.set(of(value), [value]);
  }
  return groups;
}

export const daysFrom = (from: Day, to: Day): number => Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
export const dayAfter = (day: Day, n: number): Day => new Date(Date.parse(day) + n * 86_400_000).toISOString().slice(0, 10);

/** The books of all accounts. */
export class Books {
  readonly items = new Map<string, BookItem[]>();
  readonly happenings = new Map<string, Happening[]>();

  constructor(rows: readonly BookItem[]) {
    for (const row of rows) this.items.set(row.accountId, [...(this.items.get(row.accountId) ?? []), row]);
  }

  note(happening: Happening): Happening {
    const { accountId } = happening;
    this.happenings.set(accountId, [...(this.happenings.get(accountId) ?? []), happening]);
    return happening;
  }

  itemsOf = (accountId: string): readonly BookItem[] => this.items.get(accountId) ?? [];
  happenedTo = (accountId: string): readonly Happening[] => this.happenings.get(accountId) ?? [];

  /** What is open of each item on a day. `source`: as the seller's ledger has it, which knows nothing of what Duly booked. */
  open(accountId: string, day: Day, known: readonly Happening[] = this.happenedTo(accountId), source = false): Map<string, number> {
    const open = new Map(this.itemsOf(accountId).map(({ number, minor }) => [number, minor]));
    for (const { what } of known)
      if (what.kind === 'reduced' && what.onDay <= day && (!source || what.bySource)) open.set(what.item, (open.get(what.item) ?? 0) - what.minor);
    return open;
  }

  /** Money of an account that no item has taken, by its number. */
  onAccount(accountId: string, day: Day, known: readonly Happening[] = this.happenedTo(accountId)): { number: string; minor: number; onDay: Day }[] {
    return known.flatMap(({ what }) => (what.kind === 'on-account' && what.onDay <= day ? [what] : []));
  }

  /** Whether the whole account is paused on a day, by what was known. */
  isPaused(day: Day, known: readonly Happening[]): boolean {
    return known.some(({ what }) => what.kind === 'paused' && what.from <= day && day < what.to && !(what.until && known.includes(what.until)));
  }

  /** What is to be collected on a day, by item and oldest first, by what was known: overdue, less what is disputed or promised, less money on account. */
  claims(accountId: string, day: Day, known: readonly Happening[]): { number: string; minor: number }[] {
    const open = this.open(accountId, day, known);
    const withheld = withheldOf(day, known, open);
    let credit = this.onAccount(accountId, day, known).reduce((sum, { minor }) => sum + minor, 0);
    return this.itemsOf(accountId)
      .filter(({ dueOn }) => dueOn < day)
      .toSorted((a, b) => Date.parse(a.dueOn) - Date.parse(b.dueOn))
      .flatMap(({ number }) => {
        const minor = open.get(number) ?? 0;
        const free = minor - Math.min(minor, withheld.get(number) ?? 0);
        const covered = Math.min(free, credit);
        credit -= covered;
        return free > covered ? [{ number, minor: free - covered }] : [];
      });
  }

  /** What a message of a day had to ask for, by what was known. */
  asked(accountId: string, day: Day, known: readonly Happening[]): number {
    const sum = this.claims(accountId, day, known).reduce((total, { minor }) => total + minor, 0);
    return sum > tolerance ? sum : 0;
  }
}

function withheldOf(day: Day, known: readonly Happening[], open: ReadonlyMap<string, number>): Map<string, number> {
  const withheld = new Map<string, number>();
  for (const { what } of known) {
    if (what.kind === 'disputed' && !(what.until && known.includes(what.until)))
      for (const { item, minor } of what.parts) withheld.set(item, (withheld.get(item) ?? 0) + (minor ?? open.get(item) ?? 0));
    if (what.kind === 'promised' && day <= what.lastDay) for (const [item, minor] of open) withheld.set(item, minor);
  }
  return withheld;
}
