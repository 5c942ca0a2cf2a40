import type { AccountFacts, OpenItem } from '../facts.js';
import type { Application, ChargeFacts, ChargeTerms } from './types.js';

/** The charges of an account that still stand as such: booked, and not turned into ordinary items. By the id of their ledger item. */
export function standingCharges({ charges = [] }: Pick<AccountFacts, 'charges'>): Map<number, ChargeFacts> {
  return new Map(charges.filter(({ does }) => does === 'BOOK').map((charge) => [charge.id, charge]));
}

/**
 * The charges whose principal is open: they are asked for with it and have no age of their own. A charge whose principal is paid
 * stands for itself. One that names no item of the account goes with whatever is open.
 */
export function ridingCharges(facts: Pick<AccountFacts, 'charges' | 'items'>): Map<number, ChargeFacts> {
  const charges = standingCharges(facts);
  if (charges.size === 0) return charges;
  const open = new Set(facts.items.filter(({ id, openMinor }) => openMinor > 0 && !charges.has(id)).map(({ id }) => id));
  return new Map([...charges].filter(([, { itemIds }]) => itemIds.some((id) => open.has(id))));
}

/** What the order of payment needs to know of a charge. */
export type PaidCharge = Pick<ChargeFacts, 'what' | 'itemIds' | 'onInvoice'>;

/** Fees and interest that are named with their invoices, and so are paid with them: the ids of those of these items. */
export function chargesNamedWith(charges: ReadonlyMap<number, PaidCharge>, itemIds: readonly number[]): number[] {
  return [...charges]
    .filter(
      ([
        ,
        {
          onInvoice,
          itemIds: [first],
        },
      ]) => onInvoice && first !== undefined && itemIds.includes(first),
    )
    .map(([id]) => id);
}

type Debit = Pick<OpenItem, 'id' | 'dueOn'>;

/**
 * Compares debits by the order in which money that names none of them pays them. Interest first: debt by debt, the oldest first, of each
 * its costs, then its interest, then itself. Principal first: all principal, the oldest first, then costs, then interest.
 * Source: BGB § 366 (2) and § 367 (1); § 497 (3) for principal before interest.
 */
export function orderOfPayment(debits: readonly Debit[], charges: ReadonlyMap<number, PaidCharge>, application: Application): (a: Debit, b: Debit) => number {
  if (charges.size === 0) return byAge;
  const dueDays = new Map(debits.map(({ id, dueOn }) => [id, dueOn]));
  const rankOf = (debit: Debit): readonly (string | number)[] => {
    const charge = charges.get(debit.id);
    const kind = charge === undefined ? principal : charge.what === 'INTEREST' ? interest : costs;
    const debt = charge?.itemIds[0] ?? debit.id;
    const dueOn = dueDays.get(debt) ?? debit.dueOn;
    return application === 'interest-first' ? [dueOn, debt, kind, debit.id] : [(kind + 1) % 3, dueOn, debt, debit.id];
  };
  const ranks = new Map(debits.map((debit) => [debit.id, rankOf(debit)]));
  return (a, b) => compare(ranks.get(a.id) ?? [], ranks.get(b.id) ?? []);
}

const costs = 0;
const interest = 1;
const principal = 2;

function byAge(a: Debit, b: Debit): number {
  return a.dueOn < b.dueOn ? -1 : a.dueOn > b.dueOn ? 1 : a.id - b.id;
}

/** The order that applies where a policy charges nothing. */
export function applicationOf(terms: ChargeTerms | null): Application {
  return terms?.application ?? 'interest-first';
}

function compare(a: readonly (string | number)[], b: readonly (string | number)[]): number {
  for (let n = 0; n < a.length; n++) {
    const [x = 0, y = 0] = [a[n], b[n]];
    if (x !== y) return x < y ? -1 : 1;
  }
  return 0;
}
