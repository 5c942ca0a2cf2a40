import type { Instant } from '../calendar/day.js';
import type { AccountFacts, ContactFacts, ContactMadeFacts } from '../facts.js';
import type { Policy } from '../policy/types.js';
import { numberOf } from '../instructing/items.js';
import { plausibleZones } from '../rule/debtorZone.js';
import { whereaboutsOf } from '../rule/whereabouts.js';
import type { Reason } from '../verdict.js';
import { askPacks, type PackReason } from './askPacks.js';
import type { ContactAsked, GateAnswer } from './gate.js';
import type { ContactOutcome, LoggedContact, Place } from './pack.js';
import { shippedPacks } from './packs/all.js';

/** Asks the packs of contact rules that apply to the debtor. Letters are free of them but for caps that name them. */
export function askLaw(facts: AccountFacts, policy: Policy, contact: ContactAsked, now: Instant): GateAnswer {
  const debtor = {
    ...whereaboutsOf(facts),
    kind: facts.customer.kind,
    role: facts.entity.role === 'THIRD_PARTY' ? facts.entity.role : policy.role,
    zones: plausibleZones(facts, contact.channel === 'call' || contact.channel === 'sms' ? contact.address : null),
  };
  const person = facts.contacts.find(({ id }) => id === contact.contactId) ?? null;
  const question = {
    channel: contact.channel,
    personId: contact.contactId,
    place: contact.place ?? placeOf(contact.address, person, facts.contactsMade),
    debts: contact.itemIds ?? facts.items.filter(({ openMinor }) => openMinor > 0).map(({ id }) => id),
  };
  const own = facts.contactsMade.filter((made) => made.key !== contact.key);
  const elsewhere = (facts.contactsElsewhere ?? []).flatMap((made) => logged(made, facts).map((line) => ({ ...line, elsewhere: true })));
  const log = [...own.flatMap((made) => logged(made, facts)), ...elsewhere];
  const packs = shippedPacks.filter(({ byChoice, name }) => !byChoice || policy.packs.includes(name));
  const record = { log, consents: facts.consents ?? [], inconveniences: facts.inconveniences ?? [] };
  const answer = askPacks(packs, debtor, question, record, now, policy.packs);
  return answer.decision === 'ALLOW' ? answer : { ...answer, reasons: answer.reasons.map((reason) => toReason(reason, question.debts, facts)) };
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

/** With the numbers of the debts that it is about, where it is not about all that were asked for. */
function toReason({ code, pack, rule, source, confidence, figures, debts }: PackReason, asked: readonly number[], { items }: AccountFacts): Reason {
  const numbers = debts && debts.length < asked.length ? debts.flatMap((id) => items.filter((item) => item.id === id).map(numberOf)) : [];
  return { code, figures: { ...figures, ...(numbers.length > 0 && { items: numbers.join(', ') }), pack, rule, source, confidence }, line: null };
}
