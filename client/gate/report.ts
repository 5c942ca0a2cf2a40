import { isBefore, type Instant } from '../../domain/calendar/day.js';
import type { AccountFacts, Channel, ContactFacts, Place } from '../../domain/facts.js';
import { askGate, askWithoutHouse, type ContactAsked, type GateAnswer } from '../../domain/gate/gate.js';
import { askLaw } from '../../domain/gate/lawful.js';
import type { Policy } from '../../domain/policy/types.js';
import { numberOf } from '../../domain/instructing/items.js';
import { plausibleZones } from '../../domain/rule/debtorZone.js';
import { addressesOf, reachOn } from '../../domain/rule/reach.js';
import { reasonPhrase } from '../../domain/rule/sentence.js';
import type { Reason } from '../../domain/verdict.js';
import { readPhone } from '../imports/places.js';

/** The contact that is asked about. */
export interface GateQuestion {
  /** An account as ENTITY/CUSTOMER, or a person by name. */
  subject: string;
  channel: Channel;
  person: string | null;
  number: string | null;
  /** Where the number reaches the person; null: as it was said when it was last used. */
  place: Place | null;
  /** Item numbers; none: all that is open. */
  debts: readonly string[];
}

/** What stands against a contact, with the same as a sentence. */
export type GateReason = Reason & { sentence: string };

/** The answer for one instant. `law` is what the packs of contact rules say alone, without the policy's own hours and budget. */
export interface GateReport {
  decision: GateAnswer['decision'];
  until: Instant | null;
  account: string;
  person: string | null;
  channel: Channel;
  address: string | null;
  at: Instant;
  /** Every zone in which the debtor may be. */
  zones: string[];
  reasons: GateReason[];
  law: { decision: GateAnswer['decision']; until: Instant | null; reasons: GateReason[] };
  /** Events that no account took. */
  warnings: string[];
}

/** Thrown when a contact is to be about a debt that is not open. */
export class NoSuchDebt extends Error {}

/** By which rules the gate is asked. */
export interface GateRules {
  policy: Policy;
  /** Whether the policy's own hours and budget count, or the packs alone. */
  houseRules: boolean;
  warnings: string[];
}

/** Asks the gate about a contact of an account. Throws NoSuchDebt. */
export function reportOn(all: AccountFacts, { policy, houseRules, warnings }: GateRules, question: GateQuestion, at: Instant): GateReport {
  const facts = narrowed(all, question.debts);
  const person = personAsked(facts, question);
  const address = numberAsked(question, facts) ?? person.address;
  const contact: ContactAsked = { channel: question.channel, contactId: person.id, address: address ?? '', ...(question.place && { place: question.place }) };
  const law = askLaw(facts, policy, contact, at);
  const answer = (houseRules ? askGate : askWithoutHouse)(facts, policy, contact, at);
  return {
    ...told(answer),
    account: facts.accountId,
    person: person.contact?.name ?? person.id,
    channel: question.channel,
    address,
    at,
    zones: plausibleZones(facts, question.channel === 'call' || question.channel === 'sms' ? address : null),
    law: told(law),
    warnings: address === null ? [...warnings, `No address for ${question.channel} is known: this is the answer for whichever is used.`] : warnings,
  };
}

function told(answer: GateAnswer): GateReport['law'] {
  const reasons = answer.decision === 'ALLOW' ? [] : answer.reasons;
  return {
    decision: answer.decision,
    until: answer.decision === 'DEFER' ? answer.until : null,
    reasons: reasons.map((reason) => ({ ...reason, sentence: reasonPhrase(reason) })),
  };
}

/** The strictest of several answers: a block before a deferral, a longer one before a shorter. */
export function strictestOf(reports: readonly GateReport[]): GateReport {
  return reports.reduce((strictest, next) => (isStricter(next, strictest) ? next : strictest));
}

function isStricter(a: GateReport, b: GateReport): boolean {
  const rank = { ALLOW: 0, DEFER: 1, BLOCK: 2 };
  if (rank[a.decision] !== rank[b.decision]) return rank[a.decision] > rank[b.decision];
  return a.until !== null && b.until !== null && isBefore(b.until, a.until);
}

/** The facts with the named debts alone. */
function narrowed(facts: AccountFacts, debts: readonly string[]): AccountFacts {
  if (debts.length === 0) return facts;
  const items = facts.items.filter((item) => debts.includes(item.number) || debts.includes(numberOf(item)));
  const unknown = debts.find((debt) => !items.some((item) => item.number === debt || numberOf(item) === debt));
  if (unknown !== undefined) throw new NoSuchDebt(`${unknown} is no open item of ${facts.accountId}.`);
  return { ...facts, items };
}

interface PersonAsked {
  id: string | null;
  contact: ContactFacts | null;
  address: string | null;
}

/** The person named; else who would be contacted by the channel; else the first on file; else whoever was spoken to last. */
function personAsked(facts: AccountFacts, { person: name, channel }: GateQuestion): PersonAsked {
  const { contacts, contactsMade } = facts;
  if (name === null) {
    const reach = reachOn(facts, null, channel);
    const reached = contacts.find(({ id }) => id === reach?.contactId);
    if (reach && reached) return { id: reached.id, contact: reached, address: reach.address };
  }
  const first = name === null ? contacts.toSorted((a, b) => a.rank - b.rank)[0] : contacts.find((contact) => contact.id === name || contact.name === name);
  const address = channel === 'letter' ? facts.customer.addressLines.join('\n') : first ? addressesOf(first, channel)[0] : null;
  const id = first?.id ?? name ?? contactsMade.findLast(({ contactId }) => contactId !== null)?.contactId ?? null;
  return { id, contact: first ?? null, address: address || null };
}

/** The number that was asked about, as numbers are kept on file. */
function numberAsked({ number, channel }: GateQuestion, { customer, entity }: AccountFacts): string | null {
  if (number === null || (channel !== 'call' && channel !== 'sms')) return number;
  const read = readPhone(number, customer.country ?? entity.country);
  return typeof read === 'string' ? read : number;
}
