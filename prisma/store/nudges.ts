import type { Db } from './db.js';

/** An account that still has to be told that its facts changed. `mark` names this very change. */
export interface Nudge {
  accountId: string;
  mark: string;
}

/** Notes, in the transaction that changes the facts, that these accounts must look again. Accounts that do not exist are left out. */
export async function nudgeAccounts(db: Db, accountIds: readonly string[]): Promise<void> {
  await db.$executeRaw`
    INSERT INTO nudge (account_id, since)
    SELECT id, clock_timestamp() FROM account WHERE id = ANY(${[...new Set(accountIds)]}::text[]) ORDER BY id
    ON CONFLICT (account_id) DO UPDATE SET since = excluded.since`;
}

/** Notes that one account must look again. */
export async function nudgeAccount(db: Db, accountId: string): Promise<void> {
  await nudgeAccounts(db, [accountId]);
}

/** The oldest nudges, at most `limit`, that nobody has seen to for `seconds` of real time. They stay until they are dropped. */
export async function takeNudges(db: Db, limit: number, seconds = 0): Promise<Nudge[]> {
  return db.$queryRaw<Nudge[]>`
    SELECT account_id AS "accountId", xmin::text AS mark FROM nudge
    WHERE since <= clock_timestamp() - make_interval(secs => ${seconds}::float8) ORDER BY since LIMIT ${limit}`;
}

/** Drops nudges once their workflows were told. One that was renewed meanwhile has another mark, and stays. */
export async function dropNudges(db: Db, nudges: readonly Nudge[]): Promise<void> {
  await db.$executeRaw`
    DELETE FROM nudge WHERE account_id IN (
      SELECT n.account_id FROM nudge n
      JOIN unnest(${nudges.map(({ accountId }) => accountId)}::text[], ${nudges.map(({ mark }) => mark)}::text[]) AS told (account_id, mark)
        ON n.account_id = told.account_id AND n.xmin::text = told.mark
      FOR UPDATE OF n SKIP LOCKED)`;
}

/** A process that watches a part of an account. */
export interface WatchedPart {
  process: 'watchPlan' | 'resolveDispute' | 'placeDebt' | 'approveWriteOff';
  id: string;
}

/**
 * What is still watched of those of these accounts that have no running case: nobody else tells these processes that money moved.
 * Plans that are over are among them, as late truth may change them; those that nobody watches any more hear nothing.
 */
export async function watchedWithoutCase(db: Db, accountIds: readonly string[]): Promise<WatchedPart[]> {
  return db.$queryRaw<WatchedPart[]>`
    SELECT part.process, part.id FROM account a
    CROSS JOIN LATERAL (
      SELECT 'watchPlan' AS process, p.id FROM plan p
      WHERE p.account_id = a.id AND p.status NOT IN ('CANCELLED', 'DECLINED')
      UNION ALL SELECT 'resolveDispute', d.id FROM dispute d WHERE d.account_id = a.id AND d.resolved_at IS NULL
      UNION ALL SELECT 'placeDebt', y.id FROM placement y WHERE y.account_id = a.id AND y.status IN ('REQUESTED', 'APPROVED', 'PLACED')
      UNION ALL SELECT 'approveWriteOff', w.id FROM write_off_request w WHERE w.account_id = a.id AND w.status IN ('REQUESTED', 'APPROVED')) part
    WHERE a.id = ANY(${[...accountIds]}::text[])
      AND NOT EXISTS (SELECT 1 FROM collection_case k WHERE k.account_id = a.id AND k.closed_at IS NULL)`;
}
