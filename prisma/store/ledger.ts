/** Reading and writing the ledger in bulk: each function is one statement or a few, however many items. */
import type { Day, Instant } from '../../domain/calendar/day.js';
import type { ItemRef, LedgerChange, NewItem, StandingAllocation } from '../../domain/ledger/change.js';
import type { KnownItem } from '../../domain/ledger/openList.js';
import type { PayableItem } from '../../domain/ledger/payments.js';
import type { Correction, SpentOnCharge } from '../../domain/ledger/snapshot.js';
import type { Minor } from '../../domain/money/minor.js';
import { Prisma, toInstant, type Db } from './db.js';

/** Whether an allocation counts on a day; for use inside a statement. */
export function countsOn(alias: Prisma.Sql, day: Day): Prisma.Sql {
  return Prisma.sql`${alias}.on_date <= ${day}::date AND (${alias}.reversed_on IS NULL OR ${alias}.reversed_on > ${day}::date)`;
}

/** What is taken off each item, in bulk: on a day by the source ledger's own items, and on that day or later by anything. */
function takenOff(day: Day): Prisma.Sql {
  const side = (own: string, other: string): Prisma.Sql => Prisma.sql`
    SELECT al.${Prisma.raw(own)} AS id,
           coalesce(sum(al.amount_minor) FILTER (WHERE al.on_date <= ${day}::date AND other.batch_id IS NOT NULL), 0) AS by_source,
           sum(al.amount_minor) AS by_any
    FROM allocation al JOIN ledger_item other ON other.id = al.${Prisma.raw(other)}
    WHERE al.reversed_on IS NULL OR al.reversed_on > greatest(${day}::date, al.on_date)
    GROUP BY 1`;
  return Prisma.sql`${side('debit_id', 'credit_id')} UNION ALL ${side('credit_id', 'debit_id')}`;
}

/** An item less what its own ledger took off. */
const towardsZero = Prisma.sql`CASE WHEN i.amount_minor > 0 THEN i.amount_minor - coalesce(off.by_source, 0) ELSE i.amount_minor + coalesce(off.by_source, 0) END`;

/**
 * What a list of open items of these entities as of a day has to be compared with: every item of theirs from the source ledger
 * that is open or could be, what the list names though it is closed, what raised it, and what these raise.
 */
export async function knownItems(db: Db, entityCodes: readonly string[], numbers: readonly string[], day: Day): Promise<KnownItem[]> {
  return readKnown(
    db,
    day,
    Prisma.sql`
    SELECT unnest(ARRAY[i.id, i.adjusts_id])
    FROM account a JOIN ledger_item i ON i.account_id = a.id LEFT JOIN off ON off.id = i.id LEFT JOIN ledger_item base ON base.id = i.adjusts_id
    WHERE a.entity_code = ANY(${[...entityCodes]}::text[]) AND (i.batch_id IS NOT NULL OR i.adjusts_id IS NULL)
      AND (i.number = ANY(${[...numbers]}::text[]) OR base.number = ANY(${[...numbers]}::text[])
           OR (i.batch_id IS NOT NULL AND (abs(i.amount_minor) <> coalesce(off.by_source, 0) OR abs(i.amount_minor) <> coalesce(off.by_any, 0))))`,
  );
}

/** Named items in the same form. */
export async function knownItemsById(db: Db, ids: readonly number[], day: Day): Promise<KnownItem[]> {
  return ids.length === 0 ? [] : readKnown(db, day, Prisma.sql`SELECT unnest(${[...ids]}::int[])`);
}

async function readKnown(db: Db, day: Day, ids: Prisma.Sql): Promise<KnownItem[]> {
  return readJson<KnownItem>(
    db,
    Prisma.sql`
    WITH off AS (${takenOff(day)})
    SELECT i.id, i.account_id AS "accountId", i.kind, i.number, i.instalment, i.currency, i.amount_minor AS "amountMinor", i.due_on AS "dueOn",
           i.text, i.purchase_order AS "purchaseOrder", i.terms, i.adjusts_id AS adjusts, i.batch_id IS NULL AS own,
           CASE WHEN i.dunned_level IS NOT NULL THEN json_build_object('level', i.dunned_level, 'onDay', i.dunned_on) END AS dunned,
           ${towardsZero} AS "sourceOpenMinor",
           abs(i.amount_minor) - coalesce(off.by_any, 0) AS "freeMinor"
    FROM ledger_item i LEFT JOIN off ON off.id = i.id
    WHERE i.id IN (${ids})`,
  );
}

