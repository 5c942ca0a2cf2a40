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
