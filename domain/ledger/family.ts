/** Parents that pay for children. */
import { sum, type Minor } from '../money/minor.js';

/** A customer as far as its family goes. */
export interface Relative {
  number: string;
  parentNumber: string | null;
  /** Whether what it owes is its parent's to pay: its items are kept on the parent's account. */
  billToParent: boolean;
}

/** Who is billed for a customer: itself, or the first above it that is not billed to a parent of its own. */
export function billedCustomer(number: string, relatives: ReadonlyMap<string, Relative>): string {
  let billed = number;
  const seen = new Set<string>();
  for (;;) {
    const relative = relatives.get(billed);
    if (!relative?.billToParent || relative.parentNumber === null || seen.has(billed)) return billed;
    seen.add(billed);
    billed = relative.parentNumber;
  }
}

/** What of a payment is for one account. */
export interface Share<Part> {
  accountId: string;
  amountMinor: Minor;
  parts: Part[];
}

/**
 * Shares a payment out among the accounts whose items it names: each gets what is said to be for its items, and the payer's own account the
 * rest. A payment for one account goes there as a whole. null: it names items of several accounts and does not say how much each gets.
 */
export function shareOut<Part extends { amountMinor: Minor | null }>(
  payment: { accountId: string; amountMinor: Minor },
  parts: readonly Part[],
  holderOf: (part: Part) => string,
): Share<Part>[] | null {
  const groups = new Map<string, Part[]>();
  for (const part of parts) groups.set(holderOf(part), [...(groups.get(holderOf(part)) ?? []), part]);
  const [only] = groups.keys();
  if (groups.size <= 1) return [{ accountId: only ?? payment.accountId, amountMinor: payment.amountMinor, parts: [...parts] }];
  if (parts.some(({ amountMinor }) => amountMinor === null)) return null;
  const others = [...groups].filter(([accountId]) => accountId !== payment.accountId);
  const shares = others.map(([accountId, own]) => ({ accountId, parts: own, amountMinor: sum(own.map(({ amountMinor }) => amountMinor ?? 0)) }));
  const rest = payment.amountMinor - sum(shares.map(({ amountMinor }) => amountMinor));
  return rest > 0 ? [...shares, { accountId: payment.accountId, amountMinor: rest, parts: groups.get(payment.accountId) ?? [] }] : shares;
}
