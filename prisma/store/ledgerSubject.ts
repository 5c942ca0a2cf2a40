/** The bookings that an instruction is about: a payment with what took it back and gave it again, or an invoice. */
import type { BookedEntry, LedgerSubject } from '../../domain/instructing/bookings.js';
import { voidReason } from '../../domain/ledger/voiding.js';
import { Prisma, type Db } from './db.js';
import { adjustingSql, adjustmentJson, readJson } from './ledger.js';

/** A payment by its number, with `4711-R`, which took it back, `4711-W`, by which it counts again, and so on. */
export async function paymentSubject(db: Db, accountId: string, number: string): Promise<LedgerSubject> {
  return read(
    db,
    Prisma.sql`i.account_id = ${accountId} AND i.kind IN ('PAYMENT', 'CREDIT_NOTE', 'CHARGEBACK') AND starts_with(i.number, ${number})
      AND substr(i.number, length(${number}::text) + 1) ~ '^(-W)*(-R)?$'`,
  );
}

/** An invoice, or one of its instalments as `4711/2`, with what raised it. */
export async function itemSubject(db: Db, accountId: string, named: string): Promise<LedgerSubject> {
  const [, number = '', instalment = ''] = /^(.+)\/(\d{1,9})$/.exec(named) ?? [];
  return read(
    db,
    Prisma.sql`i.account_id = ${accountId} AND EXISTS (
      SELECT 1 FROM ledger_item base WHERE base.id = coalesce(i.adjusts_id, i.id) AND base.account_id = ${accountId} AND base.amount_minor > 0
        AND (base.number = ${named} OR (base.number = ${number} AND base.instalment = ${Number(instalment)}::int)))`,
  );
}

/** Of items of the source ledger by account, number and instalment, those that are known as debits and are not void. */
export async function owedStill(
  db: Db,
  named: readonly { accountId: string; number: string; instalment: number }[],
): Promise<{ id: number; accountId: string; number: string; instalment: number; batchId: string }[]> {
  if (named.length === 0) return [];
  const [accounts, numbers, instalments] = [named.map((it) => it.accountId), named.map((it) => it.number), named.map((it) => it.instalment)];
  return readJson(
    db,
    Prisma.sql`
    SELECT i.id, i.account_id AS "accountId", i.number, i.instalment, i.batch_id AS "batchId" FROM ledger_item i
    WHERE (i.account_id, i.number, i.instalment) IN (SELECT * FROM unnest(${accounts}::text[], ${numbers}::text[], ${instalments}::int[]))
      AND i.amount_minor > 0 AND i.adjusts_id IS NULL AND i.batch_id IS NOT NULL
      AND NOT EXISTS (
        SELECT 1 FROM allocation al JOIN ledger_item v ON v.id = al.credit_id
        WHERE al.debit_id = i.id AND al.reversed_at IS NULL AND v.adjusts_id = i.id AND v.reason = ${voidReason})
    ORDER BY i.id`,
  );
}

async function read(db: Db, isNamed: Prisma.Sql): Promise<LedgerSubject> {
  const named = (await db.$queryRaw<{ id: number }[]>`SELECT i.id FROM ledger_item i WHERE ${isNamed}`).map(({ id }) => id);
  if (named.length === 0) return { of: 'ledger', items: [], allocations: [] };
  const allocations = await readJson<LedgerSubject['allocations'][number]>(
    db,
    Prisma.sql`
    SELECT al.id, al.credit_id AS "creditId", al.debit_id AS "debitId", al.amount_minor AS "amountMinor", al.on_date AS "onDay",
           al.reversed_on AS "reversedOn", CASE WHEN adj.id IS NOT NULL THEN ${adjustmentJson} END AS adjustment
    FROM allocation al JOIN ledger_item credit ON credit.id = al.credit_id JOIN ledger_item debit ON debit.id = al.debit_id
    ${adjustingSql}
    WHERE al.debit_id = ANY(${named}::int[]) OR al.credit_id = ANY(${named}::int[])
    ORDER BY al.id`,
  );
  const ids = [...new Set([...named, ...allocations.flatMap(({ creditId, debitId }) => [creditId, debitId])])];
  const items = await readJson<BookedEntry>(
    db,
    Prisma.sql`
    SELECT i.id, i.kind, i.number, i.instalment, i.issued_on AS "issuedOn", i.due_on AS "dueOn", i.currency, i.amount_minor AS "amountMinor",
           i.batch_id AS "batchId", i.adjusts_id AS adjusts,
           abs(i.amount_minor) - (SELECT coalesce(sum(al.amount_minor), 0) FROM allocation al
             WHERE (al.debit_id = i.id OR al.credit_id = i.id) AND al.reversed_at IS NULL) AS "freeMinor"
    FROM ledger_item i WHERE i.id = ANY(${ids}::int[]) ORDER BY i.id`,
  );
  return { of: 'ledger', items, allocations };
}
