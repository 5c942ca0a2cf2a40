import type { Day } from '../../domain/calendar/day.js';
import { planPayments, type Payment, type PaymentsPlan } from '../../domain/ledger/payments.js';
import { sum } from '../../domain/money/minor.js';
import type { Prisma, PrismaClient } from '../../prisma/generated/client.js';
import { appendAudit } from '../../prisma/store/audit.js';
import { readAccounts, readEntities } from '../../prisma/store/customers.js';
import { batchOfFile, lastLists, recordBatch } from '../../prisma/store/imports.js';
import { applyChange, itemsTouched, lockForAllocation, payableItems } from '../../prisma/store/ledger.js';
import { nudgeAccounts } from '../../prisma/store/nudges.js';
import { entityOf, groupBy } from './grouping.js';
import type { OpenedFile } from './importFile.js';
import { readPayments } from './payments.js';
import { refuse, refuseRows, type Refusal } from './problem.js';
import { emptyReport, type ImportReport } from './report.js';
import { valueOf } from './source.js';
import { inOneGo } from './transaction.js';

type Tx = Prisma.TransactionClient;

/** Imports payments: each is booked once, by its number, and set off against the items that it names. */
export async function importPayments(db: PrismaClient, file: OpenedFile): Promise<ImportReport | Refusal> {
  if (file.source.rows.length === 0) return refuse('NO_ROWS', 'The file has no rows');
  return inOneGo(db, async (tx) => {
    const { payments, problems } = await read(tx, file);
    if (problems.length > 0) return refuseRows(problems);
    const plan = await planAlone(tx, payments);
    if (plan.problems.length > 0) return refuseRows(plan.problems.map(({ line, why }) => ({ line, column: null, value: null, why })));
    return book(tx, file, payments, plan);
  });
}

async function read(tx: Tx, { request, source }: OpenedFile): Promise<ReturnType<typeof readPayments>> {
  const entities = await readEntities(tx);
  const customers = [...new Set(source.rows.map((row) => valueOf(source, row, 'customerNumber')))];
  return readPayments(source, {
    today: request.now.slice(0, 10), entity: request.entity ?? null, accounts: await readAccounts(tx, customers),
    currencies: new Map(entities.map(({ code, currency }) => [code, currency])),
  });
}

/** Plans, locks what the plan touches, and plans again until nothing new is touched: nobody else books against these items meanwhile. */
async function planAlone(tx: Tx, payments: readonly Payment[]): Promise<PaymentsPlan> {
  const named = payments.flatMap(({ accountId, number, applied }) => [{ accountId, number }, ...applied.map((part) => ({ accountId, number: part.number }))]);
  const locked = new Set<number>();
  for (;;) {
    const plan = planPayments(payments, await payableItems(tx, named));
    const touched = (await itemsTouched(tx, plan.change)).filter((id) => !locked.has(id));
    if (touched.length === 0) return plan;
    await lockForAllocation(tx, touched);
    for (const id of touched) locked.add(id);
  }
}

async function book(tx: Tx, file: OpenedFile, payments: readonly Payment[], plan: PaymentsPlan): Promise<ImportReport> {
  const { actor, now, asOf } = file.request;
  const report = emptyReport(file);
  const accounts = [...plan.accountsChanged].toSorted();
  const entities = [...new Set(payments.map(({ accountId }) => entityOf(accountId)))].toSorted();
  const repeated = await batchOfFile(tx, 'payments', file.sha256);
  Object.assign(report, {
    entities, created: plan.created, unchanged: plan.unchanged, accountsChanged: accounts, asOf: asOf ?? lastDay(payments, now.slice(0, 10)),
    repeats: repeated && { batchId: repeated.id, importedAt: repeated.importedAt },
    warnings: [...plan.warnings.map(({ line, why }) => `Line ${line}: ${why}`), ...(await lateAndUnnamed(tx, payments, entities))],
  });
  if (plan.created === 0) return report;
  const { kind, fileName, sha256, preset, rows, created, unchanged } = report;
  const batchId = await recordBatch(tx, {
    kind, semantics: 'increment', fileName, sha256, preset, asOf: report.asOf ?? now.slice(0, 10), entityCodes: entities, rows, created, changed: 0, cleared: 0, unchanged,
    controlTotals: totalsOf(payments), importedBy: actor.userId, importedAt: now,
  });
  await applyChange(tx, plan.change, batchId, now);
  await nudgeAccounts(tx, accounts);
  await appendAudit(tx, {
    at: now, actor: actor.userId, role: actor.roles[0] ?? 'finance', action: 'import-payments', subject: 'import', subjectId: batchId,
    change: { fileName, sha256, rows, created, unchanged, totals: totalsOf(payments), allocations: plan.change.allocations.length, replaced: plan.change.reversals.length },
  });
  return report.status === 'dry-run' ? report : { ...report, batchId };
}

/** The day up to which the payments are known; never in the future. */
function lastDay(payments: readonly Payment[], today: Day): Day {
  const last = payments.reduce((day, { onDay }) => (onDay > day ? onDay : day), '');
  return last < today ? last : today;
}

function totalsOf(payments: readonly Payment[]): { entity: string; currency: string; payments: number; amountMinor: number }[] {
  const groups = groupBy(payments, ({ accountId, currency }) => `${entityOf(accountId)}\n${currency}`);
  return [...groups].map(([key, group]) => {
    const [entity = '', currency = ''] = key.split('\n');
    return { entity, currency, payments: group.length, amountMinor: sum(group.map(({ amountMinor }) => amountMinor)) };
  });
}

/** Money from before the last list that says not what it is for may have cleared items of that list already. */
async function lateAndUnnamed(tx: Tx, payments: readonly Payment[], entities: readonly string[]): Promise<string[]> {
  const lists = new Map((await lastLists(tx, entities)).map(({ entity, asOf }) => [entity, asOf]));
  const late = payments.filter(({ accountId, onDay, applied }) => applied.length === 0 && onDay <= (lists.get(entityOf(accountId)) ?? ''));
  return late.length === 0 ? [] : [`${late.length} payments name no item and are not newer than the last list of open items: they stand on account until the next list`];
}
