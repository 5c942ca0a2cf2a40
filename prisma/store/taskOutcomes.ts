import type { Instant } from '../../domain/calendar/day.js';
import { toInstant, type Db } from './db.js';

/** How a task ended. */
export interface TaskOutcome {
  outcome: string;
  note: string | null;
  at: Instant;
  by: string;
}

/** Closes open tasks by id or key, or the one that asks for an approval; answers how many were closed. */
export async function closeTasks(
  db: Db,
  which: { ids: readonly string[] } | { keys: readonly string[] } | { approvalId: string },
  { outcome, note, at, by }: TaskOutcome,
): Promise<number> {
  const where = 'ids' in which ? { id: { in: [...which.ids] } } : 'keys' in which ? { key: { in: [...which.keys] } } : asksFor(which.approvalId);
  const data = { status: 'DONE', outcome, note, closedAt: toInstant(at), closedBy: by };
  return (await db.task.updateMany({ where: { ...where, status: 'OPEN' }, data })).count;
}

function asksFor(approvalId: string) {
  return { kind: 'APPROVE', brief: { path: ['approvalId'], equals: approvalId } };
}

/** Makes an open task more urgent. */
export async function urgeTask(db: Db, key: string, by: number): Promise<void> {
  await db.task.updateMany({ where: { key, status: 'OPEN' }, data: { priority: { increment: by } } });
}

/** What a task tells the person who does it. Throws when there is no such task. */
export async function briefOf(db: Db, id: string): Promise<object> {
  return (await db.task.findUniqueOrThrow({ where: { id }, select: { brief: true } })).brief as object;
}
