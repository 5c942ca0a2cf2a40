import type { Prisma, PrismaClient } from '../../prisma/generated/client.js';
import {
  activeUsers,
  readAccounts,
  readContacts,
  readCustomers,
  readEntities,
  saveAccounts,
  saveContacts,
  saveCustomers,
  saveEntities,
  type AccountRow,
  type CustomerRow,
} from '../../prisma/store/customers.js';
import type { OpenedFile } from './importFile.js';
import { announce, earlierImport, keepBatch } from './keep.js';
import { circles, isSame, readContactRows, readCustomerRows, readEntityRows, type CustomerWithAccount } from './masterData.js';
import { refuse, refuseRows, type Refusal, type RowProblem } from './problem.js';
import { changedNothing, emptyReport, type ImportReport } from './report.js';
import { valueOf } from './source.js';
import { inOneGo } from './transaction.js';

type Tx = Prisma.TransactionClient;

/** What became of the rows of master data. */
interface Outcome {
  created: number;
  changed: number;
  unchanged: number;
  newAccounts: number;
  accountsChanged: string[];
  warnings: string[];
}

/** Imports entities, customers or contacts: what is new is created, what differs is changed, what the file does not name is left alone. */
export async function importMasterData(db: PrismaClient, file: OpenedFile, kind: 'entities' | 'customers' | 'contacts'): Promise<ImportReport | Refusal> {
  if (file.source.rows.length === 0) return refuse('NO_ROWS', 'The file has no rows');
  const take = { entities: takeEntities, customers: takeCustomers, contacts: takeContacts }[kind];
  return inOneGo(db, async (tx) => {
    const outcome = await take(tx, file);
    return 'status' in outcome ? outcome : record(tx, file, outcome);
  });
}

async function record(tx: Tx, file: OpenedFile, outcome: Outcome): Promise<ImportReport> {
  const report: ImportReport = { ...emptyReport(file), ...outcome, repeats: await earlierImport(tx, file) };
  if (changedNothing(report)) return report;
  report.batchId = await keepBatch(tx, file.request, report, { semantics: 'increment', controlTotals: { rows: report.rows } });
  await announce(tx, file.request, report, { newAccounts: report.newAccounts });
  return report;
}

async function takeEntities(tx: Tx, { source }: OpenedFile): Promise<Outcome | Refusal> {
  const known = new Map((await readEntities(tx)).map((entity) => [entity.code, entity]));
  const { rows, problems } = readEntityRows(source, known);
  if (problems.length > 0) return refuseRows(problems);
  const different = rows.filter((row) => !isSame(known.get(row.code), row));
  await saveEntities(tx, different);
  const created = different.filter(({ code }) => !known.has(code)).length;
  return { created, changed: different.length - created, unchanged: rows.length - different.length, newAccounts: 0, accountsChanged: [], warnings: [] };
}

async function takeCustomers(tx: Tx, { source }: OpenedFile): Promise<Outcome | Refusal> {
  const column = (field: string): string[] => [...new Set(source.rows.map((row) => valueOf(source, row, field)).filter((value) => value !== ''))];
  const numbers = column('customerNumber');
  const known = new Map((await readCustomers(tx, [...numbers, ...column('parent')])).map((customer) => [customer.number, customer]));
  const entities = new Set((await readEntities(tx)).map(({ code }) => code));
  const { rows, problems } = readCustomerRows(source, { known, entities, users: await activeUsers(tx, column('collector')) });
  if (problems.length > 0) return refuseRows(problems);
  const customers = new Map(rows.map(({ customer }) => [customer.number, customer]));
  const circular = await inCircles(tx, customers);
  if (circular.length > 0)
    return refuseRows(
      circular.map((number): RowProblem => ({ line: null, column: 'parent', value: number, why: 'is its own parent, directly or through others' })),
    );
  const different = [...customers.values()].filter((row) => !isSame(known.get(row.number), row));
  await saveCustomers(tx, different);
  const created = different.filter(({ number }) => !known.has(number)).length;
  const accounts = await takeAccounts(tx, rows, new Set(different.filter(({ number }) => known.has(number)).map(({ number }) => number)));
  return { created, changed: different.length - created, unchanged: customers.size - different.length, ...accounts };
}

