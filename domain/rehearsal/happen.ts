import { dayOf, type Day, type Instant } from '../calendar/day.js';
import type { ContactMadeFacts, DisputeFacts, PlanFacts } from '../facts.js';
import type { Change, Subject } from '../instructing/change.js';
import { decide } from '../instructing/decide.js';
import type { Instruction } from '../instructions.js';
import type { Policy, Role } from '../policy/types.js';
import { debtorZone } from '../rule/debtorZone.js';
import type { ItemPart, RehearsalEvent } from './event.js';
import { factsAt, nextId, nextItemId, remember, setOff, type World } from './world.js';

/** What came of an event: the sentence that tells of it, or why it was refused. A refused event changes nothing. */
export type Happened = { told: string } | { refused: string };

/** A person who may do all that people do. Who may do what is tested where people do it. */
const anyone = { userId: 'rehearsal', roles: ['collector', 'finance', 'manager', 'controller'] satisfies Role[] };

/** Lets an event happen to an account. */
export function happen(world: World, event: RehearsalEvent, policy: Policy): Happened {
  const today = dayOf(event.at, debtorZone(world.base));
  switch (event.type) {
    case 'payment':
      return receive(world, event, 'PAYMENT', event.paidOn, event.items);
    case 'credit-note':
      return receive(world, event, 'CREDIT_NOTE', today, event.items);
    case 'payment-reversed':
      return reverse(world, event.number, today);
    case 'invoice':
      return bill(world, event);
    case 'promise':
      return instruct(world, policy, event, { kind: 'promise', currency: event.currency, amountMinor: event.amountMinor, dueOn: event.dueOn, ...(event.items && { items: event.items }) });
    case 'plan':
      return instruct(world, policy, event, { kind: 'plan', currency: event.currency, instalments: event.instalments, ...(event.items && { items: event.items }) });
    case 'cancel-plan':
      return instruct(world, policy, event, { kind: 'cancel-plan', planId: named(world, event.plan, world.base.plans.findLast(({ status }) => status === 'OPEN')?.id), reason: event.reason });
    case 'dispute':
      return instruct(world, policy, event, { kind: 'dispute', reason: event.reason, items: event.items.map(({ item, amountMinor }) => ({ item, ...(amountMinor !== null && { amountMinor }) })) });
    case 'resolve-dispute':
      return instruct(world, policy, event, { kind: 'resolve-dispute', disputeId: named(world, event.dispute, world.base.disputes.at(-1)?.id), resolution: event.resolution, note: '' });
    case 'hold':
      return placeHold(world, event, today);
    case 'release':
      return instruct(world, policy, event, { kind: 'resume', reason: event.reason });
    case 'call':
    case 'contact':
      return logContact(world, event);
    case 'call-corrected':
      return correct(world, event);
    case 'opt-out':
    case 'bounce':
      world.base.suppressions = [...world.base.suppressions, { address: event.address, channel: event.channel, kind: event.type === 'bounce' ? 'BOUNCED' : 'OPTED_OUT' }];
      return { told: event.type === 'bounce' ? `${event.address} bounced` : `${event.address} opted out of ${event.channel}` };
    case 'opt-in':
      world.base.suppressions = world.base.suppressions.filter(({ address, channel }) => address !== event.address || channel !== event.channel);
      return { told: `${event.address} opted in to ${event.channel}` };
    case 'cease':
      world.base.holds = [...world.base.holds, { id: nextId(world, 'hold-'), kind: 'CEASE_COMMUNICATION', itemId: null, reason: event.reason, startsOn: today, endsOn: null }];
      return { told: 'A cease request was received' };
    case 'approval':
      return approve(world, event, today);
    case 'tag':
      world.base.customer = { ...world.base.customer, tags: [...new Set([...world.base.customer.tags, ...event.add])].filter((tag) => !event.remove.includes(tag)) };
      return { told: `Tags: ${world.base.customer.tags.join(', ') || 'none'}` };
    case 'person':
      return meet(world, event);
    default:
      return event satisfies never;
  }
}

type Received = Extract<RehearsalEvent, { type: 'payment' | 'credit-note' }>;

/** Books a credit and sets it off: against the named items, else against the oldest debits that are due or will be. */
function receive(world: World, event: Received, kind: 'PAYMENT' | 'CREDIT_NOTE', onDay: Day, parts: readonly ItemPart[]): Happened {
  const targets = parts.length > 0 ? parts.flatMap((part) => debitsNamed(world, part)) : oldestDebits(world, event.currency);
  const foreign = parts.find((part) => debitsNamed(world, part).length === 0);
  if (foreign) return { refused: `${foreign.item} is no item of ${event.accountId}` };
  const id = nextItemId(world);
  world.items.push({ id, kind, number: event.number, instalment: 0, issuedOn: onDay, dueOn: onDay, currency: event.currency, amountMinor: -event.amountMinor });
  const left = setOff(world, id, targets, event.amountMinor, onDay);
  return { told: `${kind === 'PAYMENT' ? 'Payment' : 'Credit note'} ${event.number}${left > 0 ? ', part of it on account' : ''}` };
}

