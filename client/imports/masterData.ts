/** Reads rows of entities, customers and contacts. An empty field leaves what is known, or takes the default where nothing is. */
import { randomUUID } from 'node:crypto';
import type { AccountRow, ContactRow, CustomerRow, EntityRow } from '../../prisma/store/customers.js';
import { isEmail, isTimeZone, readCountry, readLanguage, readPhone } from './places.js';
import type { RowProblem } from './problem.js';
import { overflows, valueOf, type Source, type SourceRow } from './source.js';
import { isCurrency, valuesReader, type Values } from './values.js';

/** Rows that were read, each once for its key, with what could not be taken. */
export interface ReadRows<Row> {
  rows: Row[];
  problems: RowProblem[];
}

/** Reads each row of a source; the same key twice is a problem. */
function readEach<Row>(source: Source, read: (values: Values, row: SourceRow) => { key: string; field: string; result: Row } | null): ReadRows<Row> {
  const problems: RowProblem[] = [];
  const values = valuesReader(source, [], [], problems);
  const seen = new Map<string, number>();
  const rows: Row[] = [];
  for (const row of source.rows) {
    if (overflows(source, row)) problems.push({ line: source.lineOf(row), column: null, value: null, why: 'has more fields than the header' });
    const one = read(values, row);
    if (!one) continue;
    const earlier = seen.get(one.key);
    if (earlier !== undefined) values.problem(row, one.field, `stands in line ${earlier} already`);
    seen.set(one.key, source.lineOf(row));
    rows.push(one.result);
  }
  return { rows, problems };
}

