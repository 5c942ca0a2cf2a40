import type { Day } from '../calendar/day.js';
import type { DunnedBefore, ItemKind } from '../facts.js';
import type { Minor } from '../money/minor.js';
import type { DatedAllocation } from './openAmount.js';

/** An item by its id in the store; or a negative number: -1 is the first of the items that the same change books. */
export type ItemRef = number;

/** An item to be booked. An adjustment has the number of what it adjusts; the store numbers the adjustments of an item on. */
export interface NewItem {
  accountId: string;
  kind: ItemKind;
  number: string;
  instalment: number;
  issuedOn: Day;
  dueOn: Day;
  currency: string;
  amountMinor: Minor;
  text: string | null;
  purchaseOrder: string | null;
  terms: string | null;
  dunned?: DunnedBefore | null;
  adjusts: ItemRef | null;
  reason: string | null;
}

export type NewAllocation = Omit<DatedAllocation, 'reversedOn'>;

/** An allocation taken back from a day on. */
export interface Reversal {
  allocationId: number;
  onDay: Day;
}

/** What is to be written to the ledger, all of it or nothing. Nothing that is there is overwritten. */
export interface LedgerChange {
  items: NewItem[];
  allocations: NewAllocation[];
  reversals: Reversal[];
}

/** Adds an item to a change; answers how to refer to it. */
export function book(change: LedgerChange, item: NewItem): ItemRef {
  change.items.push(item);
  return -change.items.length;
}

/** An allocation that exists and counts, with the adjustment that made it when a list of open items did. */
export interface StandingAllocation {
  id: number;
  creditId: number;
  debitId: number;
  amountMinor: Minor;
  onDay: Day;
  /** The adjustment that cleared the other side; null when it is a payment, a credit note and the like. */
  adjustment: { id: number; accountId: string; number: string; instalment: number; currency: string; amountMinor: Minor; reason?: string | null } | null;
}

/**
 * Takes back `minor` of an allocation from a day on: reverses it whole, sets off anew what stays, and, where an adjustment
 * had cleared the item, settles that adjustment with one the other way, so that it does not stand open in its turn.
 */
export function release(change: LedgerChange, standing: StandingAllocation, minor: Minor, onDay: Day): void {
  const { id, creditId, debitId, amountMinor, adjustment } = standing;
  change.reversals.push({ allocationId: id, onDay });
  if (minor < amountMinor) change.allocations.push({ creditId, debitId, amountMinor: amountMinor - minor, onDay });
  if (!adjustment) return;
  const isCredit = adjustment.id === creditId;
  const counter = book(change, {
    accountId: adjustment.accountId,
    kind: 'ADJUSTMENT',
    number: adjustment.number,
    instalment: adjustment.instalment,
    issuedOn: onDay,
    dueOn: onDay,
    currency: adjustment.currency,
    amountMinor: isCredit ? minor : -minor,
    text: null,
    purchaseOrder: null,
    terms: null,
    adjusts: adjustment.id,
    reason: 'clearing taken back',
  });
  change.allocations.push(isCredit ? { creditId, debitId: counter, amountMinor: minor, onDay } : { creditId: counter, debitId, amountMinor: minor, onDay });
}
