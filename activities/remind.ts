import type { Day, Instant } from '../domain/calendar/day.js';
import type { ContactMadeFacts } from '../domain/facts.js';
import { askGate, type GateAnswer } from '../domain/gate/gate.js';
import type { Policy } from '../domain/policy/types.js';
import { askedFor } from '../domain/rule/asked.js';
import { reasonPhrase } from '../domain/rule/sentence.js';
import type { ContactAct, Reason } from '../domain/verdict.js';
import type { Store, StoreTx } from '../prisma/store/store.js';
import type { ActResult, Activities, ActTurn } from './activities.js';
import { forStrand, look, ofCourse, stillWanted, type Look } from './look.js';
import type { BusinessClock, Delivery, DeliveryOutcome, Post, Renderer } from './ports.js';
import { abandon, settle, type Claimed } from './settle.js';
import { isStale, writeMessage, type Draft } from './writeMessage.js';

export interface RemindPorts {
  store: Store;
  clock: BusinessClock;
  renderer: Renderer;
  post: Post;
}

/**
 * Sends a message once. It is written before it is claimed, so that nothing but the handing over lies between claim and settlement:
 * an attempt that dies in between is settled as unknown by the next one, and never repeated.
 */
export function remind(ports: RemindPorts): Activities['remind'] {
  return async (asked) => {
    const turn = ofCourse(asked);
    const now = ports.clock.at(turn);
    const draft = await writeMessage(ports, turn, now);
    const claimed = await ports.store.transact((tx) => claim(tx, turn, now, draft));
    if ('result' in claimed) return claimed;
    const outcome = await handOver(ports.post, claimed.delivery);
    return ports.store.transact((tx) => settle(tx, claimed, outcome, now));
  };
}

/** Claims the contact on fresh facts, or says why it is not made. */
async function claim(tx: StoreTx, turn: ActTurn<ContactAct>, now: Instant, draft: Draft | null): Promise<Claimed | ActResult> {
  await tx.cases.lockAccount(turn.accountId);
  await tx.cases.lockBudget(turn.accountId);
  const seen = forStrand(await look(tx, turn.accountId, null, now), turn.act);
  const made = seen.facts.contactsMade.find(({ key }) => key === turn.act.key);
  if (made && !mayTryAgain(made, now)) return answerFor(tx, turn, made, seen);
  const act = stillWanted(seen, turn.act);
  if (!act) return holdBack(tx, turn, seen, { decision: 'BLOCK', reasons: [seen.assessment.verdict.reason] });
  const gate = askGate(seen.facts, seen.policy, act, now);
  if (gate.decision !== 'ALLOW') return holdBack(tx, turn, seen, gate);
  if (!draft || isStale(draft, act, seen)) return holdBack(tx, turn, seen, blockedBy('STANDING_CHANGED'));
  const attempt = await tx.contacts.claimContact(claimOf(draft, seen, gate));
  if (attempt === null) return holdBack(tx, turn, seen, blockedBy('ONE_A_DAY'));
  return { act, caseId: turn.caseId, accountId: turn.accountId, attempt, today: seen.today, collectorId: seen.facts.collectorId, delivery: draft.delivery };
}

function mayTryAgain({ status, notBefore }: ContactMadeFacts, now: Instant): boolean {
  return status === 'RETRYABLE' && (notBefore === null || Date.parse(notBefore) <= Date.parse(now));
}

/** The answer for a contact that was made before: its own, or, when its attempt died, that nobody knows. */
async function answerFor(tx: StoreTx, { act, caseId, accountId }: ActTurn<ContactAct>, made: ContactMadeFacts, seen: Look): Promise<ActResult> {
  switch (made.status) {
    case 'ACCEPTED':
    case 'RECORDED':
      return { result: 'DONE', reason: null };
    case 'REJECTED':
    case 'HELD_BACK':
      return { result: 'FAILED', reason: because('MESSAGE_REJECTED') };
    case 'RETRYABLE':
      return { result: 'RETRY_LATER', reason: because('RETRY_LATER', { attempt: made.attempt, notBefore: made.notBefore }) };
    case 'UNKNOWN':
      return { result: 'UNKNOWN', reason: because('DELIVERY_UNKNOWN') };
    case 'CLAIMED':
      return abandon(tx, { act, caseId, accountId, attempt: made.attempt, today: seen.today, collectorId: seen.facts.collectorId }, seen.now);
    default:
      return made.status satisfies never;
  }
}

async function holdBack(
  tx: StoreTx,
  { act, caseId, accountId }: ActTurn<ContactAct>,
  seen: Look,
  gate: Exclude<GateAnswer, { decision: 'ALLOW' }>,
): Promise<ActResult> {
  const reason = gate.reasons[0] ?? because('STANDING_CHANGED');
  const { key, step, round, channel, contactId, address, language, template } = act;
  const contact = { key, accountId, caseId, step, round, channel, contactId, address, language, template };
  const { amounts } = askedFor(seen.facts, seen.policy, seen.standing, act);
  await tx.contacts.holdBackContact({ ...contact, amounts, gate, why: reasonPhrase(reason), at: seen.now });
  return { result: 'HELD_BACK', reason };
}

function claimOf({ act, itemIds, delivery }: Draft, seen: Look, gate: GateAnswer) {
  const { facts, policy, today, now } = seen;
  const { key, step, round, channel, contactId, address, language, template, deadlineOn, cc } = act;
  return {
    key,
    deadlineOn,
    cc: cc ?? [],
    step,
    round,
    channel,
    contactId,
    address,
    language,
    template,
    accountId: facts.accountId,
    caseId: facts.case.id,
    subject: delivery.message.subject,
    amounts: askedFor(facts, policy, seen.standing, act).amounts,
    itemIds,
    spokenFor: act.spokenFor ?? null,
    gate,
    daySlot: slotOf(facts.accountId, today, policy, act),
    at: now,
  };
}

/** What admits one message: the day; where messages are for a level or an item, the day for each. */
function slotOf(accountId: string, today: Day, { levels }: Policy, { step, itemIds }: ContactAct): string {
  const day = `${accountId}/${today}`;
  if (!itemIds) return day;
  switch (levels.message) {
    case 'account':
      return day;
    case 'level':
      return `${day}/${step}`;
    case 'item':
      return `${day}/${itemIds.join('+')}`;
    default:
      return levels.message satisfies never;
  }
}

/** An exception from the post means that nobody knows. */
async function handOver(post: Post, delivery: Delivery): Promise<DeliveryOutcome> {
  try {
    return await post.deliver(delivery);
  } catch (error) {
    return { outcome: 'unknown', reason: error instanceof Error ? error.message : String(error) };
  }
}

function blockedBy(code: Reason['code']): Exclude<GateAnswer, { decision: 'ALLOW' }> {
  return { decision: 'BLOCK', reasons: [because(code)] };
}

function because(code: Reason['code'], figures: Reason['figures'] = {}): Reason {
  return { code, figures, line: null };
}
