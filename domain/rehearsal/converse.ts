/** What people say to each other and wish, and how they can be reached. */
import { dayOf } from '../calendar/day.js';
import { addressesFor } from '../instructing/addresses.js';
import type { ConsentFacts, ContactFacts, ContactMadeFacts, SuppressionFacts } from '../facts.js';
import type { Policy } from '../policy/types.js';
import { roundByHand } from '../rule/byHand.js';
import { debtorZone } from '../rule/debtorZone.js';
import { debitsNamed } from './debitsNamed.js';
import type { EventOf } from './event.js';
import type { Happened } from './happen.js';
import { nextId, remember, type World } from './world.js';

/** The id of a person by id or name; somebody who is not on file is known by the name that is given. */
function personId({ base }: World, name: string): string {
  return find(base.contacts, name)?.id ?? name;
}

function find(contacts: readonly ContactFacts[], name: string): ContactFacts | undefined {
  return contacts.find(({ id, name: known }) => id === name || known === name);
}

function idsOf(world: World, debts: readonly string[]): { ids: number[] } | { unknown: string } {
  const unknown = debts.find((debt) => debitsNamed(world, debt).length === 0);
  return unknown === undefined ? { ids: debts.flatMap((debt) => debitsNamed(world, debt).map(({ id }) => id)) } : { unknown };
}

/** Writes a call or message by hand into the contact log; a call that went out closes the call task that waits for it. */
export function logContact(world: World, policy: Policy, event: EventOf<'call' | 'contact'>): Happened {
  const { base } = world;
  const step = event.step ?? null;
  const stands = step === null ? { round: 0 } : roundByHand(base, policy, step);
  if ('why' in stands) return { refused: stands.why };
  const about = idsOf(world, event.debts ?? []);
  if ('unknown' in about) return { refused: `${about.unknown} is no item of ${event.accountId}` };
  const outcome = event.type === 'call' ? event.outcome : null;
  const made: ContactMadeFacts = {
    key: nextId(world, 'made-'),
    caseId: base.case?.id ?? null,
    step,
    round: stands.round,
    channel: event.type === 'call' ? 'call' : event.channel,
    direction: event.direction,
    automatic: false,
    status: 'RECORDED',
    at: event.at,
    attempt: 1,
    notBefore: null,
    contactId: event.person === null ? null : personId(world, event.person),
    outcome,
    ...(about.ids.length > 0 && { itemIds: about.ids }),
    ...(event.type === 'call' && event.number !== null && { address: event.number }),
    ...(event.type === 'call' && event.place && { place: event.place }),
  };
  const onDay = dayOf(event.at, debtorZone(base));
  const itemIds = about.ids.length > 0 ? about.ids : null;
  remember(world, { made, steps: step === null ? [] : [{ step, round: stands.round, result: 'TAKEN', onDay, itemIds }] });
  if (event.type === 'call' && event.direction === 'OUT') closeTask(world, 'CALL', outcome ?? 'DONE', event.at);
  if (event.id !== null) world.names.set(event.id, made.key);
  return { told: event.type === 'call' ? `Call (${event.direction}): ${event.outcome}` : `Contact by ${event.channel} (${event.direction})` };
}

/** Closes the oldest open task of a kind; answers whether there was one. */
export function closeTask(world: World, kind: EventOf<'task-done'>['task'], outcome: string, at: string): boolean {
  const open = world.base.tasks.find((task) => task.kind === kind && task.status === 'OPEN');
  if (open) world.base.tasks = world.base.tasks.map((task) => (task === open ? { ...task, status: 'DONE', outcome, closedAt: at } : task));
  return open !== undefined;
}