function debitsNamed(world: World, { item, amountMinor }: ItemPart): { id: number; most: number | null }[] {
  const matches = world.items.filter((each) => each.amountMinor > 0 && (each.number === item || `${each.number}/${each.instalment}` === item));
  return matches.sort((a, b) => a.instalment - b.instalment).map(({ id }) => ({ id, most: amountMinor }));
}

function oldestDebits(world: World, currency: string): { id: number; most: null }[] {
  const debits = world.items.filter((item) => item.amountMinor > 0 && item.currency === currency);
  return debits.sort((a, b) => (a.dueOn < b.dueOn ? -1 : a.dueOn > b.dueOn ? 1 : a.id - b.id)).map(({ id }) => ({ id, most: null }));
}

/** Takes a payment back: what it had cleared is open again, at its true age. */
function reverse(world: World, number: string, today: Day): Happened {
  const payment = world.items.find((item) => item.number === number && item.amountMinor < 0);
  if (!payment) return { refused: `there is no payment ${number}` };
  world.allocations = world.allocations.map((allocation) => (allocation.creditId === payment.id && allocation.reversedOn === null ? { ...allocation, reversedOn: today } : allocation));
  const id = nextItemId(world);
  world.items.push({ ...payment, id, kind: 'CHARGEBACK', number: `${number}-R`, issuedOn: today, dueOn: today, amountMinor: -payment.amountMinor });
  world.allocations.push({ creditId: payment.id, debitId: id, amountMinor: -payment.amountMinor, onDay: today, reversedOn: null });
  return { told: `Payment ${number} was reversed` };
}

function bill(world: World, { number, instalment, currency, amountMinor, issuedOn, dueOn }: Extract<RehearsalEvent, { type: 'invoice' }>): Happened {
  if (world.items.some((item) => item.number === number && item.instalment === instalment)) return { refused: `${number} is booked already` };
  world.items.push({ id: nextItemId(world), kind: 'INVOICE', number, instalment, issuedOn, dueOn, currency, amountMinor });
  return { told: `Invoice ${number}, due ${dueOn}` };
}

/** An instruction goes through the very decision that people's instructions go through. */
function instruct(world: World, policy: Policy, event: RehearsalEvent, instruction: Instruction): Happened {
  const facts = factsAt(world, event.at);
  const today = dayOf(event.at, debtorZone(facts));
  const decided = decide(instruction, { actor: anyone, facts, policy, at: event.at, today, subject: subjectOf(world, instruction) });
  if (decided.refused) return { refused: decided.refused.why };
  const id = apply(world, decided.change, event.at, today);
  if (event.id !== null && id !== null) world.names.set(event.id, id);
  return { told: decided.message };
}

function subjectOf(world: World, instruction: Instruction): Subject | null {
  if (instruction.kind !== 'resolve-dispute') return null;
  const dispute = world.base.disputes.find(({ id }) => id === instruction.disputeId);
  return dispute ? { of: 'dispute', id: dispute.id, status: 'OPEN', raisedBy: 'debtor', items: dispute.items } : null;
}

/** Writes a change; answers the id of what it made, or null. */
function apply(world: World, change: Change, at: Instant, today: Day): string | null {
  const { base } = world;
  switch (change.change) {
    case 'holds-lifted':
      base.holds = base.holds.filter(({ id }) => !change.holdIds.includes(id));
      return null;
    case 'dispute-raised': {
      const dispute: DisputeFacts = { id: nextId(world, 'dispute-'), reason: change.reason, respondBy: change.respondBy, items: change.items };
      base.disputes = [...base.disputes, dispute];
      return dispute.id;
    }
    case 'dispute-resolved':
      base.disputes = base.disputes.filter(({ id }) => id !== change.disputeId);
      for (const { itemId, currency, minor } of change.credits) {
        const id = nextItemId(world);
        world.items.push({ id, kind: 'ADJUSTMENT', number: `dispute-${id}`, instalment: 0, issuedOn: today, dueOn: today, currency, amountMinor: -minor });
        setOff(world, id, [{ id: itemId, most: minor }], minor, today);
      }
      return null;
    case 'plan-agreed': {
      const { kind, currency, itemIds, graceDays, tolerancePercent, level, agreedOn, instalments } = change;
      const plan: PlanFacts = { id: nextId(world, 'plan-'), kind, status: 'OPEN', currency, itemIds, graceDays, level, instalments: instalments.map((each) => ({ ...each, paidMinor: 0, status: 'OPEN' })) };
      base.plans = [...base.plans, plan];
      world.agreements.set(plan.id, { agreedOn, graceDays, tolerancePercent, baselineMinor: 0, instalments });
      return plan.id;
    }
    case 'plan-cancelled':
      base.plans = base.plans.map((plan) => (plan.id === change.planId ? { ...plan, status: 'CANCELLED' } : plan));
      return null;
    default:
      throw new TypeError(`A rehearsal makes no change '${change.change}' (${at})`);
  }
}

