import { Prisma } from './db.js';

/** The items of account `a` that are open on day `t.day`: what was allocated by then, and not reversed by then, is taken off. */
export const itemsSql = Prisma.sql`
  (SELECT coalesce(json_agg(json_build_object(
      'id', i.id, 'kind', i.kind, 'number', i.number, 'instalment', i.instalment, 'issuedOn', i.issued_on, 'dueOn', i.due_on, 'currency', i.currency,
      'amountMinor', i.amount_minor, 'openMinor', i.amount_minor - paid.minor + used.minor, 'purchaseOrder', i.purchase_order,
      'dunned', CASE WHEN i.dunned_level IS NOT NULL THEN json_build_object('level', i.dunned_level, 'onDay', i.dunned_on) END,
      'knownOn', (i.recorded_at AT TIME ZONE e.time_zone)::date)
      ORDER BY i.due_on, i.id), '[]'::json)
   FROM ledger_item i
   LEFT JOIN LATERAL (
     SELECT coalesce(sum(al.amount_minor), 0) AS minor FROM allocation al
     WHERE al.debit_id = i.id AND al.on_date <= t.day AND (al.reversed_on IS NULL OR al.reversed_on > t.day)) paid ON true
   LEFT JOIN LATERAL (
     SELECT coalesce(sum(al.amount_minor), 0) AS minor FROM allocation al
     WHERE al.credit_id = i.id AND al.on_date <= t.day AND (al.reversed_on IS NULL OR al.reversed_on > t.day)) used ON true
   WHERE i.account_id = a.id AND i.issued_on <= t.day AND i.amount_minor - paid.minor + used.minor <> 0)`;

/** The value date of the newest payment of account `a` up to day `t.day`; one that was taken back as a whole is none. */
export const lastPaidOnSql = Prisma.sql`
  (SELECT max(p.issued_on) FROM ledger_item p
   WHERE p.account_id = a.id AND p.kind = 'PAYMENT' AND p.amount_minor < 0 AND p.issued_on <= t.day
     AND -p.amount_minor > (
       SELECT coalesce(sum(al.amount_minor), 0) FROM allocation al JOIN ledger_item d ON d.id = al.debit_id
       WHERE al.credit_id = p.id AND d.kind = 'CHARGEBACK' AND al.on_date <= t.day AND (al.reversed_on IS NULL OR al.reversed_on > t.day)))`;
