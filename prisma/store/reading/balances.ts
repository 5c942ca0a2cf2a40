import type { Instant } from '../../../domain/calendar/day.js';
import { Prisma, toInstant } from '../db.js';

/** Allocation `a` reduces an item on the day `day.today`. */
export const allocationInForce = Prisma.sql`a.on_date <= day.today AND (a.reversed_on IS NULL OR a.reversed_on > day.today)`;

/**
 * Common table expressions: open items as of each entity's own day, then by account `total` (open and overdue by currency) and
 * `age` (days the oldest item past due that credits do not cover is overdue; credits cover the oldest first).
 */
export function balances(now: Instant, accountId: string | undefined): Prisma.Sql {
  return Prisma.sql`
    day AS MATERIALIZED (SELECT code, (${toInstant(now)}::timestamptz AT TIME ZONE time_zone)::date AS today FROM entity),
    booked AS (
      SELECT i.id, i.account_id, i.currency, i.due_on, i.amount_minor, day.today
      FROM ledger_item i JOIN account ON account.id = i.account_id JOIN day ON day.code = account.entity_code
      WHERE i.issued_on <= day.today ${accountId ? Prisma.sql`AND i.account_id = ${accountId}` : Prisma.empty}
    ),
    reduced AS (
      SELECT day.id, sum(a.amount_minor) AS minor FROM booked AS day JOIN allocation a ON a.debit_id = day.id WHERE ${allocationInForce} GROUP BY 1
      UNION ALL
      SELECT day.id, -sum(a.amount_minor) FROM booked AS day JOIN allocation a ON a.credit_id = day.id WHERE ${allocationInForce} GROUP BY 1
    ),
    item AS (
      SELECT booked.id, account_id, currency, due_on, today, amount_minor - coalesce(reduced.minor, 0) AS open
      FROM booked LEFT JOIN reduced ON reduced.id = booked.id
    ),
    credit AS (SELECT account_id, currency, sum(open) AS minor FROM item WHERE open < 0 GROUP BY 1, 2),
    late AS (
      SELECT account_id, currency, due_on, today, sum(open) OVER (PARTITION BY account_id, currency ORDER BY due_on, id) AS running
      FROM item WHERE open > 0 AND due_on < today
    ),
    sums AS (
      SELECT account_id, currency, sum(open) AS open, sum(open) FILTER (WHERE open > 0 AND due_on < today) AS late FROM item GROUP BY 1, 2
    ),
    balance AS (
      SELECT sums.account_id, sums.currency, sums.open, greatest(0, coalesce(sums.late, 0) + coalesce(credit.minor, 0)) AS overdue
      FROM sums LEFT JOIN credit ON credit.account_id = sums.account_id AND credit.currency = sums.currency
    ),
    age AS (
      SELECT late.account_id, max(late.today - late.due_on) AS days
      FROM late LEFT JOIN credit ON credit.account_id = late.account_id AND credit.currency = late.currency
      WHERE late.running + coalesce(credit.minor, 0) > 0 GROUP BY 1
    ),
    total AS (
      SELECT account_id, jsonb_object_agg(currency, open) AS open, jsonb_object_agg(currency, overdue) AS overdue,
        max(overdue) AS most_overdue, bool_or(open < 0) AS in_credit
      FROM balance GROUP BY 1
    )`;
}