/** Parents above those of the file count as well. */
async function inCircles(tx: Tx, customers: ReadonlyMap<string, CustomerRow>): Promise<string[]> {
  const parents = new Map([...customers.values()].map(({ number, parentNumber }) => [number, parentNumber]));
  for (;;) {
    const above = [...parents.values()].filter((parent): parent is string => parent !== null && !parents.has(parent));
    if (above.length === 0) return circles(parents);
    const read = new Map((await readCustomers(tx, above)).map(({ number, parentNumber }) => [number, parentNumber]));
    for (const number of above) parents.set(number, read.get(number) ?? null);
  }
}

/** Opens the accounts that rows name, and gives accounts to their collectors. */
async function takeAccounts(
  tx: Tx,
  rows: readonly CustomerWithAccount[],
  changed: ReadonlySet<string>,
): Promise<Pick<Outcome, 'newAccounts' | 'accountsChanged' | 'warnings'>> {
  const numbers = rows.map(({ customer }) => customer.number);
  const known = await readAccounts(tx, numbers);
  const byId = new Map(known.map((account) => [account.id, account]));
  const named = rows.map((row) => ({ ...row, accounts: accountsOf(row, known) }));
  const wanted = new Map(
    named.flatMap(({ accounts, collectorId }) => accounts.map((one) => [one.id, { ...one, collectorId: collectorId ?? one.collectorId }])),
  );
  const different = [...wanted.values()].filter((account) => !isSame(byId.get(account.id), account));
  await saveAccounts(tx, different);
  const touched = known.filter(({ customerNumber }) => changed.has(customerNumber)).map(({ id }) => id);
  const unplaced = named.filter(({ accounts, collectorId }) => accounts.length === 0 && collectorId !== null).length;
  return {
    newAccounts: different.filter(({ id }) => !byId.has(id)).length,
    accountsChanged: [...new Set([...touched, ...different.map(({ id }) => id)])].toSorted(),
    warnings:
      unplaced > 0
        ? [`The collector of ${unplaced} customers was not noted, as they have no account yet: name their entity, or import the open items first`]
        : [],
  };
}

/** With an entity the account there, which may be new; without, all that the customer has. */
function accountsOf({ customer: { number }, entity }: CustomerWithAccount, known: readonly AccountRow[]): AccountRow[] {
  const own = known.filter(({ customerNumber, entityCode }) => customerNumber === number && (entity === null || entityCode === entity));
  return own.length > 0 || entity === null ? own : [{ id: `${entity}/${number}`, entityCode: entity, customerNumber: number, collectorId: null }];
}

async function takeContacts(tx: Tx, { source }: OpenedFile): Promise<Outcome | Refusal> {
  const numbers = [...new Set(source.rows.map((row) => valueOf(source, row, 'customerNumber')))];
  const known = await readContacts(tx, numbers);
  const accounts = await readAccounts(tx, numbers);
  const homes = new Map((await readEntities(tx)).map(({ code, country }) => [code, country]));
  const countries = new Map(
    (await readCustomers(tx, numbers)).map(({ number, country }) => {
      const account = accounts.find(({ customerNumber }) => customerNumber === number);
      return [number, country ?? (account ? (homes.get(account.entityCode) ?? null) : null)];
    }),
  );
  const { rows, problems } = readContactRows(source, { countries, known });
  if (problems.length > 0) return refuseRows(problems);
  const byId = new Map(known.map((contact) => [contact.id, contact]));
  const different = rows.filter((row) => !isSame(byId.get(row.id), row));
  await saveContacts(tx, different);
  const created = different.filter(({ id }) => !byId.has(id)).length;
  const customers = new Set(different.map(({ customerNumber }) => customerNumber));
  const accountsChanged = accounts.filter(({ customerNumber }) => customers.has(customerNumber)).map(({ id }) => id);
  return { created, changed: different.length - created, unchanged: rows.length - different.length, newAccounts: 0, accountsChanged, warnings: [] };
}
