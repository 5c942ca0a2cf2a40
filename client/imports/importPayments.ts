import type { Day } from '../../domain/calendar/day.js';
import { planPayments, type Payment, type PaymentsPlan } from '../../domain/ledger/payments.js';
import { sum } from '../../domain/money/minor.js';
import type { Prisma, PrismaClient } from '../../prisma/generated/client.js';
import { lockItems } from '../../prisma/store/bookings.js';
import { readEntities } from '../../prisma/store/customers.js';
import { applyChange, itemsTouched, payableItems } from '../../prisma/store/ledger.js';
import { payingAccounts, shareOutPayments } from './family.js';
import { entityOf, groupBy } from './grouping.js';
import type { OpenedFile } from './importFile.js';
import { announce, earlierImport, keepBatch } from './keep.js';
import { readPayments } from './payments.js';
import { payingTerms, type Terms } from './payingTerms.js';
import { refuse, refuseRows, type Refusal } from './problem.js';
import { changedNothing, emptyReport, type ImportReport } from './report.js';
import { valueOf } from './source.js';
import { inOneGo } from './transaction.js';

type Tx = Prisma.TransactionClient;

/** Imports payments: each is booked once, by its number, and set off against the items that it names. */
export async function importPayments(db: PrismaClient, file: OpenedFile): Promise<ImportReport | Refusal> {
  if (file.source.rows.length === 0) return refuse('NO_ROWS', 'The file has no rows');
  return inOneGo(db, async (tx) => {
    const read = await readFile(tx, file);
    if (read.problems.length > 0) return refuseRows(read.problems);
    const { payments, problems } = await shareOutPayments(tx, read.payments);
    if (problems.length > 0) return refuseRows(problems);
    const terms = await payingTerms(tx, payments, file.request.now);
    const plan = await planAlone(tx, payments, terms);
    if (plan.problems.length > 0) return refuseRows(plan.problems.map(({ line, why }) => ({ line, column: null, value: null, why })));
    return book(tx, file, payments, plan, terms);
  });
}

async function readFile(tx: Tx, { request, source }: OpenedFile): Promise<ReturnType<typeof readPayments>> {
  const entities = await readEntities(tx);
  const customers = [...new Set(source.rows.map((row) => valueOf(source, row, 'customerNumber')))];
  return readPayments(source, {
    entity: request.entity ?? null,
    accounts: await payingAccounts(tx, customers),
    currencies: new Map(entities.map(({ code, currency }) => [code, currency])),
  });
}

/** Plans, locks what the plan touches, and plans again until nothing new is touched: nobody else books against these items meanwhile. */
async function planAlone(tx: Tx, payments: readonly Payment[], terms: Terms): Promise<PaymentsPlan> {
  const named = payments.flatMap(({ accountId, number, applied }) => [{ accountId, number }, ...applied.map((part) => ({ accountId, number: part.number }))]);
  const locked = new Set<number>();
  for (;;) {
    const plan = planPayments(payments, await payableItems(tx, named, terms.accountIds), terms);
    const touched = (await itemsTouched(tx, plan.change)).filter((id) => !locked.has(id));
    if (touched.length === 0) return plan;
    await lockItems(tx, touched);
    for (const id of touched) locked.add(id);
  }
}

async function book(tx: Tx, file: OpenedFile, payments: readonly Payment[], plan: PaymentsPlan, terms: Terms): Promise<ImportReport> {
  const { request } = file;
  const entities = [...new Set(payments.map(({ accountId }) => entityOf(accountId)))].toSorted();
  const report: ImportReport = {
    ...emptyReport(file),
    entities,
    asOf: request.asOf ?? lastDay(payments, request.now.slice(0, 10)),
    created: plan.created,
    unchanged: plan.unchanged,
    accountsChanged: [...plan.accountsChanged].toSorted(),
    warnings: [...plan.warnings.map(({ line, why }) => `Line ${line}: ${why}`), ...late(payments, terms), ...ahead(payments, terms)],
    repeats: await earlierImport(tx, file),
  };
  if (changedNothing(report)) return report;
  const totals = totalsOf(payments);
  report.batchId = await keepBatch(tx, request, report, { semantics: 'increment', controlTotals: totals });
  await applyChange(tx, plan.change, report.batchId, request.now);
  await announce(tx, request, report, { totals, allocations: plan.change.allocations.length, replaced: plan.change.reversals.length });
  return report;
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
function late(payments: readonly Payment[], { staysOnAccount }: Terms): string[] {
  const count = payments.filter((payment) => payment.applied.length === 0 && staysOnAccount(payment)).length;
  return count === 0 ? [] : [`${count} payments name no item and are not newer than the last list of open items: they stand on account until the next list`];
}

function ahead(payments: readonly Payment[], { today }: Terms): string[] {
  const days = payments.map(({ onDay }) => onDay).filter((day) => day > today);
  return days.length === 0
    ? []
    : [`${days.length} payments are dated after ${today}, the last on ${days.toSorted().at(-1) ?? ''}: each counts from its own day on`];
}
