import { dayOf } from '../domain/calendar/day.js';
import { debtorZone } from '../domain/rule/debtorZone.js';
import type { StoreTx } from '../prisma/store/store.js';
import { told, whoAndWhen, type Applied, type Occasion, type Of } from './applied.js';
import { rungsOf } from './group.js';

/** Closes a task with all that its outcome brings: the contact that was made, the message that is settled, the tasks that follow. */
export async function closeTask(tx: StoreTx, { task, outcome, note, contact, delivered, opens }: Of<'task-closed'>, occasion: Occasion): Promise<Applied> {
  const { accountId, by, at } = whoAndWhen(occasion);
  const { facts } = occasion.situation;
  await tx.taskOutcomes.closeTasks({ ids: [task.id] }, { outcome, note, at, by });
  const brief = await tx.taskOutcomes.briefOf(task.id);
  if (contact) await keepContact(tx, `task/${task.id}`, contact, occasion);
  if (delivered !== null) await settleDelivery(tx, brief, delivered, occasion);
  for (const { key, kind, title, dueOn, priority } of opens) {
    const { caseId, step, round } = task;
    await tx.tasks.openTask({
      key: `task/${key}`,
      accountId,
      caseId,
      kind,
      step,
      round,
      title,
      brief,
      dueOn,
      priority,
      assigneeId: facts.collectorId,
      openedAt: at,
    });
  }
  return told('task.close', 'task', task.id, note, [], { task: task.kind, outcome, contact: contact && `task/${task.id}` });
}

/** A message whose fate was not known is settled as a person found: it arrived, or it may be sent again. */
async function settleDelivery(tx: StoreTx, brief: object, delivered: boolean, occasion: Occasion): Promise<void> {
  const { at, by } = whoAndWhen(occasion);
  const { facts } = occasion.situation;
  const made = facts.contactsMade.find(({ key, status }) => status === 'UNKNOWN' && 'contactKey' in brief && key === brief.contactKey);
  if (!made) return;
  const { key, attempt, caseId, step, round, spokenFor } = made;
  const status = delivered ? 'ACCEPTED' : 'RETRYABLE';
  await tx.contacts.settleContact({ key, attempt, status, providerId: null, detail: `found out by ${by}`, notBefore: null, at });
  if (!delivered || caseId === null || step === null) return;
  const onDay = dayOf(made.at, debtorZone(facts));
  await tx.cases.takeSteps(rungsOf({ step, round, ...(spokenFor && { spokenFor }) }, { caseId, at, onDay, reason: null }));
}

/** Records a contact that a person made or took. */
export async function recordContact(tx: StoreTx, { contact }: Of<'contact-recorded'>, occasion: Occasion): Promise<Applied> {
  const key = `instruction/${occasion.request.id}`;
  await keepContact(tx, key, contact, occasion);
  const { caseId, step, round } = contact;
  const { at, today } = occasion.situation;
  if (caseId !== null && step !== null) await tx.cases.takeSteps([{ caseId, step, round, result: 'TAKEN', at, onDay: today, reason: null }]);
  return told('contact.record', 'contact', key, contact.note);
}

async function keepContact(tx: StoreTx, key: string, contact: Of<'contact-recorded'>['contact'], occasion: Occasion): Promise<void> {
  const { accountId, by, at } = whoAndWhen(occasion);
  await tx.contactsRecorded.recordContact(key, contact, { accountId, at, by });
  if (contact.suppress) await tx.contacts.suppressAddress({ ...contact.suppress, reason: contact.note ?? contact.outcome, since: at, by });
}
