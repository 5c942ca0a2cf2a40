import type { Day, Instant } from '../../domain/calendar/day.js';
import type { TaskKind } from '../../domain/facts.js';
import { toDate, toInstant, type Db, type Prisma } from './db.js';

/** A piece of work for a person. The key makes it happen once. */
export interface TaskToOpen {
  key: string;
  accountId: string;
  caseId: string | null;
  kind: TaskKind;
  step: string | null;
  round: number;
  title: string;
  /** Role or department that is asked; null: whoever it is assigned to. */
  role?: string | null;
  brief: object;
  dueOn: Day;
  /** Higher is more urgent. */
  priority: number;
  assigneeId: string | null;
  openedAt: Instant;
}

/** Opens a task; answers its id, or null when one with this key is there already. */
export async function openTask(db: Db, task: TaskToOpen): Promise<string | null> {
  const brief = task.brief as Prisma.InputJsonObject;
  const data = { ...task, brief, dueOn: toDate(task.dueOn), openedAt: toInstant(task.openedAt), status: 'OPEN' };
  const [made] = await db.task.createManyAndReturn({ data: [data], skipDuplicates: true, select: { id: true } });
  return made?.id ?? null;
}

/** Whether a task with this key was ever opened. */
export async function hasTask(db: Db, key: string): Promise<boolean> {
  return (await db.task.count({ where: { key } })) > 0;
}

/** Cancels what is open of a case, or with given keys; answers how many tasks that were. */
export async function cancelTasks(
  db: Db,
  which: { caseId: string } | { keys: readonly string[] },
  { at, by, why }: { at: Instant; by: string; why: string },
): Promise<number> {
  const where = 'caseId' in which ? { caseId: which.caseId } : { key: { in: [...which.keys] } };
  const data = { status: 'CANCELLED', closedAt: toInstant(at), closedBy: by, outcome: 'CANCELLED', note: why };
  const { count } = await db.task.updateMany({ where: { ...where, status: 'OPEN' }, data });
  return count;
}
