import type { AccountFacts, Channel, ContactFacts, ContactMadeFacts } from '../facts.js';
import type { StepFacts } from '../steps.js';
import { isChannel } from '../policy/checkActions.js';
import type { Step } from '../policy/types.js';

/** Where a message of a step can go. */
export interface Reach {
  channel: Channel;
  contactId: string | null;
  address: string;
  language: string;
}

/** The channels of a step in the order in which they are tried; none for a step that contacts nobody. */
export function channelsOf(step: Step): Channel[] {
  return isChannel(step.action) ? [step.action, ...step.otherwise] : [];
}

/** The template of a step on a channel. */
export function templateFor({ template, templates }: Pick<Step, 'template' | 'templates'>, channel: Channel): string {
  return templates[channel] ?? template;
}

/** Whom a step can reach on a channel: the step's roles first, in their order, then the others by rank; null when nobody. Without a step, anybody. */
export function reachOn(facts: AccountFacts, step: Step | null, channel: Channel): Reach | null {
  if (channel === 'letter') return reachByPost(facts, step);
  for (const contact of inOrder(facts, step)) {
    const address = usable(facts, contact, channel);
    if (address) return { channel, contactId: contact.id, address, language: languageFor(facts, step, contact) };
  }
  return null;
}

/**
 * Who gets a copy of an e-mail: everybody of the named roles with an address that may be used, `collector` and `sales` at the seller's.
 * A consumer's debt is told to nobody but the consumer (15 USC 1692c(b), GDPR art. 5), so that copies stay with the seller.
 */
export function copiesTo(facts: AccountFacts, step: Step, to: Reach): string[] {
  if (to.channel !== 'email') return [];
  const addresses = step.cc.flatMap((role) => {
    if (role === 'collector') return facts.collectorEmail ?? [];
    if (role === 'sales') return facts.entity.email ?? [];
    if (facts.customer.kind === 'CONSUMER') return [];
    return facts.contacts.filter((contact) => contact.role === role).flatMap(({ email }) => email ?? []);
  });
  const usable = addresses.filter((address) => !isSame(address, to.address) && !isSuppressed(facts, 'email', address));
  return usable.filter((address, n) => usable.findIndex((other) => isSame(other, address)) === n);
}

/** Whether a step's round was refused on a channel, so that another one has its turn. */
export function wasRejected(facts: AccountFacts, at: Pick<StepFacts, 'step' | 'round'>, channel: Channel): boolean {
  return facts.contactsMade.some(
    (made) => made.caseId === facts.case?.id && made.step === at.step && made.round === at.round && made.channel === channel && made.status === 'REJECTED',
  );
}

/** Whether an address must not be used on a channel. An address that bounced or is invalid is bad on this channel only. */
export function isSuppressed(facts: Pick<AccountFacts, 'suppressions'>, channel: Channel, address: string): boolean {
  return facts.suppressions.some((suppression) => suppression.channel === channel && isSame(suppression.address, address));
}

function isSame(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

function reachByPost(facts: AccountFacts, step: Step | null): Reach | null {
  const address = facts.customer.addressLines.join('\n');
  if (address === '' || isSuppressed(facts, 'letter', address)) return null;
  const contact = inOrder(facts, step)[0] ?? null;
  return { channel: 'letter', contactId: contact?.id ?? null, address, language: languageFor(facts, step, contact) };
}

function languageFor({ customer }: AccountFacts, step: Step | null, contact: ContactFacts | null): string {
  return step?.language ?? contact?.language ?? customer.language;
}

/** The first address of a person that may be used: after a bad one the next, but none once the person opted out of one. */
function usable(facts: AccountFacts, contact: ContactFacts, channel: Exclude<Channel, 'letter'>): string | null {
  const known = addressesOf(contact, channel);
  const against = facts.suppressions.filter((each) => each.channel === channel && known.some((address) => isSame(each.address, address)));
  if (against.some(({ kind }) => kind === 'OPTED_OUT' || kind === 'COMPLAINT')) return null;
  return known.find((address) => !isSuppressed(facts, channel, address)) ?? null;
}

/** The addresses at which a person can be reached on a channel, in the order in which they are tried. */
export function addressesOf(contact: Pick<ContactFacts, 'email' | 'phone' | 'mobile'>, channel: Exclude<Channel, 'letter'>): string[] {
  const known = (...addresses: (string | null)[]) => addresses.filter((address): address is string => Boolean(address));
  switch (channel) {
    case 'email':
      return known(contact.email);
    case 'sms':
      return known(contact.mobile);
    case 'call':
      return known(contact.phone, contact.mobile);
    default:
      return channel satisfies never;
  }
}

function inOrder(facts: AccountFacts, step: Step | null): ContactFacts[] {
  const roles = step ? rolesInTurn(facts, step) : [];
  const order = ({ role }: ContactFacts) => (roles.includes(role) ? roles.indexOf(role) : roles.length);
  return [...facts.contacts].sort((a, b) => order(a) - order(b) || a.rank - b.rank || a.name.localeCompare(b.name, 'en'));
}

/** The roles in order of preference; one that had its attempts in vain goes behind those that had not. The last keeps its turn. */
function rolesInTurn(facts: AccountFacts, { recipients, escalateAfter }: Step): readonly string[] {
  if (escalateAfter === null) return recipients;
  const roleOf = new Map(facts.contacts.map(({ id, role }) => [id, role]));
  const attemptsAt = (role: string) =>
    facts.contactsMade.filter((made) => wasTried(made, facts) && made.contactId !== null && roleOf.get(made.contactId) === role).length;
  const first = recipients.findIndex((role) => attemptsAt(role) < escalateAfter);
  const turn = first === -1 ? recipients.length - 1 : first;
  return [...recipients.slice(turn), ...recipients.slice(0, turn)];
}

function wasTried({ caseId, direction, status }: ContactMadeFacts, facts: AccountFacts): boolean {
  return caseId !== null && caseId === facts.case?.id && direction === 'OUT' && (status === 'ACCEPTED' || status === 'UNKNOWN' || status === 'RECORDED');
}
