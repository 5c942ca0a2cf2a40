import type { Day, Instant } from '../domain/calendar/day.js';
import type { ContactStatus } from '../domain/facts.js';
import type { ContactAct } from '../domain/verdict.js';
import type { StoreTx } from '../prisma/store/store.js';
import type { ActResult } from './activities.js';
import { bySystem } from './assess.js';
import { rungsOf } from './group.js';
import type { Delivery, DeliveryOutcome } from './ports.js';

/** An attempt that was claimed. */
export interface Attempt {
  act: ContactAct;
  accountId: string;
  caseId: string;
  attempt: number;
  /** The day in the debtor's calendar. */
  today: Day;
  collectorId: string | null;
}

export interface Claimed extends Attempt {
  delivery: Delivery;
}

/** After this many attempts a message counts as rejected, so that another channel has its turn. */
const mostAttempts = 5;
const quarterHourMs = 15 * 60_000;

/** Writes down what became of an attempt, with what follows from it. The contact's own row is what a late answer and an abandonment wait for. */
export async function settle(tx: StoreTx, claimed: Attempt, outcome: DeliveryOutcome, now: Instant): Promise<ActResult> {
  switch (outcome.outcome) {
    case 'accepted':
      return accepted(tx, claimed, outcome.providerId, now);
    case 'rejected':
      return rejected(tx, claimed, outcome, now);
    case 'retryable':
      if (claimed.attempt >= mostAttempts)
        return rejected(tx, claimed, { reason: `${outcome.reason} (given up after ${mostAttempts} attempts)`, suppress: null }, now);
      return retryable(tx, claimed, outcome.reason, now);
    case 'unknown':
      return unknown(tx, claimed, outcome.reason, now);
    default:
      return outcome satisfies never;
  }
}

/** Settles an attempt that died between its claim and its settlement: nobody knows whether the message left, so a person has to find out. */
export async function abandon(tx: StoreTx, attempt: Attempt, now: Instant): Promise<ActResult> {
  return unknown(tx, attempt, 'the attempt ended before it was settled', now);
}

async function accepted(tx: StoreTx, it: Attempt, providerId: string, now: Instant): Promise<ActResult> {
  const { act, caseId, today } = it;
  const was = await write(tx, it, 'ACCEPTED', { providerId }, now);
  if (was) {
    await tx.cases.takeSteps(rungsOf(act, { caseId, at: now, onDay: today, reason: null }));
    if (was === 'UNKNOWN') await foundOut(tx, it, now, 'the message was accepted');
    await audit(tx, it, 'contact.accepted', now, { providerId });
  }
  return { result: 'DONE', reason: null };
}

type Rejection = Pick<Extract<DeliveryOutcome, { outcome: 'rejected' }>, 'reason' | 'suppress'>;

async function rejected(tx: StoreTx, it: Attempt, { reason, suppress }: Rejection, now: Instant): Promise<ActResult> {
  const was = await write(tx, it, 'REJECTED', { detail: reason }, now);
  if (was) {
    const { address, channel } = it.act;
    if (suppress) await tx.contacts.suppressAddress({ address, channel, kind: suppress, reason, since: now, by: 'system' });
    if (suppress) await tx.tasks.openTask(taskFor(it, 'FIND_CONTACT', `Find a contact: ${channel} refused`, reason, now));
    if (was === 'UNKNOWN') await foundOut(tx, it, now, 'the message was rejected');
    await audit(tx, it, 'contact.rejected', now, { detail: reason, suppress });
  }
  return { result: 'FAILED', reason: { code: 'MESSAGE_REJECTED', figures: { channel: it.act.channel, why: reason }, line: null } };
}

/** Waits a quarter of an hour, then an hour, four and sixteen. */
async function retryable(tx: StoreTx, it: Attempt, detail: string, now: Instant): Promise<ActResult> {
  const notBefore = new Date(Date.parse(now) + quarterHourMs * 4 ** (it.attempt - 1)).toISOString();
  if (await write(tx, it, 'RETRYABLE', { detail, notBefore }, now)) await audit(tx, it, 'contact.retry', now, { detail, notBefore });
  return { result: 'RETRY_LATER', reason: { code: 'RETRY_LATER', figures: { attempt: it.attempt, notBefore }, line: null } };
}

async function unknown(tx: StoreTx, it: Attempt, detail: string, now: Instant): Promise<ActResult> {
  if (await write(tx, it, 'UNKNOWN', { detail }, now)) {
    await tx.tasks.openTask(taskFor(it, 'VERIFY_DELIVERY', `Find out whether the ${it.act.channel} arrived`, detail, now));
    await audit(tx, it, 'contact.unknown', now, { detail });
  }
  return { result: 'UNKNOWN', reason: { code: 'DELIVERY_UNKNOWN', figures: { channel: it.act.channel, why: detail }, line: null } };
}

type Settled = { providerId?: string; detail?: string; notBefore?: Instant };

function write(
  tx: StoreTx,
  { act, attempt }: Attempt,
  status: Extract<ContactStatus, 'ACCEPTED' | 'REJECTED' | 'RETRYABLE' | 'UNKNOWN'>,
  settled: Settled,
  at: Instant,
) {
  return tx.contacts.settleContact({ key: act.key, attempt, status, providerId: null, detail: null, notBefore: null, ...settled, at });
}

/** What a person was asked to find out is known after all, from an answer that came late. */
async function foundOut(tx: StoreTx, it: Attempt, at: Instant, why: string): Promise<void> {
  await tx.tasks.cancelTasks({ keys: [taskKey(it, 'VERIFY_DELIVERY')] }, { at, by: 'system', why });
}

function taskKey({ act, caseId }: Attempt, kind: 'FIND_CONTACT' | 'VERIFY_DELIVERY'): string {
  return `${caseId}/${act.step}/${act.round}/${kind.toLowerCase()}`;
}

function taskFor(it: Attempt, kind: 'FIND_CONTACT' | 'VERIFY_DELIVERY', title: string, detail: string, openedAt: Instant) {
  const { act, accountId, caseId, today, collectorId } = it;
  const { key, step, round, channel, address, contactId } = act;
  const brief = { contactKey: key, channel, address, contactId, detail };
  return { key: taskKey(it, kind), accountId, caseId, kind, step, round, title, brief, dueOn: today, priority: 60, assigneeId: collectorId, openedAt };
}

async function audit(tx: StoreTx, { act, accountId, attempt }: Attempt, action: string, at: Instant, change: Record<string, string | null>): Promise<void> {
  const { channel, address, key } = act;
  await tx.audit.appendAudit({ at, ...bySystem, action, subject: 'contact', subjectId: key, accountId, change: { channel, address, attempt, ...change } });
}