/** A hold may start in the past and, unlike one that a person places today, may have ended already. */
function placeHold(world: World, { kind, item, startsOn, endsOn, reason }: Extract<RehearsalEvent, { type: 'hold' }>, today: Day): Happened {
  const debit = item === null ? null : debitsNamed(world, { item, amountMinor: null })[0];
  if (debit === undefined) return { refused: `${item} is no item of the account` };
  world.base.holds = [...world.base.holds, { id: nextId(world, 'hold-'), kind, itemId: debit?.id ?? null, reason, startsOn: startsOn ?? today, endsOn }];
  return { told: `Hold (${kind}) from ${startsOn ?? today}${endsOn ? ` until ${endsOn}` : ''}` };
}

function logContact(world: World, event: Extract<RehearsalEvent, { type: 'call' | 'contact' }>): Happened {
  const person = event.person === null ? null : world.base.contacts.find(({ id, name }) => id === event.person || name === event.person);
  if (person === undefined) return { refused: `${event.person} is no contact of the account` };
  const made: ContactMadeFacts = {
    key: nextId(world, 'made-'), caseId: world.base.case?.id ?? null, step: null, round: 0, channel: event.type === 'call' ? 'call' : event.channel, direction: event.direction,
    automatic: false, status: 'RECORDED', at: event.at, attempt: 1, notBefore: null, contactId: person?.id ?? null, outcome: event.type === 'call' ? event.outcome : null,
  };
  remember(world, { made });
  if (event.id !== null) world.names.set(event.id, made.key);
  return { told: event.type === 'call' ? `Call (${event.direction}): ${event.outcome}` : `Contact by ${event.channel} (${event.direction})` };
}

/** A correction takes the place of what it corrects from then on; what was decided before stays decided. */
function correct(world: World, event: Extract<RehearsalEvent, { type: 'call-corrected' }>): Happened {
  const key = named(world, event.call, undefined);
  if (!world.base.contactsMade.some((made) => made.key === key)) return { refused: `there is no call ${event.call}` };
  const corrected = (made: ContactMadeFacts): ContactMadeFacts => ({
    ...made, outcome: event.outcome ?? made.outcome, direction: event.direction ?? made.direction, contactId: event.person ?? made.contactId,
  });
  world.base.contactsMade = world.base.contactsMade.flatMap((made) => (made.key !== key ? [made] : event.removed ? [] : [corrected(made)]));
  return { told: `Call ${event.call} corrected` };
}

function approve(world: World, event: Extract<RehearsalEvent, { type: 'approval' }>, today: Day): Happened {
  const proposal = [...world.proposals].find(([, { about }]) => about === event.subject);
  if (!proposal) return { refused: `no ${event.subject} waits for approval` };
  const [id] = proposal;
  world.proposals.delete(id);
  const approved = event.decision === 'APPROVED';
  if (event.subject === 'placement') {
    world.base.placements = world.base.placements.map((placement) => (placement.id === id ? { ...placement, status: approved ? 'PLACED' : 'DECLINED' } : placement));
    return { told: `The placement was ${event.decision.toLowerCase()}` };
  }
  if (approved) writeOff(world, id, today);
  world.base.writeOffs = world.base.writeOffs.map((each) => (each.id === id ? { ...each, status: approved ? 'BOOKED' : 'DECLINED' } : each));
  return { told: `The write-off was ${event.decision.toLowerCase()}` };
}

function writeOff(world: World, id: string, today: Day): void {
  const request = world.base.writeOffs.find((each) => each.id === id);
  const open = factsAt(world, `${today}T23:59:59Z`).items.filter((item) => item.openMinor > 0 && request?.itemIds.includes(item.id));
  for (const item of open) {
    const creditId = nextItemId(world);
    world.items.push({ id: creditId, kind: 'WRITE_OFF', number: `write-off-${item.number}`, instalment: item.instalment, issuedOn: today, dueOn: today, currency: item.currency, amountMinor: -item.openMinor });
    setOff(world, creditId, [{ id: item.id, most: item.openMinor }], item.openMinor, today);
  }
}

/** Somebody new to speak to; whoever was looked for is found. */
function meet(world: World, { name, role, email, phone, mobile }: Extract<RehearsalEvent, { type: 'person' }>): Happened {
  const { base } = world;
  base.contacts = [...base.contacts.filter((contact) => contact.name !== name), { id: name, name, role, language: null, email, phone, mobile, timeZone: null, rank: base.contacts.length }];
  base.tasks = base.tasks.map((task) => (task.kind === 'FIND_CONTACT' && task.status === 'OPEN' ? { ...task, status: 'DONE', outcome: 'FOUND' } : task));
  return { told: `${name} can be contacted` };
}

function named(world: World, name: string | null, otherwise: string | undefined): string {
  return (name === null ? otherwise : (world.names.get(name) ?? name)) ?? '';
}
