import type { Instant } from '../../domain/calendar/day.js';
import type { Subject } from '../../domain/instructing/change.js';
import type { Instruction, InstructionKind, InstructionRequest, InstructionResult } from '../../domain/instructions.js';
import type { TaskKind } from '../../domain/facts.js';
import { findApproval } from './approvals.js';
import { toInstant, type Db, type Prisma } from './db.js';
import { findDispute } from './disputes.js';
import { itemSubject, paymentSubject } from './ledgerSubject.js';
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
export async function keepInstruction(
  db: Db,
  { id, accountId, actor, instruction }: InstructionRequest,
  at: Instant,
  kept: Pick<InstructionKept, 'result' | 'follows'>,
): Promise<void> {
  const json = (value: unknown) => value as Prisma.InputJsonValue;
  await db.instruction.create({
    data: { id, accountId, kind: instruction.kind, actor: actor.userId, at: toInstant(at), result: json(kept.result), follows: json(kept.follows) },
  });
}

/** Whether there is such an account. */
export async function hasAccount(db: Db, accountId: string): Promise<boolean> {
  return (await db.account.count({ where: { id: accountId } })) > 0;
}

type Finder<Kind extends InstructionKind> = (db: Db, accountId: string, instruction: Extract<Instruction, { kind: Kind }>) => Promise<Subject | null>;

const namesNothing = (): Promise<null> => Promise.resolve(null);

const finders: { readonly [Kind in InstructionKind]: Finder<Kind> } = {
  'task-done': (db, accountId, { taskId }) => findTask(db, accountId, taskId),
  approve: (db, accountId, { approvalId }) => findApproval(db, accountId, approvalId),
  decline: (db, accountId, { approvalId }) => findApproval(db, accountId, approvalId),
  'resolve-dispute': (db, accountId, { disputeId }) => disputeSubject(db, accountId, disputeId),
  'acknowledge-placement': (db, accountId, { placementId }) => placementSubject(db, accountId, placementId),
  'recall-placement': (db, accountId, { placementId }) => placementSubject(db, accountId, placementId),
  'return-placement': (db, accountId, { placementId }) => placementSubject(db, accountId, placementId),
  'reverse-write-off': (db, accountId, { writeOffId }) => writeOffSubject(db, accountId, writeOffId),
  dispute: (db, _, { ownerId }) => (ownerId === undefined ? Promise.resolve(null) : findUser(db, ownerId)),
  'change-policy': (db, accountId, { policy }) => findVersions(db, accountId, policy),
  'reverse-charge': namesNothing,
  pause: namesNothing,
  resume: namesNothing,
  promise: namesNothing,
  plan: namesNothing,
  settlement: namesNothing,
  'cancel-plan': namesNothing,
  'record-contact': namesNothing,
  'payment-pending': (db, accountId, { number }) => paymentSubject(db, accountId, number),
  'payment-reversed': (db, accountId, { number }) => paymentSubject(db, accountId, number),
  chargeback: (db, accountId, { number }) => paymentSubject(db, accountId, number),
  'chargeback-won': (db, accountId, { number }) => paymentSubject(db, accountId, number),
  void: (db, accountId, { item }) => itemSubject(db, accountId, item),
  'opt-out': namesNothing,
  'opt-in': namesNothing,
  bounce: namesNothing,
  'payment-failed': namesNothing,
  'set-level': namesNothing,
  'skip-notice': namesNothing,
  'correct-contact': namesNothing,
  consent: namesNothing,
  'withdraw-consent': namesNothing,
  inconvenience: namesNothing,
  'end-inconvenience': namesNothing,
  'credit-hold': namesNothing,
  note: namesNothing,
};

/** Finds what an instruction names by its id; null when the account has no such thing, or the instruction names none. */
export async function findSubject(db: Db, accountId: string, instruction: Instruction): Promise<Subject | null> {
  return (finders[instruction.kind] as Finder<InstructionKind>)(db, accountId, instruction);
}

/** Pins a case to a version of a policy. */
export async function pinPolicy(db: Db, caseId: string, policyName: string, policyVersion: number): Promise<void> {
  await db.collectionCase.update({ where: { id: caseId }, data: { policyName, policyVersion } });
}

async function disputeSubject(db: Db, accountId: string, id: string): Promise<Subject | null> {
  const dispute = await findDispute(db, id);
  if (dispute?.accountId !== accountId) return null;
  const { raisedBy, items, resolvedAt } = dispute;
  return { of: 'dispute', id, status: resolvedAt === null ? 'OPEN' : 'RESOLVED', raisedBy, items };
}

async function placementSubject(db: Db, accountId: string, id: string): Promise<Subject | null> {
  const placement = await findPlacement(db, id);
  if (placement?.accountId !== accountId) return null;
  return { of: 'placement', id, status: placement.status, acknowledged: placement.acknowledgedAt !== null };
}

async function writeOffSubject(db: Db, accountId: string, id: string): Promise<Subject | null> {
  const writeOff = await findWriteOff(db, id);
  return writeOff?.accountId === accountId ? { of: 'write-off', id, status: writeOff.status } : null;
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
