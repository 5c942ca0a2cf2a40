import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ageing, type AgeingReport, type AgeingRequest } from '../../client/ageing/report.js';
import { selectAccounts } from '../../client/ageing/selectAccounts.js';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { taken } from '../imports/importing.js';

/** Real lists are not part of the project; where they are, they are beside it. */
const folder = fileURLToPath(new URL('../../../shared/data/', import.meta.url));
const [openItems, invoices] = [`${folder}open-items-2020.csv`, `${folder}invoices-2012-2013.csv`];

const day = 86_400_000;
const labels = ['CURRENT', '1-30', '31-60', '61-90', '91-120', '121+'];

/** The bucket of a due date, reckoned here without any code of the product. */
function bucket(dueMs: number, asOfMs: number): string {
  const age = Math.round((asOfMs - dueMs) / day);
  return age <= 0 ? 'CURRENT' : age <= 30 ? '1-30' : age <= 60 ? '31-60' : age <= 90 ? '61-90' : age <= 120 ? '91-120' : '121+';
}

/** Exact cents of a decimal with a point. */
function cents(text: string): bigint {
  const [whole = '0', fraction = ''] = text.split('.');
  return BigInt(whole) * 100n + BigInt(fraction.padEnd(2, '0'));
}

/** Fields of a line; the lists quote names that have a comma. */
const fieldsOf = (line: string): string[] => [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)].map(([, field = '']) => field.replaceAll('"', ''));
const linesOf = (file: string): string[][] => readFileSync(file, 'utf8').trim().split(/\r?\n/).slice(1).map(fieldsOf);

const add = (sums: Map<string, bigint>, key: string, amount: bigint): void => void sums.set(key, (sums.get(key) ?? 0n) + amount);
const sorted = (sums: Map<string, bigint>): [string, string][] =>
  [...sums]
    .filter(([, sum]) => sum !== 0n)
    .map(([key, sum]): [string, string] => [key, String(sum)])
    .toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
const cellsOf = ({ rows }: AgeingReport): [string, string][] =>
  rows
    .flatMap(({ key, buckets }) => buckets.map(({ minor }, at): [string, string] => [`${key} ${labels[at]}`, String(minor)]))
    .filter(([, minor]) => minor !== '0')
    .toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));

describe.each([
  ['open items of 2020', openItems],
  ['invoices of 2012 and 2013', invoices],
])('%s', (name, file) => {
  if (!existsSync(file)) it.skip(`are not here: put them at ${file} to run this`, () => undefined);
  else if (name === 'open items of 2020') openItemsOf2020();
  else invoicesOf2012And2013();
});

