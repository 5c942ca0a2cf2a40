/** Invented accounts: a debtor, a ledger, and what people and the world do to it within a span of days. */
import fc from 'fast-check';
import { addDays, type Day } from '../../domain/calendar/day.js';
import type { ContactFacts, ItemKind } from '../../domain/facts.js';
import type { RehearsalEvent, RehearsalEventType } from '../../domain/rehearsal/event.js';
import type { AccountBase, RehearsedItem } from '../../domain/rehearsal/world.js';
import { happenings, inventedKinds } from './events.js';

export interface InventedAccount {
  base: AccountBase;
  items: RehearsedItem[];
  events: RehearsalEvent[];
  /** Position of its policy among those that are given. */
  policy: number;
  /** Items that have a policy of their own from the start, by its position. */
  ofItems?: { item: string; policy: number }[];
}

/** Where and when accounts are invented. */
export interface Setting {
  from: Day;
  to: Day;
  /** Makes account numbers unique. */
  name: string;
  /** How many policies there are to choose from. */
  policies: number;
  /** What may happen; `inventedKinds` when left out. */
  kinds?: RehearsalEventType[];
}

const often = fc.integer({ min: 0, max: 4 }).map((n) => n > 0);
const people = fc.array(fc.record({ email: often, mobile: often, phone: often, manages: fc.boolean() }), { minLength: 0, maxLength: 2 });

function contactsOf(drawn: readonly { email: boolean; mobile: boolean; phone: boolean; manages: boolean }[], account: string): ContactFacts[] {
  return drawn.map((has, n) => ({
    id: `${account}-${n + 1}`,
    name: `Person ${n + 1}`,
    role: has.manages ? 'management' : 'accounts_payable',
    language: null,
    email: has.email ? `person${n + 1}.${account}@example.com` : null,
    mobile: has.mobile ? `+49171555${account}${n + 1}` : null,
    phone: has.phone ? `+4930231${account}${n + 1}` : null,
    timeZone: null,
    rank: n,
  }));
}

const entity = { code: 'DE01', name: 'Seller', country: 'DE', currency: 'EUR', timeZone: 'Europe/Berlin', language: 'en' };

interface Debtor {
  country: string;
  people: { email: boolean; mobile: boolean; phone: boolean; manages: boolean }[];
  post: boolean;
  key: boolean;
}

function baseOf(account: string, { country, people: drawn, post, key }: Debtor): AccountBase {
  return {
    accountId: `DE01/${account}`,
    entity,
    customer: {
      number: account,
      name: `Buyer ${account}`,
      kind: 'BUSINESS',
      language: 'en',
      country,
      region: null,
      postcode: null,
      timeZone: null,
      addressLines: post ? [`Buyer ${account}`, '1 Main Street'] : [],
      segment: null,
      riskClass: null,
      tags: key ? ['key'] : [],
    },
    collectorId: null,
    ledgerAsOf: null,
    contacts: contactsOf(drawn, account),
    suppressions: [],
    holds: [],
    disputes: [],
    plans: [],
    contactsMade: [],
    steps: [],
    tasks: [],
    placements: [],
    writeOffs: [],
    case: null,
  };
}

const item = fc.record({
  due: fc.integer({ min: -9, max: 12 }),
  minor: fc.oneof({ weight: 8, arbitrary: fc.integer({ min: 1_000, max: 90_000 }) }, { weight: 1, arbitrary: fc.integer({ min: -20_000, max: -500 }) }),
  dollars: fc.integer({ min: 0, max: 5 }).map((n) => n === 0),
});

function itemsOf(drawn: readonly { due: number; minor: number; dollars: boolean }[], from: Day): RehearsedItem[] {
  return drawn.map(({ due, minor, dollars }, n) => {
    const kind: ItemKind = minor > 0 ? 'INVOICE' : 'CREDIT_NOTE';
    const dueOn = addDays(from, minor > 0 ? due : Math.min(due, 0));
    const issuedOn = minor > 0 ? addDays(dueOn, -30) : dueOn;
    return { id: n + 1, kind, number: `R-${n + 1}`, instalment: 0, issuedOn, dueOn, currency: dollars ? 'USD' : 'EUR', amountMinor: minor };
  });
}

/** An account. The same seed gives the same one. */
export function accounts({ from, to, name, policies, kinds = inventedKinds }: Setting): fc.Arbitrary<InventedAccount> {
  const debtor = fc.record({ country: fc.constantFrom('DE', 'DE', 'ES', 'FR'), people, post: fc.boolean(), key: fc.boolean() });
  const drawn = fc.record({
    debtor,
    items: fc.array(item, { minLength: 1, maxLength: 4 }),
    happenings: happenings(from, to, kinds),
    policy: fc.integer({ min: 0, max: policies - 1 }),
  });
  return drawn.map(({ debtor: who, items, happenings: happened, policy }) => {
    const base = baseOf(name, who);
    const ledger = itemsOf(items, from);
    return { base, items: ledger, policy, events: happened({ accountId: base.accountId, items: ledger, people: base.contacts }) };
  });
}
