import type { Prisma, PrismaClient } from '../generated/client.js';
import { patience } from './db.js';

/** Does `work` unless another connection is doing work of that name; answers null when it is. `work` runs inside a transaction that only holds the lock. */
export async function alone<T>(db: PrismaClient, name: string, work: () => Promise<T>): Promise<T | null> {
  return db.$transaction(async (tx: Prisma.TransactionClient) => {
    const [row] = await tx.$queryRaw<{ locked: boolean }[]>`SELECT pg_try_advisory_xact_lock(hashtextextended('alone/' || ${name}::text, 0)) AS locked`;
    return row?.locked ? work() : null;
  }, patience);
}