/** The allocations by the source ledger's own items that count on a day and hold these items. */
export async function standingAllocations(db: Db, itemIds: readonly number[], day: Day): Promise<StandingAllocation[]> {
  if (itemIds.length === 0) return [];
  return readJson<StandingAllocation>(
    db,
    Prisma.sql`
    SELECT al.id, al.credit_id AS "creditId", al.debit_id AS "debitId", al.amount_minor AS "amountMinor", al.on_date AS "onDay",
           CASE WHEN adj.id IS NOT NULL THEN ${adjustmentJson} END AS adjustment
    FROM allocation al JOIN ledger_item credit ON credit.id = al.credit_id JOIN ledger_item debit ON debit.id = al.debit_id
    ${adjustingSql}
    WHERE (al.debit_id = ANY(${[...itemIds]}::int[]) OR al.credit_id = ANY(${[...itemIds]}::int[]))
      AND al.reversed_at IS NULL AND al.on_date <= ${day}::date AND credit.batch_id IS NOT NULL AND debit.batch_id IS NOT NULL
    ORDER BY al.id`,
  );
}

/** The allocations of these credits that count on a day and hold fees and interest of Duly's own; newest first. */
export async function spentOnCharges(db: Db, creditIds: readonly number[], day: Day): Promise<SpentOnCharge[]> {
  if (creditIds.length === 0) return [];
  return readJson<SpentOnCharge>(
    db,
    Prisma.sql`
    SELECT al.id, al.credit_id AS "creditId", al.debit_id AS "debitId", al.amount_minor AS "amountMinor", al.on_date AS "onDay", NULL AS adjustment,
           f.for_items || ARRAY(SELECT o.debit_id FROM allocation o WHERE o.credit_id = al.credit_id AND o.reversed_at IS NULL) AS "relatedIds"
    FROM allocation al JOIN charge f ON f.item_id = al.debit_id JOIN ledger_item debit ON debit.id = al.debit_id
    WHERE al.credit_id = ANY(${[...creditIds]}::int[]) AND al.reversed_at IS NULL AND al.on_date <= ${day}::date AND debit.batch_id IS NULL
    ORDER BY al.id DESC`,
  );
}

/** The adjustment `adj` by which an allocation clears: it is against what it adjusts; one with the same sign has raised it. */
export const adjustingSql = Prisma.sql`
  LEFT JOIN ledger_item credited ON credited.id = credit.adjusts_id LEFT JOIN ledger_item debited ON debited.id = debit.adjusts_id
  LEFT JOIN ledger_item adj ON adj.id = CASE WHEN credited.amount_minor > 0 THEN credit.id WHEN debited.amount_minor < 0 THEN debit.id END`;

/** Adjustment `adj` of an allocation, as it is known of one. */
export const adjustmentJson = Prisma.sql`
  json_build_object('id', adj.id, 'accountId', adj.account_id, 'number', adj.number, 'instalment', adj.instalment, 'currency', adj.currency,
                    'amountMinor', adj.amount_minor, 'reason', adj.reason)`;

/**
 * Items that payments name, by account and number, with what a list of open items had cleared of them, and payments of these numbers;
 * and all debits of the accounts that are named as such.
 */
export async function payableItems(db: Db, named: readonly { accountId: string; number: string }[], accountIds: readonly string[]): Promise<PayableItem[]> {
  return readJson<PayableItem>(
    db,
    Prisma.sql`
    SELECT i.id, i.account_id AS "accountId", i.kind, i.number, i.instalment, i.issued_on AS "issuedOn", i.due_on AS "dueOn", i.currency,
           i.amount_minor AS "amountMinor", abs(i.amount_minor) - held.minor AS "freeMinor", greatest(i.issued_on, held.until) AS "freeFrom",
           clearing.list AS clearings
    FROM ledger_item i
    CROSS JOIN LATERAL (
      SELECT coalesce(sum(al.amount_minor) FILTER (WHERE al.reversed_at IS NULL), 0) AS minor, max(al.reversed_on) FILTER (WHERE al.reversed_on > al.on_date) AS until
      FROM allocation al WHERE al.debit_id = i.id OR al.credit_id = i.id) held
    CROSS JOIN LATERAL (
      SELECT coalesce(json_agg(json_build_object('id', al.id, 'creditId', al.credit_id, 'debitId', al.debit_id, 'amountMinor', al.amount_minor,
          'onDay', al.on_date, 'adjustment', ${adjustmentJson}) ORDER BY al.on_date DESC, al.id DESC), '[]'::json) AS list
      FROM allocation al JOIN ledger_item adj ON adj.id = al.credit_id
      WHERE al.debit_id = i.id AND al.reversed_at IS NULL AND adj.kind = 'ADJUSTMENT' AND adj.adjusts_id = i.id AND adj.batch_id IS NOT NULL) clearing
    WHERE i.id IN (
      SELECT n.id FROM ledger_item n
      WHERE (n.account_id, n.number) IN (SELECT * FROM unnest(${named.map(({ accountId }) => accountId)}::text[], ${named.map(({ number }) => number)}::text[]))
        AND (n.kind = 'PAYMENT' OR n.amount_minor > 0) AND n.adjusts_id IS NULL
      UNION SELECT d.id FROM ledger_item d WHERE d.account_id = ANY(${[...accountIds]}::text[]) AND d.amount_minor > 0)
    ORDER BY i.account_id, i.number, i.instalment, i.id`,
  );
}

