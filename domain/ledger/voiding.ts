import { book, release, type LedgerChange, type StandingAllocation } from './change.js';
import type { KnownItem } from './openList.js';
import type { Day } from '../calendar/day.js';

/** Why the credit stands that takes up what was never owed. */
export const voidReason = 'void';

/** Whether a debit was made void: its own credit holds it from its first day on. */
export function isVoid(set: readonly StandingAllocation[]): boolean {
  return set.some(({ adjustment }) => adjustment?.reason === voidReason);
}

/**
 * Makes a debit one that was never owed: a credit of its own takes it up from its first day, and what was set off against it is free from
 * the day on which it was.
 */
export function voidDebit(
  change: LedgerChange,
  {
    id,
    accountId,
    number,
    instalment,
    currency,
    amountMinor,
    issuedOn,
  }: Pick<KnownItem, 'id' | 'accountId' | 'number' | 'instalment' | 'currency' | 'amountMinor'> & { issuedOn: Day },
  set: readonly StandingAllocation[],
): void {
  for (const standing of set) release(change, standing, standing.amountMinor, standing.onDay);
  const item = { accountId, number, instalment, currency, text: null, purchaseOrder: null, terms: null };
  const credit = book(change, { ...item, kind: 'ADJUSTMENT', issuedOn, dueOn: issuedOn, amountMinor: -amountMinor, adjusts: id, reason: voidReason });
  change.allocations.push({ creditId: credit, debitId: id, amountMinor, onDay: issuedOn });
}
