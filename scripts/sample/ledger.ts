import { stringify } from 'csv-stringify/sync';
import { addDays, type Day } from '../../domain/calendar/day.js';
import { toDecimal, type Minor } from '../../domain/money/minor.js';

/** A sample company's receivables as import files: the same for the same day, with addresses under example.com and numbers reserved for fiction. */
export interface SampleLedger {
  entities: string;
  customers: string;
  contacts: string;
  openItems: string;
  accounts: SampleAccount[];
}

export interface SampleAccount {
  id: string;
  entity: string;
  number: string;
  name: string;
  currency: string;
  reach: Reach;
  items: SampleItem[];
}

export interface SampleItem {
  number: string;
  type: 'INVOICE' | 'CREDIT';
  issuedOn: Day;
  dueOn: Day;
  amountMinor: Minor;
  openMinor: Minor;
}

/** How a customer can be reached: by all means, not at all, or at an address that bounces. */
type Reach = 'all' | 'none' | 'bounces' | 'no-email';

interface Market {
  entity: string;
  name: string;
  country: string;
  zone: string;
  currency: string;
  language: string;
  /** What the people who pay, and those who lead, are called. */
  desks: readonly [string, string];
  iban: string;
  street: (n: number) => string;
  city: string;
  postcode: (n: number) => string;
  phone: (n: number) => string;
  mobile: (n: number) => string;
  trades: readonly string[];
  form: string;
}

const two = (n: number) => String(n % 100).padStart(2, '0');
const three = (n: number) => String(n % 1000).padStart(3, '0');

const markets: readonly Market[] = [
  {
    entity: 'DE01',
    name: 'Muster Handels GmbH',
    country: 'DE',
    zone: 'Europe/Berlin',
    currency: 'EUR',
    language: 'de',
    desks: ['Kreditorenbuchhaltung', 'Geschäftsleitung'],
    iban: 'DE02120300000000202051',
    street: (n) => `Musterstraße ${n}`,
    city: 'Berlin',
    postcode: (n) => `101${two(n)}`,
    phone: (n) => `+493023125${three(n)}`,
    mobile: (n) => `+4917604069${two(n)}`,
    trades: ['Musterbau', 'Beispielwerk', 'Musterdruck', 'Beispielbäckerei', 'Musterlogistik', 'Beispieloptik'],
    form: 'GmbH',
  },
  {
    entity: 'US01',
    name: 'Example Supply Inc',
    country: 'US',
    zone: 'America/New_York',
    currency: 'USD',
    language: 'en',
    desks: ['Accounts payable', 'Management'],
    iban: '',
    street: (n) => `${100 + n} Example Avenue`,
    city: 'New York',
    postcode: (n) => `100${two(n)}`,
    phone: (n) => `+1212555${String(100 + (n % 100)).padStart(4, '0')}`,
    mobile: (n) => `+1917555${String(100 + (n % 100)).padStart(4, '0')}`,
    trades: ['Example Foods', 'Sample Tools', 'Example Print', 'Sample Freight', 'Example Labs', 'Sample Paper'],
    form: 'LLC',
  },
  {
    entity: 'ES01',
    name: 'Ejemplo Suministros SL',
    country: 'ES',
    zone: 'Europe/Madrid',
    currency: 'EUR',
    language: 'es',
    desks: ['Cuentas a pagar', 'Dirección'],
    iban: 'ES9121000418450200051332',
    street: (n) => `Calle Ejemplo ${n}`,
    city: 'Madrid',
    postcode: (n) => `280${two(n)}`,
    phone: (n) => `+442079460${three(n)}`,
    mobile: (n) => `+447700900${three(n)}`,
    trades: ['Ejemplo Textil', 'Muestra Alimentos', 'Ejemplo Gráficas', 'Muestra Obras'],
    form: 'SL',
  },
];

/** Makes the ledger of a day: `count` customers over three legal entities, every ageing bucket, credits and part payments among them. */
export function sampleLedger(today: Day, count = 60): SampleLedger {
  const accounts = Array.from({ length: count }, (_, n) => sampleAccount(n, today));
  return {
    entities: entitiesFile(),
    customers: customersFile(accounts),
    contacts: table(
      ['customer_number', 'name', 'role', 'language', 'email', 'phone', 'mobile', 'rank'],
      accounts.flatMap((account, n) => contactsOf(account, n)),
    ),
    openItems: openItemsFile(accounts),
    accounts,
  };
}

