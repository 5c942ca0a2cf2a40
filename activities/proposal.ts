import { addDays } from '../domain/calendar/day.js';
import type { Role } from '../domain/policy/types.js';
import type { PlaceAct, WriteOffAct } from '../domain/verdict.js';
import type { StoreTx } from '../prisma/store/store.js';
import { bySystem } from './assess.js';
import { rungsOf } from './group.js';
import { idOf } from './idOf.js';
import type { Look } from './look.js';
import { priorityOf } from './priority.js';
import { beginOf } from './watching.js';

/** The thing that is proposed and the approval that it waits for: both follow from the key of the act. */
export function idsOf({ key }: PlaceAct | WriteOffAct): { id: string; approvalId: string } {
  return { id: idOf(key), approvalId: idOf(`${key}/approval`) };
}

/** What is put up for a decision. */
export interface Proposal {
  about: 'placement' | 'write-off';
  role: Role;
  proposedBy: string;
  /** Shown to whoever decides. */
  title: string;
  /** Writes down what is proposed. */
  write(ids: { id: string; approvalId: string }): Promise<unknown>;
}

/** Asks for the approval, writes down what is proposed, opens the task for those who may give it, and takes the step. */
export async function propose(tx: StoreTx, act: PlaceAct | WriteOffAct, seen: Look, { about, role, proposedBy, title, write }: Proposal): Promise<void> {
  const { facts, policy, now, today, standing } = seen;
  const {
    accountId,
    case: { id: caseId },
  } = facts;
  const { id, approvalId } = idsOf(act);
  const { step, round } = act;
  const expiresAt = beginOf(addDays(today, policy.approvalExpiresDays), seen);
  await tx.approvalRequests.requestApproval({ id: approvalId, subject: about, subjectId: id, accountId, role, proposedBy, proposedAt: now, expiresAt });
  await write({ id, approvalId });
  const { open, overdue, collectable, daysPastDue } = standing;
  const brief = { approvalId, about, subjectId: id, role, proposedBy, debt: { open, overdue, collectable, daysPastDue } };
  const task = { kind: 'APPROVE', dueOn: addDays(today, 1), priority: priorityOf(standing, facts.plans), assigneeId: null } as const;
  await tx.tasks.openTask({ ...task, key: `${approvalId}/approve`, accountId, caseId, step, round, title, brief, openedAt: now });
  await tx.cases.takeSteps(rungsOf(act, { caseId, at: now, onDay: today, reason: null }));
  const change = { approvalId, role, proposedBy, amounts: { ...collectable }, items: standing.claims.length };
  await tx.audit.appendAudit({ at: now, ...bySystem, action: `${about}.request`, subject: about, subjectId: id, accountId, change });
}
