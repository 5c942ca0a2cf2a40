import type { Instant } from '../../domain/calendar/day.js';
import { toInstant, type Db } from './db.js';

/** How a task ended. */
export interface TaskOutcome {
  outcome: string;
  note: string | null;
  at: Instant;
  by: string;
}

/** Closes open tasks by id or by key; answers how many were closed. */
export async function closeTasks(db: Db, which: { ids: readonly string[] } | { keys: readonly string[] }, { outcome, note, at, by }: TaskOutcome): Promise<number> {
  const where = 'ids' in which ? { id: { in: [...which.ids] } } : { key: { in: [...which.keys] } };
  const data = { status: 'DONE', outcome, note, closedAt: toInstant(at), closedBy: by };
  return (await db.task.updateMany({ where: { ...where, status: 'OPEN' }, data })).count;
}

/** Makes an open task more urgent. */
export async function urgeTask(db: Db, key: string, by: number): Promise<void> {
  await db.task.updateMany({ where: { key, status: 'OPEN' }, data: { priority: { increment: by } } });
}
