import type { Instant } from '../../domain/calendar/day.js';
import { toInstant, type Db } from './db.js';

/** How long before its due date an item can be the reason for a courtesy, in days. */
const courtesyDays = 31;

/** Accounts whose state or age class the day may have changed, by id: those with something open, due or not, and those that are or were in one. */
export async function courseCandidates(db: Db, now: Instant): Promise<string[]> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT a.id FROM account a
    JOIN entity e ON e.code = a.entity_code
    CROSS JOIN LATERAL (SELECT (${toInstant(now)}::timestamptz AT TIME ZONE e.time_zone)::date AS day) t
    WHERE EXISTS (SELECT 1 FROM course_change x WHERE x.account_id = a.id)
      OR EXISTS (
        SELECT 1 FROM ledger_item i
        WHERE i.account_id = a.id AND i.amount_minor > 0 AND i.issued_on <= t.day
          AND i.amount_minor > (
            SELECT coalesce(sum(al.amount_minor), 0) FROM allocation al
            WHERE al.debit_id = i.id AND al.on_date <= t.day AND (al.reversed_on IS NULL OR al.reversed_on > t.day)))
    ORDER BY a.id`;
  return rows.map(({ id }) => id);
}

/** Accounts without a running case that have an open item past due or soon due on their creditor's day of `now`, by id. The rule says which of them need one. */
export async function enrolmentCandidates(db: Db, now: Instant): Promise<string[]> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT a.id FROM account a
    JOIN entity e ON e.code = a.entity_code
    CROSS JOIN LATERAL (SELECT (${toInstant(now)}::timestamptz AT TIME ZONE e.time_zone)::date AS day) t
    WHERE NOT EXISTS (SELECT 1 FROM collection_case k WHERE k.account_id = a.id AND k.closed_at IS NULL)
      AND EXISTS (
        SELECT 1 FROM ledger_item i
        WHERE i.account_id = a.id AND i.amount_minor > 0 AND i.issued_on <= t.day AND i.due_on <= t.day + ${courtesyDays}::int
          AND i.amount_minor > (
            SELECT coalesce(sum(al.amount_minor), 0) FROM allocation al
            WHERE al.debit_id = i.id AND al.on_date <= t.day AND (al.reversed_on IS NULL OR al.reversed_on > t.day)))
    ORDER BY a.id`;
  return rows.map(({ id }) => id);
}

/** Accounts of whose ledger something begins or ceases to count on their creditor's day of an instant that was known before, by id. */
export async function accountsMovedByTheDay(db: Db, now: Instant): Promise<string[]> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT a.id FROM account a
    JOIN entity e ON e.code = a.entity_code
    CROSS JOIN LATERAL (SELECT (${toInstant(now)}::timestamptz AT TIME ZONE e.time_zone)::date AS day) t
    WHERE EXISTS (
        SELECT 1 FROM ledger_item i
        WHERE i.account_id = a.id AND i.issued_on = t.day AND (i.recorded_at AT TIME ZONE e.time_zone)::date < t.day)
      OR EXISTS (
        SELECT 1 FROM allocation al JOIN ledger_item d ON d.id = al.debit_id
        WHERE d.account_id = a.id AND ((al.on_date = t.day AND (al.recorded_at AT TIME ZONE e.time_zone)::date < t.day)
          OR (al.reversed_on = t.day AND (al.reversed_at AT TIME ZONE e.time_zone)::date < t.day)))
    ORDER BY a.id`;
  return rows.map(({ id }) => id);
}
