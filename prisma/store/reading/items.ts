import type { Day, Instant } from '../../../domain/calendar/day.js';
import { toInstant, toMinor, type Db } from '../db.js';
import { allocationInForce } from './balances.js';
import { numberOf } from './proceedings.js';
import type { Page, Slice } from './page.js';

/** A ledger item with what is open of it. Credits are negative. */
export interface ItemRow {
  item: string;
  kind: string;
  issuedOn: Day;
  dueOn: Day;
  daysPastDue: number;
  currency: string;
  amountMinor: number;
  openMinor: number;
  purchaseOrder: string | null;
  text: string | null;
}

interface Raw {
  kind: string;
  number: string;
  instalment: number;
  issued_on: string;
  due_on: string;
  days_past_due: number;
  currency: string;
  amount_minor: bigint;
  open: bigint;
  purchase_order: string | null;
  text: string | null;
  total: bigint;
}

/** An account's items as of its entity's day, oldest due first; only what is open, or everything. `now` is a business instant. */
export async function listItems(db: Db, filter: Slice & { accountId: string; all: boolean }, now: Instant): Promise<Page<ItemRow>> {
  const rows = await db.$queryRaw<Raw[]>`
    WITH day AS (
      SELECT (${toInstant(now)}::timestamptz AT TIME ZONE e.time_zone)::date AS today
      FROM account JOIN entity e ON e.code = account.entity_code WHERE account.id = ${filter.accountId}
    ), item AS (
      SELECT i.*, day.today, (i.amount_minor
        - coalesce((SELECT sum(amount_minor) FROM allocation a WHERE a.debit_id = i.id AND ${allocationInForce}), 0)
        + coalesce((SELECT sum(amount_minor) FROM allocation a WHERE a.credit_id = i.id AND ${allocationInForce}), 0))::bigint AS open
      FROM ledger_item i, day WHERE i.account_id = ${filter.accountId}
    )
    SELECT kind, number, instalment, issued_on::text, due_on::text, currency, amount_minor, open, purchase_order, text, count(*) OVER () AS total,
      CASE WHEN open > 0 THEN greatest(0, today - due_on) ELSE 0 END AS days_past_due
    FROM item WHERE ${filter.all} OR (open <> 0 AND issued_on <= today)
    ORDER BY due_on, id LIMIT ${filter.limit} OFFSET ${filter.offset}`;
  return { total: Number(rows[0]?.total ?? 0n), items: rows.map(toRow) };
}

function toRow(raw: Raw): ItemRow {
  return {
    item: numberOf(raw),
    kind: raw.kind,
    issuedOn: raw.issued_on,
    dueOn: raw.due_on,
    daysPastDue: raw.days_past_due,
    currency: raw.currency,
    amountMinor: toMinor(raw.amount_minor),
    openMinor: toMinor(raw.open),
    purchaseOrder: raw.purchase_order,
    text: raw.text,
  };
}
