import type { Day } from '../../domain/calendar/day.js';
import { matchList, sourceOpen, type KnownItem, type Match } from '../../domain/ledger/openList.js';
import { planSnapshot, risen, used, type SnapshotPlan } from '../../domain/ledger/snapshot.js';
import { toDecimal } from '../../domain/money/minor.js';
import type { Prisma, PrismaClient } from '../../prisma/generated/client.js';
import { lockItems } from '../../prisma/store/bookings.js';
import { createMissing, readEntities, type Named } from '../../prisma/store/customers.js';
import { lastLists } from '../../prisma/store/imports.js';
import {
  applyChange,
  correctItems,
  itemsTouched,
  knownItems,
  knownItemsById,
  sourceTotals,
  spentOnCharges,
  standingAllocations,
} from '../../prisma/store/ledger.js';
import { compareTotals } from './controlTotals.js';
import { markDisputes } from './disputes.js';
import { billParents } from './family.js';
import { entityOf } from './grouping.js';
import type { OpenedFile } from './importFile.js';
import { announce, earlierImport, keepBatch } from './keep.js';
import { readOpenItems, type OpenList } from './openItems.js';
import { refuse, refuseRows, type Refusal } from './problem.js';
import { changedNothing, emptyReport, type ControlTotal, type ImportReport } from './report.js';
import { inOneGo } from './transaction.js';
import { bookVoids } from './voids.js';

type Tx = Prisma.TransactionClient;

/** Everything that one import of a list works with. */
interface Loading {
  tx: Tx;
  file: OpenedFile;
  asOf: Day;
  list: OpenList;
  entities: string[];
  report: ImportReport;
}

/** Imports a list of open items as of a day: what it does not name any more has been cleared. */
export async function importOpenItems(db: PrismaClient, file: OpenedFile): Promise<ImportReport | Refusal> {
  const { request, source } = file;
  const { asOf } = request;
  if (asOf === undefined) return refuse('NO_AS_OF', 'A list of open items needs the day that it shows; state it as YYYY-MM-DD');
  const known = await readEntities(db);
  const [only, another] = known;
  const entity = request.entity ?? (only && !another ? only.code : null);
  const currencies = new Map(known.map(({ code, currency }) => [code, currency]));
  const list = readOpenItems(source, { asOf, entity, entityStated: request.entity !== undefined, currencies });
  if (list.problems.length > 0) return refuseRows(list.problems);
  const entities = [...new Set([...list.entities, ...(request.entity === undefined ? [] : [request.entity])])].toSorted();
  if (entities.length === 0) return refuse('NO_ROWS', 'The file has no rows, and so does not say whose open items these are; state the entity');
  const report: ImportReport = { ...emptyReport(file), asOf, entities, notOpen: list.notOpen };
  return inOneGo(db, (tx) => load({ tx, file, asOf, list, entities, report }));
}

async function load(loading: Loading): Promise<ImportReport | Refusal> {
  const { tx, file, entities, asOf, report } = loading;
  const lists = await lastLists(tx, entities);
  const newer = lists.find((last) => last.asOf > asOf);
  if (newer) return refuse('OLDER_THAN_LAST', `The open items of ${newer.entity} are known as of ${newer.asOf} already; a list of ${asOf} comes too late`);
  const twice = await billParents(tx, loading.list);
  if (twice.length > 0) return refuseRows(twice);
  await nameMissing(loading);
  const voided = await bookVoids(tx, loading.list, file.request.now);
  const planned = await plan(loading);
  if ('status' in planned) return planned;
  const accountsChanged = [...new Set([...planned.accountsChanged, ...voided])].toSorted();
  Object.assign(report, planned.counts, { cleared: planned.counts.cleared + voided.length, accountsChanged, repeats: await earlierImport(tx, file) });
  report.warnings.push(...(await warnings(loading)));
  const isNewest = lists.length < entities.length || lists.some((last) => last.asOf < asOf);
  if (!report.repeats || isNewest || !changedNothing(report)) await record(loading, planned);
  return finish(loading, planned);
}

