import type { Day } from '../calendar/day.js';
import type { Minor } from '../money/minor.js';

/** A credit set against a debit on a day, and perhaps taken back on another. The amount is positive. */
export interface DatedAllocation {
  creditId: number;
  debitId: number;
  amountMinor: Minor;
  onDay: Day;
  reversedOn: Day | null;
  /** Until when what it pays bore interest, where that is before `onDay`: the value date of money that was on account before. */
  valueOn?: Day;
  /** The debt was written down, not paid. */
  writtenOff?: boolean;
}

/** An item as it was booked: debits positive, credits negative. */
export interface BookedItem {
  id: number;
  issuedOn: Day;
  amountMinor: Minor;
}

/** Whether an allocation counts on a day: made by then and not taken back by then. */
export function countsOn(allocation: Pick<DatedAllocation, 'onDay' | 'reversedOn'>, day: Day): boolean {
  return allocation.onDay <= day && (allocation.reversedOn === null || allocation.reversedOn > day);
}

/** Until when what an allocation pays bore interest. */
export function valueDate({ onDay, valueOn }: Pick<DatedAllocation, 'onDay' | 'valueOn'>): Day {
  return valueOn !== undefined && valueOn < onDay ? valueOn : onDay;
}

/** What is open of each item on a day, by id: the item less its allocations, towards zero. Items not yet issued are left out. */
export function openOn(items: Iterable<BookedItem>, allocations: Iterable<DatedAllocation>, day: Day): Map<number, Minor> {
  const open = new Map<number, Minor>();
  const reduce = (id: number, by: Minor): void => {
    const before = open.get(id);
    if (before !== undefined) open.set(id, before - by);
  };
  for (const item of items) if (item.issuedOn <= day) open.set(item.id, item.amountMinor);
  for (const allocation of allocations) {
    if (!countsOn(allocation, day)) continue;
    reduce(allocation.debitId, allocation.amountMinor);
    reduce(allocation.creditId, -allocation.amountMinor);
  }
  return open;
}