/** Items of the store that a change allocates or takes allocations from. */
export async function itemsTouched(db: Db, change: LedgerChange): Promise<number[]> {
  const direct = change.allocations.flatMap(({ creditId, debitId }) => [creditId, debitId]).filter((ref) => ref > 0);
  const reversed =
    change.reversals.length === 0
      ? []
      : await db.allocation.findMany({
          where: { id: { in: change.reversals.map(({ allocationId }) => allocationId) } },
          select: { creditId: true, debitId: true },
        });
  return [...new Set([...direct, ...reversed.flatMap(({ creditId, debitId }) => [creditId, debitId])])];
}

/** Writes a change: reversals first, so that what they free can be allocated again. Part of the caller's transaction. */
export async function applyChange(db: Db, change: LedgerChange, batchId: string | null, at: Instant): Promise<void> {
  const recordedAt = toInstant(at);
  if (change.reversals.length > 0)
    await db.$executeRaw`
      UPDATE allocation SET reversed_on = r."onDay", reversed_at = ${recordedAt}
      FROM json_to_recordset(${JSON.stringify(change.reversals)}::json) AS r ("allocationId" int, "onDay" date) WHERE allocation.id = r."allocationId"`;
  const ids = await insertItems(db, change, batchId, recordedAt);
  const idOf = (ref: ItemRef): number => (ref > 0 ? ref : (ids[-ref - 1] ?? 0));
  const allocations = change.allocations.map(({ creditId, debitId, amountMinor, onDay }) => ({
    creditId: idOf(creditId),
    debitId: idOf(debitId),
    amountMinor,
    onDay,
  }));
  if (allocations.length > 0)
    await db.$executeRaw`
      INSERT INTO allocation (credit_id, debit_id, amount_minor, on_date, recorded_at, batch_id)
      SELECT a."creditId", a."debitId", a."amountMinor", a."onDay", ${recordedAt}, ${batchId}::text
      FROM json_to_recordset(${JSON.stringify(allocations)}::json) AS a ("creditId" int, "debitId" int, "amountMinor" bigint, "onDay" date)`;
}

/** Inserts items in order; answers their ids, which are drawn beforehand when something refers to them, and otherwise are nobody's business. */
async function insertItems(db: Db, { items, allocations }: LedgerChange, batchId: string | null, recordedAt: Date): Promise<number[]> {
  if (items.length === 0) return [];
  const ids = allocations.length === 0 && items.every(({ adjusts }) => adjusts === null) ? [] : await drawIds(db, items.length);
  const numbers = await adjustmentNumbers(db, items);
  const rows = items.map((item, at) => ({
    id: ids[at],
    a: item.accountId,
    k: item.kind,
    n: numbers.get(at) ?? item.number,
    i: item.instalment,
    o: item.issuedOn,
    d: item.dueOn,
    c: item.currency,
    m: item.amountMinor,
    t: item.text ?? undefined,
    p: item.purchaseOrder ?? undefined,
    s: item.terms ?? undefined,
    l: item.dunned?.level,
    e: item.dunned?.onDay,
    r: item.reason ?? undefined,
    j: item.adjusts === null ? undefined : item.adjusts > 0 ? item.adjusts : ids[-item.adjusts - 1],
  }));
  await db.$executeRaw`
    INSERT INTO ledger_item (id, account_id, kind, number, instalment, issued_on, due_on, currency, amount_minor, text, purchase_order, terms, dunned_level, dunned_on, reason, adjusts_id,
                             batch_id, recorded_at)
    SELECT coalesce(id, nextval('ledger_item_id_seq')::int), a, k, n, i, o, d, c, m, t, p, s, l, e, r, j, ${batchId}::text, ${recordedAt}
    FROM json_to_recordset(${JSON.stringify(rows)}::json)
      AS q (id int, a text, k text, n text, i int, o date, d date, c text, m bigint, t text, p text, s text, l int, e date, r text, j int)`;
  return ids;
}

