import type { Day } from '../domain/calendar/day.js';
import type { TaskKind } from '../domain/facts.js';
import type { Reason } from '../domain/verdict.js';
import type { StoreTx } from '../prisma/store/store.js';
import { bySystem } from './assess.js';
import { briefOf } from './brief.js';
import type { Look } from './look.js';
import { joinsCall } from './openTask.js';

/** A task that follows from what another party did or left undone. */
export interface FollowUpTask {
  key: string;
  kind: TaskKind;
  title: string;
  dueOn: Day;
  /** Higher is more urgent; what the ladder asks for lies below 100. */
  priority: number;
  reason: Reason;
  /** Without one, the account's collector. */
  assigneeId?: string | null;
  /** Whether it outlives the case: it is then not cancelled when nothing is owed any more. */
  outlives?: true;
  /** What the person needs to know beside the account. */
  about?: Record<string, unknown>;
}

/** Opens a task once, with the brief of the account as it is seen. */
export async function openFollowUp(tx: StoreTx, seen: Look, task: FollowUpTask): Promise<void> {
  const { key, kind, title, dueOn, priority, reason } = task;
  if (await tx.tasks.hasTask(key)) return;
  const {
    dossier: { facts },
    now,
  } = seen;
  const act = { kind: 'task', key, step: null, round: 0, task: kind, dueOn, reason } as const;
  const brief = { ...(await briefOf(tx, act, seen)), ...task.about };
  const caseId = task.outlives ? null : (facts.case?.id ?? null);
  const assigneeId = task.assigneeId === undefined ? facts.collectorId : task.assigneeId;
  const { accountId } = facts;
  if (await joinsCall(tx, { key, accountId, kind, step: null, round: 0, brief, dueOn, priority }, now)) return;
  await tx.tasks.openTask({ key, accountId, caseId, kind, step: null, round: 0, title, brief, dueOn, priority, assigneeId, openedAt: now });
  const change = { kind, assigneeId };
  await tx.audit.appendAudit({ at: now, ...bySystem, action: 'task.open', subject: 'task', subjectId: key, accountId, change, reason: reason.code });
}