/** Reads entities; new ones need a country, a currency and a time zone. */
export function readEntityRows(source: Source, known: ReadonlyMap<string, EntityRow>): ReadRows<EntityRow> {
  return readEach(source, (values, row) => {
    const code = values.needed(row, 'code');
    if (!code) return null;
    if (!/^[^/#\s]{1,40}$/.test(code)) return values.problem(row, 'code', 'must be a code without blanks, / and #');
    const old = known.get(code);
    const needed = (field: 'country' | 'currency' | 'timeZone', value: string | null): string => value ?? old?.[field] ?? values.needed(row, field) ?? '';
    const result: EntityRow = {
      code,
      name: values.optional(row, 'name') ?? old?.name ?? code,
      country: needed('country', country(values, row)),
      currency: needed('currency', currency(values, row)),
      timeZone: needed('timeZone', timeZone(values, row)),
      language: language(values, row) ?? old?.language ?? 'en',
      addressLines: addressLines(values, row) ?? old?.addressLines ?? [],
      email: email(values, row) ?? old?.email ?? null,
      phone: phone(values, row, 'phone', country(values, row) ?? old?.country ?? null) ?? old?.phone ?? null,
      iban: iban(values, row) ?? old?.iban ?? null,
      bic: values.optional(row, 'bic') ?? old?.bic ?? null,
      bankName: values.optional(row, 'bankName') ?? old?.bankName ?? null,
      defaultPolicy: values.optional(row, 'defaultPolicy') ?? old?.defaultPolicy ?? null,
      debtRole: debtRole(values, row) ?? old?.debtRole ?? 'FIRST_PARTY',
    };
    return { key: code, field: 'code', result };
  });
}

/** A customer with the account that its row names: with an entity, that one; without, all that it has. */
export interface CustomerWithAccount {
  customer: CustomerRow;
  entity: string | null;
  collectorId: string | null;
}

/** What must be known to read customers. */
export interface CustomersContext {
  known: ReadonlyMap<string, CustomerRow>;
  entities: ReadonlySet<string>;
  users: ReadonlySet<string>;
}

/** Reads customers. The same customer may have a row for each entity that it buys from. */
export function readCustomerRows(source: Source, { known, entities, users }: CustomersContext): ReadRows<CustomerWithAccount> {
  const numbers = new Set(source.rows.map((row) => valueOf(source, row, 'customerNumber')));
  const seen = new Map<string, { customer: CustomerRow; entity: string | null }>();
  return readEach(source, (values, row) => {
    const number = values.needed(row, 'customerNumber');
    if (!number) return null;
    if (number.length > 120 || /\p{Cc}/u.test(number)) return values.problem(row, 'customerNumber', "is too long, or has characters that can't be shown");
    const entity = values.optional(row, 'entity');
    const collectorId = values.optional(row, 'collector');
    const parent = values.optional(row, 'parent');
    if (entity !== null && !entities.has(entity)) values.problem(row, 'entity', 'is no entity that is known; import entities first');
    if (collectorId !== null && !users.has(collectorId)) values.problem(row, 'collector', 'is no active user');
    if (parent === number) values.problem(row, 'parent', 'is the customer itself');
    else if (parent !== null && !numbers.has(parent) && !known.has(parent)) values.problem(row, 'parent', 'is no customer that is known or in the file');
    const customer = mergeCustomer(values, row, number, parent, known.get(number));
    const other = seen.get(number);
    if (other && other.entity !== entity && !isSame(other.customer, customer))
      values.problem(row, 'customerNumber', 'stands in another row with other data; only the entity and the collector may differ');
    seen.set(number, { customer, entity });
    return { key: `${number}\n${entity ?? ''}`, field: 'customerNumber', result: { customer, entity, collectorId } };
  });
}

function mergeCustomer(values: Values, row: SourceRow, number: string, parent: string | null, old: CustomerRow | undefined): CustomerRow {
  const text = <Field extends 'region' | 'postcode' | 'city' | 'segment' | 'riskClass'>(field: Field): string | null =>
    values.optional(row, field) ?? old?.[field] ?? null;
  return {
    number,
    name: values.optional(row, 'name') ?? old?.name ?? number,
    kind: customerKind(values, row) ?? old?.kind ?? 'BUSINESS',
    language: language(values, row) ?? old?.language ?? 'en',
    country: country(values, row) ?? old?.country ?? null,
    region: text('region'),
    postcode: text('postcode'),
    city: text('city'),
    addressLines: addressLines(values, row) ?? old?.addressLines ?? [],
    timeZone: timeZone(values, row) ?? old?.timeZone ?? null,
    segment: text('segment'),
    riskClass: text('riskClass'),
    tags: tags(values, row) ?? old?.tags ?? [],
    parentNumber: parent ?? old?.parentNumber ?? null,
    billToParent: billTo(values, row, parent ?? old?.parentNumber ?? null) ?? old?.billToParent ?? false,
  };
}

/** `parent`, or `self`; null where nothing is said. */
function billTo(values: Values, row: SourceRow, parent: string | null): boolean | null {
  const said = values.text(row, 'billTo').toLowerCase();
  if (said === '') return null;
  if (said === 'parent' && parent === null) return values.problem(row, 'billTo', 'is parent, and the customer has none');
  return said === 'parent' || said === 'self' ? said === 'parent' : values.problem(row, 'billTo', 'must be parent or self');
}

/** What must be known to read contacts: the customers, each with the country of its telephone numbers, and their contacts. */
export interface ContactsContext {
  countries: ReadonlyMap<string, string | null>;
  known: readonly ContactRow[];
}

/** Reads contacts; a person is known by customer, name and role. */
export function readContactRows(source: Source, { countries, known }: ContactsContext): ReadRows<ContactRow> {
  const byKey = new Map(known.map((contact) => [contactKey(contact), contact]));
  return readEach(source, (values, row) => {
    const customerNumber = values.needed(row, 'customerNumber');
    if (!customerNumber) return null;
    if (!countries.has(customerNumber)) return values.problem(row, 'customerNumber', 'is no customer that is known; import the open items or customers first');
    const home = countries.get(customerNumber) ?? null;
    const addresses = { email: email(values, row), phone: phone(values, row, 'phone', home), mobile: phone(values, row, 'mobile', home) };
    const name = values.optional(row, 'name') ?? addresses.email ?? addresses.phone ?? addresses.mobile;
    if (!name) return values.problem(row, 'name', 'is empty, and there is no address to go by either');
    const role = roleOf(values.text(row, 'role'));
    const result = mergeContact(values, row, { customerNumber, name, role }, addresses, byKey.get(contactKey({ customerNumber, name, role })));
    return { key: contactKey(result), field: 'name', result };
  });
}

/** Roles are words with underscores, however they are written. */
const roleOf = (text: string): string => text.toLowerCase().replaceAll(/[\s-]+/g, '_') || 'accounts_payable';

type Person = Pick<ContactRow, 'customerNumber' | 'name' | 'role'>;

const contactKey = ({ customerNumber, name, role }: Person): string => `${customerNumber}\n${name}\n${role}`;

function mergeContact(
  values: Values,
  row: SourceRow,
  person: Person,
  addresses: Pick<ContactRow, 'email' | 'phone' | 'mobile'>,
  old: ContactRow | undefined,
): ContactRow {
  return {
    id: old?.id ?? randomUUID(),
    ...person,
    language: language(values, row) ?? old?.language ?? null,
    email: addresses.email ?? old?.email ?? null,
    phone: addresses.phone ?? old?.phone ?? null,
    mobile: addresses.mobile ?? old?.mobile ?? null,
    timeZone: timeZone(values, row) ?? old?.timeZone ?? null,
    rank: values.wholeNumber(row, 'rank') ?? old?.rank ?? 0,
    active: values.flag(row, 'active') ?? old?.active ?? true,
  };
}

/** A parent may not be a descendant of its own; answers the customers that go in a circle. */
export function circles(customers: ReadonlyMap<string, string | null>): string[] {
  return [...customers.keys()].filter((start) => {
    let at = customers.get(start) ?? null;
    for (let steps = 0; at !== null && steps <= customers.size; steps += 1) {
      if (at === start) return true;
      at = customers.get(at) ?? null;
    }
    return false;
  });
}

/** Whether two rows say the same. */
export function isSame<Row extends AccountRow | ContactRow | CustomerRow | EntityRow>(a: Row | undefined, b: Row): boolean {
  return a !== undefined && Object.entries(b).every(([field, value]) => JSON.stringify(a[field as keyof Row]) === JSON.stringify(value));
}

const read = <T>(values: Values, row: SourceRow, field: string, take: (text: string) => T | { why: string }): T | null => {
  const text = values.optional(row, field);
  if (text === null) return null;
  const value = take(text);
  return typeof value === 'object' && value !== null && 'why' in value ? values.problem(row, field, value.why) : (value as T);
};

const country = (values: Values, row: SourceRow): string | null =>
  read(values, row, 'country', (text) => readCountry(text) ?? { why: 'is no country; write its two letters, such as DE' });
const currency = (values: Values, row: SourceRow): string | null =>
  read(values, row, 'currency', (text) => (isCurrency(text) ? text : { why: 'is no currency; write its three letters, such as EUR' }));
const language = (values: Values, row: SourceRow): string | null =>
  read(values, row, 'language', (text) => readLanguage(text) ?? { why: 'is no language; write its two letters, such as de' });
const timeZone = (values: Values, row: SourceRow): string | null =>
  read(values, row, 'timeZone', (text) => (isTimeZone(text) ? text : { why: 'is no time zone; write one such as Europe/Berlin' }));
const email = (values: Values, row: SourceRow): string | null => read(values, row, 'email', (text) => (isEmail(text) ? text : { why: 'is no e-mail address' }));
const phone = (values: Values, row: SourceRow, field: string, home: string | null): string | null => read(values, row, field, (text) => readPhone(text, home));
const tags = (values: Values, row: SourceRow): string[] | null =>
  read(values, row, 'tags', (text) =>
    text
      .split(/[;,|]/)
      .map((tag) => tag.trim())
      .filter((tag) => tag !== ''),
  );

function iban(values: Values, row: SourceRow): string | null {
  return read(values, row, 'iban', (text) => {
    const plain = text.replaceAll(/\s/g, '').toUpperCase();
    return isIban(plain) ? plain : { why: 'is no IBAN: its check digits are wrong' };
  });
}

/** ISO 13616: the number with its first four characters at the end, letters as 10 to 35, leaves 1 when divided by 97. */
function isIban(iban: string): boolean {
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(iban)) return false;
  const digits = [...iban.slice(4), ...iban.slice(0, 4)].map((character) => Number.parseInt(character, 36)).join('');
  return [...digits].reduce((rest, digit) => (rest * 10 + Number(digit)) % 97, 0) === 1;
}

function addressLines(values: Values, row: SourceRow): string[] | null {
  const lines = ['address1', 'address2', 'address3']
    .flatMap((field) => values.text(row, field).split(/\r?\n/))
    .map((line) => line.trim())
    .filter((line) => line !== '');
  return lines.length > 0 ? lines : null;
}

const kinds: Readonly<Record<string, 'BUSINESS' | 'CONSUMER'>> = {
  business: 'BUSINESS',
  company: 'BUSINESS',
  b2b: 'BUSINESS',
  firma: 'BUSINESS',
  unternehmen: 'BUSINESS',
  empresa: 'BUSINESS',
  consumer: 'CONSUMER',
  person: 'CONSUMER',
  private: 'CONSUMER',
  b2c: 'CONSUMER',
  privat: 'CONSUMER',
  verbraucher: 'CONSUMER',
  consumidor: 'CONSUMER',
  particular: 'CONSUMER',
};

const customerKind = (values: Values, row: SourceRow): 'BUSINESS' | 'CONSUMER' | null =>
  read(values, row, 'kind', (text) => kinds[text.toLowerCase()] ?? { why: 'is neither business nor consumer' });

const debtRoles: Readonly<Record<string, 'FIRST_PARTY' | 'THIRD_PARTY'>> = { 'first-party': 'FIRST_PARTY', 'third-party': 'THIRD_PARTY' };

const debtRole = (values: Values, row: SourceRow): 'FIRST_PARTY' | 'THIRD_PARTY' | null =>
  read(values, row, 'debtRole', (text) => debtRoles[text.toLowerCase()] ?? { why: 'is neither first-party nor third-party' });
