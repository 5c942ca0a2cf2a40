import { addDays, type Day, type Instant } from '../../domain/calendar/day.js';
import type { Db } from '../../prisma/store/db.js';
import { liftUnmarked, raiseMarked } from '../../prisma/store/ledgerDisputes.js';
import type { OpenList } from './openItems.js';

/** Days in which the owner of a dispute that the ledger marks is to answer. */
const answerDays = 14;

/** Follows the ledger's marks: raises what is marked and in no dispute yet, lifts what it had marked and marks no longer. */
export async function markDisputes(
  db: Db,
  items: OpenList['items'],
  entities: readonly string[],
  { now, by, asOf }: { now: Instant; by: string; asOf: Day },
): Promise<{ raised: string[]; accounts: string[] }> {
  const marked = items
    .filter(({ disputed }) => disputed)
    .map(({ accountId, number, instalment, openMinor }) => ({ accountId, number, instalment, isCredit: openMinor < 0 }));
  const lifted = await liftUnmarked(db, entities, marked, { at: now, by });
  const raised = await raiseMarked(db, marked, { at: now, respondBy: addDays(asOf, answerDays) });
  return { raised: raised.map(({ id }) => id), accounts: [...raised, ...lifted].map(({ accountId }) => accountId) };
}
