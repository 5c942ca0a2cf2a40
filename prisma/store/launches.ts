import type { Db, Prisma } from './db.js';

/** A launch that was asked for under a key of the caller's, so that the same key is carried out once. */
export interface KeyedLaunch {
  key: string;
  campaignId: string;
  /** What was asked for, to tell another request under the same key. */
  asked: string;
  /** What was answered. */
  preview: unknown;
}

/** Makes launches under one key wait for each other until the transaction ends; answers the one that was carried out, or null. */
export async function takeLaunchKey(db: Db, key: string): Promise<KeyedLaunch | null> {
  await db.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('launch/' || ${key}::text, 0))`;
  return db.campaignLaunch.findUnique({ where: { key } });
}

/** Keeps a launch under its key. */
export async function keepLaunch(db: Db, { preview, ...launch }: KeyedLaunch): Promise<void> {
  await db.campaignLaunch.create({ data: { ...launch, preview: preview as Prisma.InputJsonValue } });
}
