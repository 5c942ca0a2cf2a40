import { dayOf, type Instant } from '../../domain/calendar/day.js';
import { chosenPhrase } from '../../domain/policy/assignment.js';
import { debtorZone } from '../../domain/rule/debtorZone.js';
import { takeStock } from '../../domain/rule/standing.js';
import type { Db } from '../../prisma/store/db.js';
import { loadDossiers } from '../../prisma/store/facts.js';
import { compilePolicy } from '../../prisma/store/policies.js';

/** The policy that leaves an account alone, and the sentence that says so. */
export interface Exclusion {
  policy: string;
  sentence: string;
}

/** Which of these accounts no case runs for because a policy leaves alone all that is overdue, by account. */
export async function exclusionsOf(db: Db, accountIds: readonly string[], now: Instant): Promise<ReadonlyMap<string, Exclusion>> {
  const excluded = new Map<string, Exclusion>();
  for (const { facts, policy: ref, assigned } of await loadDossiers(db, accountIds, { now })) {
    if (facts.case || !ref || facts.items.length === 0) continue;
    const policy = await compilePolicy(db, ref);
    const by = takeStock(facts, policy, dayOf(now, debtorZone(facts))).leftAloneBy;
    if (by === null) continue;
    const why = policy.doNothing && assigned.chosen ? `; ${chosenPhrase(assigned.chosen)}` : '';
    excluded.set(facts.accountId, { policy: by, sentence: `It is not collected, because it is excluded by policy: ${by} does nothing${why}.` });
  }
  return excluded;
}

/** Rows of accounts with the policy that leaves them alone. */
export async function withExclusion<Row extends { accountId: string; case: { status: string } | null }>(
  db: Db,
  rows: readonly Row[],
  now: Instant,
): Promise<(Row & { excludedBy: string | null })[]> {
  const idle = rows.filter((row) => row.case?.status !== 'OPEN').map(({ accountId }) => accountId);
  const excluded = await exclusionsOf(db, idle, now);
  return rows.map((row) => ({ ...row, excludedBy: excluded.get(row.accountId)?.policy ?? null }));
}
