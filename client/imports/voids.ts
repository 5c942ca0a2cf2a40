import type { Instant } from '../../domain/calendar/day.js';
import { voiding } from '../../domain/instructing/bookings.js';
import { numberOf } from '../../domain/instructing/items.js';
import type { Prisma } from '../../prisma/generated/client.js';
import { lockItems } from '../../prisma/store/bookings.js';
import { applyChange } from '../../prisma/store/ledger.js';
import { itemSubject, owedStill } from '../../prisma/store/ledgerSubject.js';
import type { OpenList } from './openItems.js';

/** Makes known items void that a list calls so and does not name otherwise; answers their accounts, one for each item. */
export async function bookVoids(tx: Prisma.TransactionClient, { voids, items }: Pick<OpenList, 'voids' | 'items'>, at: Instant): Promise<string[]> {
  const keyOf = (item: { accountId: string; number: string; instalment: number }): string => `${item.accountId}\n${numberOf(item)}`;
  const listed = new Set(items.map(keyOf));
  const voided: string[] = [];
  for (const { id, accountId, batchId, ...item } of await owedStill(
    tx,
    voids.filter((each) => !listed.has(keyOf(each))),
  )) {
    await lockItems(tx, [id]);
    const { ledger } = voiding(await itemSubject(tx, accountId, numberOf(item)), accountId, numberOf(item));
    await applyChange(tx, ledger, batchId, at);
    voided.push(accountId);
  }
  return voided;
}
