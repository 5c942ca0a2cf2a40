/** Invented debtors: where they live, what they are, who can be reached, and who sells to them. */
import fc from 'fast-check';
import type { ContactFacts, CustomerFacts, EntityFacts } from '../../../domain/facts.js';
import type { AccountBase } from '../../../domain/rehearsal/world.js';

/** Where a debtor lives and what it is; its time zone is said where its country has several. */
export interface Home {
  seller: EntityFacts;
  kind: CustomerFacts['kind'];
  country: string;
  region: string | null;
  city: string | null;
  timeZone: string | null;
  currency: string;
}

const german: EntityFacts = { code: 'DE01', name: 'Seller', country: 'DE', currency: 'EUR', timeZone: 'Europe/Berlin', language: 'en' };
const british: EntityFacts = { code: 'GB01', name: 'Seller', country: 'GB', currency: 'GBP', timeZone: 'Europe/London', language: 'en' };
const agency: EntityFacts = { ...british, code: 'US01', country: 'US', currency: 'USD', timeZone: 'America/New_York', role: 'THIRD_PARTY' };

/** The sellers of invented accounts. */
export const sellers: readonly EntityFacts[] = [german, british, agency];

const home = (seller: EntityFacts, kind: Home['kind'], country: string, more: Partial<Home> = {}): Home => ({
  seller,
  kind,
  country,
  region: null,
  city: null,
  timeZone: null,
  currency: seller.currency,
  ...more,
});
const washington = { region: 'DC', city: 'Washington', timeZone: 'America/New_York' };

/** Nine in ten are businesses and consumers of one time zone; the others are where the law says more, or the clock. */
const homes = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom('DE', 'DE', 'ES', 'FR').map((country) => home(german, 'BUSINESS', country)) },
  { weight: 3, arbitrary: fc.constantFrom('DE', 'ES').map((country) => home(german, 'CONSUMER', country)) },
  { weight: 3, arbitrary: fc.constantFrom<Home['kind']>('BUSINESS', 'CONSUMER').map((kind) => home(british, kind, 'GB')) },
  {
    weight: 4,
    arbitrary: fc.constantFrom(
      home(agency, 'CONSUMER', 'US', washington),
      home(agency, 'CONSUMER', 'US', washington),
      home(agency, 'CONSUMER', 'US', { region: 'MA', timeZone: 'America/New_York' }),
      home(agency, 'CONSUMER', 'US', { region: 'CA', timeZone: 'America/Los_Angeles' }),
      home(agency, 'CONSUMER', 'US'),
      home(agency, 'BUSINESS', 'US', { region: 'TX', timeZone: 'America/Chicago' }),
    ),
  },
  { weight: 1, arbitrary: fc.constantFrom(home(german, 'BUSINESS', 'JP', { currency: 'JPY' }), home(german, 'BUSINESS', 'IN')) },
);

const often = fc.integer({ min: 0, max: 4 }).map((n) => n > 0);
const person = fc.record({ email: often, mobile: often, phone: often, role: fc.constantFrom('accounts_payable', 'accounts_payable', 'management') });

/** Somebody who can be reached in some ways, and when and how they agreed to be. */
type Drawn = typeof person extends fc.Arbitrary<infer T> ? T : never;

/** Numbers that nobody has, unique to the account; in the United States of a place on the Pacific, wherever the debtor lives. */
function contactsOf(drawn: readonly Drawn[], account: string, { country }: Home): ContactFacts[] {
  const prefix = country === 'US' ? '+1310555' : '+49171555';
  return drawn.map(({ email, mobile, phone, role }, n) => ({
    id: `${account}-${n + 1}`,
    name: `Person ${n + 1}`,
    role,
    language: null,
    email: email ? `person${n + 1}.${account}@example.com` : null,
    mobile: mobile ? `${prefix}${account}${n + 1}` : null,
    phone: phone ? `${country === 'US' ? '+1202555' : '+4930231'}${account}${n + 1}` : null,
    timeZone: null,
    rank: n,
  }));
}

const nothingYet = {
  ledgerAsOf: null,
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
} satisfies Partial<AccountBase>;

/** A debtor of whom only the number is to be said. */
export interface InventedDebtor {
  currency: string;
  baseFor: (account: string) => AccountBase;
}

/** Debtors; `homely`: businesses of one zone and seller alone. */
export function debtors(): fc.Arbitrary<InventedDebtor> {
  return fc
    .record({
      home: homes,
      people: fc.array(person, { minLength: 0, maxLength: 3 }),
      post: fc.boolean(),
      key: fc.boolean(),
      segment: fc.constantFrom(null, 'strategic'),
      riskClass: fc.constantFrom(null, 'high'),
      agreed: fc.boolean(),
    })
    .map(({ home: at, people, post, key, segment, riskClass, agreed }) => ({
      currency: at.currency,
      baseFor: (account) => {
        const contacts = contactsOf(people, account, at);
        const { kind, country, region, city, timeZone } = at;
        const customer: CustomerFacts = {
          number: account,
          name: `Buyer ${account}`,
          kind,
          language: 'en',
          country,
          region,
          city,
          timeZone,
          postcode: null,
          segment,
          riskClass,
          addressLines: post ? [`Buyer ${account}`, '1 Main Street'] : [],
          tags: key ? ['key'] : [],
        };
        const consents = contacts
          .slice(0, agreed && kind === 'CONSUMER' ? 1 : 0)
          .map(({ id }) => ({ personId: id, channel: 'email' as const, from: '2026-01-02T10:00:00Z', until: null }));
        return { ...nothingYet, accountId: `${at.seller.code}/${account}`, entity: at.seller, customer, collectorId: null, contacts, consents };
      },
    }));
}
