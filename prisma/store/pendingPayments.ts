/** Payments under way. Ended, never removed. */
import type { Day, Instant } from '../../domain/calendar/day.js';
import type { PendingPaymentFacts } from '../../domain/facts.js';
import type { Minor } from '../../domain/money/minor.js';
import { fromDate, Prisma, toDate, toInstant, toMinor, type Db } from './db.js';

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

/** Payments `f` of account `a` that are not waited for any more on their creditor's day of an instant, and did not arrive. */
const lapsedSql = (now: Instant) => Prisma.sql`
  FROM pending_payment f JOIN account a ON a.id = f.account_id JOIN entity e ON e.code = a.entity_code
  WHERE f.ended_at IS NULL AND f.expected_on < (${toInstant(now)}::timestamptz AT TIME ZONE e.time_zone)::date AND ${notArrivedSql(
    Prisma.sql`(${toInstant(now)}::timestamptz AT TIME ZONE e.time_zone)::date`,
  )}`;

/** Accounts with payments under way that have lapsed and are not noted as such. */
export async function accountsWithLapsed(db: Db, now: Instant): Promise<string[]> {
  return (await db.$queryRaw<{ id: string }[]>`SELECT DISTINCT f.account_id AS id ${lapsedSql(now)} ORDER BY 1`).map(({ id }) => id);
}

/** A payment that did not arrive. */
export interface LapsedPayment {
  id: string;
  number: string;
  currency: string;
  amountMinor: Minor;
  expectedOn: Day;
}

/** Ends the expectation of an account's payments whose day is over; answers them. */
export async function lapsePayments(db: Db, accountId: string, now: Instant): Promise<LapsedPayment[]> {
  const rows = await db.$queryRaw<{ id: string }[]>`SELECT f.id ${lapsedSql(now)} AND f.account_id = ${accountId} ORDER BY f.expected_on, f.id`;
  const where = { id: { in: rows.map(({ id }) => id) } };
  const lapsed = await db.pendingPayment.findMany({ where, orderBy: [{ expectedOn: 'asc' }, { id: 'asc' }] });
  await db.pendingPayment.updateMany({ where, data: { endedAt: toInstant(now), endedBy: 'system', endReason: 'lapsed' } });
  return lapsed.map(({ id, number, currency, amountMinor, expectedOn }) => ({
    id,
    number,
    currency,
    amountMinor: toMinor(amountMinor),
    expectedOn: fromDate(expectedOn),
  }));
}

const notArrivedSql = (day: Prisma.Sql) => Prisma.sql`
  NOT EXISTS (SELECT 1 FROM ledger_item p WHERE p.account_id = a.id AND p.number = f.number AND p.kind = 'PAYMENT' AND p.issued_on <= ${day})`;

/** Payments under way on day `t.day` that have not arrived. */
export const pendingPaymentsSql = Prisma.sql`
  (SELECT coalesce(json_agg(json_build_object('number', f.number, 'currency', f.currency, 'amountMinor', f.amount_minor, 'itemIds', coalesce(f.item_ids, '{}'),
      'expectedOn', f.expected_on) ORDER BY f.recorded_at, f.id), '[]'::json)
   FROM pending_payment f WHERE f.account_id = a.id AND f.ended_at IS NULL AND f.expected_on >= t.day
     AND ${notArrivedSql(Prisma.sql`t.day`)})`;
