import type { Instant } from '../domain/calendar/day.js';
import type { Store } from '../prisma/store/store.js';
import { bySystem } from './bySystem.js';

/**
 * What the day alone changes of an account's money: a payment under way whose day is over is noted as lapsed, once, and what the ledger
 * knew of a later date begins to count. The accounts are told to look again.
 */
export async function beginDay(store: Store, now: Instant): Promise<void> {
  for (const accountId of new Set(await store.pendingPayments.accountsWithLapsed(now))) await lapse(store, accountId, now);
  await store.nudges.nudgeAccounts(await store.enrolment.accountsMovedByTheDay(now));
}

async function lapse(store: Store, accountId: string, at: Instant): Promise<void> {
  await store.transact(async (tx) => {
    await tx.cases.lockAccount(accountId);
    const lapsed = await tx.pendingPayments.lapsePayments(accountId, at);
    if (lapsed.length === 0) return;
    await tx.nudges.nudgeAccount(accountId);
    for (const { id, ...change } of lapsed)
      await tx.audit.appendAudit({ at, ...bySystem, action: 'payment.lapse', subject: 'pending-payment', subjectId: id, accountId, change });
  });
}
