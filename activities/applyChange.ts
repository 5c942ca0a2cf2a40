import { dayOf, type Day, type Instant } from '../domain/calendar/day.js';
import type { Change, ItemAmount, Situation } from '../domain/instructing/change.js';
import type { InstructionRequest } from '../domain/instructions.js';
import { sum } from '../domain/money/minor.js';
import { debtorZone } from '../domain/rule/debtorZone.js';
import type { StoreTx } from '../prisma/store/store.js';
import type { Watch } from './ports.js';

/** What was written: for the audit entry, the answer, and the processes that have to hear of it. */
export interface Applied {
  action: string;
  subject: string;
  subjectId: string;
  reason: string | null;
  follows: { process: Watch; id: string; how: 'start' | 'nudge' }[];
  /** What the instruction itself does not say. */
  details?: Record<string, unknown>;
}

/** Who asked, and on what it was decided. */
export interface Occasion {
  request: InstructionRequest;
  situation: Situation;
}

/** Writes a change in the transaction in which it was decided. */
export async function applyChange(tx: StoreTx, change: Change, occasion: Occasion): Promise<Applied> {
  const { accountId, by, at } = whoAndWhen(occasion);
  switch (change.change) {
    case 'hold-placed': {
      const { kind, itemId, reason, startsOn, endsOn } = change;
      const id = await tx.holds.placeHold({ accountId, kind, itemId, reason, startsOn, endsOn, at, by });
      return told('hold.place', 'hold', id, reason);
    }
    case 'holds-lifted':
      await tx.holds.liftHolds(change.holdIds, { at, by, reason: change.reason });
      return told('hold.lift', 'account', accountId, change.reason, [], { holds: change.holdIds });
    case 'dispute-raised': {
      const { reason, note, ownerId, respondBy, items } = change;
      const id = await tx.disputes.raiseDispute({ accountId, reason, note, ownerId, respondBy, items, at, by });
      return told('dispute.raise', 'dispute', id, reason, [{ process: 'resolveDispute', id, how: 'start' }], { respondBy, items });
    }
    case 'dispute-resolved':
      return resolveDispute(tx, change, occasion);
    case 'plan-agreed':
      return agreePlan(tx, change, occasion);
    case 'plan-cancelled':
      await tx.plans.cancelPlan(change.planId, at);
      return told('plan.cancel', 'plan', change.planId, change.reason, [{ process: 'watchPlan', id: change.planId, how: 'nudge' }]);
    case 'task-closed':
      return closeTask(tx, change, occasion);
    case 'contact-recorded':
      return recordContact(tx, change, occasion);
    case 'approval-decided':
      return decideApproval(tx, change, occasion);
    case 'placement-moved':
      return movePlacement(tx, change, occasion);
    case 'write-off-reversed':
      return reverseWriteOff(tx, change, occasion);
    case 'note-written':
      return told('note.write', 'note', await tx.notes.writeNote({ accountId, at, author: by, text: change.text }), null);
    case 'policy-changed': {
      const { caseId, policy, version, reason } = change;
      await tx.instructions.pinPolicy(caseId, policy, version);
      const { name, version: before } = occasion.situation.policy;
      return told('case.change-policy', 'case', caseId, reason, [], { from: `${name}@${before}`, to: `${policy}@${version}` });
    }
    default:
      return change satisfies never;
  }
}

type Of<Kind extends Change['change']> = Extract<Change, { change: Kind }>;

async function agreePlan(tx: StoreTx, plan: Of<'plan-agreed'>, occasion: Occasion): Promise<Applied> {
  const { accountId, by, at } = whoAndWhen(occasion);
  const { agreedOn, itemIds, level, totalMinor } = plan;
  const known = [
    ...(await tx.plans.receiptsOn(itemIds, agreedOn, agreedOn)),
    ...(await tx.plans.unappliedReceipts({ accountId, currency: plan.currency }, agreedOn, agreedOn)),
  ];
  const id = await tx.plans.agreePlan({ ...plan, accountId, at, by, baselineMinor: sum(known.map(({ minor }) => minor)) });
  return told('plan.agree', 'plan', id, plan.note, [{ process: 'watchPlan', id, how: 'start' }], { items: itemIds, level, totalMinor });
}