/** Writes the batch and all that it brings. */
async function record({ tx, file, report, list }: Loading, planned: SnapshotPlan): Promise<void> {
  const totals = compareTotals(list.items, [], []).map(({ entity, currency, items, openMinor, creditMinor }) => ({
    entity,
    currency,
    items,
    openMinor,
    creditMinor,
  }));
  report.batchId = await keepBatch(tx, file.request, report, { semantics: 'snapshot', controlTotals: totals });
  await applyChange(tx, planned.change, report.batchId, file.request.now);
  await correctItems(tx, planned.corrections, planned.adopted, report.batchId);
}

/** Checks the totals, where a difference undoes everything, follows the ledger's marks, and lets it be known. */
async function finish({ tx, file, list, entities, asOf, report }: Loading, planned: SnapshotPlan): Promise<ImportReport | Refusal> {
  const { request, source } = file;
  report.totals = compareTotals(list.items, await sourceTotals(tx, entities, asOf), planned.covered);
  const wrong = report.totals.find((total) => total.storeOpenMinor - total.settledElsewhereMinor !== total.openMinor);
  if (wrong) return refuseTotals(wrong);
  if (source.header.positions.has('disputed')) {
    const disputes = await markDisputes(tx, list.items, entities, { by: request.actor.userId, now: request.now, asOf });
    report.disputesRaised = disputes.raised;
    report.accountsChanged = [...new Set([...report.accountsChanged, ...disputes.accounts])].toSorted();
  }
  if (report.batchId === null && report.accountsChanged.length === 0) return report;
  const redated = planned.corrections.filter(({ dueOn, dueBefore }) => dueOn !== dueBefore).map(({ id, dueOn, dueBefore }) => [id, dueBefore, dueOn]);
  const totals = report.totals.map((total) => ({ ...total }));
  await announce(tx, request, report, { totals, redated, newCustomers: report.newCustomers, disputesRaised: report.disputesRaised.length });
  return report;
}

function refuseTotals({ entity, currency, openMinor, storeOpenMinor }: ControlTotal): Refusal {
  const [list, ledger] = [toDecimal(openMinor, currency), toDecimal(storeOpenMinor, currency)];
  return refuse('TOTALS_DIFFER', `The list of ${entity} adds up to ${list} ${currency}, the ledger would to ${ledger}; nothing was imported`);
}

async function plan(loading: Loading): Promise<SnapshotPlan | Refusal> {
  const { tx, asOf, entities, list, report } = loading;
  const locked = new Set<number>();
  for (;;) {
    const isNew = report.newEntities === entities.length;
    const known = isNew ? [] : await knownItems(tx, entities, [...new Set(list.items.map(({ number }) => number))], asOf);
    const matches = matchList(known, list.items);
    const absurd = clearsTooMuch(loading, matches);
    if (absurd) return absurd;
    const planned = planSnapshot(...(await withCounterparts(loading, known, matches)), await spentOnCharges(tx, used(matches), asOf), asOf);
    if (planned.problems.length > 0) return refuseRows(planned.problems.map(({ line, why }) => ({ line, column: null, value: null, why })));
    const touched = (await itemsTouched(tx, planned.change)).filter((id) => !locked.has(id));
    if (touched.length === 0) return planned;
    // Someone may have booked against these items since they were read: lock them, and plan again on what is there then.
    await lockItems(tx, touched);
    for (const id of touched) locked.add(id);
  }
}

/** What was set off against items that the list raises, and the items that this would set free. */
async function withCounterparts(
  { tx, asOf, list }: Loading,
  known: KnownItem[],
  matches: Match[],
): Promise<[Match[], Awaited<ReturnType<typeof standingAllocations>>]> {
  const allocations = await standingAllocations(tx, risen(matches), asOf);
  const present = new Set(known.map(({ id }) => id));
  const others = allocations
    .filter(({ adjustment }) => !adjustment)
    .flatMap(({ creditId, debitId }) => [creditId, debitId])
    .filter((id) => !present.has(id));
  if (others.length === 0) return [matches, allocations];
  return [matchList([...known, ...(await knownItemsById(tx, others, asOf))], list.items), allocations];
}

