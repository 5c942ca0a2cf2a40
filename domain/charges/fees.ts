import { Decimal } from 'decimal.js';
import type { Day } from '../calendar/day.js';
import type { AccountFacts } from '../facts.js';
import { lastDayInTime, statutorySum } from '../interest/interest.js';
import type { DatedAllocation } from '../ledger/openAmount.js';
import { sum, type Minor } from '../money/minor.js';
import type { Reason } from '../verdict.js';
import type { Knowledge } from './accrual.js';
import { blankEntry, isCharged, type Occasion } from './entry.js';
import type { Due } from './interestEntries.js';
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
  const charged = new Set((facts.charges ?? []).map(({ key }) => key));
  return { entries: dues.flatMap(({ entries }) => entries).filter(({ key }) => !charged.has(key)), refused: dues.flatMap(({ refused }) => refused) };
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
  const minor = amountOf(fee, known, items);
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

/** Null where the policy names no sum in the currency. */
function amountOf(fee: FeeTerms, known: Knowledge, items: readonly AskedItem[]): Minor | null {
  const [{ currency, itemId } = { currency: '', itemId: 0 }] = items;
  if (fee.lumpSum !== null) return lumpSum(fee.lumpSum, known, itemId, currency, known.allocations);
  if (fee.percent !== null) return percentOf(sum(items.map(({ minor }) => minor)), fee.percent);
  return fee.amount?.[currency] ?? null;
}

function percentOf(minor: Minor, percent: string): Minor {
  return new Decimal(minor).times(percent).div(100).toDecimalPlaces(0, Decimal.ROUND_HALF_UP).toNumber();
}

/** The currency in which each law fixes its sum. Sources: BGB § 288 (5); Ley 3/2004 art. 8; Directive 2011/7/EU art. 6; Late Payment of Commercial Debts (Interest) Act 1998 s. 5A. */
const lumpCurrency = { DE: 'EUR', ES: 'EUR', EU: 'EUR', UK: 'GBP' } as const;

/** What of a lump sum is more than is owed by what is known now: the item, or enough of it for a lower band, was paid in time. */
export function lumpSumTooMuch({ lumpSum: law }: FeeTerms, known: Knowledge, itemId: number, currency: string, bookedMinor: Minor): Minor {
  const owed = law === null || !known.debits.has(itemId) ? null : lumpSum(law, known, itemId, currency, known.settled);
  return owed === null ? 0 : Math.max(0, bookedMinor - owed);
}

/** By what was open when the item became late; nothing where the law does not cover the debtor. Null in another currency than the law's. */
function lumpSum(
  law: keyof typeof lumpCurrency,
  known: Knowledge,
  itemId: number,
  currency: string,
  paid: ReadonlyMap<number, DatedAllocation[]>,
): Minor | null {
  const debit = known.debits.get(itemId);
  if (!debit) return 0;
  if (lumpCurrency[law] !== currency) return null;
  const { amountMinor, dueOn } = debit;
  const inTime = (paid.get(itemId) ?? []).filter(({ onDay }) => onDay <= lastDayInTime(law, dueOn));
  const principalMinor = amountMinor - sum(inTime.map((each) => each.amountMinor));
  return principalMinor > 0 ? statutorySum(law, { principalMinor, currency, dueOn, consumer: known.consumer }) : 0;
}

function keyOf({ id, per, once }: FeeTerms, oldest: AskedItem, { caseId, step, round }: Occasion): string {
  const what = per === 'item' ? `item-${oldest.itemId}` : oldest.currency;
  if (once) return per === 'item' ? `fee/${id}/${what}` : `fee/${id}/${caseId ?? 'new'}`;
  return `fee/${id}/${caseId ?? 'new'}/${step ?? '-'}/${round}/${what}`;
}

function noAmount({ id, line }: FeeTerms, currency: string): Reason {
  return { code: 'FEE_CURRENCY', figures: { fee: id, currency }, line };
}
