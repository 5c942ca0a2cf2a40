import type { Day } from '../../domain/calendar/day.js';
import type { DatedAllocation } from '../../domain/ledger/openAmount.js';
import type { Minor } from '../../domain/money/minor.js';
import type { RehearsedItem } from '../../domain/rehearsal/world.js';
import type { ContactRow, CustomerRow, EntityRow } from '../../prisma/store/customers.js';

/** An account of a ledger: customer × legal entity. */
export interface LedgerAccount {
  id: string;
  entity: string;
  customer: string;
  collectorId: string | null;
  items: RehearsedItem[];
  /** Invoices that were drawn up and not issued. */
  drafts: RehearsedItem[];
  allocations: DatedAllocation[];
  /** Ids of items that a list of open items marks as disputed. */
  disputed: number[];
}

/** What ledger files say. */
export interface Ledger {
  entities: Map<string, EntityRow>;
  customers: Map<string, CustomerRow>;
  contacts: ContactRow[];
  accounts: Map<string, LedgerAccount>;
  /** Accounts whose items are kept on a parent's, by id, with the id of that one. */
  billed: Map<string, string>;
  /** Payments that name no item: they are no items of their accounts, but events of their days. */
  unnamed: { accountId: string; number: string; onDay: Day; currency: string; amountMinor: Minor; line: number }[];
  /** Whether a file of contacts was given. */
  contactsGiven: boolean;
}

/** An entity of which only the code is known. */
export function newEntity(code: string, currency: string, { country, timeZone, language }: { country: string; timeZone: string; language: string }): EntityRow {
  return {
    code,
    name: code,
    country,
    currency: currency || 'EUR',
    timeZone,
    language,
    addressLines: [],
    email: null,
    phone: null,
    iban: null,
    bic: null,
    bankName: null,
    defaultPolicy: null,
    debtRole: 'FIRST_PARTY',
  };
}

/** A customer of whom only the number is known: a business that speaks English; who reads the ledger fills in the entity's country. */
export function unknownCustomer(number: string): CustomerRow {
  return {
    number,
    name: number,
    kind: 'BUSINESS',
    language: '',
    country: null,
    region: null,
    postcode: null,
    city: null,
    addressLines: [],
    timeZone: null,
    segment: null,
    riskClass: null,
    tags: [],
    parentNumber: null,
    billToParent: false,
  };
}

/** The account of a customer with an entity, opened when there is none. */
export function accountOf(ledger: Pick<Ledger, 'accounts'>, entity: string, customer: string): LedgerAccount {
  const id = `${entity}/${customer}`;
  const account = ledger.accounts.get(id) ?? { id, entity, customer, collectorId: null, items: [], drafts: [], allocations: [], disputed: [] };
  ledger.accounts.set(id, account);
  return account;
}

/** The accounts of a customer, or of one entity with it; one that is billed to a parent is on the parent's. */
export function accountsOf({ accounts, billed }: Pick<Ledger, 'accounts' | 'billed'>, customer: string, entity: string | null): LedgerAccount[] {
  const ends = `/${customer}`;
  const own = [...accounts.values()].filter((account) => account.customer === customer);
  const elsewhere = [...billed].flatMap(([id, payer]) => (id.endsWith(ends) && !id.slice(0, -ends.length).includes('/') ? (accounts.get(payer) ?? []) : []));
  return [...new Set([...own, ...elsewhere])].filter((account) => entity === null || account.entity === entity);
}
