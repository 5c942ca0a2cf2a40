import { Decimal } from 'decimal.js';
import type { Day } from '../calendar/day.js';
import type { AccountFacts } from '../facts.js';
import { exchangedTo } from '../money/exchange.js';
import { sum, type Minor } from '../money/minor.js';
import type { Reason } from '../verdict.js';
import type { Knowledge } from './accrual.js';
import { blankEntry, isCharged, type Occasion } from './entry.js';
import type { Due } from './interestEntries.js';
import { lumpSum } from './lumpSum.js';
import type { ChargeEntry, FeeTerms } from './types.js';

/** What is asked for of an item: the base of a fee. */
export interface AskedItem {
  itemId: number;
  dueOn: Day;
  currency: string;
  minor: Minor;
  /** What of it is disputed, promised, held, placed or under way: it bears no interest for now. */
  withheldMinor: Minor;
}

/** A fee for the message of a step, as far as it was not charged already. Nothing is charged on what is not asked for. */
export function feeDue(facts: AccountFacts, fee: FeeTerms, known: Knowledge, asked: readonly AskedItem[], occasion: Occasion): Due {
  if (!isCharged(fee.debtors, known.consumer) || asked.length === 0) return { entries: [], refused: [] };
  const dues = (fee.per === 'item' ? asked.map((each) => [each]) : perMessage(fee, asked)).map((items) => dueFor(fee, known, items, occasion));
  const entries = dues.flatMap((due) => due.entries).flatMap((entry) => notYet(facts, entry));
  return { entries, refused: dues.flatMap(({ refused }) => refused) };
}

/** An entry that was not made yet, or was given up for a payment that has been taken back since: then it is owed again. */
function notYet({ charges = [] }: AccountFacts, entry: ChargeEntry): ChargeEntry[] {
  const before = charges.filter(({ does, key }) => does === 'BOOK' && (key === entry.key || key.startsWith(`${entry.key}/again-`)));
  if (before.length === 0) return [entry];
  const isGivenUp = before.every(({ id }) => charges.some(({ does, chargeId }) => does === 'WAIVE' && chargeId === id));
  return isGivenUp ? [{ ...entry, key: `${entry.key}/again-${before.length}` }] : [];
}

/** A percentage is taken of each currency; a fixed sum is charged once, in the currency of the oldest item. */
function perMessage(fee: FeeTerms, asked: readonly AskedItem[]): AskedItem[][] {
  const currencies = [...new Set(asked.map(({ currency }) => currency))];
  const groups = currencies.map((currency) => asked.filter((each) => each.currency === currency));
  return fee.percent === null ? groups.slice(0, 1) : groups;
}

function dueFor(fee: FeeTerms, known: Knowledge, items: readonly AskedItem[], occasion: Occasion): Due {
  const [oldest] = items;
  if (!oldest) return { entries: [], refused: [] };
  const { currency } = oldest;
  const minor = amountOf(fee, known, items, occasion.today);
  if (minor === null) return { entries: [], refused: [noAmount(fee, currency)] };
  if (minor < Math.max(1, fee.minimum[currency] ?? 0)) return { entries: [], refused: [] };
  const entry: ChargeEntry = {
    ...blankEntry(occasion),
    key: keyOf(fee, oldest, occasion),
    does: 'BOOK',
    what: fee.lumpSum === null ? 'FEE' : 'LUMP_SUM',
    name: fee.id,
    itemIds: items.map(({ itemId }) => itemId),
    currency,
    minor,
    percent: fee.percent,
    line: fee.line,
  };
  return { entries: [entry], refused: [] };
}

/** Null where the policy names no sum in the currency, nor a rate at which one could be exchanged. */
function amountOf(fee: FeeTerms, known: Knowledge, items: readonly AskedItem[], today: Day): Minor | null {
  const [{ currency, itemId } = { currency: '', itemId: 0 }] = items;
  if (fee.lumpSum !== null) return lumpSum(fee, known, itemId, today, known.allocations);
  if (fee.percent !== null) return percentOf(sum(items.map(({ minor }) => minor)), fee.percent);
  const inForeign = Object.entries(fee.amount ?? {}).map(([from, minor]) => exchangedTo(currency, { currency: from, minor }, fee.rates, today));
  return fee.amount?.[currency] ?? inForeign.find((minor) => minor !== null) ?? null;
}

function percentOf(minor: Minor, percent: string): Minor {
  return new Decimal(minor).times(percent).div(100).toDecimalPlaces(0, Decimal.ROUND_HALF_UP).toNumber();
}

function keyOf({ id, per, once, percent }: FeeTerms, oldest: AskedItem, { caseId, step, round }: Occasion): string {
  const what = per === 'item' ? `item-${oldest.itemId}` : oldest.currency;
  if (once && per === 'item') return `fee/${id}/${what}`;
  if (once) return `fee/${id}/${caseId ?? 'new'}${percent === null ? '' : `/${what}`}`;
  return `fee/${id}/${caseId ?? 'new'}/${step ?? '-'}/${round}/${what}`;
}

function noAmount({ id, line }: FeeTerms, currency: string): Reason {
  return { code: 'FEE_CURRENCY', figures: { fee: id, currency }, line };
}
