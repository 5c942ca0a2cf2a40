import { addDays, type Day, type Instant } from '../domain/calendar/day.js';
import type { Store, StoreTx } from '../prisma/store/store.js';
import type { Activities } from './activities.js';
import { bySystem } from './assess.js';
import { disputeTasks } from './keys.js';
import { look, type Look } from './look.js';
import { openFollowUp } from './openFollowUp.js';
import type { BusinessClock, Processes } from './ports.js';
import { beginOf, isCleared, ledgerDay, noteChange, report, type Seen } from './watching.js';

type DisputeFile = NonNullable<Awaited<ReturnType<StoreTx['disputes']['findDispute']>>>;

/**
 * Sees to it that a dispute is answered: a task for its owner at once, a reminder every few days, a manager's task once the answer
 * is late. A dispute whose items are cleared has nothing left to answer and closes itself.
 */
export function attendDispute({ store, clock, processes }: { store: Store; clock: BusinessClock; processes: Processes }): Activities['attendDispute'] {
  return async (turn) => report({ clock, processes }, await store.transact((tx) => attend(tx, turn.id, clock.at(turn))));
}

async function attend(tx: StoreTx, disputeId: string, at: Instant): Promise<Seen> {
  const { accountId } = await disputeOf(tx, disputeId);
  await tx.cases.lockAccount(accountId);
  const dispute = await disputeOf(tx, disputeId);
  if (dispute.resolvedAt !== null) return resolvedAlready(tx, dispute, at);
  const seen = await look(tx, accountId, null, at);
  const today = ledgerDay(seen, at);
  if (
    isCleared(
      seen,
      dispute.items.map(({ itemId }) => itemId),
    )
  )
    return closeCleared(tx, dispute, seen);
  await askOwner(tx, dispute, seen);
  const escalated = await escalateWhenLate(tx, dispute, today, seen);
  const remindedOn = await remindWhenDue(tx, dispute, today, seen);
  const nextOn = earliest([addDays(remindedOn, seen.policy.disputes.remindEveryDays), ...(escalated ? [] : [addDays(dispute.respondBy, 1)])]);
  return { accountId, status: escalated ? 'ESCALATED' : 'OPEN', changed: false, nextAt: beginOf(nextOn, seen) };
}

async function disputeOf(tx: StoreTx, id: string): Promise<DisputeFile> {
  const dispute = await tx.disputes.findDispute(id);
  if (!dispute) throw new Error(`There is no dispute ${id}`);
  return dispute;
}

/** Whoever resolved it may have left its tasks open: a list of open items that marks it no longer knows of no tasks. */
async function resolvedAlready(tx: StoreTx, { id, accountId, resolution }: DisputeFile, at: Instant): Promise<Seen> {
  await tx.tasks.cancelTasks({ keys: disputeTasks(id) }, { at, by: bySystem.actor, why: 'the dispute is resolved' });
  return { accountId, status: resolution ?? 'RESOLVED', changed: false, nextAt: null };
}

async function closeCleared(tx: StoreTx, { id, accountId }: DisputeFile, seen: Look): Promise<Seen> {
  const { now: at } = seen;
  await tx.disputes.closeDispute(id, { at, by: bySystem.actor, resolution: 'CLEARED' });
  await tx.tasks.cancelTasks({ keys: disputeTasks(id) }, { at, by: bySystem.actor, why: 'the disputed items are cleared' });
  await noteChange(tx, seen, { action: 'dispute.resolve', subject: 'dispute', id, change: { resolution: 'CLEARED' } });
  return { accountId, status: 'CLEARED', changed: true, nextAt: null };
}

async function askOwner(tx: StoreTx, { id, ownerId, reason, note, respondBy, items }: DisputeFile, seen: Look): Promise<void> {
  const [key] = disputeTasks(id);
  await openFollowUp(tx, seen, {
    key,
    kind: 'ANSWER_DISPUTE',
    title: `Answer the dispute of ${seen.facts.customer.name}: ${reason}`,
    dueOn: respondBy,
    priority: 70,
    assigneeId: ownerId,
    reason: { code: 'DISPUTE_OPEN', figures: { dispute: id, respondBy }, line: null },
    about: { dispute: { id, reason, note, items } },
  });
}

/** Hands a late answer to a manager, once. Answers whether the dispute is escalated. */
async function escalateWhenLate(tx: StoreTx, { id, reason, note, respondBy, items, escalatedAt }: DisputeFile, today: Day, seen: Look): Promise<boolean> {
  if (escalatedAt !== null) return true;
  if (today <= respondBy) return false;
  const [, key] = disputeTasks(id);
  await openFollowUp(tx, seen, {
    key,
    kind: 'ANSWER_DISPUTE',
    title: `Late answer to ${seen.facts.customer.name}: ${reason}`,
    dueOn: today,
    priority: 110,
    assigneeId: null,
    reason: { code: 'DISPUTE_LATE', figures: { dispute: id, respondBy }, line: null },
    about: { role: 'manager', dispute: { id, reason, note, items } },
  });
  await tx.disputes.noteOnDispute(id, { escalatedAt: seen.now });
  await log(tx, seen, 'dispute.escalate', id, { respondBy });
  return true;
}

/** Reminds the owner when it is time; answers the day of the last reminder, or of the dispute. */
async function remindWhenDue(tx: StoreTx, { id, raisedAt, remindedAt }: DisputeFile, today: Day, seen: Look): Promise<Day> {
  const last = ledgerDay(seen, remindedAt ?? raisedAt);
  if (today < addDays(last, seen.policy.disputes.remindEveryDays)) return last;
  await tx.disputes.noteOnDispute(id, { remindedAt: seen.now });
  for (const key of disputeTasks(id)) await tx.taskOutcomes.urgeTask(key, 10);
  await log(tx, seen, 'dispute.remind', id, {});
  return today;
}

async function log(tx: StoreTx, seen: Look, action: string, id: string, change: Record<string, string>): Promise<void> {
  const { accountId } = seen.facts;
  await tx.audit.appendAudit({ at: seen.now, ...bySystem, action, subject: 'dispute', subjectId: id, accountId, change });
}

function earliest(days: readonly Day[]): Day {
  return days.reduce((first, day) => (day < first ? day : first));
}
