/** Open amounts in bulk, for reports and for the choice of accounts. */
import type { Day, Instant } from '../../domain/calendar/day.js';
import type { OpenAmount } from '../../domain/ledger/ageing.js';
import type { Bucket } from '../../domain/ledger/buckets.js';
import type { Minor } from '../../domain/money/minor.js';
import { Prisma, toInstant, type Db } from './db.js';
import { countsOn, readJson } from './ledger.js';

/** By what a report has its rows. */
export type AgeingBy = 'customer' | 'entity' | 'collector' | 'account';

/** Which accounts; everything that is stated must hold. */
export interface AccountFilter {
  entities?: readonly string[] | undefined;
  customers?: readonly string[] | undefined;
  segments?: readonly string[] | undefined;
  collectors?: readonly string[] | undefined;
}

/**
 * What was open on a day, added up by row, account, currency, due date and sign, with the names of the rows.
 * Later items are unseen, later allocations undone, reversals respected.
 */
export async function openAmountsAsOf(db: Db, day: Day, by: AgeingBy, filter: AccountFilter = {}): Promise<(OpenAmount & { name: string | null })[]> {
  const { key, name } = keys[by];
  return readJson(
    db,
    Prisma.sql`
    WITH off AS (
      SELECT al.debit_id AS id, sum(al.amount_minor) AS minor FROM allocation al WHERE ${countsOn(Prisma.sql`al`, day)} GROUP BY 1
      UNION ALL
      SELECT al.credit_id, -sum(al.amount_minor) FROM allocation al WHERE ${countsOn(Prisma.sql`al`, day)} GROUP BY 1),
    item AS (
      SELECT i.account_id, i.currency, i.due_on, i.amount_minor - coalesce(off.minor, 0) AS open
      FROM ledger_item i LEFT JOIN off ON off.id = i.id WHERE i.issued_on <= ${day}::date)
    SELECT ${key} AS key, min(${name}) AS name, a.id AS "accountId", i.currency, i.due_on AS "dueOn", sum(i.open) AS "openMinor", count(*) AS items
    FROM item i JOIN account a ON a.id = i.account_id JOIN customer c ON c.number = a.customer_number JOIN entity e ON e.code = a.entity_code
    LEFT JOIN app_user u ON u.id = a.collector_id
    WHERE i.open <> 0 AND ${filtered(filter)}
    GROUP BY 1, a.id, i.currency, i.due_on, i.open > 0`,
  );
}

const keys: Readonly<Record<AgeingBy, { key: Prisma.Sql; name: Prisma.Sql }>> = {
  customer: { key: Prisma.sql`c.number`, name: Prisma.sql`c.name` },
  entity: { key: Prisma.sql`e.code`, name: Prisma.sql`e.name` },
  collector: { key: Prisma.sql`coalesce(a.collector_id, '')`, name: Prisma.sql`u.name` },
  account: { key: Prisma.sql`a.id`, name: Prisma.sql`c.name` },
};

function filtered({ entities, customers, segments, collectors }: AccountFilter): Prisma.Sql {
  const conditions = [
    ...(entities ? [Prisma.sql`a.entity_code = ANY(${[...entities]}::text[])`] : []),
    ...(customers ? [Prisma.sql`a.customer_number = ANY(${[...customers]}::text[])`] : []),
    ...(segments ? [Prisma.sql`c.segment = ANY(${[...segments]}::text[])`] : []),
    ...(collectors ? [Prisma.sql`a.collector_id = ANY(${[...collectors]}::text[])`] : []),
  ];
  return conditions.length === 0 ? Prisma.sql`true` : Prisma.join(conditions, ' AND ');
}

/** Which accounts a campaign is for. */
export interface Selection extends AccountFilter {
  /** Accounts with a debit of this age; left out, with a debit past due. */
  bucket: Bucket | null;
  /** Past due, net of all credits, of at least this in its currency. */
  minimum: { currency: string; amountMinor: Minor } | null;
  /** The day, or the instant whose day in the creditor's calendar is meant. */
  asOf: { day: Day } | { now: Instant };
}

/** An account that was selected, with what it has in the bucket; this is what the ageing report shows in that column. */
export interface SelectedAccount {
  accountId: string;
  /** In minor units by currency. */
  amounts: Record<string, Minor>;
  items: number;
}

/** Accounts with an open debit in a bucket, in the order of their ids. */
export async function selectAccounts(db: Db, { bucket, minimum, asOf, ...filter }: Selection): Promise<SelectedAccount[]> {
  const day = 'day' in asOf ? Prisma.sql`${asOf.day}::date` : Prisma.sql`(${toInstant(asOf.now)}::timestamptz AT TIME ZONE e.time_zone)::date`;
  const from = bucket ? bucket.from : 1;
  const rows = await readJson<{ accountId: string; currency: string; minor: Minor; items: number }>(
    db,
    Prisma.sql`
    WITH open AS (
      SELECT a.id, i.currency, t.day - i.due_on AS days, i.amount_minor - paid.minor + used.minor AS minor
      FROM account a JOIN entity e ON e.code = a.entity_code JOIN customer c ON c.number = a.customer_number
      CROSS JOIN LATERAL (SELECT ${day} AS day) t
      JOIN ledger_item i ON i.account_id = a.id AND i.issued_on <= t.day
      CROSS JOIN LATERAL (SELECT coalesce(sum(al.amount_minor), 0) AS minor FROM allocation al
        WHERE al.debit_id = i.id AND al.on_date <= t.day AND (al.reversed_on IS NULL OR al.reversed_on > t.day)) paid
      CROSS JOIN LATERAL (SELECT coalesce(sum(al.amount_minor), 0) AS minor FROM allocation al
        WHERE al.credit_id = i.id AND al.on_date <= t.day AND (al.reversed_on IS NULL OR al.reversed_on > t.day)) used
      WHERE ${filtered(filter)})
    SELECT id AS "accountId", currency, sum(minor) AS minor, count(*) AS items FROM open
    WHERE minor > 0 AND (${from}::int IS NULL OR days >= ${from}::int) AND (${bucket?.to ?? null}::int IS NULL OR days <= ${bucket?.to ?? null}::int)
      AND (${minimum?.currency ?? null}::text IS NULL OR id IN (
        SELECT id FROM open WHERE currency = ${minimum?.currency ?? null}::text AND (minor < 0 OR days > 0) GROUP BY id HAVING sum(minor) >= ${minimum?.amountMinor ?? 0}::bigint))
    GROUP BY 1, 2 ORDER BY 1, 2`,
  );
  const accounts = new Map<string, SelectedAccount>();
  for (const { accountId, currency, minor, items } of rows) {
    const account = accounts.get(accountId) ?? { accountId, amounts: {}, items: 0 };
    accounts.set(accountId, { accountId, amounts: { ...account.amounts, [currency]: minor }, items: account.items + items });
  }
  return [...accounts.values()];
}
