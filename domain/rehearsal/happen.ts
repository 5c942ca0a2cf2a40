import { addDays, dayOf, type Day, type Instant } from '../calendar/day.js';
import type { DisputeFacts } from '../facts.js';
import type { Change, Subject } from '../instructing/change.js';
import { decide } from '../instructing/decide.js';
import { itemHeld } from '../instructing/holds.js';
import { say } from '../instructing/items.js';
import type { Instruction } from '../instructions.js';
import type { Policy, Role } from '../policy/types.js';
import { debtorZone } from '../rule/debtorZone.js';
import { approve } from './approve.js';
import { logContact, closeTask, correct } from './contactLog.js';
import { consent, endSparing, meet, spare, suppress, withdraw } from './converse.js';
import { setCreditHold } from './course.js';
import { reverseCharge } from './charge.js';
import type { EventOf, RehearsalEvent } from './event.js';
import { closeFollowUps } from './followUps.js';
import { disputeTasks } from './overnight.js';
import { book } from './keepBooks.js';
import { keepPlan, movePlan } from './plans.js';
import type { Play } from './lines.js';
import { factsAt, nextId, nextItemId, policiesOf, setOff, type World } from './world.js';

/** What came of an event: the sentence that tells of it, or why it was refused. A refused event changes nothing. */
export type Happened = { told: string; opens?: TaskFollowing } | { refused: string };

/** A task that follows at once from what happened. */
export interface TaskFollowing {
  task: 'CALL' | 'FIND_CONTACT';
  dueOn: Day;
}

/** A person who may do all that people do. Who may do what is tested where people do it. */
const anyone = { userId: 'rehearsal', roles: ['collector', 'finance', 'manager', 'controller'] satisfies Role[] };

/** Lets an event happen to an account. A change of policy is the player's business. */
export function happen(play: Play, event: Exclude<RehearsalEvent, { type: 'policy' }>): Happened {
  const { world, policy } = play;
  switch (event.type) {
    case 'payment':
    case 'credit-note':
    case 'payment-reversed':
    case 'chargeback':
    case 'chargeback-won':
    case 'payment-pending':
    case 'payment-failed':
    case 'invoice':
    case 'invoice-issued':
    case 'void':
      return book(world, event);
    case 'promise':
    case 'plan':
    case 'settlement':
    case 'cancel-plan':
    case 'dispute':
    case 'resolve-dispute':
    case 'set-level':
    case 'skip-notice':
      return instruct(world, policy, event, instructionOf(world, event));
    case 'credit-hold':
      return instruct(world, policy, event, { kind: 'credit-hold', hold: event.hold, reason: event.reason });
    case 'hold':
    case 'release':
    case 'cease':
      return holdOrRelease(world, policy, event);
    case 'reverse-charge':
      return instruct(world, policy, event, { kind: 'reverse-charge', charge: event.charge, reason: event.reason });
    case 'call':
    case 'contact':
      return logContact(play, event);
    case 'call-corrected':
      return correct(world, event);
    case 'task-done':
      return closeTask(world, event.task, event.outcome, event.at)
        ? { told: `The task ${event.task} is done: ${event.outcome}` }
        : { refused: `no task ${event.task} is open` };
    case 'consent':
      return consent(world, event);
    case 'consent-withdrawn':
      return withdraw(world, event);
    case 'inconvenience':
      return spare(world, event);
    case 'inconvenience-ended':
      return endSparing(world, event);
    case 'opt-out':
    case 'opt-in':
    case 'bounce':
      return suppress(world, event);
    case 'approval':
      return approve(play, event);
    case 'tag':
      return tag(world, event);
    case 'person':
      return meet(world, event);
    default:
      return event satisfies never;
  }
}

function tag(world: World, { add, remove }: EventOf<'tag'>): Happened {
  const tags = [...new Set([...world.base.customer.tags, ...add])].filter((each) => !remove.includes(each));
  world.base.customer = { ...world.base.customer, tags };
  return { told: `Tags: ${tags.join(', ') || 'none'}` };
}

