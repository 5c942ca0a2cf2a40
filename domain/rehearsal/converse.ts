/** What people say to each other and wish, and how they can be reached. */
import type { ConsentFacts, ContactFacts, InconvenienceFacts, SuppressionFacts } from '../facts.js';
import { addressesFor } from '../instructing/addresses.js';
import type { EventOf } from './event.js';
import type { Happened } from './happen.js';
import { closeTask } from './contactLog.js';
import { find, personId } from './whom.js';
import type { World } from './world.js';

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

const weekdayNames = ['Mondays', 'Tuesdays', 'Wednesdays', 'Thursdays', 'Fridays', 'Saturdays', 'Sundays'];

/** A time or a place that a person does not want to be reached at. */
export function spare(world: World, { person, channels, weekdays, from, to, place }: EventOf<'inconvenience'>): Happened {
  if (from === null && to === null && weekdays === null && place === null) return { refused: 'it says neither when nor where the person is not to be reached' };
  if (from !== null && from === to) return { refused: `${from} to ${to} is no time` };
  const wish = {
    personId: personId(world, person),
    channels,
    ...(weekdays && { weekdays }),
    ...(from && { from }),
    ...(to && { to }),
    ...(place && { place }),
  };
  world.base.inconveniences = [...(world.base.inconveniences ?? []), wish];
  const days = weekdays?.map((day) => weekdayNames[day - 1]).join(', ');
  const what = [place, days, from && `from ${from}`, to && `to ${to}`].filter(Boolean).join(' ');
  return { told: `${person} named ${what} as inconvenient` };
}

/** What a person had named as inconvenient on channels holds no more. */
export function endSparing(world: World, { person, channels }: EventOf<'inconvenience-ended'>): Happened {
  const id = personId(world, person);
  const wishes = world.base.inconveniences ?? [];
  const ends = (wish: InconvenienceFacts) => wish.personId === id && wish.channels.some((channel) => channels.includes(channel));
  if (!wishes.some(ends)) return { refused: `${person} has named nothing as inconvenient for ${channels.join(', ')}` };
  world.base.inconveniences = wishes
    .map((wish) => (ends(wish) ? { ...wish, channels: wish.channels.filter((channel) => !channels.includes(channel)) } : wish))
    .filter((wish) => wish.channels.length > 0);
  return { told: `What ${person} named as inconvenient for ${channels.join(', ')} has ended` };
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
    email: email ?? known?.email ?? null,
    phone: phone ?? known?.phone ?? null,
    mobile: mobile ?? known?.mobile ?? null,
    timeZone: timeZone ?? known?.timeZone ?? null,
    rank: known?.rank ?? base.contacts.length,
  };
  base.contacts = [...base.contacts.filter((contact) => contact !== known), met];
  closeTask(world, 'FIND_CONTACT', 'FOUND', at);
  return { told: `${name} can be contacted` };
}