async function drawIds(db: Db, count: number): Promise<number[]> {
  const drawn = await db.$queryRaw<{ ids: number[] }[]>`SELECT array_agg(nextval('ledger_item_id_seq')::int) AS ids FROM generate_series(1, ${count}::int)`;
  return drawn[0]?.ids ?? [];
}

/** Adjustments of an item are numbered on: `4711~1`, `4711~2`. Items that share a number count together. Answers numbers by position. */
async function adjustmentNumbers(db: Db, items: readonly NewItem[]): Promise<Map<number, string>> {
  const adjustments = items.filter(({ adjusts }) => adjusts !== null);
  if (adjustments.length === 0) return new Map();
  const rows = await readJson<{ accountId: string; number: string; instalment: number; count: number }>(
    db,
    Prisma.sql`
    SELECT base.account_id AS "accountId", base.number, base.instalment, count(*) AS count
    FROM ledger_item adj JOIN ledger_item base ON base.id = adj.adjusts_id
    WHERE (base.account_id, base.number) IN (SELECT * FROM unnest(${adjustments.map(({ accountId }) => accountId)}::text[], ${adjustments.map(({ number }) => number)}::text[]))
    GROUP BY 1, 2, 3`,
  );
  const keyOf = ({ accountId, number, instalment }: Pick<NewItem, 'accountId' | 'number' | 'instalment'>): string =>
    JSON.stringify([accountId, number, instalment]);
  const counts = new Map(rows.map((row) => [keyOf(row), row.count]));
  const numbers = new Map<number, string>();
  items.forEach((item, at) => {
    if (item.adjusts === null) return;
    const next = (counts.get(keyOf(item)) ?? 0) + 1;
    counts.set(keyOf(item), next);
    numbers.set(at, `${item.number}~${next}`);
  });
  return numbers;
}

/** Writes new due dates and words, and marks what the source ledger has taken over as coming from the batch. */
export async function correctItems(db: Db, corrections: readonly Correction[], adopted: readonly number[], batchId: string): Promise<void> {
  if (corrections.length > 0)
    await db.$executeRaw`
      UPDATE ledger_item SET due_on = c."dueOn", text = c.text, purchase_order = c."purchaseOrder", terms = c.terms,
        dunned_level = (c.dunned->>'level')::int, dunned_on = (c.dunned->>'onDay')::date
      FROM json_to_recordset(${JSON.stringify(corrections)}::json)
        AS c (id int, "dueOn" date, text text, "purchaseOrder" text, terms text, dunned json) WHERE ledger_item.id = c.id`;
  if (adopted.length > 0) await db.$executeRaw`UPDATE ledger_item SET batch_id = ${batchId} WHERE id = ANY(${[...adopted]}::int[])`;
}

/** What the source ledger has open as of a day, by entity and currency. */
export interface SourceTotal {
  entity: string;
  currency: string;
  items: number;
  openMinor: Minor;
  creditMinor: Minor;
}

/** Adds up what is open on a day of the items from the source ledger; what Duly itself set off is not taken off. */
export async function sourceTotals(db: Db, entityCodes: readonly string[], day: Day): Promise<SourceTotal[]> {
  return readJson<SourceTotal>(
    db,
    Prisma.sql`
    WITH off AS (${takenOff(day)}),
    item AS (
      SELECT a.entity_code AS entity, i.currency, coalesce(i.adjusts_id, i.id) AS base,
             ${towardsZero} AS open
      FROM account a JOIN ledger_item i ON i.account_id = a.id LEFT JOIN off ON off.id = i.id
      WHERE a.entity_code = ANY(${[...entityCodes]}::text[]) AND i.batch_id IS NOT NULL)
    SELECT entity, currency, count(DISTINCT base) AS items, sum(open) AS "openMinor", coalesce(sum(open) FILTER (WHERE open < 0), 0) AS "creditMinor"
    FROM item WHERE open <> 0 GROUP BY 1, 2 ORDER BY 1, 2`,
  );
}

/** Rows as JSON, which is both faster to read than typed columns and knows BIGINT as a number; throws RangeError where that would not be exact. */
export async function readJson<T>(db: Db, query: Prisma.Sql): Promise<T[]> {
  const [row] = await db.$queryRaw<{ json: string }[]>`SELECT coalesce(json_agg(q), '[]'::json)::text AS json FROM (${query}) q`;
  const rows = JSON.parse(row?.json ?? '[]') as T[];
  for (const one of rows)
    for (const [name, value] of Object.entries(one as object))
      if (typeof value === 'number' && !Number.isSafeInteger(value)) throw new RangeError(`${name} is ${value}: no safe integer`);
  return rows;
}
