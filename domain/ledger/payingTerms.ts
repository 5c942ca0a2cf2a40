import type { Day } from '../calendar/day.js';
import { chargesNamedWith, orderOfPayment, type PaidCharge } from '../charges/ledger.js';
import type { Application } from '../charges/types.js';
import type { PayableItem, Payment } from './payments.js';

/** What decides which debits money pays, besides what it says itself. */
export interface PayingTerms {
  /** The day on which the money becomes known: what is dated later is no debt yet. */
  today: Day;
  /** Fees and interest of the accounts, by the id of their debit. */
  charges: ReadonlyMap<number, PaidCharge>;
  /** In which order money that names no item pays principal, fees and interest. */
  applicationOf: (accountId: string) => Application;
  /** Whether money that names no item is left on account. */
  staysOnAccount: (payment: Payment) => boolean;
}

/** What money for some items pays: these, and the fees and interest that are named with them. */
export function paidWith(named: PayableItem[], debits: readonly PayableItem[], terms: PayingTerms): PayableItem[] {
  const charges = new Set(
    chargesNamedWith(
      terms.charges,
      named.map(({ id }) => id),
    ),
  );
  if (charges.size === 0) return named;
  const riding = debits.filter(({ id }) => charges.has(id) && !named.some((item) => item.id === id));
  return inOrder([...named, ...riding], debits, terms);
}

/** What money that names no item pays: whatever is owed in its currency, without what a list of open items has cleared. */
export function owedTo({ currency }: Payment, debits: readonly PayableItem[], terms: PayingTerms): PayableItem[] {
  const owed = debits.filter((item) => item.currency === currency && item.issuedOn <= terms.today && item.freeMinor > 0);
  return inOrder(owed, debits, terms).map((item) => ({ ...item, clearings: [] }));
}

function inOrder(owed: PayableItem[], debits: readonly PayableItem[], { charges, applicationOf }: PayingTerms): PayableItem[] {
  const [first] = owed;
  return first ? owed.toSorted(orderOfPayment(debits, charges, applicationOf(first.accountId))) : owed;
}
