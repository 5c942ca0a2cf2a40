/** Who owes: addresses under example.com and numbers reserved for fiction, for the customers of the list. The same for the same list. */
import { stringify } from 'csv-stringify/sync';
import type { BookItem } from './books.js';

/** How a customer can be reached. */
export type Reach = 'all' | 'nobody' | 'no-email' | 'bounces' | 'no-more-email' | 'no-more-texts' | 'no-mobile';

export interface Customer {
  number: string;
  accountId: string;
  name: string;
  reach: Reach;
  email: string;
  mobile: string;
}

export interface People {
  customers: Customer[];
  files: { entities: string; customers: string; contacts: string };
}

const areas = [212, 415, 312, 617, 305, 702, 206, 404];
const landlines = [213, 646, 773, 214, 713, 602, 503, 303];
/** Twilio's own number for a recipient who has opted out. */
const optedOut = '+15005550004';
const fiction = (codes: readonly number[], n: number) => `+1${codes[Math.floor(n / 100) % codes.length]}55501${String(n % 100).padStart(2, '0')}`;

/** Makes the people of the customers in a list. */
export function peopleOf(rows: readonly BookItem[]): People {
  const first = new Map(rows.toReversed().map((row) => [row.customer, row]));
  const numbers = [...first.keys()].sort();
  const customers = numbers.flatMap((number, n) => {
    const row = first.get(number);
    return row ? [customerOf(row, n)] : [];
  });
  const entities = [...new Set(rows.map(({ entity }) => entity))].sort();
  return { customers, files: { entities: entitiesFile(entities), customers: customersFile(customers), contacts: contactsFile(customers) } };
}

/** The customer with most items can be reached by all means, so that its statement is seen. */
const withMostItems = '0200769623';

function customerOf(row: BookItem, n: number): Customer {
  const how = (['all', 'nobody', 'no-email', 'bounces', 'no-more-email', 'no-more-texts', 'no-mobile'] as const)[n % 23] ?? 'all';
  const reach = row.customer === withMostItems ? 'all' : how;
  const email = reach === 'nobody' || reach === 'no-email' ? '' : `${reach === 'bounces' ? 'bounce' : 'ap'}-${row.customer}@example.com`;
  const mobile = reach === 'nobody' || reach === 'no-mobile' ? '' : reach === 'no-more-texts' ? optedOut : fiction(areas, n);
  return { number: row.customer, accountId: row.accountId, name: row.name, reach, email, mobile };
}

function entitiesFile(codes: readonly string[]): string {
  const header = ['code', 'name', 'country', 'currency', 'time_zone', 'language', 'address_1', 'address_2', 'email', 'phone', 'bank_name'];
  const row = (code: string, n: number) => [
    code,
    `Example Foods ${code}`,
    'US',
    'USD',
    'America/New_York',
    'en',
    `${n + 1} Example Plaza`,
    'New York NY 10001',
    `receivables@${code.toLowerCase()}.example.org`,
    fiction(landlines, 700 + n),
    'Example Bank',
  ];
  return stringify([header, ...codes.map(row)]);
}

function customersFile(customers: readonly Customer[]): string {
  const header = ['customer_number', 'kind', 'language', 'country', 'postcode', 'city', 'address_1', 'address_2', 'address_3'];
  return stringify([
    header,
    ...customers.map(({ number, name, reach }, n) => {
      const post = reach === 'nobody' || n % 11 === 10 ? ['', '', ''] : [name, `${100 + n} Example Avenue`, `Springfield ${10_000 + n}`];
      return [number, 'BUSINESS', languageOf(n), 'US', String(10_000 + n), 'Springfield', ...post];
    }),
  ]);
}

function contactsFile(customers: readonly Customer[]): string {
  const header = ['customer_number', 'name', 'role', 'language', 'email', 'phone', 'mobile', 'rank'];
  return stringify([
    header,
    ...customers.flatMap(({ number, reach, email, mobile }, n) => {
      if (reach === 'nobody') return [];
      const payable = [number, 'Accounts payable', 'accounts_payable', languageOf(n), email, fiction(landlines, n), mobile, 0];
      const office = [number, 'Office', 'management', languageOf(n), `office-${number}@example.com`, '', '', 1];
      return reach === 'all' && n % 2 === 0 ? [payable, office] : [payable];
    }),
  ]);
}

const languageOf = (n: number): string => (n % 10 === 7 ? 'es' : n % 10 === 8 ? 'de' : 'en');