/** A correction takes the place of what it corrects from then on; what was decided before stays decided. */
export function correct(world: World, event: EventOf<'call-corrected'>): Happened {
  const key = world.names.get(event.call) ?? event.call;
  if (!world.base.contactsMade.some((made) => made.key === key)) return { refused: `there is no call ${event.call}; give the call an id and name it here` };
  const about = idsOf(world, event.debts ?? []);
  if ('unknown' in about) return { refused: `${about.unknown} is no item of ${event.accountId}` };
  const corrected = (made: ContactMadeFacts): ContactMadeFacts => ({
    ...made,
    outcome: event.outcome ?? made.outcome,
    direction: event.direction ?? made.direction,
    contactId: event.person ? personId(world, event.person) : made.contactId,
    ...(event.debts && { itemIds: about.ids }),
    ...(event.number && { address: event.number }),
  });
  world.base.contactsMade = world.base.contactsMade.flatMap((made) => (made.key !== key ? [made] : event.removed ? [] : [corrected(made)]));
  return { told: `Call ${event.call} ${event.removed ? 'struck out' : 'corrected'}` };
}

/** Consent, from the event on; and its end. */
export function consent(world: World, event: EventOf<'consent'>): Happened {
  const person = personId(world, event.person);
  const given = event.channels.map((channel): ConsentFacts => ({ personId: person, channel, from: event.at, until: event.until }));
  world.base.consents = [...(world.base.consents ?? []), ...given];
  return { told: `${event.person} consents to ${event.channels.join(', ')}${event.until ? ` until ${event.until}` : ''}` };
}

/** Ends what a person had consented to. */
export function withdraw(world: World, event: EventOf<'consent-withdrawn'>): Happened {
  const person = personId(world, event.person);
  const ends = ({ personId: whose, channel, until }: ConsentFacts) =>
    whose === person && event.channels.includes(channel) && (until === null || until > event.at);
  if (!world.base.consents?.some(ends)) return { refused: `${event.person} has given no consent to ${event.channels.join(', ')}` };
  world.base.consents = world.base.consents.map((each) => (ends(each) ? { ...each, until: event.at } : each));
  return { told: `${event.person} withdraws the consent to ${event.channels.join(', ')}` };
}

/** A time or a place that a person does not want to be reached at. */
export function spare(world: World, { person, channels, weekdays, from, to, place }: EventOf<'inconvenience'>): Happened {
  const wish = {
    personId: personId(world, person),
    channels,
    ...(weekdays && { weekdays }),
    ...(from && { from }),
    ...(to && { to }),
    ...(place && { place }),
  };
  world.base.inconveniences = [...(world.base.inconveniences ?? []), wish];
  return { told: `${person} named ${[place, from && `from ${from}`, to && `to ${to}`].filter(Boolean).join(' ') || 'a time'} as inconvenient` };
}

const said = { 'opt-out': 'opted out of', 'opt-in': 'opted in to', bounce: 'bounced on' } as const;

/** An address that must not be used on a channel, or may be used again. */
export function suppress(world: World, event: EventOf<'opt-out' | 'opt-in' | 'bounce'>): Happened {
  const { channel } = event;
  const addresses = event.address === null ? addressesFor(find(world.base.contacts, event.person ?? ''), world.base.customer, channel) : [event.address];
  if (addresses.length === 0) return { refused: `${event.person} has no address for ${channel}` };
  const others = world.base.suppressions.filter((each) => !addresses.includes(each.address) || each.channel !== channel);
  const kind = event.type === 'bounce' ? 'BOUNCED' : 'OPTED_OUT';
  const suppressed = addresses.map((address): SuppressionFacts => ({ address, channel, kind }));
  world.base.suppressions = event.type === 'opt-in' ? others : [...others, ...suppressed];
  return { told: `${addresses.map((address) => address.split('\n').join(', ')).join(' and ')} ${said[event.type]} ${channel}` };
}

/** Somebody new to speak to; whoever was looked for is found. */
export function meet(world: World, { name, role, email, phone, mobile, timeZone, at }: EventOf<'person'>): Happened {
  const { base } = world;
  const known = find(base.contacts, name);
  const met: ContactFacts = {
    id: known?.id ?? name,
    name,
    role,
    language: known?.language ?? null,
    email,
    phone,
    mobile,
    timeZone: timeZone ?? known?.timeZone ?? null,
    rank: known?.rank ?? base.contacts.length,
  };
  base.contacts = [...base.contacts.filter((contact) => contact !== known), met];
  closeTask(world, 'FIND_CONTACT', 'FOUND', at);
  return { told: `${name} can be contacted` };
}
