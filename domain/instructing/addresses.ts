/** Addresses that must not be used, and that may be used again. */
import type { Channel, ContactFacts, CustomerFacts } from '../facts.js';
import type { Instruction } from '../instructions.js';
import { addressesOf } from '../rule/reach.js';
import { refuse, type Decided, type Situation } from './change.js';

type Asked = Extract<Instruction, { kind: 'opt-out' | 'opt-in' | 'bounce' }>;

/** A person, or whoever answers at an address, wants no messages there; or nothing arrives there; or messages are welcome again. */
export function heedAddress(asked: Asked, { facts }: Situation): Decided {
  const { kind, channel, address, contactId } = asked;
  if ((address === undefined) === (contactId === undefined)) return refuse('ADDRESS', 'State either whose addresses (contactId) or which one (address).');
  const person = facts.contacts.find(({ id }) => id === contactId);
  if (contactId !== undefined && !person) return refuse('NO_SUCH_CONTACT', `${contactId} is no contact of customer ${facts.customer.number}.`);
  const addresses = address === undefined ? addressesFor(person, facts.customer, channel) : [address];
  if (addresses.length === 0) return refuse('NO_ADDRESS', `${person?.name ?? contactId} has no address for ${channel}.`);
  const reason = asked.reason ?? null;
  if (kind === 'opt-in')
    return { change: { change: 'addresses-freed', channel, addresses, reason }, message: `May be used again for ${channel}: ${list(addresses)}.` };
  const change = { change: 'addresses-suppressed', channel, addresses, kind: kind === 'bounce' ? 'BOUNCED' : 'OPTED_OUT', reason } as const;
  return { change, message: `No longer used for ${channel}: ${list(addresses)}.` };
}

const list = (addresses: readonly string[]): string => addresses.map((address) => address.replaceAll('\n', ', ')).join(' and ');

/** All addresses at which a person can be reached on a channel; letters go to the customer's. */
export function addressesFor(
  person: Pick<ContactFacts, 'email' | 'phone' | 'mobile'> | undefined,
  { addressLines }: Pick<CustomerFacts, 'addressLines'>,
  channel: Channel,
): string[] {
  if (channel !== 'letter') return person ? addressesOf(person, channel) : [];
  const address = addressLines.join('\n');
  return address === '' ? [] : [address];
}
