/** Payments that are taken back, given again, and invoices that were never owed: what of their bookings has to end. */
import type { ItemKind } from '../facts.js';
import { sum, type Minor } from '../money/minor.js';

interface Booked {
  kind: ItemKind;
  number: string;
  amountMinor: Minor;
}

/** The payment or credit note of a number that counts, or that was taken back last: what was won again has the number `4711-W`. */
export function latestPayment<T extends Booked>(items: readonly T[], number: string): T | null {
  const payment = items.find((item) => item.number === number && (item.kind === 'PAYMENT' || item.kind === 'CREDIT_NOTE')) ?? null;
  const again = payment && items.some((item) => item.number === wonNumber(number) && item.kind === payment.kind);
  return again ? latestPayment(items, wonNumber(number)) : payment;
}

/** The debit by which a payment was taken back; null when it was not. */
export function takenBackBy<T extends Booked>(items: readonly T[], { number }: Pick<Booked, 'number'>): T | null {
  return items.find((item) => item.kind === 'CHARGEBACK' && item.number === backNumber(number)) ?? null;
}

/** The number of the debit that takes a payment back, and of the credit by which it counts again. */
export const backNumber = (number: string): string => `${number}-R`;
export const wonNumber = (number: string): string => `${number}-W`;

/** What a payment is set off against, and how much of each part has to stay. */
export interface Released<Part> {
  part: Part;
  keepMinor: Minor;
}

/**
 * What a payment loses when some of it is taken back: first what of it is on account, then what it cleared last. `parts` are what it
 * is set off against, oldest first.
 */
export function releasedBy<Part extends { amountMinor: Minor }>(paidMinor: Minor, parts: readonly Part[], minor: Minor): Released<Part>[] {
  const onAccount = paidMinor - sum(parts.map(({ amountMinor }) => amountMinor));
  let left = Math.max(0, minor - onAccount);
  return parts.toReversed().flatMap((part): Released<Part>[] => {
    const taken = Math.min(left, part.amountMinor);
    left -= taken;
    return taken > 0 ? [{ part, keepMinor: part.amountMinor - taken }] : [];
  });
}
