import type { BookedLedger } from '../../domain/charges/types.js';
import { Prisma, toInstant, type Db } from './db.js';
import type { AsOf } from './facts.js';

/** Fees and interest of account `a`, and what took them back, as they were booked. */
export const chargesSql = Prisma.sql`
  (SELECT coalesce(json_agg(json_build_object('id', f.item_id, 'chargeId', f.charge_id, 'key', f.key, 'does', f.does, 'what', f.what, 'name', f.name,
      'number', fi.number, 'caseId', f.case_id, 'step', f.step, 'round', f.round, 'itemIds', f.for_items, 'onInvoice', f.on_invoice,
      'currency', fi.currency, 'minor', f.amount_minor, 'onDay', f.on_date, 'from', f.from_date, 'to', f.to_date, 'percent', f.percent)
      ORDER BY f.item_id), '[]'::json)
   FROM charge f JOIN ledger_item fi ON fi.id = f.item_id WHERE f.account_id = a.id)`;

/**
 * What interest of account `a` is reckoned on: the debits that are open on day `t.day` and those that were charged for, with all their
 * allocations. What was disputed with success never bore interest.
 */
const bookedQuery = Prisma.sql`
    WITH bearing AS (
      SELECT b.id, b.kind, b.number, b.instalment, b.issued_on, b.due_on, b.currency, b.amount_minor
      FROM ledger_item b
      WHERE b.account_id = a.id AND b.kind IN ('INVOICE', 'ADJUSTMENT') AND b.amount_minor > 0 AND b.issued_on <= t.day AND b.due_on < t.day
        AND (EXISTS (SELECT 1 FROM charge f WHERE f.account_id = a.id AND b.id = ANY(f.for_items))
          OR b.amount_minor <> (SELECT coalesce(sum(al.amount_minor), 0) FROM allocation al
            WHERE al.debit_id = b.id AND al.on_date <= t.day AND (al.reversed_on IS NULL OR al.reversed_on > t.day))))
    SELECT json_build_object(
      'debits', (SELECT coalesce(json_agg(json_build_object('id', b.id, 'kind', b.kind, 'number', b.number, 'instalment', b.instalment,
          'issuedOn', b.issued_on, 'dueOn', b.due_on, 'currency', b.currency, 'amountMinor', b.amount_minor) ORDER BY b.id), '[]'::json) FROM bearing b),
      'allocations', (SELECT coalesce(json_agg(json_build_object('creditId', al.credit_id, 'debitId', al.debit_id, 'amountMinor', al.amount_minor,
          'onDay', al.on_date, 'reversedOn', al.reversed_on, 'writtenOff', c.kind = 'WRITE_OFF',
          'valueOn', CASE WHEN c.kind = 'ADJUSTMENT' AND c.number LIKE 'DISPUTE/%' THEN b.issued_on ELSE least(c.issued_on, al.on_date) END) ORDER BY al.id),
        '[]'::json) FROM allocation al JOIN bearing b ON b.id = al.debit_id JOIN ledger_item c ON c.id = al.credit_id))`;

/** The same where its policy `p` charges. */
export const bookedSql = Prisma.sql`
  CASE WHEN p.charges THEN (${bookedQuery}) END`;

/** The same of one account, as of the day that facts are looked at; for accounts of which only items have a policy that charges. */
export async function loadBooked(db: Db, accountId: string, asOf: AsOf): Promise<BookedLedger | null> {
  const now = 'now' in asOf ? toInstant(asOf.now) : null;
  const day = 'day' in asOf ? asOf.day : null;
  const rows = await db.$queryRaw<{ booked: string }[]>`
    SELECT (${bookedQuery})::text AS booked
    FROM account a JOIN entity e ON e.code = a.entity_code
    CROSS JOIN LATERAL (SELECT coalesce(${day}::date, (${now}::timestamptz AT TIME ZONE e.time_zone)::date) AS day) t
    WHERE a.id = ${accountId}`;
  return rows[0] ? (JSON.parse(rows[0].booked) as BookedLedger) : null;
}
