import { dayOf, isBefore, type Instant } from '../../domain/calendar/day.js';
import type { AccountFacts, Channel, ContactFacts, Place } from '../../domain/facts.js';
import { askGate, type ContactAsked, type GateAnswer } from '../../domain/gate/gate.js';
import { askLaw } from '../../domain/gate/lawful.js';
import type { Policy } from '../../domain/policy/types.js';
import { happen } from '../../domain/rehearsal/happen.js';
import { judgePlans } from '../../domain/rehearsal/plans.js';
import { factsAt, numberOf, type World } from '../../domain/rehearsal/world.js';
import { debtorZone, plausibleZones } from '../../domain/rule/debtorZone.js';
import { reasonPhrase } from '../../domain/rule/sentence.js';
import type { Reason } from '../../domain/verdict.js';
import { exits, Failure } from '../cli/failure.js';
import type { Stage } from './play.js';
import { worldOf } from './worlds.js';

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

type Facts = Pick<Stage, 'ledger' | 'events'>;

/** Asks the gate about an account or a person, with everything that had happened by the instant. Of a person's accounts the strictest answer counts. */
export function askAnyone(stage: Facts, policy: Policy, question: GateQuestion, at: Instant, houseRules = true): GateReport {
  const played = accountsAsked(stage, question.subject).map((id) => playUntil(stage, policy, id, at));
  if (played.length === 0)
    throw new Failure(`There is no account and no person '${question.subject}' in the files; write an account as ENTITY/CUSTOMER.`, exits.badInput);
  const isPerson = !stage.ledger.accounts.has(question.subject) && !stage.ledger.billed.has(question.subject);
  const named = { ...question, person: question.person ?? (isPerson ? question.subject : null) };
  const asked = isPerson ? played : played.slice(0, 1);
  const reports = asked.map(({ world, warnings }) =>
    askOne(
      world,
      played.map((each) => each.world),
      { policy, houseRules, warnings },
      named,
      at,
    ),
  );
  return reports.reduce((strictest, next) => (isStricter(next, strictest) ? next : strictest));
}

function isStricter(a: GateReport, b: GateReport): boolean {
  const rank = { ALLOW: 0, DEFER: 1, BLOCK: 2 };
  if (rank[a.decision] !== rank[b.decision]) return rank[a.decision] > rank[b.decision];
  return a.until !== null && b.until !== null && isBefore(b.until, a.until);
}

/** The account itself and the customer's others, or all accounts on which the person is known. */
function accountsAsked({ ledger, events }: Facts, subject: string): string[] {
  const account = ledger.accounts.get(ledger.billed.get(subject) ?? subject);
  const all = [...ledger.accounts.values()];
  if (account) return [account.id, ...all.filter(({ id, customer }) => id !== account.id && customer === account.customer).map(({ id }) => id)];
  const customers = new Set(ledger.contacts.filter(({ name }) => name === subject).map(({ customerNumber }) => customerNumber));
  const spoken = new Set(
    events
      .filter((event) => ('person' in event && event.person === subject) || (event.type === 'person' && event.name === subject))
      .map(({ accountId }) => accountId),
  );
  return all.filter(({ id, customer }) => customers.has(customer) || spoken.has(id)).map(({ id }) => id);
}

function playUntil({ ledger, events }: Facts, policy: Policy, accountId: string, at: Instant): { world: World; warnings: string[] } {
  const position = [...ledger.accounts.keys()].indexOf(accountId);
  const account = ledger.accounts.get(accountId);
  if (!account) throw new Failure(`There is no account ${accountId} in the files.`, exits.badInput);
  const world = worldOf(ledger, account, position, at.slice(0, 10), false);
  const past = events.filter((event) => event.accountId === accountId && !isBefore(at, event.at));
  const warnings = past
    .toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at) || a.line - b.line)
    .flatMap((event) => {
      if (event.type === 'policy') return [];
      const happened = happen(world, event, policy);
      return 'refused' in happened ? [`events, line ${event.line}: ${event.type} was refused: ${happened.refused}`] : [];
    });
  judgePlans(world, dayOf(at, debtorZone(world.base)));
  return { world, warnings };
}

interface Rules {
  policy: Policy;
  /** Whether the policy's own hours and budget count, or the packs alone. */
  houseRules: boolean;
  warnings: string[];
}

function askOne(world: World, siblings: readonly World[], { policy, houseRules, warnings }: Rules, question: GateQuestion, at: Instant): GateReport {
  const facts = narrowed(together(factsAt(world, at), siblings), question.debts);
  const person = personAsked(facts, question.person);
  const address = question.number ?? addressOf(person.contact, facts, question.channel);
  const contact: ContactAsked = { channel: question.channel, contactId: person.id, address: address ?? '', ...(question.place && { place: question.place }) };
  const law = askLaw(facts, policy, contact, at);
  const gate = askGate(facts, policy, contact, at);
  const answer = houseRules || gate.decision === 'BLOCK' ? gate : law;
  return {
    ...told(answer),
    account: facts.accountId,
    person: person.id,
    channel: question.channel,
    address,
    at,
    zones: plausibleZones(facts),
    law: told(law),
    warnings,
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

/** What was said to the same people on the customer's other accounts counts as well. */
function together(facts: AccountFacts, siblings: readonly World[]): AccountFacts {
  const others = siblings.filter(({ base }) => base.accountId !== facts.accountId).map(({ base }) => base);
  return {
    ...facts,
    contactsElsewhere: others.flatMap(({ contactsMade }) => contactsMade),
    consents: [...(facts.consents ?? []), ...others.flatMap(({ consents = [] }) => consents)],
    inconveniences: [...(facts.inconveniences ?? []), ...others.flatMap(({ inconveniences = [] }) => inconveniences)],
  };
}

/** The facts with the named debts alone. Throws Failure for a debt that is not open. */
function narrowed(facts: AccountFacts, debts: readonly string[]): AccountFacts {
  if (debts.length === 0) return facts;
  const items = facts.items.filter((item) => debts.includes(item.number) || debts.includes(numberOf(item)));
  const unknown = debts.find((debt) => !items.some((item) => item.number === debt || numberOf(item) === debt));
  if (unknown !== undefined) throw new Failure(`--debt ${unknown} is no open item of ${facts.accountId}.`, exits.badInput);
  return { ...facts, items };
}

/** The person named; else the first on file; else whoever was spoken to last. */
function personAsked({ contacts, contactsMade }: AccountFacts, name: string | null): { id: string | null; contact: ContactFacts | null } {
  const first = name === null ? contacts.toSorted((a, b) => a.rank - b.rank)[0] : contacts.find((contact) => contact.id === name || contact.name === name);
  if (first) return { id: first.id, contact: first };
  return { id: name ?? contactsMade.findLast(({ contactId }) => contactId !== null)?.contactId ?? null, contact: null };
}

function addressOf(contact: ContactFacts | null, { customer }: AccountFacts, channel: Channel): string | null {
  switch (channel) {
    case 'email':
      return contact?.email ?? null;
    case 'sms':
      return contact?.mobile ?? null;
    case 'call':
      return contact?.phone ?? contact?.mobile ?? null;
    case 'letter':
      return customer.addressLines.join('\n') || null;
    default:
      return channel satisfies never;
  }
}