function entitiesFile(): string {
  const header = ['code', 'name', 'country', 'currency', 'time_zone', 'language', 'address_1', 'address_2', 'email', 'phone', 'iban', 'bank_name'];
  const rows = markets.map(({ entity, name, country, currency, zone, language, street, postcode, city, phone, iban }) => {
    const email = `receivables@${entity.toLowerCase()}.example.org`;
    return [entity, name, country, currency, zone, language, street(1), `${postcode(1)} ${city}`, email, phone(0), iban, 'Example Bank'];
  });
  return table(header, rows);
}

function customersFile(accounts: readonly SampleAccount[]): string {
  const header = ['customer_number', 'name', 'kind', 'language', 'country', 'postcode', 'city', 'address_1', 'address_2', 'address_3', 'segment', 'risk_class'];
  const rows = accounts.map(({ number, name, reach }, n) => {
    const { language, country, city, street, postcode } = marketOf(n);
    const post = reach === 'none' ? ['', '', ''] : [name, street(n + 1), `${postcode(n)} ${city}`];
    return [number, name, 'BUSINESS', language, country, postcode(n), city, ...post, n % 3 === 0 ? 'key' : 'standard', n % 4 === 0 ? 'high' : 'low'];
  });
  return table(header, rows);
}

/** Today's list of open items of some accounts, as their ledger would export it. */
export function openItemsFile(accounts: readonly SampleAccount[]): string {
  const header = [
    'entity',
    'customer_number',
    'customer_name',
    'document_type',
    'document_number',
    'document_date',
    'due_date',
    'currency',
    'original_amount',
    'open_amount',
  ];
  return table(
    header,
    accounts.flatMap((account) =>
      account.items
        .filter(({ openMinor }) => openMinor !== 0)
        .map((item) => [
          account.entity,
          account.number,
          account.name,
          item.type,
          item.number,
          item.issuedOn,
          item.dueOn,
          account.currency,
          toDecimal(item.amountMinor, account.currency),
          toDecimal(item.openMinor, account.currency),
        ]),
    ),
  );
}

function sampleAccount(n: number, today: Day): SampleAccount {
  const market = marketOf(n);
  const number = String(10_000 + n * 7);
  const trade = market.trades[Math.floor(n / markets.length) % market.trades.length] ?? 'Example';
  const reach: Reach = n % 17 === 5 ? 'none' : n % 13 === 4 ? 'bounces' : n % 11 === 3 ? 'no-email' : 'all';
  const name = `${trade} ${Math.floor(n / 6) + 1} ${market.form}`;
  return { id: `${market.entity}/${number}`, entity: market.entity, number, name, currency: market.currency, reach, items: itemsOf(n, today) };
}

function itemsOf(n: number, today: Day): SampleItem[] {
  const oldest = [45, 40, 52, 75, 35, 20, 58, 8, 33, 110][n % 10] ?? 45;
  const amounts = [184_250, 39_900, 1_260_000, 75_075, 310_025, 24_800];
  const invoices = Array.from({ length: 1 + (n % 4) }, (_, k): SampleItem => {
    const dueOn = addDays(today, -(oldest - k * 14));
    const amountMinor = (n % 5 === 1 ? 9_900 : (amounts[(n + k) % amounts.length] ?? 50_000)) + n * 137;
    const openMinor = n % 9 === 2 && k === 0 ? Math.round(amountMinor * 0.4) : amountMinor;
    const issuedOn = addDays(dueOn, -30) < today ? addDays(dueOn, -30) : today;
    return { number: `R${20_000 + n * 10 + k}`, type: 'INVOICE', issuedOn, dueOn, amountMinor, openMinor };
  });
  if (n % 8 !== 6) return invoices;
  const issuedOn = addDays(today, -10);
  return [...invoices, { number: `C${20_000 + n * 10}`, type: 'CREDIT', issuedOn, dueOn: issuedOn, amountMinor: -15_000 - n, openMinor: -15_000 - n }];
}

function contactsOf(account: SampleAccount, n: number): (string | number)[][] {
  const market = marketOf(n);
  if (account.reach === 'none') return [];
  const mailbox = account.reach === 'no-email' ? '' : account.reach === 'bounces' ? `bounce-${account.number}@example.com` : `ap-${account.number}@example.com`;
  const payable = [account.number, market.desks[0], 'accounts_payable', market.language, mailbox, market.phone(n), n % 5 === 1 ? '' : market.mobile(n), 0];
  return n % 2 === 0
    ? [payable, [account.number, market.desks[1], 'management', market.language, `office-${account.number}@example.com`, market.phone(n + 50), '', 1]]
    : [payable];
}

function marketOf(n: number): Market {
  return markets[n % markets.length] ?? (markets[0] as Market);
}

function table(header: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  return stringify([header, ...rows] as string[][]);
}
