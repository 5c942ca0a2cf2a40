import type { Day } from '../calendar/day.js';
import type { ItemKind } from '../facts.js';
import { countsOn, type BookedItem, type DatedAllocation } from './openAmount.js';

interface Booked {
  items: readonly (BookedItem & { kind: ItemKind })[];
  allocations: readonly DatedAllocation[];
}

/** The value date of the newest payment up to a day; one that was taken back as a whole is none. Null when there is none. */
export function lastPaidOn({ items, allocations }: Booked, day: Day): Day | null {
  const payments = items.filter(({ kind, amountMinor, issuedOn }) => kind === 'PAYMENT' && amountMinor < 0 && issuedOn <= day);
  if (payments.length === 0) return null;
  const reversals = new Set(items.filter(({ kind }) => kind === 'CHARGEBACK').map(({ id }) => id));
  const left = new Map(payments.map(({ id, amountMinor }) => [id, -amountMinor]));
  for (const each of allocations)
    if (reversals.has(each.debitId) && countsOn(each, day)) left.set(each.creditId, (left.get(each.creditId) ?? 0) - each.amountMinor);
  return payments
    .filter(({ id }) => (left.get(id) ?? 0) > 0)
    .reduce<Day | null>((last, { issuedOn }) => (last === null || issuedOn > last ? issuedOn : last), null);
}
