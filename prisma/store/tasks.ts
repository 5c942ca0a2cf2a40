import type { Day, Instant } from '../../domain/calendar/day.js';
import type { TaskBrief } from '../../domain/brief.js';
import type { TaskKind } from '../../domain/facts.js';
import { splitCourseId } from '../../domain/rule/strandNames.js';
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
  const caseId = task.caseId && splitCourseId(task.caseId).caseId;
  const data = { ...task, caseId, brief, dueOn: toDate(task.dueOn), openedAt: toInstant(task.openedAt), status: 'OPEN' };
  const [made] = await db.task.createManyAndReturn({ data: [data], skipDuplicates: true, select: { id: true } });
  return made?.id ?? null;
}

/** A call for which one that is open does as well. */
export interface CallToJoin extends Pick<TaskToOpen, 'accountId' | 'key' | 'dueOn' | 'priority'> {
  brief: Pick<TaskBrief, 'reason' | 'script'>;
}

/**
 * Lets the open call task of an account do for a further call: it is given the reason and, where it has none, the script, and becomes as urgent and as early as
 * either. Answers its id, or null when no call is open.
 */
export async function joinCall(db: Db, { accountId, key, dueOn, priority, brief }: CallToJoin): Promise<string | null> {
  const open = await db.task.findFirst({ where: { accountId, kind: 'CALL', status: 'OPEN' }, orderBy: [{ openedAt: 'asc' }, { id: 'asc' }] });
  if (!open) return null;
  const known = open.brief as unknown as Partial<TaskBrief>;
  const joined = { ...known, script: known.script ?? brief.script, also: [...(known.also ?? []), brief.reason] } as unknown as Prisma.InputJsonObject;
  const sooner = toDate(dueOn);
  const data = { joinedKeys: { push: key }, brief: joined, priority: Math.max(open.priority, priority), dueOn: sooner < open.dueOn ? sooner : open.dueOn };
  await db.task.update({ where: { id: open.id }, data });
  return open.id;
}

/** Whether a task with this key was ever opened, or another did for it. */
export async function hasTask(db: Db, key: string): Promise<boolean> {
  return (await db.task.count({ where: { OR: [{ key }, { joinedKeys: { has: key } }] } })) > 0;
}

/** Cancels what is open of a case, or with given keys unless it does for others too; answers how many tasks that were. */
export async function cancelTasks(
  db: Db,
  which: { caseId: string } | { keys: readonly string[] },
  { at, by, why }: { at: Instant; by: string; why: string },
): Promise<number> {
  const where = 'caseId' in which ? { caseId: which.caseId } : { key: { in: [...which.keys] }, joinedKeys: { isEmpty: true } };
  const data = { status: 'CANCELLED', closedAt: toInstant(at), closedBy: by, outcome: 'CANCELLED', note: why };
  const { count } = await db.task.updateMany({ where: { ...where, status: 'OPEN' }, data });
  return count;
}
