import type { Day } from '../calendar/day.js';
import { lastDayInTime, statutorySum } from '../interest/interest.js';
import type { DatedAllocation } from '../ledger/openAmount.js';
import { exchangedFrom, exchangedTo } from '../money/exchange.js';
import { sum, type Minor } from '../money/minor.js';
import type { Knowledge } from './accrual.js';
import type { ChargeFacts, FeeTerms } from './types.js';

/** The currency in which each law fixes its sum. Sources: BGB § 288 (5); Ley 3/2004 art. 8; Directive 2011/7/EU art. 6; Late Payment of Commercial Debts (Interest) Act 1998 s. 5A. */
export const lumpCurrency = { DE: 'EUR', ES: 'EUR', EU: 'EUR', UK: 'GBP' } as const;

type Terms = Pick<FeeTerms, 'lumpSum' | 'rates'>;

/**
 * The lump sum of an item, by what was open when it became late, exchanged by the rate of a day; nothing where the law does not cover the
 * debtor. Null in another currency than the law's without a rate.
 */
export function lumpSum({ lumpSum: law, rates }: Terms, known: Knowledge, itemId: number, on: Day, paid: ReadonlyMap<number, DatedAllocation[]>): Minor | null {
  const debit = known.debits.get(itemId);
  if (!debit || law === null) return 0;
  const { amountMinor, dueOn, currency } = debit;
  const inTime = (paid.get(itemId) ?? []).filter(({ onDay }) => onDay <= lastDayInTime(law, dueOn));
  const lateMinor = amountMinor - sum(inTime.map((each) => each.amountMinor));
  const principalMinor = exchangedFrom(lumpCurrency[law], { currency, minor: lateMinor }, rates, on);
  if (principalMinor === null) return null;
  const minor = lateMinor > 0 ? statutorySum(law, { principalMinor, currency: lumpCurrency[law], dueOn, consumer: known.consumer }) : 0;
  return exchangedTo(currency, { currency: lumpCurrency[law], minor }, rates, on);
}

/** What of a booked lump sum is more than is owed by what is known now: the item, or enough of it for a lower band, was paid in time. */
export function lumpSumTooMuch(terms: Terms, known: Knowledge, { itemIds, onDay }: ChargeFacts, bookedMinor: Minor): Minor {
  const [itemId = 0] = itemIds;
  const owed = known.debits.has(itemId) ? lumpSum(terms, known, itemId, onDay, known.settled) : null;
  return owed === null ? 0 : Math.max(0, bookedMinor - owed);
}
