import type { StoreTx } from '../prisma/store/store.js';
import { told, whoAndWhen, type Applied, type Occasion, type Of } from './applied.js';

/** Keeps a payment under way. */
export async function expectPayment(tx: StoreTx, { change: _change, ...payment }: Of<'payment-expected'>, occasion: Occasion): Promise<Applied> {
  const { accountId, at, by } = whoAndWhen(occasion);
  const id = await tx.pendingPayments.expectPayment(accountId, payment, { at, by });
  return told('payment.expect', 'pending-payment', id, payment.note);
}

/** Ends the expectation of a payment. */
export async function failPayment(tx: StoreTx, { number, reason }: Of<'payment-failed'>, occasion: Occasion): Promise<Applied> {
  const { accountId, at, by } = whoAndWhen(occasion);
  await tx.pendingPayments.failPayment(accountId, number, { at, by, reason });
  return told('payment.fail', 'pending-payment', number, reason);
}