/** At least this many items must go before a list looks wrong. */
const fewItems = 10;

/** A list that clears more than half of what an entity has open is more often the wrong file than good news. */
function clearsTooMuch({ file, list }: Loading, matches: readonly Match[]): Refusal | null {
  if (file.request.acceptClearing) return null;
  const tallies = new Map<string, { open: number; cleared: number; openMinor: number; clearedMinor: number }>();
  for (const { group, listed } of matches) {
    if (!group || group.base.own || sourceOpen(group) === 0) continue;
    const entity = entityOf(group.base.accountId);
    for (const key of [entity, `${entity}, ${group.base.currency}`]) {
      const tally = tallies.get(key) ?? { open: 0, cleared: 0, openMinor: 0, clearedMinor: 0 };
      const minor = Math.abs(sourceOpen(group));
      tallies.set(key, {
        open: tally.open + 1,
        cleared: tally.cleared + (listed ? 0 : 1),
        openMinor: tally.openMinor + minor,
        clearedMinor: tally.clearedMinor + (listed ? 0 : minor),
      });
    }
  }
  const listedEntities = new Set(list.items.map(({ entity }) => entity));
  for (const [key, { open, cleared, openMinor, clearedMinor }] of tallies) {
    const entity = key.replace(/, .*/, '');
    const more = cleared >= fewItems && (cleared * 2 > open || (key !== entity && clearedMinor * 2 > openMinor));
    if (more || !listedEntities.has(entity))
      return refuse(
        'CLEARS_TOO_MUCH',
        `The list would clear ${cleared} of ${open} open items of ${key}. If that is so, import it again with acceptClearing (--accept-clearing)`,
      );
  }
  return null;
}

async function nameMissing({ tx, list, report, file }: Loading): Promise<void> {
  const { country, timeZone, language } = file.source.preset.newEntity;
  const accounts = new Map(list.items.map(({ accountId, entity, customer }) => [accountId, { entity, customer }]));
  const named: Named = {
    entities: report.entities.map((code) => ({
      code,
      country,
      timeZone,
      language,
      currency:
        mostFrequent(
          countBy(
            list.items.filter(({ entity }) => entity === code),
            ({ currency }) => currency,
          ),
        ) ?? 'USD',
    })),
    customers: [...list.customers].map(([number, { names, country: land }]) => ({ number, name: mostFrequent(names) ?? number, country: land })),
    accounts: [...accounts.values()],
  };
  const created = await createMissing(tx, named);
  Object.assign(report, { newEntities: created.entities, newCustomers: created.customers, newAccounts: created.accounts });
}

function countBy<T>(values: readonly T[], keyOf: (value: T) => string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(keyOf(value), (counts.get(keyOf(value)) ?? 0) + 1);
  return counts;
}

/** The most frequent; of several, the one that came first. */
function mostFrequent(counts: ReadonlyMap<string, number>): string | undefined {
  let best: [string, number] | undefined;
  for (const entry of counts) if (!best || entry[1] > best[1]) best = entry;
  return best?.[0];
}

async function warnings({ tx, entities, list, asOf, report }: Loading): Promise<string[]> {
  const others = (await readEntities(tx)).map(({ code }) => code).filter((code) => !entities.includes(code));
  const left = others.length === 0 ? [] : (await lastLists(tx, others)).map(({ entity }) => entity);
  const later = list.items.filter(({ issuedOn }) => issuedOn > asOf).length;
  return [
    ...(left.length > 0 ? [`The file says nothing of ${left.join(', ')}: what is open there stays as it was`] : []),
    ...(later > 0 ? [`${later} items are dated after ${asOf}: they appear from their own day on`] : []),
    ...(report.newEntities > 0 ? ['Entities were created from their codes alone: complete them with `duly import entities FILE`'] : []),
  ];
}
