import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readSheet } from 'read-excel-file/node';
import { printAgeing } from '../../client/ageing/print.js';
import { ageing, type AgeingReport, type AgeingRequest } from '../../client/ageing/report.js';
import { selectAccounts } from '../../client/ageing/selectAccounts.js';
import * as store from '../../prisma/store/ageing.js';
import { readBucket, type Bucket } from '../../domain/ledger/buckets.js';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { listOf, taken } from '../imports/importing.js';

describe('the ageing report', () => {
  let database: TestDatabase;
  const asOf = '2026-11-22';
  beforeAll(async () => {
    database = await createDatabase();
    const { db } = database;
    await taken(
      db,
      'open-items',
      listOf([
        { customer: 'C1', customer_name: '=cmd()', number: '1', due: '2026-11-30', open: '10.00' },
        { customer: 'C1', customer_name: '=cmd()', number: '2', due: '2026-09-15', open: '1234567.89' },
        { customer: 'C1', customer_name: '=cmd()', number: '3', due: '2026-09-01', open: '-34567.89' },
        { customer: 'C2', number: '4', due: '2026-09-10', open: '70.00', currency: 'EUR' },
        { entity: 'JP01', customer: 'C2', number: '5', due: '2026-09-10', open: '5000', currency: 'JPY' },
      ]),
      { asOf: '2026-11-20' },
    );
    await taken(db, 'payments', 'entity,customer_number,payment_number,date,amount,currency,item\nUS01,C2,P1,2026-11-21,30.00,EUR,4', { asOf: '2026-11-21' });
    await db.user.create({ data: { id: 'collector1', name: 'Collector One' } });
    await db.account.update({ where: { id: 'US01/C1' }, data: { collectorId: 'collector1' } });
    await db.customer.update({ where: { number: 'C1' }, data: { segment: 'retail' } });
  });
  afterAll(() => database.drop());
  const report = async (request: Partial<AgeingRequest>): Promise<AgeingReport> => {
    const answer = await ageing(database.db, { asOf, by: 'customer', ...request });
    if ('why' in answer) throw new Error(answer.why);
    return answer;
  };
  const rowsOf = ({ rows }: AgeingReport) =>
    rows.map(({ key, name, currency, buckets, credits, total }) => [key, name, currency, ...buckets.map(({ minor }) => minor), credits.minor, total.minor]);

  it('has a row for each customer and currency', async () => {
    expect(rowsOf(await report({}))).toEqual([
      ['C1', '=cmd()', 'USD', 1_000, 0, 0, 123_456_789, 0, 0, -3_456_789, 120_001_000],
      ['C2', 'C2', 'EUR', 0, 0, 0, 4_000, 0, 0, 0, 4_000],
      ['C2', 'C2', 'JPY', 0, 0, 0, 5_000, 0, 0, 0, 5_000],
    ]);
  });
  it('undoes what was paid later', async () => {
    expect(rowsOf(await report({ asOf: '2026-11-20', customers: ['C2'] }))).toMatchObject([
      ['C2', 'C2', 'EUR', 0, 0, 0, 7_000, 0, 0, 0, 7_000],
      ['C2', 'C2', 'JPY', 0, 0, 0, 5_000, 0, 0, 0, 5_000],
    ]);
    expect(rowsOf(await report({ asOf: '2026-09-30' }))).toEqual([]);
  });
  it('ages the same items by the day that is asked for', async () => {
    expect((await report({ asOf: '2027-02-01', customers: ['C1'] })).rows[0]?.buckets.map(({ minor }) => minor)).toEqual([0, 0, 0, 1_000, 0, 123_456_789]);
  });
  it('is by entity, collector, account or bucket, of some or of all', async () => {
    expect(rowsOf(await report({ by: 'entity' })).map(([key, , currency]) => [key, currency])).toEqual([
      ['JP01', 'JPY'],
      ['US01', 'EUR'],
      ['US01', 'USD'],
    ]);
    expect(rowsOf(await report({ by: 'collector' })).map(([key, name]) => [key, name])).toEqual([
      ['', null],
      ['', null],
      ['collector1', 'Collector One'],
    ]);
    expect(rowsOf(await report({ by: 'account', segments: ['retail'] })).map(([key]) => key)).toEqual(['US01/C1']);
    expect(
      (await report({ by: 'bucket', entities: ['US01'], collectors: ['collector1'] })).rows.map(({ key, total }) => [key, total.minor, total.items]),
    ).toEqual([
      ['CURRENT', 1_000, 1],
      ['1-30', 0, 0],
      ['31-60', 0, 0],
      ['61-90', 123_456_789, 1],
      ['91-120', 0, 0],
      ['121+', 0, 0],
      ['Credits', -3_456_789, 1],
    ]);
  });
  it('takes other buckets, and refuses what are none', async () => {
    expect((await report({ buckets: '68,73' })).buckets).toEqual(['CURRENT', '1-68', '69-73', '74+']);
    expect((await report({ buckets: '68,73', customers: ['C2'] })).rows[0]?.buckets.map(({ minor }) => minor)).toEqual([0, 0, 4_000, 0]);
    expect(await ageing(database.db, { asOf, by: 'customer', buckets: '90,30' })).toEqual({ why: expect.stringContaining('must rise') });
    expect(await ageing(database.db, { asOf: '2026-02-30', by: 'customer' })).toEqual({ why: expect.stringContaining('YYYY-MM-DD') });
  });

  it('prints a table that people can read', async () => {
    const table = String(await printAgeing(await report({}), 'table'));
    expect(table).toContain('Open items as of 2026-11-22, by customer');
    expect(table).toMatch(/C1 .*=cmd\(\).*USD.*1,234,567\.89.*-34,567\.89.*1,200,010\.00/);
    expect(table).toMatch(/Total.*JPY.*5,000 /);
    expect(String(await printAgeing(await report({ asOf: '2020-01-01' }), 'table'))).toBe('Open items as of 2020-01-01, by customer: none\n');
  });
  it('prints CSV in which numbers stay numbers and texts are no formulas', async () => {
    expect(String(await printAgeing(await report({}), 'csv')).split('\n')).toEqual([
      'Customer,Name,Currency,Items,CURRENT,1-30,31-60,61-90,91-120,121+,Credits,Total',
      "C1,'=cmd(),USD,3,10.00,0.00,0.00,1234567.89,0.00,0.00,-34567.89,1200010.00",
      'C2,C2,EUR,1,0.00,0.00,0.00,40.00,0.00,0.00,0.00,40.00',
      'C2,C2,JPY,1,0,0,0,5000,0,0,0,5000',
      'Total,,EUR,1,0.00,0.00,0.00,40.00,0.00,0.00,0.00,40.00',
      'Total,,JPY,1,0,0,0,5000,0,0,0,5000',
      'Total,,USD,3,10.00,0.00,0.00,1234567.89,0.00,0.00,-34567.89,1200010.00',
      '',
    ]);
  });
  it('prints JSON in minor units', async () => {
    expect(JSON.parse(String(await printAgeing(await report({}), 'json')))).toMatchObject({
      asOf,
      buckets: ['CURRENT', '1-30', '31-60', '61-90', '91-120', '121+'],
      rows: [{ key: 'C1', total: { minor: 120_001_000 } }, {}, {}],
      totals: [{}, {}, {}],
    });
  });
  it('prints a workbook with real numbers', async () => {
    const sheet = await readSheet(Buffer.from(await printAgeing(await report({}), 'xlsx')));
    expect(sheet[0]?.slice(0, 4)).toEqual(['Customer', 'Name', 'Currency', 'Items']);
    expect(sheet[1]).toEqual(['C1', '=cmd()', 'USD', 3, 10, 0, 0, 1_234_567.89, 0, 0, -34_567.89, 1_200_010]);
  });

  it('and the choice of accounts by bucket agree, bucket by bucket', async () => {
    const { rows, buckets } = await report({ by: 'account' });
    for (const [at, label] of buckets.entries()) {
      const inReport = rows.flatMap(({ key, currency, buckets: cells }) => ((cells[at]?.minor ?? 0) > 0 ? [`${key} ${currency} ${cells[at]?.minor}`] : []));
      const selected = await store.selectAccounts(database.db, { bucket: readBucket(label) as Bucket, minimum: null, asOf: { day: asOf } });
      expect(
        selected.flatMap(({ accountId, amounts }) => Object.entries(amounts).map(([currency, minor]) => `${accountId} ${currency} ${minor}`)).toSorted(),
      ).toEqual(inReport.toSorted());
    }
  });
  it('accounts are chosen by bucket, entity, segment, customer and net overdue amount', async () => {
    const { db } = database;
    expect(await selectAccounts(db, {}, asOf)).toEqual(['JP01/C2', 'US01/C1', 'US01/C2']);
    expect(await selectAccounts(db, { bucket: '61-90', entities: ['US01'] }, '2026-11-22T12:00:00Z')).toEqual(['US01/C1', 'US01/C2']);
    expect(await selectAccounts(db, { bucket: '1-30' }, asOf)).toEqual([]);
    expect(await selectAccounts(db, { bucket: 'CURRENT', segments: ['retail'] }, asOf)).toEqual(['US01/C1']);
    expect(await selectAccounts(db, { bucket: '61-90', customers: ['C2'] }, asOf)).toEqual(['JP01/C2', 'US01/C2']);
    expect(await selectAccounts(db, { minimum: { currency: 'USD', amountMinor: 120_000_000 } }, asOf)).toEqual(['US01/C1']);
    expect(await selectAccounts(db, { minimum: { currency: 'USD', amountMinor: 120_000_001 } }, asOf)).toEqual([]);
    await expect(selectAccounts(db, { bucket: 'old' }, asOf)).rejects.toThrow(RangeError);
  });
  it('accounts are chosen by the day that it is at their creditor', async () => {
    const { db } = database;
    await db.entity.update({ where: { code: 'JP01' }, data: { timeZone: 'Asia/Tokyo' } });
    // 73 days past due on the 22nd, which begins in Tokyo while it is the 21st in UTC.
    expect(await selectAccounts(db, { bucket: '73-73' }, '2026-11-21T16:00:00Z')).toEqual(['JP01/C2']);
  });
});
