import type { Day, Instant } from '../../domain/calendar/day.js';
import type { CourseChange } from '../../domain/rule/follow.js';
import { splitCourseId } from '../../domain/rule/strandNames.js';
import { takeTurn } from './audit.js';
import { fromDate, toDate, toInstant, type Db } from './db.js';
import type { PolicyRef } from './policies.js';

/** Changes of an account's course, with who says so. */
export interface CourseToKeep {
  accountId: string;
  at: Instant;
  policy: Pick<PolicyRef, 'name' | 'version'>;
  /** `system`, or the person's id. */
  by: string;
  reason: string | null;
  /** The step that asked for it; null when none did. */
  step: string | null;
  changes: readonly CourseChange[];
  /** Key of the act that asked for it; there is one change then. */
  key?: string;
}

/**
 * Writes changes of an account's course. They are numbered in the order in which they are kept, so that who reads on from a number misses
 * none: until the transaction ends, no other one writes any. Call it late, and after the nudge: who waits for a nudge may be waited for.
 */
export async function keepCourse(db: Db, { changes, accountId, at, policy, by, reason, step, key }: CourseToKeep): Promise<void> {
  if (changes.length === 0) return;
  await takeTurn(db);
  const said = { accountId, at: toInstant(at), policyName: policy.name, policyVersion: policy.version, by, reason, step, key: key ?? null };
  await db.courseChange.createMany({ data: changes.map(({ onDay, ...change }) => ({ ...change, ...said, onDate: toDate(onDay) })) });
}

/** The business day on which the course of all accounts was last followed; null when it never was. */
export async function lastDailyLook(db: Db): Promise<Day | null> {
  const row = await db.dailyLook.findUnique({ where: { id: 1 } });
  return row && fromDate(row.onDate);
}

/** Notes that the course of all accounts was followed on a day. */
export async function noteDailyLook(db: Db, onDay: Day): Promise<void> {
  await db.dailyLook.upsert({ where: { id: 1 }, create: { id: 1, onDate: toDate(onDay) }, update: { onDate: toDate(onDay) } });
}

/** Whether an act on the credit hold took place: it is kept, or, where there was nothing to change, its step is taken. */
export async function hasCreditHoldAct(
  db: Db,
  { key, caseId, step, round }: { key: string; caseId: string; step: string | null; round: number },
): Promise<boolean> {
  if ((await db.courseChange.count({ where: { key } })) > 0) return true;
  return step !== null && (await db.stepTaken.count({ where: { ...splitCourseId(caseId), step, round } })) > 0;
}
