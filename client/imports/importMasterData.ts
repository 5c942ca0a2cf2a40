import type { Prisma, PrismaClient } from '../../prisma/generated/client.js';
import { appendAudit } from '../../prisma/store/audit.js';
import {
  activeUsers, readAccounts, readContacts, readCustomers, readEntities, saveAccounts, saveContacts, saveCustomers, saveEntities, type AccountRow, type CustomerRow,
} from '../../prisma/store/customers.js';
import { batchOfFile, recordBatch } from '../../prisma/store/imports.js';
import { nudgeAccounts } from '../../prisma/store/nudges.js';
import type { OpenedFile } from './importFile.js';
import { circles, isSame, readContactRows, readCustomerRows, readEntityRows, type CustomerWithAccount } from './masterData.js';
import { refuse, refuseRows, type Refusal, type RowProblem } from './problem.js';
import { emptyReport, type ImportReport } from './report.js';
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
  const { actor, now } = file.request;
  const repeated = await batchOfFile(tx, file.request.kind, file.sha256);
  const report: ImportReport = { ...emptyReport(file), ...outcome, repeats: repeated && { batchId: repeated.id, importedAt: repeated.importedAt } };
  const { kind, fileName, sha256, preset, rows, created, changed, unchanged, newAccounts } = report;
  if (created + changed + newAccounts + outcome.accountsChanged.length === 0) return report;
  const batchId = await recordBatch(tx, {
    kind, semantics: 'increment', fileName, sha256, preset, asOf: now.slice(0, 10), entityCodes: [], rows, created, changed, cleared: 0, unchanged,
    controlTotals: { rows }, importedBy: actor.userId, importedAt: now,
  });
  await nudgeAccounts(tx, outcome.accountsChanged);
  await appendAudit(tx, {
    at: now, actor: actor.userId, role: actor.roles[0] ?? 'finance', action: `import-${kind}`, subject: 'import', subjectId: batchId,
    change: { fileName, sha256, rows, created, changed, unchanged, newAccounts },
  });
  return report.status === 'dry-run' ? report : { ...report, batchId };
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
  if (circular.length > 0) return refuseRows(circular.map((number): RowProblem => ({ line: null, column: 'parent', value: number, why: 'is its own parent, directly or through others' })));
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
async function takeAccounts(tx: Tx, rows: readonly CustomerWithAccount[], changed: ReadonlySet<string>): Promise<Pick<Outcome, 'newAccounts' | 'accountsChanged' | 'warnings'>> {
  const known = await readAccounts(tx, rows.map(({ customer }) => customer.number));
  const wanted = new Map<string, AccountRow>();
  let unplaced = 0;
  for (const { customer: { number }, entity, collectorId } of rows) {
    const own = known.filter(({ customerNumber, entityCode }) => customerNumber === number && (entity === null || entityCode === entity));
    const accounts = own.length === 0 && entity !== null ? [{ id: `${entity}/${number}`, entityCode: entity, customerNumber: number, collectorId: null }] : own;
    if (accounts.length === 0 && collectorId !== null) unplaced += 1;
    for (const account of accounts) wanted.set(account.id, { ...account, collectorId: collectorId ?? account.collectorId });
  }
  const byId = new Map(known.map((account) => [account.id, account]));
  const different = [...wanted.values()].filter((account) => !isSame(byId.get(account.id), account));
  await saveAccounts(tx, different);
  const touched = known.filter(({ customerNumber }) => changed.has(customerNumber)).map(({ id }) => id);
  return {
    newAccounts: different.filter(({ id }) => !byId.has(id)).length, accountsChanged: [...new Set([...touched, ...different.map(({ id }) => id)])].toSorted(),
    warnings: unplaced > 0 ? [`${unplaced} customers have no account yet, so that their collector was not noted: name their entity, or import the open items first`] : [],
  };
}

async function takeContacts(tx: Tx, { source }: OpenedFile): Promise<Outcome | Refusal> {
  const numbers = [...new Set(source.rows.map((row) => valueOf(source, row, 'customerNumber')))];
  const known = await readContacts(tx, numbers);
  const accounts = await readAccounts(tx, numbers);
  const homes = new Map((await readEntities(tx)).map(({ code, country }) => [code, country]));
  const countries = new Map((await readCustomers(tx, numbers)).map(({ number, country }) => {
    const account = accounts.find(({ customerNumber }) => customerNumber === number);
    return [number, country ?? (account ? (homes.get(account.entityCode) ?? null) : null)];
  }));
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
