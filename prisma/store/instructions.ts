import type { Instant } from '../../domain/calendar/day.js';
import type { Subject } from '../../domain/instructing/change.js';
import type { Instruction, InstructionKind, InstructionRequest, InstructionResult } from '../../domain/instructions.js';
import type { TaskKind } from '../../domain/facts.js';
import { findApproval } from './approvals.js';
import { toInstant, type Db, type Prisma } from './db.js';
import { findDispute } from './disputes.js';
import { findPlacement } from './placementCourse.js';
import { findWriteOff } from './writeOffCourse.js';

/** A process to be started or told once an instruction is kept. */
export interface FollowUp {
  process: 'watchPlan' | 'resolveDispute' | 'placeDebt' | 'approveWriteOff';
  id: string;
  how: 'start' | 'nudge';
}

/** An instruction that was carried out, with what has to follow. */
export interface InstructionKept {
  accountId: string;
  kind: InstructionKind;
  result: InstructionResult;
  follows: FollowUp[];
}

/** The instruction that was carried out under this id; null when none was. */
export async function findInstruction(db: Db, id: string): Promise<InstructionKept | null> {
  const row = await db.instruction.findUnique({ where: { id } });
  if (!row) return null;
  const { result, follows } = row as unknown as Pick<InstructionKept, 'result' | 'follows'>;
  return { accountId: row.accountId, kind: row.kind as InstructionKind, result, follows };
}

/** Keeps what was carried out, so that the same id is not carried out again. */
export async function keepInstruction(db: Db, { id, accountId, actor, instruction }: InstructionRequest, at: Instant, kept: Pick<InstructionKept, 'result' | 'follows'>): Promise<void> {
  const json = (value: unknown) => value as Prisma.InputJsonValue;
  await db.instruction.create({
    data: { id, accountId, kind: instruction.kind, actor: actor.userId, at: toInstant(at), result: json(kept.result), follows: json(kept.follows) },
  });
}

/** Whether there is such an account. */
export async function hasAccount(db: Db, accountId: string): Promise<boolean> {
  return (await db.account.count({ where: { id: accountId } })) > 0;
}

/** Finds what an instruction names by its id; null when the account has no such thing, or the instruction names none. */
export async function findSubject(db: Db, accountId: string, instruction: Instruction): Promise<Subject | null> {
  switch (instruction.kind) {
    case 'task-done':
      return findTask(db, accountId, instruction.taskId);
    case 'approve':
    case 'decline':
      return findApproval(db, accountId, instruction.approvalId);
    case 'resolve-dispute': {
      const dispute = await findDispute(db, instruction.disputeId);
      if (dispute?.accountId !== accountId) return null;
      return { of: 'dispute', id: dispute.id, status: dispute.resolvedAt === null ? 'OPEN' : 'RESOLVED', raisedBy: dispute.raisedBy, items: dispute.items };
    }
    case 'acknowledge-placement':
    case 'recall-placement':
    case 'return-placement': {
      const placement = await findPlacement(db, instruction.placementId);
      if (placement?.accountId !== accountId) return null;
      return { of: 'placement', id: placement.id, status: placement.status, acknowledged: placement.acknowledgedAt !== null };
    }
    case 'reverse-write-off': {
      const writeOff = await findWriteOff(db, instruction.writeOffId);
      return writeOff?.accountId === accountId ? { of: 'write-off', id: writeOff.id, status: writeOff.status } : null;
    }
    case 'dispute':
      return instruction.ownerId === undefined ? null : findUser(db, instruction.ownerId);
    case 'change-policy':
      return findVersions(db, accountId, instruction.policy);
    case 'pause':
    case 'resume':
    case 'promise':
    case 'plan':
    case 'cancel-plan':
    case 'record-contact':
    case 'note':
      return null;
    default:
      return instruction satisfies never;
  }
}

/** Pins a case to a version of a policy. */
export async function pinPolicy(db: Db, caseId: string, policyName: string, policyVersion: number): Promise<void> {
  await db.collectionCase.update({ where: { id: caseId }, data: { policyName, policyVersion } });
}

async function findTask(db: Db, accountId: string, id: string): Promise<Subject | null> {
  const row = await db.task.findFirst({ where: { id, accountId } });
  if (!row) return null;
  const { caseId, step, round } = row;
  return { of: 'task', id, kind: row.kind as TaskKind, status: row.status as 'OPEN' | 'DONE' | 'CANCELLED', caseId, step, round };
}

async function findUser(db: Db, id: string): Promise<Subject | null> {
  const row = await db.user.findUnique({ where: { id }, select: { active: true } });
  return row && { of: 'user', id, active: row.active };
}

async function findVersions(db: Db, accountId: string, name: string): Promise<Subject> {
  const rows = await db.policyVersion.findMany({ where: { name }, orderBy: { version: 'asc' }, select: { version: true } });
  const running = await db.collectionCase.findFirst({ where: { accountId, closedAt: null }, orderBy: { episode: 'desc' } });
  const current = running && { name: running.policyName, version: running.policyVersion };
  return { of: 'policy', name, versions: rows.map(({ version }) => version), current };
}
