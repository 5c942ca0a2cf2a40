import type { Instant } from '../../domain/calendar/day.js';
import { toInstant, type Db } from './db.js';

/** Writes a note on an account; answers its id. */
export async function writeNote(db: Db, { at, ...note }: { accountId: string; at: Instant; author: string; text: string }): Promise<string> {
  return (await db.note.create({ data: { ...note, at: toInstant(at) }, select: { id: true } })).id;
}
