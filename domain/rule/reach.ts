import type { AccountFacts, Channel, ContactFacts, StepFacts } from '../facts.js';
import type { Step } from '../policy/types.js';

/** Where a message of a step can go. */
export interface Reach {
  channel: Channel;
  contactId: string | null;
  address: string;
  language: string;
}

/** The channels of a step in the order in which they are tried; none for a placement or a write-off. */
export function channelsOf(step: Step): Channel[] {
  if (step.action === 'place' || step.action === 'write-off') return [];
  return [step.action, ...step.otherwise];
}

/** Whom a step can reach on a channel: the step's role first, then the others by rank; null when nobody. Without a step, anybody. */
export function reachOn(facts: AccountFacts, step: Step | null, channel: Channel): Reach | null {
  if (channel === 'letter') return reachByPost(facts, step);
  for (const contact of inOrder(facts.contacts, step?.recipient ?? null)) {
    const address = addressOf(contact, channel);
    if (address && !isSuppressed(facts, channel, address))
      return { channel, contactId: contact.id, address, language: contact.language ?? facts.customer.language };
  }
  return null;
}

/** Whether a step's round was refused on a channel, so that another one has its turn. */
export function wasRejected(facts: AccountFacts, at: Pick<StepFacts, 'step' | 'round'>, channel: Channel): boolean {
  return facts.contactsMade.some(
    (made) => made.caseId === facts.case?.id && made.step === at.step && made.round === at.round && made.channel === channel && made.status === 'REJECTED',
  );
}

/** Whether an address must not be used on a channel. An address that bounced or is invalid is bad on this channel only. */
export function isSuppressed(facts: Pick<AccountFacts, 'suppressions'>, channel: Channel, address: string): boolean {
  return facts.suppressions.some((suppression) => suppression.channel === channel && suppression.address.toLowerCase() === address.toLowerCase());
}

function reachByPost(facts: AccountFacts, step: Step | null): Reach | null {
  const address = facts.customer.addressLines.join('\n');
  if (address === '' || isSuppressed(facts, 'letter', address)) return null;
  const contact = inOrder(facts.contacts, step?.recipient ?? null)[0] ?? null;
  return { channel: 'letter', contactId: contact?.id ?? null, address, language: contact?.language ?? facts.customer.language };
}

function addressOf(contact: ContactFacts, channel: Exclude<Channel, 'letter'>): string | null {
  switch (channel) {
    case 'email':
      return contact.email;
    case 'sms':
      return contact.mobile;
    case 'call':
      return contact.phone ?? contact.mobile;
  }
}

function inOrder(contacts: readonly ContactFacts[], role: string | null): ContactFacts[] {
  const order = (contact: ContactFacts) => (contact.role === role ? 0 : 1);
  return [...contacts].sort((a, b) => order(a) - order(b) || a.rank - b.rank || a.name.localeCompare(b.name, 'en'));
}
