import type { Instant } from '../domain/calendar/day.js';
import { seriesWithoutRate } from '../domain/interest/rates.js';
import type { Store } from '../prisma/store/store.js';
import { bySystem } from './bySystem.js';

/** Notes in the audit, once for each half-year, that a series of interest rates has none for it: nothing is charged by it until a newer release has the rate or the policy states it. */
export async function warnOfRates(store: Store, now: Instant): Promise<void> {
  const today = now.slice(0, 10);
  const halfYear = `${today.slice(0, 4)} H${today.slice(5, 7) < '07' ? 1 : 2}`;
  for (const { code, knownTo } of seriesWithoutRate(today)) {
    const noted = { action: 'rates.missing', subject: 'rates', subjectId: `${code}, ${halfYear}` };
    await store.transact(async (tx) => {
      await tx.audit.takeTurn();
      if (!(await tx.audit.isNoted(noted))) await tx.audit.appendAudit({ at: now, ...bySystem, ...noted, change: { knownTo } });
    });
  }
}