function holdOrRelease(world: World, policy: Policy, event: EventOf<'hold' | 'release' | 'cease'>): Happened {
  const today = dayOf(event.at, debtorZone(world.base));
  switch (event.type) {
    case 'hold':
      return placeHold(world, event, today);
    case 'cease':
      placeHold(world, { ...event, type: 'hold', kind: 'CEASE_COMMUNICATION', item: null, startsOn: today, endsOn: null }, today);
      return { told: 'A cease request was received' };
    case 'release':
      return instruct(world, policy, event, {
        kind: 'resume',
        reason: event.reason,
        ...(event.hold && { hold: named(world, event.hold, undefined) }),
        ...(event.endsOn && { endsOn: event.endsOn }),
      });
    default:
      return event satisfies never;
  }
}

/** Ends holds on a day. Their days until then stay held; one that had not begun never was. */
function endHolds({ base }: World, ids: readonly string[], onDay: Day): void {
  base.holds = base.holds.flatMap((hold) => (!ids.includes(hold.id) ? [hold] : hold.startsOn < onDay ? [{ ...hold, endsOn: onDay }] : []));
}

type Asked = EventOf<'promise' | 'plan' | 'settlement' | 'cancel-plan' | 'dispute' | 'resolve-dispute' | 'set-level' | 'skip-notice'>;

function instructionOf(world: World, event: Asked): Instruction {
  switch (event.type) {
    case 'promise':
      return { kind: 'promise', currency: event.currency, amountMinor: event.amountMinor, dueOn: event.dueOn, ...(event.items && { items: event.items }) };
    case 'plan':
      return { kind: 'plan', currency: event.currency, instalments: event.instalments, ...(event.items && { items: event.items }) };
    case 'settlement':
      return { kind: 'settlement', currency: event.currency, amountMinor: event.amountMinor, dueOn: event.dueOn, ...(event.items && { items: event.items }) };
    case 'cancel-plan':
      return { kind: 'cancel-plan', planId: named(world, event.plan, world.base.plans.findLast(({ status }) => status === 'OPEN')?.id), reason: event.reason };
    case 'dispute':
      return {
        kind: 'dispute',
        reason: event.reason,
        items: event.items.map(({ item, amountMinor }) => ({ item, ...(amountMinor !== null && { amountMinor }) })),
      };
    case 'resolve-dispute':
      return { kind: 'resolve-dispute', disputeId: named(world, event.dispute, world.base.disputes.at(-1)?.id), resolution: event.resolution, note: '' };
    case 'set-level':
      return { kind: 'set-level', level: event.level, reason: event.reason, ...(event.item !== null && { item: event.item }) };
    case 'skip-notice':
      return { kind: 'skip-notice', reason: event.reason, ...(event.item !== null && { item: event.item }) };
    default:
      return event satisfies never;
  }
}

/** An instruction goes through the very decision that people's instructions go through. */
function instruct(world: World, policy: Policy, event: RehearsalEvent, instruction: Instruction): Happened {
  const facts = factsAt(world, event.at);
  const today = dayOf(event.at, debtorZone(facts));
  const { ofItems: policiesOfItems } = policiesOf(world, policy);
  const decided = decide(instruction, {
    actor: anyone,
    facts,
    policy,
    policiesOfItems,
    at: event.at,
    today,
    subject: subjectOf(world, instruction),
    beforeCase: true,
  });
  if (decided.refused) return { refused: decided.refused.why };
  const by = 'by' in event ? event.by : null;
  const id = apply(world, decided.change, { at: event.at, today, policy, by });
  if (event.id !== null && id !== null) world.names.set(event.id, id);
  return { told: decided.message };
}

function subjectOf(world: World, instruction: Instruction): Subject | null {
  if (instruction.kind !== 'resolve-dispute') return null;
  const dispute = world.base.disputes.find(({ id }) => id === instruction.disputeId);
  return dispute ? { of: 'dispute', id: dispute.id, status: 'OPEN', raisedBy: 'debtor', items: dispute.items } : null;
}

