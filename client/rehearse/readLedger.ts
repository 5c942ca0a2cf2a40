import { readFile } from 'node:fs/promises';
import type { Day } from '../../domain/calendar/day.js';
import type { EntityRow } from '../../prisma/store/customers.js';
import { severalAccounts } from '../imports/family.js';
import { readContactRows, readCustomerRows, readEntityRows } from '../imports/masterData.js';
import { readOpenItems, type OpenList } from '../imports/openItems.js';
import { readPayments, type PayingAccount } from '../imports/payments.js';
import { readTable } from '../imports/readTable.js';
import { valueOf } from '../imports/source.js';
import { bookAllocations, bookItems, bookPayments, keepDrafts, newBooks, type Books } from './book.js';
import { billParents, shareOutPayment } from './family.js';
import { faultsOf, type Fault } from './fault.js';
import { takeUnnamed } from './unnamedMoney.js';
import { accountOf, newEntity, unknownCustomer, type Ledger } from './ledger.js';
import { openLedgerTable, type LedgerFile, type LedgerKind } from './ledgerKinds.js';

/** A file that was named on the command line. */
export interface NamedFile {
  path: string;
  kind: LedgerKind | null;
}

/** Reads ledger files, recognised by their columns; answers every fault of every file. `asOf` is the day of rows that name none. */
export async function readLedger(named: readonly NamedFile[], preset: string | null, asOf: Day): Promise<{ ledger: Ledger; faults: Fault[] }> {
  const faults: Fault[] = [];
  const files: LedgerFile[] = [];
  for (const each of named) {
    const opened = await open(each, preset);
    if ('why' in opened) faults.push(opened);
    else files.push(opened);
  }
  const of = (kind: LedgerKind) => files.filter((file) => file.kind === kind);
  const lists = [...of('items'), ...of('open-items')];
  const ledger: Ledger = {
    entities: readEntities(of('entities'), lists, faults),
    customers: new Map(),
    contacts: [],
    accounts: new Map(),
    billed: new Map(),
    unnamed: [],
    contactsGiven: of('contacts').length > 0,
  };
  const books = newBooks(ledger, faults);
  for (const file of lists) readItems(file, books, asOf);
  for (const file of of('customers')) readCustomers(file, ledger, faults);
  billParents(ledger);
  for (const file of of('contacts')) readContacts(file, ledger, faults);
  for (const file of of('payments')) readMoney(file, books);
  for (const file of of('allocations')) bookAllocations(file, books);
  takeUnnamed(books, of('open-items').length > 0 ? asOf : null);
  return { ledger, faults };
}

async function open({ path, kind }: NamedFile, preset: string | null): Promise<LedgerFile | Fault> {
  const fault = (why: string, line: number | null = null): Fault => ({ file: path, line, field: null, value: null, why });
  const content = await readFile(path).catch((error: NodeJS.ErrnoException) => error);
  if (content instanceof Error) return fault(content.code === 'ENOENT' ? 'there is no such file' : `can't be read (${content.code ?? content.message})`);
  const table = await readTable(content, { encoding: null, delimiter: null });
  if ('status' in table) return fault(table.why, table.problems[0]?.line ?? null);
  const opened = openLedgerTable(path, table, kind, preset);
  return 'status' in opened ? fault(opened.why) : opened;
}

function readEntities(files: readonly LedgerFile[], lists: readonly LedgerFile[], faults: Fault[]): Map<string, EntityRow> {
  const entities = new Map<string, EntityRow>();
  for (const { path, source } of files) {
    const { rows, problems } = readEntityRows(source, new Map());
    faults.push(...faultsOf(path, problems));
    for (const row of rows) entities.set(row.code, row);
  }
  for (const { source } of lists)
    for (const row of source.rows) {
      const code = valueOf(source, row, 'entity');
      if (code !== '' && !entities.has(code)) entities.set(code, newEntity(code, valueOf(source, row, 'currency'), source.preset.newEntity));
    }
  return entities;
}

function readItems({ path, kind, source }: LedgerFile, books: Books, asOf: Day): void {
  const { entities } = books.ledger;
  const [only, another] = [...entities.keys()];
  const list: OpenList = readOpenItems(source, {
    asOf,
    entity: another === undefined ? (only ?? null) : null,
    entityStated: false,
    currencies: new Map([...entities.values()].map(({ code, currency }) => [code, currency])),
  });
  books.faults.push(...faultsOf(path, list.problems));
  bookItems(path, list.items, books, kind === 'open-items');
  keepDrafts(list.drafts, books);
  for (const [number, { names, country }] of list.customers) {
    const name = [...names].reduce((most, next) => (next[1] > most[1] ? next : most))[0];
    if (!books.ledger.customers.has(number)) books.ledger.customers.set(number, { ...unknownCustomer(number), name, country });
  }
}

function readCustomers({ path, source }: LedgerFile, ledger: Ledger, faults: Fault[]): void {
  const all = (field: string) => new Set(source.rows.map((row) => valueOf(source, row, field)));
  const known = new Map(ledger.customers);
  const { rows, problems } = readCustomerRows(source, { known, entities: new Set(ledger.entities.keys()), users: all('collector') });
  faults.push(...faultsOf(path, problems));
  for (const { customer, entity, collectorId } of rows) {
    ledger.customers.set(customer.number, customer);
    if (entity !== null) accountOf(ledger, entity, customer.number);
    for (const account of ledger.accounts.values())
      if (account.customer === customer.number && (entity === null || account.entity === entity)) account.collectorId = collectorId ?? account.collectorId;
  }
}

function readContacts({ path, source }: LedgerFile, ledger: Ledger, faults: Fault[]): void {
  const homes = new Map([...ledger.accounts.values()].map(({ customer, entity }) => [customer, ledger.entities.get(entity)?.country ?? null]));
  const countries = new Map([...ledger.customers].map(([number, { country }]) => [number, country ?? homes.get(number) ?? null]));
  const { rows, problems } = readContactRows(source, { countries, known: ledger.contacts });
  faults.push(...faultsOf(path, problems));
  ledger.contacts.push(...rows.filter(({ active }) => active));
}

function readMoney({ path, source }: LedgerFile, books: Books): void {
  const { accounts: own, billed } = books.ledger;
  const accounts = [...own.keys(), ...billed.keys()].map((id): PayingAccount => {
    const [entityCode = '', ...customer] = id.split('/');
    return { id: billed.get(id) ?? id, entityCode, customerNumber: customer.join('/') };
  });
  const currencies = new Map([...books.ledger.entities.values()].map(({ code, currency }) => [code, currency]));
  const { payments, problems } = readPayments(source, { entity: null, accounts, currencies });
  books.faults.push(...faultsOf(path, problems));
  const shared = payments.flatMap((payment) => {
    const shares = shareOutPayment(books.ledger, payment);
    if (shares === null) books.faults.push({ file: path, line: payment.line, field: 'item', value: null, why: severalAccounts });
    return shares ?? [];
  });
  bookPayments(path, shared, books);
}
