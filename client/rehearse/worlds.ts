import { addDays, type Day } from '../../domain/calendar/day.js';
import type { ContactFacts, CustomerFacts, DisputeFacts, EntityFacts } from '../../domain/facts.js';
import { newWorld, type AccountBase, type World } from '../../domain/rehearsal/world.js';
import type { ContactRow } from '../../prisma/store/customers.js';
import { newEntity, unknownCustomer, type Ledger, type LedgerAccount } from './ledger.js';

/** Ids that items booked on the way begin with, a range for each account. */
const idsForEach = 1_000_000;

/** The account's world as the files give it, before anything happens. `openedOn` dates what a list says of that day. */
export function worldOf(ledger: Ledger, account: LedgerAccount, position: number, openedOn: Day, everybodyReachable: boolean): World {
  const customer = customerFactsOf(ledger, account);
  const base: AccountBase = {
    accountId: account.id,
    entity: entityFactsOf(ledger, account),
    customer,
    collectorId: account.collectorId,
    collectorEmail: account.collectorId?.includes('@') ? account.collectorId : null,
    ledgerAsOf: null,
    contacts: contactsOf(ledger, account),
    suppressions: [],
    holds: [],
    disputes: disputesOf(account, openedOn),
    plans: [],
    contactsMade: [],
    steps: [],
    tasks: [],
    placements: [],
    writeOffs: [],
    consents: [],
    inconveniences: [],
    case: null,
  };
  const assumed = everybodyReachable && base.contacts.length === 0;
  const reachable = assumed
    ? {
        ...base,
        contacts: [assumedContact(account)],
        customer: { ...customer, addressLines: customer.addressLines.length > 0 ? customer.addressLines : [customer.name] },
      }
    : base;
  return newWorld(reachable, account.items, account.allocations, (position + 1) * idsForEach, account.drafts);
}

/** The selling entity; one of which only the code is known is taken to be in the United States, at UTC. */
export function entityFactsOf({ entities }: Ledger, { entity }: Pick<LedgerAccount, 'entity'>): EntityFacts {
  const { code, name, country, currency, timeZone, language, email, debtRole } =
    entities.get(entity) ?? newEntity(entity, '', { country: 'US', timeZone: 'UTC', language: 'en' });
  return { code, name, country, currency, timeZone, language, email, role: debtRole === 'THIRD_PARTY' ? 'THIRD_PARTY' : 'FIRST_PARTY' };
}

/** The customer; where nothing is said it is a business in the entity's country that speaks the entity's language. */
export function customerFactsOf(ledger: Ledger, account: Pick<LedgerAccount, 'entity' | 'customer'>): CustomerFacts {
  const entity = entityFactsOf(ledger, account);
  const { parentNumber: _parent, billToParent: _billed, ...row } = ledger.customers.get(account.customer) ?? unknownCustomer(account.customer);
  return { ...row, kind: row.kind === 'CONSUMER' ? 'CONSUMER' : 'BUSINESS', language: row.language || entity.language, country: row.country ?? entity.country };
}

/** The customer's contacts; where it has none, its parent's. */
function contactsOf({ contacts, customers }: Ledger, { customer }: LedgerAccount): ContactFacts[] {
  const own = contacts.filter(({ customerNumber }) => customerNumber === customer);
  const parent = customers.get(customer)?.parentNumber;
  const rows = own.length > 0 ? own : contacts.filter(({ customerNumber }) => customerNumber === parent);
  return rows.map((row) => contactFactsOf(row, rows));
}

/** A person is known by name; people of one name by name and role. */
function contactFactsOf({ name, role, language, email, phone, mobile, timeZone, rank }: ContactRow, rows: readonly ContactRow[]): ContactFacts {
  const id = rows.filter((row) => row.name === name).length > 1 ? `${name} (${role})` : name;
  return { id, name, role, language, email, phone, mobile, timeZone, rank };
}

/** A person that stands for whoever will be found, under addresses that nobody has. */
function assumedContact({ customer }: LedgerAccount): ContactFacts {
  const email = `ap@${
    customer
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, '-')
      .replaceAll(/^-|-$/g, '') || 'customer'
  }.example.com`;
  return {
    id: 'accounts payable',
    name: 'accounts payable',
    role: 'accounts_payable',
    language: null,
    email,
    phone: '+999000100',
    mobile: '+999000101',
    timeZone: null,
    rank: 0,
  };
}

/** Business days within which a dispute that a list marks is answered. */
const answerDays = 10;

function disputesOf({ disputed }: LedgerAccount, openedOn: Day): DisputeFacts[] {
  return disputed.map((itemId) => ({
    id: `listed-${itemId}`,
    reason: 'marked in the list',
    respondBy: addDays(openedOn, answerDays),
    items: [{ itemId, amountMinor: null }],
  }));
}
