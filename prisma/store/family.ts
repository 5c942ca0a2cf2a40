/** Parents that pay for children, as the store knows them. */
import type { Relative } from '../../domain/ledger/family.js';
import type { Db } from './db.js';

/** Customers that have a parent, by number. */
export async function readRelatives(db: Db): Promise<ReadonlyMap<string, Relative>> {
  const rows = await db.customer.findMany({ where: { parentNumber: { not: null } }, select: { number: true, parentNumber: true, billToParent: true } });
  return new Map(rows.map((row) => [row.number, row]));
}

/** Debits of these numbers on accounts of children of the customers of these accounts, with the same entity. */
export async function heldByChildren(
  db: Db,
  payerIds: readonly string[],
  numbers: readonly string[],
): Promise<{ payerId: string; holderId: string; number: string }[]> {
  return db.$queryRaw`
    SELECT DISTINCT p.id AS "payerId", i.account_id AS "holderId", i.number
    FROM account p
    JOIN customer c ON c.parent_number = p.customer_number
    JOIN account a ON a.customer_number = c.number AND a.entity_code = p.entity_code
    JOIN ledger_item i ON i.account_id = a.id AND i.amount_minor > 0 AND i.number = ANY(${[...numbers]}::text[])
    WHERE p.id = ANY(${[...payerIds]}::text[])
      AND NOT EXISTS (SELECT 1 FROM ledger_item own WHERE own.account_id = p.id AND own.number = i.number AND own.amount_minor > 0)
    ORDER BY 1, 2, 3`;
}