/** An upheld dispute is booked as credits, so that what was disputed is not asked for again. */
async function resolveDispute(tx: StoreTx, { disputeId, resolution, note, credits }: Of<'dispute-resolved'>, occasion: Occasion): Promise<Applied> {
  const { accountId, by, at, onDay } = whoAndWhen(occasion);
  const booked = await creditItems(tx, `DISPUTE/${disputeId}`, credits, { accountId, at, onDay, reason: `dispute upheld: ${note}` });
  await tx.disputes.closeDispute(disputeId, { at, by, resolution });
  await tx.taskOutcomes.closeTasks({ keys: disputeTasks(disputeId) }, { outcome: resolution, note, at, by });
  return told('dispute.resolve', 'dispute', disputeId, note, [{ process: 'resolveDispute', id: disputeId, how: 'nudge' }], { resolution, credits: booked });
}

/** Keys of the tasks that a dispute may have open. */
export function disputeTasks(disputeId: string): string[] {
  return [`dispute/${disputeId}/answer`, `dispute/${disputeId}/escalated`];
}

/** Credits items, each with an adjustment of its own, by no more than is open of them once nobody else can touch them. */
async function creditItems(
  tx: StoreTx, number: string, credits: readonly ItemAmount[], it: { accountId: string; at: Instant; onDay: Day; reason: string },
): Promise<ItemAmount[]> {
  const itemIds = credits.map(({ itemId }) => itemId);
  await tx.bookings.lockItems(itemIds);
  const room = await tx.bookings.roomLeft(itemIds, it.onDay);
  const booked: ItemAmount[] = [];
  for (const [n, { itemId, currency, minor }] of credits.entries()) {
    const most = Math.min(minor, room.get(itemId) ?? 0);
    if (most <= 0) continue;
    await tx.bookings.bookCredit({ ...it, kind: 'ADJUSTMENT', number, part: n + 1, currency, against: [{ itemId, minor: most }] });
    booked.push({ itemId, currency, minor: most });
  }
  return booked;
}

async function closeTask(tx: StoreTx, { task, outcome, note, contact, delivered, opens }: Of<'task-closed'>, occasion: Occasion): Promise<Applied> {
  const { accountId, by, at } = whoAndWhen(occasion);
  const { facts } = occasion.situation;
  await tx.taskOutcomes.closeTasks({ ids: [task.id] }, { outcome, note, at, by });
  const brief = await tx.taskOutcomes.briefOf(task.id);
  if (contact) await keepContact(tx, `task/${task.id}`, contact, occasion);
  if (delivered !== null) await settleDelivery(tx, brief, delivered, occasion);
  for (const { key, kind, title, dueOn, priority } of opens) {
    const { caseId, step, round } = task;
    await tx.tasks.openTask({ key: `task/${key}`, accountId, caseId, kind, step, round, title, brief, dueOn, priority, assigneeId: facts.collectorId, openedAt: at });
  }
  return told('task.close', 'task', task.id, note, [], { task: task.kind, outcome, contact: contact && `task/${task.id}` });
}

/** A message whose fate was not known is settled as a person found: it arrived, or it may be sent again. */
async function settleDelivery(tx: StoreTx, brief: object, delivered: boolean, occasion: Occasion): Promise<void> {
  const { at, by } = whoAndWhen(occasion);
  const { facts } = occasion.situation;
  const made = facts.contactsMade.find(({ key, status }) => status === 'UNKNOWN' && 'contactKey' in brief && key === brief.contactKey);
  if (!made) return;
  const { key, attempt, caseId, step, round } = made;
  const status = delivered ? 'ACCEPTED' : 'RETRYABLE';
  await tx.contacts.settleContact({ key, attempt, status, providerId: null, detail: `found out by ${by}`, notBefore: null, at });
  if (!delivered || caseId === null || step === null) return;
  await tx.cases.takeSteps([{ caseId, step, round, result: 'TAKEN', at, onDay: dayOf(made.at, debtorZone(facts)), reason: null }]);
}

