import { instantOf } from '../calendar/day.js';
import type { ContactFacts } from '../facts.js';
import type { Instruction } from '../instructions.js';
import { debtorZone } from '../rule/debtorZone.js';
import { refuse, type Decided, type Situation } from './change.js';
import { debitsAbout } from './items.js';
import type { Refusal } from './refuse.js';

type Of<Kind extends Instruction['kind']> = Extract<Instruction, { kind: Kind }>;

/** Corrects a contact that was recorded by hand: what is not stated stays as it was. */
export function correctContact(asked: Of<'correct-contact'>, { facts }: Situation): Decided {
  const made = facts.contactsMade.find(({ key, automatic }) => key === asked.contact && !automatic);
  if (!made)
    return refuse('NO_SUCH_CONTACT', `${asked.contact} is no contact that was recorded by hand on ${facts.accountId}, in this case or the last sixty days.`);
  if (asked.outcome !== undefined && made.channel !== 'call') return refuse('OUTCOME', `This contact was by ${made.channel}; only a call has another outcome.`);
  const person = asked.contactId === undefined ? null : personOf(asked.contactId, facts);
  if (person && 'refused' in person) return person;
  const items = debitsAbout(facts, asked.items);
  if ('refused' in items) return items;
  const corrected = {
    direction: asked.direction ?? made.direction,
    outcome: asked.outcome ?? made.outcome,
    contactId: asked.contactId ?? made.contactId,
    address: asked.address ?? made.address ?? null,
    itemIds: asked.items === undefined ? (made.itemIds ?? []) : items.ids,
    place: asked.place ?? made.place ?? null,
    removed: asked.removed ?? false,
  };
  const message = corrected.removed ? 'The contact is struck out.' : 'The contact is corrected.';
  return { change: { change: 'contact-corrected', key: made.key, reason: asked.reason, corrected }, message };
}

/** Records a person's consent to channels, from now on. */
export function giveConsent({ contactId, channels, until }: Of<'consent'>, { facts, today }: Situation): Decided {
  const person = personOf(contactId, facts);
  if ('refused' in person) return person;
  if (until !== undefined && until <= today)
    return refuse('CONSENT_ENDED', `A consent that ends on ${until} holds on no day; its end is after today, ${today}.`);
  const end = until === undefined ? null : instantOf(until, '00:00', debtorZone(facts));
  return {
    change: { change: 'consent-given', contactId, channels, until: end },
    message: `${person.name} consents to ${channels.join(', ')}${until ? ` until ${until}` : ''}.`,
  };
}

/** Ends a person's consent to channels. */
export function withdrawConsent({ contactId, channels }: Of<'withdraw-consent'>, { facts, at }: Situation): Decided {
  const person = personOf(contactId, facts);
  if ('refused' in person) return person;
  const given = facts.consents?.some(
    ({ personId, channel, until }) => personId === contactId && channels.includes(channel) && (until === null || Date.parse(until) > Date.parse(at)),
  );
  if (!given) return refuse('NO_CONSENT', `${person.name} has given no consent to ${channels.join(', ')}.`);
  return { change: { change: 'consent-withdrawn', contactId, channels }, message: `${person.name} withdraws the consent to ${channels.join(', ')}.` };
}

/** Records a time or a place at which a person does not want to be reached. */
export function recordWish({ kind: _kind, contactId, ...wish }: Of<'inconvenience'>, { facts }: Situation): Decided {
  const person = personOf(contactId, facts);
  if ('refused' in person) return person;
  if (wish.from === undefined && wish.to === undefined && wish.weekdays === undefined && wish.place === undefined)
    return refuse('WISH_EMPTY', 'Say when (weekdays, from, to) or where (place) the person is not to be reached.');
  if (wish.from !== undefined && wish.to === wish.from)
    return refuse('WISH_TIMES', `${wish.from} to ${wish.to} is no time: leave both out for whole days, or say when it ends.`);
  return { change: { change: 'wish-recorded', wish: { personId: contactId, ...wish } }, message: `The wish of ${person.name} is recorded.` };
}

/** Ends what a person had named as inconvenient. */
export function endWishes({ contactId, channels }: Of<'end-inconvenience'>, { facts }: Situation): Decided {
  const person = personOf(contactId, facts);
  if ('refused' in person) return person;
  if (!facts.inconveniences?.some((wish) => wish.personId === contactId && wish.channels.some((channel) => channels.includes(channel))))
    return refuse('NO_WISH', `${person.name} has named nothing as inconvenient for ${channels.join(', ')}.`);
  return {
    change: { change: 'wishes-ended', contactId, channels },
    message: `What ${person.name} named as inconvenient for ${channels.join(', ')} has ended.`,
  };
}

function personOf(id: string, { contacts, customer }: Situation['facts']): ContactFacts | { refused: Refusal } {
  return contacts.find((contact) => contact.id === id) ?? refuse('NO_SUCH_CONTACT', `${id} is no contact of customer ${customer.number}.`);
}
