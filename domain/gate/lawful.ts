import type { Instant } from '../calendar/day.js';
import type { AccountFacts, ContactFacts, ContactMadeFacts } from '../facts.js';
import type { Policy } from '../policy/types.js';
import { plausibleZones } from '../rule/debtorZone.js';
import type { Reason } from '../verdict.js';
import { askPacks, type PackReason } from './askPacks.js';
import type { ContactAsked, GateAnswer } from './gate.js';
import type { ContactOutcome, LoggedContact, Place } from './pack.js';
import { shippedPacks } from './packs/all.js';

/** Asks the packs of contact rules that apply to the debtor. Letters are free of them but for caps that name them. */
export function askLaw(facts: AccountFacts, policy: Policy, contact: ContactAsked, now: Instant): GateAnswer {
  const { customer } = facts;
  const zones = plausibleZones(facts);
  const debtor = {
    kind: customer.kind,
    role: facts.entity.role === 'THIRD_PARTY' ? facts.entity.role : policy.role,
    country: customer.country ?? facts.entity.country,
    region: customer.region,
    city: customer.city ?? null,
    zones,
  };
  const person = facts.contacts.find(({ id }) => id === contact.contactId) ?? null;
  const question = {
    channel: contact.channel,
    personId: contact.contactId,
    place: contact.place ?? placeOf(contact.address, person, facts.contactsMade),
    debts: facts.items.filter(({ openMinor }) => openMinor > 0).map(({ id }) => id),
  };
  const log = [...facts.contactsMade, ...(facts.contactsElsewhere ?? [])].filter((made) => made.key !== contact.key).flatMap((made) => logged(made, facts));
  const packs = shippedPacks.filter(({ byChoice, name }) => !byChoice || policy.packs.includes(name));
  const record = { log, consents: facts.consents ?? [], inconveniences: facts.inconveniences ?? [] };
  const answer = askPacks(packs, debtor, question, record, now, policy.packs);
  return answer.decision === 'ALLOW' ? answer : { ...answer, reasons: answer.reasons.map(toReason) };
}

function logged(made: ContactMadeFacts, { contacts, contactsMade }: AccountFacts): LoggedContact[] {
  if (made.status === 'REJECTED' || made.status === 'RETRYABLE' || made.status === 'HELD_BACK') return [];
  const person = contacts.find(({ id }) => id === made.contactId) ?? null;
  const { at, channel, direction, automatic, contactId: personId } = made;
  const place = made.place ?? placeOf(made.address ?? null, person, contactsMade);
  return [{ at, channel, direction, personId, debts: made.itemIds ?? [], place, outcome: outcomeOf(made), automatic }];
}

/** Where a number was said to reach the person when it was last used; else the mobile on file is one, and any other counts with the person's own. */
function placeOf(address: string | null, person: ContactFacts | null, contactsMade: readonly ContactMadeFacts[]): Place {
  const said = address === null ? null : contactsMade.findLast((made) => made.place && made.address === address)?.place;
  return said ?? (person !== null && address !== null && address === person.mobile ? 'mobile' : 'home');
}

function outcomeOf({ outcome, direction }: ContactMadeFacts): ContactOutcome {
  switch (outcome) {
    case 'REACHED':
    case 'CALL_BACK':
    case 'REFUSES':
    case 'PAYMENT_SENT':
    case 'NOT_RECEIVED':
      return 'CONVERSATION';
    case 'NO_ANSWER':
      return 'NO_ANSWER';
    case 'VOICEMAIL':
      return 'VOICEMAIL';
    case 'WRONG_NUMBER':
      return 'WRONG_PERSON';
    case 'NOT_CONNECTED':
      return 'NOT_CONNECTED';
    case null:
    default:
      return direction === 'OUT' ? 'SENT' : 'RECEIVED';
  }
}

function toReason({ code, pack, rule, source, confidence, figures }: PackReason): Reason {
  return { code, figures: { ...figures, pack, rule, source, confidence }, line: null };
}