async function recordContact(tx: StoreTx, { contact }: Of<'contact-recorded'>, occasion: Occasion): Promise<Applied> {
  const key = `instruction/${occasion.request.id}`;
  await keepContact(tx, key, contact, occasion);
  return told('contact.record', 'contact', key, contact.note);
}

async function keepContact(tx: StoreTx, key: string, contact: Of<'contact-recorded'>['contact'], occasion: Occasion): Promise<void> {
  const { accountId, by, at } = whoAndWhen(occasion);
  await tx.contactsRecorded.recordContact(key, contact, { accountId, at, by });
  if (contact.suppress) await tx.contacts.suppressAddress({ ...contact.suppress, reason: contact.note ?? contact.outcome, since: at, by });
}

async function decideApproval(tx: StoreTx, { approval, decision, reason }: Of<'approval-decided'>, occasion: Occasion): Promise<Applied> {
  const { by, at } = whoAndWhen(occasion);
  const { id, about, aboutId } = approval;
  await tx.approvals.decideApproval(id, { status: decision, by, at, reason });
  await tx.taskOutcomes.closeTasks({ approvalId: id }, { outcome: decision, note: reason, at, by });
  if (about === 'write-off') await tx.writeOffCourse.moveWriteOff(aboutId, decision, at);
  else await tx.placementCourse.movePlacement(aboutId, decision === 'APPROVED' ? { to: decision } : { to: decision, reason: reason ?? 'declined' });
  const process: Watch = about === 'placement' ? 'placeDebt' : 'approveWriteOff';
  const action = decision === 'APPROVED' ? 'approval.approve' : 'approval.decline';
  return told(action, 'approval', id, reason, [{ process, id: aboutId, how: 'nudge' }], { about, aboutId });
}

async function movePlacement(tx: StoreTx, { placementId, to, reason }: Of<'placement-moved'>, occasion: Occasion): Promise<Applied> {
  const { at, by } = whoAndWhen(occasion);
  await tx.placementCourse.movePlacement(placementId, to === 'ACKNOWLEDGED' ? { to, at } : { to, at, reason: reason ?? '' });
  await tx.taskOutcomes.closeTasks({ keys: [handoverTask(placementId)] }, { outcome: to, note: reason, at, by });
  return told(`placement.${to.toLowerCase()}`, 'placement', placementId, reason, [{ process: 'placeDebt', id: placementId, how: 'nudge' }]);
}

/** Key of the task to hand a placement over. */
export function handoverTask(placementId: string): string {
  return `placement/${placementId}/handover`;
}

async function reverseWriteOff(tx: StoreTx, { writeOffId, reason }: Of<'write-off-reversed'>, occasion: Occasion): Promise<Applied> {
  const { accountId, at, onDay } = whoAndWhen(occasion);
  const reversed = await tx.bookings.reverseCredits({ accountId, kind: 'WRITE_OFF', number: writeOffNumber(writeOffId), onDay, at, reason });
  await tx.writeOffCourse.moveWriteOff(writeOffId, 'REVERSED', at);
  return told('write-off.reverse', 'write-off', writeOffId, reason, [], { reversed });
}

/** Ledger number of what a write-off books. */
export function writeOffNumber(writeOffId: string): string {
  return `WRITE-OFF/${writeOffId}`;
}

/** Who does it and when; `onDay` is the day in the creditor's calendar, in which the ledger is kept. */
function whoAndWhen({ request, situation }: Occasion) {
  const { at, facts } = situation;
  return { accountId: request.accountId, by: request.actor.userId, at, onDay: dayOf(at, facts.entity.timeZone) };
}

function told(action: string, subject: string, subjectId: string, reason: string | null, follows: Applied['follows'] = [], details: Record<string, unknown> = {}): Applied {
  return { action, subject, subjectId, reason, follows, details };
}