function openItemsOf2020(): void {
  let database: TestDatabase;
  const asOf = '2020-06-30';
  beforeAll(async () => {
    database = await createDatabase();
    const report = await taken(database.db, 'open-items', readFileSync(openItems), { preset: 'highradius-2020', asOf });
    expect(report).toMatchObject({ rows: 9_681, created: 9_681, newCustomers: 694, newAccounts: 694, newEntities: 6 });
  });
  afterAll(() => database.drop());
  const report = async (request: Partial<AgeingRequest>): Promise<AgeingReport> =>
    (await ageing(database.db, { asOf, by: 'customer', ...request })) as AgeingReport;
  const rows = linesOf(openItems).map((fields) => ({
    entity: fields[1] ?? '',
    customer: fields[2] ?? '',
    postedMs: Date.parse((fields[7] ?? '').slice(0, 10)),
    dueMs: Date.parse((fields[8] ?? '').slice(0, 10)),
    amount: cents(fields[11] ?? ''),
  }));

  it('are 9,681 rows that make 323,093,316.19 in all', async () => {
    expect(rows).toHaveLength(9_681);
    expect((await report({ by: 'bucket' })).totals.map(({ total }) => total)).toEqual([{ minor: 32_309_331_619, items: 9_681, accounts: 694 }]);
  });

  it.each(['2020-06-30', '2020-05-15', '2020-04-01', '2021-01-01'])(
    'are aged to the cent as of %s, customer by customer and entity by entity',
    async (when) => {
      const [byCustomer, byEntity] = [new Map<string, bigint>(), new Map<string, bigint>()];
      for (const { entity, customer, postedMs, dueMs, amount } of rows) {
        if (postedMs > Date.parse(when)) continue;
        add(byCustomer, `${customer} ${bucket(dueMs, Date.parse(when))}`, amount);
        add(byEntity, `${entity} ${bucket(dueMs, Date.parse(when))}`, amount);
      }
      expect(cellsOf(await report({ asOf: when }))).toEqual(sorted(byCustomer));
      expect(cellsOf(await report({ asOf: when, by: 'entity' }))).toEqual(sorted(byEntity));
    },
  );

  it('give the accounts of a bucket as the report shows them', async () => {
    const wanted = new Set(rows.filter(({ dueMs }) => bucket(dueMs, Date.parse(asOf)) === '61-90').map(({ entity, customer }) => `${entity}/${customer}`));
    expect(await selectAccounts(database.db, { bucket: '61-90' }, asOf)).toEqual([...wanted].toSorted());
  });

  it('change nothing the second time', async () => {
    expect(await taken(database.db, 'open-items', readFileSync(openItems), { preset: 'highradius-2020', asOf })).toMatchObject({
      unchanged: 9_681,
      created: 0,
      cleared: 0,
      batchId: null,
    });
  });
}

function invoicesOf2012And2013(): void {
  let database: TestDatabase;
  const american = (text = ''): number => {
    const [month, date, year] = text.split('/').map(Number);
    return Date.UTC(year ?? 0, (month ?? 0) - 1, date);
  };
  const rows = linesOf(invoices).map((fields) => ({
    customer: fields[1] ?? '',
    issuedMs: american(fields[4]),
    dueMs: american(fields[5]),
    amount: cents(fields[6] ?? ''),
    settledMs: american(fields[8]),
  }));
  const monthEnds = Array.from({ length: 25 }, (_, n) => new Date(Date.UTC(2012, n + 1, 0)).toISOString().slice(0, 10));
  beforeAll(async () => {
    database = await createDatabase();
    for (const asOf of monthEnds) await taken(database.db, 'open-items', readFileSync(invoices), { preset: 'ibm-2013', asOf, acceptClearing: true });
  });
  afterAll(() => database.drop());

  it('are 2,466 rows that make 147,703.18 in all', () => {
    expect(rows).toHaveLength(2_466);
    expect(rows.reduce((sum, { amount }) => sum + amount, 0n)).toBe(14_770_318n);
  });

  it('loaded month by month, show the open items of every month end to the cent, long afterwards', async () => {
    for (const asOf of monthEnds) {
      const expected = new Map<string, bigint>();
      const when = Date.parse(asOf);
      for (const { customer, issuedMs, dueMs, amount, settledMs } of rows)
        if (issuedMs <= when && settledMs > when) add(expected, `${customer} ${bucket(dueMs, when)}`, amount);
      const report = (await ageing(database.db, { asOf, by: 'customer' })) as AgeingReport;
      expect([asOf, cellsOf(report)]).toEqual([asOf, sorted(expected)]);
      expect(report.rows.every(({ credits }) => credits.minor === 0)).toBe(true);
    }
  });

  it('end with disputes for what is marked and was open, none of them for what was settled meanwhile', async () => {
    const open = await database.db.dispute.count({ where: { resolvedAt: null } });
    const last = Date.parse('2014-01-31');
    expect(open).toBe(rows.filter(({ settledMs }) => settledMs > last).length);
    const results = await database.db.dispute.groupBy({ by: ['resolution'], _count: true });
    expect(results).toEqual([{ resolution: 'CLEARED', _count: expect.any(Number) }]);
    expect(await database.db.dispute.count()).toBeGreaterThan(100);
  });
}
