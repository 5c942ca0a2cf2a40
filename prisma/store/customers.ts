/** Master data in bulk: entities, customers, accounts and contacts. */
import { Prisma, type Db } from './db.js';

/** An entity as it is kept. */
export interface EntityRow {
  code: string;
  name: string;
  country: string;
  currency: string;
  timeZone: string;
  language: string;
  addressLines: string[];
  email: string | null;
  phone: string | null;
  iban: string | null;
  bic: string | null;
  bankName: string | null;
  defaultPolicy: string | null;
  /** FIRST_PARTY or THIRD_PARTY: whose debts it collects. */
  debtRole: string;
}

/** A customer as it is kept. */
export interface CustomerRow {
  number: string;
  name: string;
  kind: string;
  language: string;
  country: string | null;
  region: string | null;
  postcode: string | null;
  city: string | null;
  addressLines: string[];
  timeZone: string | null;
  segment: string | null;
  riskClass: string | null;
  tags: string[];
  parentNumber: string | null;
  billToParent: boolean;
}

/** A contact as it is kept. */
export interface ContactRow {
  id: string;
  customerNumber: string;
  name: string;
  role: string;
  language: string | null;
  email: string | null;
  phone: string | null;
  mobile: string | null;
  timeZone: string | null;
  rank: number;
  active: boolean;
}

/** Customer × entity, and who collects it. */
export interface AccountRow {
  id: string;
  entityCode: string;
  customerNumber: string;
  collectorId: string | null;
}

/** All entities. */
export async function readEntities(db: Db): Promise<EntityRow[]> {
  return db.entity.findMany({ omit: { createdAt: true }, orderBy: { code: 'asc' } });
}

/** The customers of these numbers that exist. */
export async function readCustomers(db: Db, numbers: readonly string[]): Promise<CustomerRow[]> {
  return db.customer.findMany({ where: { number: { in: [...numbers] } }, omit: { createdAt: true }, orderBy: { number: 'asc' } });
}

/** The contacts of these customers. */
export async function readContacts(db: Db, customerNumbers: readonly string[]): Promise<ContactRow[]> {
  return db.contact.findMany({ where: { customerNumber: { in: [...customerNumbers] } }, omit: { createdAt: true }, orderBy: { id: 'asc' } });
}

/** The accounts of these customers. */
export async function readAccounts(db: Db, customerNumbers: readonly string[]): Promise<AccountRow[]> {
  return db.account.findMany({
    where: { customerNumber: { in: [...customerNumbers] } },
    select: { id: true, entityCode: true, customerNumber: true, collectorId: true },
    orderBy: { id: 'asc' },
  });
}

/** Which of these users exist and are active. */
export async function activeUsers(db: Db, ids: readonly string[]): Promise<Set<string>> {
  const users = await db.user.findMany({ where: { id: { in: [...ids] }, active: true }, select: { id: true } });
  return new Set(users.map(({ id }) => id));
}

/** What a list of open items names: created where the store does not know it, and left as it is where it does. */
export interface Named {
  entities: { code: string; country: string; currency: string; timeZone: string; language: string }[];
  customers: { number: string; name: string; country: string | null }[];
  accounts: { entity: string; customer: string }[];
}

/** Creates what is missing; answers how many of each. */
export async function createMissing(db: Db, { entities, customers, accounts }: Named): Promise<{ entities: number; customers: number; accounts: number }> {
  const newEntities = await db.$executeRaw`
    INSERT INTO entity (code, name, country, currency, time_zone, language, address_lines)
    SELECT code, code, country, currency, "timeZone", language, '{}'
    FROM json_to_recordset(${JSON.stringify(entities)}::json) AS e (code text, country text, currency text, "timeZone" text, language text)
    ON CONFLICT (code) DO NOTHING`;
  const newCustomers = await db.$executeRaw`
    INSERT INTO customer (number, name, language, country, address_lines, tags)
    SELECT c.number, c.name, 'en', c.country, '{}', '{}' FROM json_to_recordset(${JSON.stringify(customers)}::json) AS c (number text, name text, country text)
    ON CONFLICT (number) DO NOTHING`;
  const newAccounts = await db.$executeRaw`
    INSERT INTO account (id, entity_code, customer_number)
    SELECT a.entity || '/' || a.customer, a.entity, a.customer FROM json_to_recordset(${JSON.stringify(accounts)}::json) AS a (entity text, customer text)
    ON CONFLICT (id) DO NOTHING`;
  return { entities: newEntities, customers: newCustomers, accounts: newAccounts };
}

/** Creates or overwrites entities, in one statement. */
export async function saveEntities(db: Db, rows: readonly EntityRow[]): Promise<void> {
  await save(
    db,
    'entity',
    'code',
    ['code', 'name', 'country', 'currency', 'timeZone', 'language', 'addressLines', 'email', 'phone', 'iban', 'bic', 'bankName', 'defaultPolicy', 'debtRole'],
    rows,
  );
}

/** Creates or overwrites customers, in one statement; a parent may be among them. */
export async function saveCustomers(db: Db, rows: readonly CustomerRow[]): Promise<void> {
  const columns: (keyof CustomerRow)[] = [
    'number',
    'name',
    'kind',
    'language',
    'country',
    'region',
    'postcode',
    'city',
    'addressLines',
    'timeZone',
    'segment',
    'riskClass',
    'tags',
    'parentNumber',
    'billToParent',
  ];
  await save(db, 'customer', 'number', columns, rows);
}

/** Creates or overwrites contacts, in one statement. */
export async function saveContacts(db: Db, rows: readonly ContactRow[]): Promise<void> {
  const columns: (keyof ContactRow)[] = ['id', 'customerNumber', 'name', 'role', 'language', 'email', 'phone', 'mobile', 'timeZone', 'rank', 'active'];
  await save(db, 'contact', 'id', columns, rows);
}

/** Creates accounts, or changes who collects them, in one statement. */
export async function saveAccounts(db: Db, rows: readonly AccountRow[]): Promise<void> {
  await save(db, 'account', 'id', ['id', 'entityCode', 'customerNumber', 'collectorId'], rows);
}

async function save<Row extends object>(
  db: Db,
  table: string,
  key: keyof Row & string,
  columns: readonly (keyof Row & string)[],
  rows: readonly Row[],
): Promise<void> {
  if (rows.length === 0) return;
  const names = columns.map(snake);
  const records = rows.map((row) => Object.fromEntries(columns.map((column, at) => [names[at], row[column]])));
  const list = Prisma.raw(names.map((name) => `"${name}"`).join(', '));
  const updates = Prisma.raw(
    names
      .filter((name) => name !== snake(key))
      .map((name) => `"${name}" = excluded."${name}"`)
      .join(', '),
  );
  await db.$executeRaw`
    INSERT INTO ${Prisma.raw(table)} (${list}) SELECT ${list} FROM json_populate_recordset(NULL::${Prisma.raw(table)}, ${JSON.stringify(records)}::json)
    ON CONFLICT (${Prisma.raw(snake(key))}) DO UPDATE SET ${updates}`;
}

const snake = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
