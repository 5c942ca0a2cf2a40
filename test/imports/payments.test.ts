import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { listOf, openByNumber, refused, taken, wholeLedger } from './importing.js';

const header = 'entity,customer_number,payment_number,date,amount,currency,reference,item,instalment,applied_amount';
const payments = (...rows: string[]): string => [header, ...rows].join('\n');

describe('a file of payments', () => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await createDatabase();
    await taken(
      database.db,
      'open-items',
      listOf([
        { number: '4711', open: '100.00' },
        { number: '4712', open: '50.00' },
        { customer: 'C2', number: '4713', open: '7.00', currency: 'EUR' },
      ]),
      { asOf: '2026-11-01' },
    );
    await database.db.nudge.deleteMany();
  });
  afterEach(() => database.drop());

  it('sets a payment off against the items that it names and keeps the rest on account', async () => {
    const { db } = database;
    const report = await taken(
      db,
      'payments',
      payments('US01,C1,P1,2026-11-05,120.00,USD,thank you,4711,,', 'US01,C1,P1,2026-11-05,120.00,USD,thank you,4712,,10.00'),
    );
    expect(report).toMatchObject({ created: 1, accountsChanged: ['US01/C1'], entities: ['US01'], asOf: '2026-11-05' });
    expect(await openByNumber(db, '2026-11-05')).toEqual({ 4712: 4_000, 4713: 700, P1: -1_000 });
    expect(await openByNumber(db, '2026-11-04')).toEqual({ 4711: 10_000, 4712: 5_000, 4713: 700 });
    expect(await db.nudge.findMany()).toMatchObject([{ accountId: 'US01/C1' }]);
  });

  it('takes a list of items in one field, with amounts or as much as is open', async () => {
    const { db } = database;
    await taken(db, 'payments', payments('US01,C1,P1,2026-11-05,90.00,USD,,4711=80.00; 4712,,'));
    expect(await openByNumber(db, '2026-11-05')).toEqual({ 4711: 2_000, 4712: 4_000, 4713: 700 });
  });

  it('knows a payment of a later date, which counts from its own day on', async () => {
    const { db } = database;
    const report = await taken(db, 'payments', payments('US01,C1,P1,2027-01-15,100.00,USD,,4711,,', 'US01,C1,P2,2027-02-15,20.00,USD,,,,'));
    expect(report.warnings).toEqual(['2 payments are dated after 2026-11-22, the last on 2027-02-15: each counts from its own day on']);
    expect(await openByNumber(db, '2027-01-14')).toEqual({ 4711: 10_000, 4712: 5_000, 4713: 700 });
    expect(await openByNumber(db, '2027-01-15')).toEqual({ 4712: 5_000, 4713: 700 });
    expect(await openByNumber(db, '2027-02-15')).toEqual({ 4712: 3_000, 4713: 700 });
  });

  it('keeps a payment that names nothing, and that the last list may have had, on account', async () => {
    const { db } = database;
    const report = await taken(db, 'payments', payments('US01,C1,P1,2026-10-30,90.00,USD,,,,'));
    expect(await openByNumber(db, '2026-11-05')).toMatchObject({ P1: -9_000, 4711: 10_000 });
    expect(report.warnings).toEqual([expect.stringContaining('name no item')]);
  });

  it('knows the entity and the currency of a customer with one account', async () => {
    const { db } = database;
    await taken(db, 'payments', 'customer_number,payment_number,date,amount,item\nC1,P1,2026-11-05,100.00,4711');
    expect(await openByNumber(db, '2026-11-05')).toEqual({ 4712: 5_000, 4713: 700 });
  });

  it('changes nothing the second time, by its bytes or by its numbers', async () => {
    const { db } = database;
    const file = payments('US01,C1,P1,2026-11-05,100.00,USD,,4711,,');
    const first = await taken(db, 'payments', file);
    const before = await wholeLedger(db);
    expect(await taken(db, 'payments', file)).toMatchObject({ created: 0, unchanged: 1, batchId: null, repeats: { batchId: first.batchId } });
    expect(await taken(db, 'payments', `${file}\n`)).toMatchObject({ created: 0, unchanged: 1, repeats: null });
    expect(await wholeLedger(db)).toEqual(before);
  });

  it('refuses a number that is booked with another amount', async () => {
    const { db } = database;
    await taken(db, 'payments', payments('US01,C1,P1,2026-11-05,100.00,USD,,4711,,'));
    expect(await refused(db, 'payments', payments('US01,C1,P1,2026-11-05,101.00,USD,,4711,,'))).toMatchObject({
      problems: [{ line: 2, why: expect.stringContaining('booked already') }],
    });
  });

  it('takes the place of a clearing when the list knew of it first, so that it is not counted twice', async () => {
    const { db } = database;
    await taken(
      db,
      'open-items',
      listOf([
        { number: '4712', open: '50.00' },
        { customer: 'C2', number: '4713', open: '7.00', currency: 'EUR' },
      ]),
      { asOf: '2026-11-10' },
    );
    await taken(db, 'payments', payments('US01,C1,P1,2026-11-08,100.00,USD,,4711,,'), { asOf: '2026-11-12' });
    expect(await openByNumber(db, '2026-11-12')).toEqual({ 4712: 5_000, 4713: 700 });
    expect(await openByNumber(db, '2026-11-09')).toEqual({ 4712: 5_000, 4713: 700 });
    expect(await openByNumber(db, '2026-11-07')).toEqual({ 4711: 10_000, 4712: 5_000, 4713: 700 });
    const { allocations, items } = await wholeLedger(db);
    const invoice = items.find(({ number }) => number === '4711');
    const counting = allocations.filter(({ debitId, reversedOn }) => debitId === invoice?.id && reversedOn === null);
    expect(counting.map(({ creditId }) => items.find(({ id }) => id === creditId)?.number)).toEqual(['P1']);
  });

  it('takes the place of a part of a clearing', async () => {
    const { db } = database;
    await taken(
      db,
      'open-items',
      listOf([
        { number: '4711', open: '20.00' },
        { number: '4712', open: '50.00' },
        { customer: 'C2', number: '4713', open: '7.00', currency: 'EUR' },
      ]),
      { asOf: '2026-11-10' },
    );
    await taken(db, 'payments', payments('US01,C1,P1,2026-11-08,30.00,USD,,4711,,30.00'), { asOf: '2026-11-12' });
    // The payment goes against what is open first; the list of the next day says what it cleared.
    expect(await openByNumber(db, '2026-11-12')).toEqual({ 4712: 5_000, 4713: 700 });
    const next = listOf([
      { number: '4711', open: '20.00' },
      { number: '4712', open: '50.00' },
      { customer: 'C2', number: '4713', open: '7.00', currency: 'EUR' },
    ]);
    await taken(db, 'open-items', next, { asOf: '2026-11-13' });
    expect(await openByNumber(db, '2026-11-13')).toEqual({ 4711: 2_000, 4712: 5_000, 4713: 700 });
  });

  it('is not cleared again by a list that has it too', async () => {
    const { db } = database;
    await taken(db, 'payments', payments('US01,C1,P1,2026-11-05,100.00,USD,,4711,,'));
    const report = await taken(
      db,
      'open-items',
      listOf([
        { number: '4712', open: '50.00' },
        { customer: 'C2', number: '4713', open: '7.00', currency: 'EUR' },
      ]),
      { asOf: '2026-11-10' },
    );
    expect(report).toMatchObject({ cleared: 0, unchanged: 2, changed: 0 });
    expect(await openByNumber(db, '2026-11-10')).toEqual({ 4712: 5_000, 4713: 700 });
  });

  it('gives a bounced payment back when the list says that the item is open again', async () => {
    const { db } = database;
    await taken(db, 'payments', payments('US01,C1,P1,2026-11-05,100.00,USD,,4711,,'));
    await taken(
      db,
      'open-items',
      listOf([
        { number: '4711', open: '100.00' },
        { number: '4712', open: '50.00' },
        { customer: 'C2', number: '4713', open: '7.00', currency: 'EUR' },
      ]),
      { asOf: '2026-11-10' },
    );
    expect(await openByNumber(db, '2026-11-10')).toEqual({ 4711: 10_000, 4712: 5_000, 4713: 700 });
    expect(await openByNumber(db, '2026-11-09')).toEqual({ 4712: 5_000, 4713: 700 });
  });

  it('keeps on account what is more than the item has open, and says so', async () => {
    const { db } = database;
    const report = await taken(db, 'payments', payments('US01,C1,P1,2026-11-05,120.00,USD,,4711,,120.00'));
    expect(report.warnings).toEqual([expect.stringMatching(/^Line 2: 4711 has less open/)]);
    expect(await openByNumber(db, '2026-11-05')).toMatchObject({ P1: -2_000 });
  });

  it('names every bad row', async () => {
    const { db } = database;
    const refusal = await refused(
      db,
      'payments',
      payments(
        'US01,C9,P1,2026-11-05,1.00,USD,,,,',
        'US01,C1,P2,2026-11-05,0.00,USD,,,,',
        'US01,C1,P3,2026-13-05,1.00,USD,,,,',
        'US01,C1,P4,2026-11-05,-1.00,USD,,,,',
        'DE01,C1,P5,2026-11-05,1.00,USD,,,,',
        'US01,C1,,2026-11-05,1.00,USD,,,,',
        'US01,C1,P7,2026-11-05,1.00,XX,,,,',
        'US01,C1,P8,2026-11-05,1.00,USD,,4711,,2.00',
      ),
    );
    expect(refusal.problems.map(({ line, column }) => [line, column])).toEqual([
      [2, 'customer_number'],
      [3, 'amount'],
      [4, 'date'],
      [5, 'amount'],
      [6, 'entity'],
      [7, 'payment_number'],
      [8, 'currency'],
      [9, 'amount'],
    ]);
    expect(await refused(db, 'payments', payments('US01,C1,P1,2026-11-05,1.00,USD,,9999,,', 'US01,C2,P2,2026-11-05,1.00,USD,,4713,,'))).toMatchObject({
      problems: [
        { line: 2, why: expect.stringContaining('has no item 9999') },
        { line: 3, why: expect.stringContaining('is in EUR') },
      ],
    });
    expect(await db.importBatch.count({ where: { kind: 'payments' } })).toBe(0);
  });
});
