import type { Instant } from '../../domain/calendar/day.js';
import { toInstant, type Db } from './db.js';

/** How long a preview can be launched by its fingerprint, in days of business time. */
const keptDays = 30;

/** Keeps what a preview said of each account; the same fingerprint is kept once. Old ones go. */
export async function keepPreview(
  db: Db,
  { fingerprint, at, said }: { fingerprint: string; at: Instant; said: Readonly<Record<string, string>> },
): Promise<void> {
  const row = { at: toInstant(at), said };
  await db.campaignPreview.upsert({ where: { fingerprint }, create: { fingerprint, ...row }, update: row });
  await db.campaignPreview.deleteMany({ where: { at: { lt: new Date(Date.parse(at) - keptDays * 86_400_000) } } });
}

/** What a preview said of each account; null when it is not known, or too old. */
export async function findPreview(db: Db, fingerprint: string): Promise<Record<string, string> | null> {
  const row = await db.campaignPreview.findUnique({ where: { fingerprint } });
  return row && (row.said as Record<string, string>);
}
