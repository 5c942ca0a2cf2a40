import type { Db } from '../db.js';

/** The accounts of customers who have an active contact of this name, in their order. */
export async function accountsOfPerson(db: Db, name: string): Promise<string[]> {
  const accounts = await db.account.findMany({
    where: { customer: { contacts: { some: { name, active: true } } } },
    select: { id: true },
    orderBy: { id: 'asc' },
  });
  return accounts.map(({ id }) => id);
}
