/** Payments under way. Ended, never removed. */
import type { Instant } from '../../domain/calendar/day.js';
import type { PendingPaymentFacts } from '../../domain/facts.js';
import { Prisma, toDate, toInstant, type Db } from './db.js';

/** Keeps a payment under way; answers its id. */
export async function expectPayment(
  db: Db,
  accountId: string,
  it: PendingPaymentFacts & { note: string | null },
  { at, by }: { at: Instant; by: string },
): Promise<string> {
  const data = { ...it, accountId, amountMinor: BigInt(it.amountMinor), expectedOn: toDate(it.expectedOn), recordedAt: toInstant(at), recordedBy: by };
  return (await db.pendingPayment.create({ data, select: { id: true } })).id;
}

/** Ends the expectation of a payment. */
export async function failPayment(db: Db, accountId: string, number: string, { at, by, reason }: { at: Instant; by: string; reason: string }): Promise<void> {
  await db.pendingPayment.updateMany({ where: { accountId, number, endedAt: null }, data: { endedAt: toInstant(at), endedBy: by, endReason: reason } });
}

/** Payments under way on day `t.day` that have not arrived. */
export const pendingPaymentsSql = Prisma.sql`
  (SELECT coalesce(json_agg(json_build_object('number', f.number, 'currency', f.currency, 'amountMinor', f.amount_minor, 'itemIds', coalesce(f.item_ids, '{}'),
      'expectedOn', f.expected_on) ORDER BY f.recorded_at, f.id), '[]'::json)
   FROM pending_payment f WHERE f.account_id = a.id AND f.ended_at IS NULL AND f.expected_on >= t.day
     AND NOT EXISTS (SELECT 1 FROM ledger_item p WHERE p.account_id = a.id AND p.number = f.number AND p.kind = 'PAYMENT' AND p.issued_on <= t.day))`;