/** When something is decided, for how long it may wait for approval, and who says so, where that is known. */
interface Moment {
  at: Instant;
  today: Day;
  policy: Policy;
  by: string | null;
}

/** Writes a change; answers the id of what it made, or null. */
function apply(world: World, change: Change, { at, today, policy, by }: Moment): string | null {
  const { base } = world;
  switch (change.change) {
    case 'credit-hold-set':
      setCreditHold(world, { hold: change.hold, step: null }, today, policy);
      return null;
    case 'holds-lifted':
      endHolds(world, change.holdIds, change.onDay);
      return null;
    case 'dispute-raised': {
      const dispute: DisputeFacts = { id: nextId(world, 'dispute-'), reason: change.reason, respondBy: change.respondBy, items: change.items };
      base.disputes = [...base.disputes, dispute];
      return dispute.id;
    }
    case 'dispute-resolved':
      base.disputes = base.disputes.filter(({ id }) => id !== change.disputeId);
      closeFollowUps(world, disputeTasks(change.disputeId), change.resolution, at);
      for (const { itemId, currency, minor } of change.credits) {
        const id = nextItemId(world);
        world.items.push({ id, kind: 'ADJUSTMENT', number: `dispute-${id}`, instalment: 0, issuedOn: today, dueOn: today, currency, amountMinor: -minor });
        setOff(world, id, [{ id: itemId }], minor, today, world.items.find((item) => item.id === itemId)?.issuedOn);
      }
      return null;
    case 'plan-agreed': {
      const id = keepPlan(world, change);
      if (change.settles?.approval) world.proposals.set(id, { about: 'settlement', expiresOn: addDays(today, policy.approvalExpiresDays), by, amounts: {} });
      return id;
    }
    case 'plan-cancelled':
      movePlan(world, change.planId, 'CANCELLED');
      return null;
    case 'steps-noted':
      base.steps = [...base.steps, ...change.steps];
      return null;
    case 'charge-reversed':
      reverseCharge(world, change, today);
      return null;
    case 'approval-decided':
    case 'consent-given':
    case 'consent-withdrawn':
    case 'contact-corrected':
    case 'contact-recorded':
    case 'addresses-freed':
    case 'addresses-suppressed':
    case 'ledger-booked':
    case 'payment-expected':
    case 'payment-failed':
    case 'hold-placed':
    case 'note-written':
    case 'placement-moved':
    case 'policy-changed':
    case 'task-closed':
    case 'wish-recorded':
    case 'wishes-ended':
    case 'write-off-reversed':
      throw new TypeError(`A rehearsal makes no change '${change.change}' (${at})`);
  }
}

/** A hold may start in the past and, unlike one that a person places today, may have ended already. */
function placeHold(world: World, { at, kind, item, startsOn, endsOn, reason, id: name, part = null }: EventOf<'hold'>, today: Day): Happened {
  const found = itemHeld({ ...(item !== null && { item }), ...(part && { amountMinor: part.amountMinor }) }, factsAt(world, at));
  if (found.refused) return { refused: found.refused.why };
  const debit = found.item;
  const id = nextId(world, 'hold-');
  world.base.holds = [
    ...world.base.holds,
    { id, kind, itemId: debit?.id ?? null, reason, startsOn: startsOn ?? today, endsOn, amountMinor: part?.amountMinor ?? null },
  ];
  if (name !== null) world.names.set(name, id);
  const what = part === null ? '' : `${say(part.amountMinor, part.currency)} of ${item}, `;
  return { told: `Hold (${kind}) ${what}from ${startsOn ?? today}${endsOn ? ` until ${endsOn}` : ''}` };
}

function named(world: World, name: string | null, otherwise: string | undefined): string {
  return (name === null ? otherwise : (world.names.get(name) ?? name)) ?? '';
}
