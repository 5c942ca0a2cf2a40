/** Disputes that a list of open items marks: one for each item, raised and lifted with the mark. */
import { randomUUID } from 'node:crypto';
import type { Day, Instant } from '../../domain/calendar/day.js';
import { Prisma, toDate, toInstant, type Db } from './db.js';
import { readJson } from './ledger.js';

/** Who raises them, so that they can be told from those that people raise. */
const raisedBy = 'ledger';

/** An item as a list names it. */
export interface MarkedItem {
  accountId: string;
  number: string;
  instalment: number;
  isCredit: boolean;
}

export interface LedgerDispute {
  id: string;
  accountId: string;
}

/** Raises a dispute for each marked item that is in none; answers the new ones. */
export async function raiseMarked(db: Db, marked: readonly MarkedItem[], { at, respondBy }: { at: Instant; respondBy: Day }): Promise<LedgerDispute[]> {
  if (marked.length === 0) return [];
  const items = await readJson<{ id: number; accountId: string }>(
    db,
    Prisma.sql`
    SELECT i.id, i.account_id AS "accountId" FROM ${recordset(marked)} JOIN ledger_item i ON ${isMarked}
    WHERE NOT EXISTS (SELECT 1 FROM disputed_item di JOIN dispute d ON d.id = di.dispute_id WHERE di.item_id = i.id AND d.resolved_at IS NULL)
    ORDER BY i.id`,
  );
  const disputes = items.map(({ id, accountId }) => ({ id: randomUUID(), accountId, itemId: id }));
  const common = { reason: 'other', note: 'Marked as disputed in the ledger', status: 'OPEN', raisedAt: toInstant(at), raisedBy, respondBy: toDate(respondBy) };
  await db.dispute.createMany({ data: disputes.map(({ id, accountId }) => ({ id, accountId, ...common })) });
  await db.disputedItem.createMany({ data: disputes.map(({ id, itemId }) => ({ disputeId: id, itemId })) });
  return disputes.map(({ id, accountId }) => ({ id, accountId }));
}

/** Resolves the disputes that lists of these entities had raised and that this list marks no longer; answers them. What was settled meanwhile is cleared, the rest is owed. */
export async function liftUnmarked(
  db: Db,
  entityCodes: readonly string[],
  marked: readonly MarkedItem[],
  { at, by }: { at: Instant; by: string },
): Promise<LedgerDispute[]> {
  return db.$queryRaw<LedgerDispute[]>`
    UPDATE dispute d SET status = 'RESOLVED', resolved_at = ${toInstant(at)}, resolved_by = ${by}, resolution = CASE WHEN EXISTS (
        SELECT 1 FROM disputed_item di JOIN ledger_item i ON i.id = di.item_id
        WHERE di.dispute_id = d.id AND abs(i.amount_minor) > (
          SELECT coalesce(sum(al.amount_minor), 0) FROM allocation al WHERE (al.debit_id = i.id OR al.credit_id = i.id) AND al.reversed_at IS NULL))
      THEN 'REJECTED' ELSE 'CLEARED' END
    WHERE d.raised_by = ${raisedBy} AND d.resolved_at IS NULL AND d.account_id IN (SELECT id FROM account WHERE entity_code = ANY(${[...entityCodes]}::text[]))
      AND NOT EXISTS (SELECT 1 FROM disputed_item di JOIN ledger_item i ON i.id = di.item_id JOIN ${recordset(marked)} ON ${isMarked} WHERE di.dispute_id = d.id)
    RETURNING d.id, d.account_id AS "accountId"`;
}

function recordset(marked: readonly MarkedItem[]): Prisma.Sql {
  return Prisma.sql`json_to_recordset(${JSON.stringify(marked)}::json) AS m ("accountId" text, number text, instalment int, "isCredit" boolean)`;
}

const isMarked = Prisma.sql`
  i.account_id = m."accountId" AND i.number = m.number AND i.instalment = m.instalment AND (i.amount_minor < 0) = m."isCredit"
  AND i.batch_id IS NOT NULL AND i.adjusts_id IS NULL`;
