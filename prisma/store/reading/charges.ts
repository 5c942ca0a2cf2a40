import type { Day, Instant } from '../../../domain/calendar/day.js';
import type { ChargeKind } from '../../../domain/charges/types.js';
import type { Minor } from '../../../domain/money/minor.js';
import { Prisma, toInstant, type Db } from '../db.js';
import { readJson } from '../ledger.js';
import type { Page, Slice } from './page.js';

/** A fee or interest that was booked, and what became of it. */
export interface ChargeRow {
  number: string;
  accountId: string;
  what: ChargeKind;
  name: string;
  items: string[];
  onInvoice: boolean;
  currency: string;
  amountMinor: Minor;
  openMinor: Minor;
  status: string;
  bookedOn: Day;
  dueOn: Day;
  step: string | null;
  from: Day | null;
  to: Day | null;
  percent: string | null;
  reason: string | null;
  bookedBy: string;
}

/** What was charged and is open, of an entity and in a currency. */
export interface ChargeTotal {
  entity: string;
  currency: string;
  charges: number;
  amountMinor: Minor;
  openMinor: Minor;
}

/** Which of them. */
export interface ChargeFilter extends Slice {
  accountId?: string | undefined;
  entity?: string | undefined;
  /** OPEN, PAID, CORRECTED, WAIVED, CONVERTED, REVERSED; all when left out. */
  status?: string | undefined;
}

/** Fees and interest as they are open on their creditor's day of an instant, by account and then the oldest first; with totals of the whole list. */
export async function listCharges(db: Db, filter: ChargeFilter, now: Instant): Promise<Page<ChargeRow> & { totals: ChargeTotal[] }> {
  const charges = chargesSql(filter, now);
  const totals = await readJson<ChargeTotal>(
    db,
    Prisma.sql`SELECT entity, currency, count(*) AS charges, sum("amountMinor") AS "amountMinor", sum("openMinor") AS "openMinor"
      FROM (${charges}) c GROUP BY 1, 2 ORDER BY 1, 2`,
  );
  const rows = await readJson<ChargeRow & { entity: string; id: number }>(
    db,
    Prisma.sql`SELECT * FROM (${charges}) c ORDER BY "accountId", "bookedOn", id LIMIT ${filter.limit} OFFSET ${filter.offset}`,
  );
  return { total: totals.reduce((sum, each) => sum + each.charges, 0), items: rows.map(({ entity: _entity, id: _id, ...row }) => row), totals };
}

function chargesSql({ accountId, entity, status }: ChargeFilter, now: Instant): Prisma.Sql {
  return Prisma.sql`
    SELECT * FROM (
      SELECT f.*, CASE WHEN f."openMinor" > 0 THEN 'OPEN' WHEN f.net = 0 THEN coalesce(f.past, 'PAID') ELSE 'PAID' END AS status
      FROM (${bookedSql(accountId, entity, now)}) f) g
    WHERE ${status ?? null}::text IS NULL OR g.status = ${status ?? null}`;
}

const bookedSql = (accountId: string | undefined, entity: string | undefined, now: Instant) => Prisma.sql`
  SELECT i.id, i.number, f.account_id AS "accountId", a.entity_code AS entity, f.what, f.name, f.on_invoice AS "onInvoice", i.currency,
    f.amount_minor AS "amountMinor", i.amount_minor - paid.minor AS "openMinor", f.on_date AS "bookedOn", i.due_on AS "dueOn", f.step,
    f.from_date AS "from", f.to_date AS "to", f.percent, f.reason, f.booked_by AS "bookedBy",
    ARRAY(SELECT CASE n.instalment WHEN 0 THEN n.number ELSE n.number || '/' || n.instalment END
          FROM unnest(f.for_items) WITH ORDINALITY AS named (id, place) JOIN ledger_item n ON n.id = named.id ORDER BY named.place) AS items,
    f.amount_minor - back.minor AS net,
    CASE back.last WHEN 'CORRECT' THEN 'CORRECTED' WHEN 'WAIVE' THEN 'WAIVED' WHEN 'CONVERT' THEN 'CONVERTED' WHEN 'REVERSE' THEN 'REVERSED' END AS past
  FROM charge f JOIN ledger_item i ON i.id = f.item_id JOIN account a ON a.id = f.account_id JOIN entity e ON e.code = a.entity_code
  CROSS JOIN LATERAL (SELECT (${toInstant(now)}::timestamptz AT TIME ZONE e.time_zone)::date AS day) t
  CROSS JOIN LATERAL (
    SELECT coalesce(sum(al.amount_minor), 0) AS minor FROM allocation al
    WHERE al.debit_id = i.id AND al.on_date <= t.day AND (al.reversed_on IS NULL OR al.reversed_on > t.day)) paid
  CROSS JOIN LATERAL (
    SELECT coalesce(sum(b.amount_minor), 0) AS minor, (array_agg(b.does ORDER BY b.item_id DESC))[1] AS last
    FROM charge b WHERE b.charge_id = f.item_id AND b.account_id = f.account_id AND b.does <> 'BOOK') back
  WHERE f.does = 'BOOK' AND (${accountId ?? null}::text IS NULL OR f.account_id = ${accountId ?? null})
    AND (${entity ?? null}::text IS NULL OR a.entity_code = ${entity ?? null})`;
