import { Decimal } from 'decimal.js';
import { addDays, type Day } from '../calendar/day.js';
import { openOn, valueDate, type BookedItem, type DatedAllocation } from '../ledger/openAmount.js';
import type { Minor } from '../money/minor.js';
import { lateCharge, type ChargeAnswer, type InterestPeriod, type InterestRule } from './interest.js';

/** A debit whose payments are known. */
export interface InterestBearing extends BookedItem {
  currency: string;
  dueOn: Day;
  consumer: boolean;
}

/** A part of an item that was paid on one day, or is open still, with its interest up to that day. */
export interface InterestPart {
  principalMinor: Minor;
  /** The value date of the payment that ends it; the day asked about for what is open. */
  to: Day;
  paid: boolean;
  periods: InterestPeriod[];
}

/** Interest on an item: rounded once, over all its parts. The lump sum is owed once, if any part was late. */
export type ItemInterest =
  | { firstDay: Day; parts: InterestPart[]; interestMinor: Minor; lumpSumMinor: Minor; lumpSumCurrency: string; totalMinor: Minor }
  | Exclude<ChargeAnswer, { charge: unknown }>;

/**
 * Interest on one item up to and including a day. What was paid bears interest up to and including its value date, what is open up to
 * the day asked about; a payment that was taken back by then never was. The lump sum goes by what was open when it became late.
 */
export function interestOnItem(rule: InterestRule, item: InterestBearing, allocations: readonly DatedAllocation[], asOf: Day): ItemInterest {
  const own = allocations.filter(({ debitId }) => debitId === item.id);
  const open = openOn([item], own, asOf).get(item.id) ?? 0;
  const paid = own.filter(({ onDay, reversedOn }) => onDay <= asOf && (reversedOn === null || reversedOn > asOf));
  const slices = [
    ...paid.map((each) => ({ principalMinor: each.amountMinor, to: valueDate(each), paid: true })),
    ...(open > 0 ? [{ principalMinor: open, to: asOf, paid: false }] : []),
  ];
  const charged = slices.map((slice) => ({
    slice,
    answer: lateCharge(rule, { principalMinor: slice.principalMinor, currency: item.currency, dueOn: item.dueOn, consumer: item.consumer }, slice.to),
  }));
  const stopped = charged.find(({ answer }) => 'none' in answer && answer.none !== 'NOT_LATE');
  if (stopped && 'none' in stopped.answer) return stopped.answer;
  const late = charged.flatMap(({ slice, answer }) => ('charge' in answer ? [{ slice, charge: answer.charge }] : []));
  const [first] = late;
  if (!first) return { none: 'NOT_LATE' };
  const parts = late.map(({ slice, charge }): InterestPart => ({ ...slice, periods: charge.periods }));
  const exact = parts.flatMap(({ periods }) => periods).reduce((sum, { minor }) => sum.plus(minor), new Decimal(0));
  const interestMinor = exact.toDecimalPlaces(0, Decimal.ROUND_HALF_UP).toNumber();
  const lateMinor = late.reduce((sum, { slice }) => sum + slice.principalMinor, 0);
  const whole = lateCharge(
    rule,
    { principalMinor: lateMinor, currency: item.currency, dueOn: item.dueOn, consumer: item.consumer },
    addDays(first.charge.firstDay, 0),
  );
  const lumpSumMinor = 'charge' in whole ? whole.charge.lumpSumMinor : first.charge.lumpSumMinor;
  return {
    firstDay: first.charge.firstDay,
    parts,
    interestMinor,
    lumpSumMinor,
    lumpSumCurrency: first.charge.lumpSumCurrency,
    totalMinor: interestMinor + lumpSumMinor,
  };
}
