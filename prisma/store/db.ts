import { PrismaPg } from '@prisma/adapter-pg';
import { Prisma, PrismaClient } from '../generated/client.js';
import type { Day, Instant } from '../../domain/calendar/day.js';

/** A connection or a transaction on it: what every function of the store is given. */
export type Db = PrismaClient | Prisma.TransactionClient;

/** Opens a pool. `url` is a PostgreSQL connection string. A statement that begins with a name, as in `/*dossier*\/`, is parsed once for each connection. */
export function connect(url: string, poolSize = 10): PrismaClient {
  const named = { statementNameGenerator: ({ sql }: { sql: string }) => /^\s*\/\*(\w+)\*\//.exec(sql)?.[1] ?? '' };
  return new PrismaClient({ adapter: new PrismaPg({ connectionString: url, max: poolSize }, named) });
}

/** Runs `work` in the transaction that `db` already is, or in one of its own when `db` is a plain connection. */
export async function inTransaction<T>(db: Db, work: (tx: Prisma.TransactionClient) => Promise<T>): Promise<T> {
  return isConnection(db) ? db.$transaction(work, patience) : work(db);
}

/** A transaction can't connect; that it has `$transaction` all the same, for nested ones, tells nothing. */
function isConnection(db: Db): db is PrismaClient {
  return typeof (db as Partial<PrismaClient>).$connect === 'function';
}

/** How long a transaction may wait for a connection, and how long it may take, in milliseconds. */
export const patience = { maxWait: 60_000, timeout: 120_000 };

/** A day as Prisma wants it for a DATE column. */
export const toDate = (day: Day): Date => new Date(`${day}T00:00:00Z`);
/** The day of a DATE column. */
export const fromDate = (date: Date): Day => date.toISOString().slice(0, 10);
export const toInstant = (at: Instant): Date => new Date(at);
export const fromInstant = (date: Date): Instant => date.toISOString();

/** A BIGINT of the ledger as a number; throws RangeError when it is no safe integer. */
export function toMinor(value: bigint): number {
  const minor = Number(value);
  if (!Number.isSafeInteger(minor)) throw new RangeError(`${value} is not a safe amount in minor units`);
  return minor;
}

export { Prisma };
