import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { verifyAudit } from '../../prisma/store/audit.js';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { itemsFor, listOf, load, openByNumber, refused, taken, wholeLedger } from './importing.js';

describe('a list of open items', () => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await createDatabase();
  });
  afterEach(() => database.drop());

  const november = { asOf: '2026-11-01' };
  const december = { asOf: '2026-12-01' };
  const january = { asOf: '2027-01-04' };

  it('books what is new, with entity, customer and account, and notes the accounts to look at', async () => {
    const { db } = database;
    const report = await taken(
      db,
      'open-items',
      listOf([
        { number: '4711', open: '100.00' },
        { customer: 'C2', number: '4712', open: '-20.50', document_type: 'Credit Memo' },
      ]),
      november,
    );
    expect(report).toMatchObject({ status: 'imported', created: 2, newEntities: 1, newCustomers: 2, newAccounts: 2, accountsChanged: ['US01/C1', 'US01/C2'] });
    expect(report.totals).toEqual([
      {
        entity: 'US01',
        currency: 'USD',
        items: 2,
        openMinor: 7_950,
        creditMinor: -2_050,
        storeItems: 2,
        storeOpenMinor: 7_950,
        storeCreditMinor: -2_050,
        settledElsewhereMinor: 0,
      },
    ]);
    expect(await openByNumber(db, '2026-11-01')).toEqual({ 4711: 10_000, 4712: -2_050 });
    expect((await db.nudge.findMany()).map(({ accountId }) => accountId).sort()).toEqual(['US01/C1', 'US01/C2']);
    expect(await itemsFor(db, 'US01/C2', '2026-11-01')).toMatchObject([{ kind: 'CREDIT_NOTE', openMinor: -2_050 }]);
    expect(await verifyAudit(db)).toMatchObject({ intact: true, entries: 1 });
  });

  it('takes over how far the system before had dunned, from the first list that says so', async () => {
    const { db } = database;
    const row = { number: '4711', open: '100.00' };
    await taken(db, 'open-items', listOf([row]), november);
    expect(await itemsFor(db, 'US01/C1', '2026-11-01')).toMatchObject([{ dunned: null }]);
    await taken(db, 'open-items', listOf([{ ...row, dunning_level: '2', dunned_on: '2026-10-20' }]), december);
    await taken(
      db,
      'open-items',
      listOf([
        { ...row, dunning_level: '3', dunned_on: '2026-12-20' },
        { number: '4712', open: '5.00', dunning_level: '1' },
      ]),
      january,
    );
    expect(await itemsFor(db, 'US01/C1', '2027-01-04')).toMatchObject([
      { number: '4711', dunned: { level: 2, onDay: '2026-10-20' } },
      { number: '4712', dunned: { level: 1, onDay: '2027-01-04' } },
    ]);
  });

  it('clears what it no longer names, on its day and not before', async () => {
    const { db } = database;
    await taken(
      db,
      'open-items',
      listOf([
        { number: '4711', open: '100.00' },
        { number: '4712', open: '50.00' },
      ]),
      november,
    );
    const report = await taken(db, 'open-items', listOf([{ number: '4712', open: '50.00' }]), december);
    expect(report).toMatchObject({ cleared: 1, unchanged: 1, created: 0 });
    expect(await openByNumber(db, '2026-12-01')).toEqual({ 4712: 5_000 });
    expect(await openByNumber(db, '2026-11-30')).toEqual({ 4711: 10_000, 4712: 5_000 });
    const { items } = await wholeLedger(db);
    expect(items.at(-1)).toMatchObject({ kind: 'ADJUSTMENT', number: '4711~1', amountMinor: -10_000, reason: 'cleared in ledger', issuedOn: '2026-12-01' });
  });

  it('reduces what has become less, and leaves credits in their own sign', async () => {
    const { db } = database;
    await taken(
      db,
      'open-items',
      listOf([
        { number: '4711', open: '100.00' },
        { number: 'G1', open: '-80.00' },
      ]),
      november,
    );
    const report = await taken(
      db,
      'open-items',
      listOf([
        { number: '4711', open: '60.00' },
        { number: 'G1', open: '-30.00' },
      ]),
      december,
    );
    expect(report).toMatchObject({ changed: 2, cleared: 0, created: 0 });
    expect(await openByNumber(db, '2026-12-01')).toEqual({ 4711: 6_000, G1: -3_000 });
  });

  it('gives an item that comes back its true age, and leaves nothing else open', async () => {
    const { db } = database;
    const list = listOf([
      { number: '4711', due: '2026-10-31', open: '100.00' },
      { number: '4712', open: '1.00' },
    ]);
    await taken(db, 'open-items', list, november);
    await taken(db, 'open-items', listOf([{ number: '4712', open: '1.00' }]), december);
    const report = await taken(db, 'open-items', list, january);
    expect(report).toMatchObject({ reopened: 1, created: 0, unchanged: 1 });
    expect(await openByNumber(db, '2027-01-04')).toEqual({ 4711: 10_000, 4712: 100 });
    expect(await openByNumber(db, '2027-01-03')).toEqual({ 4712: 100 });
    expect((await itemsFor(db, 'US01/C1', '2027-01-04')).find(({ number }) => number === '4711')?.dueOn).toBe('2026-10-31');
    expect(await taken(db, 'open-items', list, { asOf: '2027-01-05' })).toMatchObject({ unchanged: 2, reopened: 0, accountsChanged: [] });
  });

  it('takes back only as much of a clearing as the list raises', async () => {
    const { db } = database;
    await taken(db, 'open-items', listOf([{ number: '4711', open: '100.00' }]), november);
    await taken(db, 'open-items', listOf([{ number: '4711', open: '20.00' }]), december);
    await taken(db, 'open-items', listOf([{ number: '4711', open: '70.00' }]), january);
    expect(await openByNumber(db, '2027-01-04')).toEqual({ 4711: 7_000 });
    expect(await openByNumber(db, '2026-12-31')).toEqual({ 4711: 2_000 });
    expect(await openByNumber(db, '2026-11-30')).toEqual({ 4711: 10_000 });
  });

  it('raises an item above what was ever booked by an adjustment that is due with it, and sees both as one', async () => {
    const { db } = database;
    await taken(db, 'open-items', listOf([{ number: '4711', due: '2026-10-31', open: '40.00' }]), november);
    await taken(db, 'open-items', listOf([{ number: '4711', due: '2026-10-31', open: '100.00' }]), december);
    expect(await openByNumber(db, '2026-12-01')).toEqual({ 4711: 4_000, '4711~1': 6_000 });
    expect((await itemsFor(db, 'US01/C1', '2026-12-01')).map(({ dueOn }) => dueOn)).toEqual(['2026-10-31', '2026-10-31']);
    await taken(db, 'open-items', listOf([{ number: '4711', due: '2026-10-31', open: '50.00' }]), january);
    expect(Object.values(await openByNumber(db, '2027-01-04')).reduce((sum, minor) => sum + minor, 0)).toBe(5_000);
    expect(await taken(db, 'open-items', listOf([{ number: '4711', due: '2026-10-31', open: '100.00' }]), { asOf: '2027-01-05' })).toMatchObject({
      reopened: 1,
    });
    expect(await openByNumber(db, '2027-01-05')).toEqual({ 4711: 4_000, '4711~1': 6_000 });
  });

  it('books what was settled before the first list as far as the list says so', async () => {
    const { db } = database;
    await taken(db, 'open-items', listOf([{ number: '4711', original_amount: '100.00', open: '40.00' }]), november);
    expect(await openByNumber(db, '2026-11-01')).toEqual({ 4711: 4_000 });
    await taken(db, 'open-items', listOf([{ number: '4711', original_amount: '100.00', open: '100.00' }]), december);
    expect(await openByNumber(db, '2026-12-01')).toEqual({ 4711: 10_000 });
  });

  it('changes nothing when it comes twice, and says so', async () => {
    const { db } = database;
    const list = listOf([{ number: '4711', open: '100.00' }]);
    const first = await taken(db, 'open-items', list, november);
    await db.nudge.deleteMany();
    const before = await wholeLedger(db);
    const again = await taken(db, 'open-items', list, november);
    expect(again).toMatchObject({ created: 0, changed: 0, cleared: 0, unchanged: 1, batchId: null, accountsChanged: [], repeats: { batchId: first.batchId } });
    const otherBytes = await taken(db, 'open-items', `${list}\n`, november);
    expect(otherBytes).toMatchObject({ created: 0, unchanged: 1, accountsChanged: [], repeats: null });
    expect(await wholeLedger(db)).toEqual(before);
    expect(await db.nudge.count()).toBe(0);
    expect(await db.importBatch.count()).toBe(2);
  });

  it('makes the ledger newer though nothing changed in it', async () => {
    const { db } = database;
    const list = listOf([{ number: '4711', open: '100.00' }]);
    await taken(db, 'open-items', list, november);
    expect(await taken(db, 'open-items', list, december)).toMatchObject({ unchanged: 1, batchId: expect.any(String) });
  });

  it('is refused when a newer one is known already', async () => {
    const { db } = database;
    const list = listOf([{ number: '4711', open: '100.00' }]);
    await taken(db, 'open-items', list, december);
    expect(await refused(db, 'open-items', listOf([{ number: '4711', open: '90.00' }]), november)).toMatchObject({ code: 'OLDER_THAN_LAST' });
    expect(await openByNumber(db, '2026-12-01')).toEqual({ 4711: 10_000 });
  });

  it('is not believed when it would clear more than half, unless someone says that it is right', async () => {
    const { db } = database;
    const many = Array.from({ length: 30 }, (_, n) => ({ number: `I${n}`, open: '10.00' }));
    await taken(db, 'open-items', listOf(many), november);
    const few = listOf(many.slice(0, 10));
    const refusal = await refused(db, 'open-items', few, december);
    expect(refusal).toMatchObject({ code: 'CLEARS_TOO_MUCH', why: expect.stringContaining('20 of 30 open items of US01') });
    expect(Object.keys(await openByNumber(db, '2026-12-01'))).toHaveLength(30);
    expect(await taken(db, 'open-items', few, { ...december, acceptClearing: true })).toMatchObject({ cleared: 20, unchanged: 10 });
  });

  it('is not believed when it is empty', async () => {
    const { db } = database;
    await taken(db, 'open-items', listOf([{ number: '4711', open: '100.00' }]), november);
    expect(await refused(db, 'open-items', listOf([]), december)).toMatchObject({ code: 'NO_ROWS' });
    expect(await refused(db, 'open-items', listOf([]), { ...december, entity: 'US01' })).toMatchObject({ code: 'CLEARS_TOO_MUCH' });
    expect(await taken(db, 'open-items', listOf([]), { ...december, entity: 'US01', acceptClearing: true })).toMatchObject({ cleared: 1 });
  });

  it('says nothing of entities that it does not name', async () => {
    const { db } = database;
    await taken(
      db,
      'open-items',
      listOf([
        { number: '1', open: '1.00' },
        { entity: 'DE01', number: '2', open: '2.00', currency: 'EUR' },
      ]),
      november,
    );
    const report = await taken(db, 'open-items', listOf([{ number: '1', open: '1.00' }]), december);
    expect(report).toMatchObject({ cleared: 0, warnings: [expect.stringContaining('DE01')] });
    expect(await openByNumber(db, '2026-12-01')).toEqual({ 1: 100, 2: 200 });
  });

  it('leaves alone what Duly booked itself, until the ledger lists it', async () => {
    const { db } = database;
    await taken(db, 'open-items', listOf([{ number: '4711', open: '100.00' }]), november);
    await db.ledgerItem.create({
      data: {
        accountId: 'US01/C1',
        kind: 'CHARGE',
        number: 'FEE-1',
        issuedOn: new Date('2026-11-10'),
        dueOn: new Date('2026-11-10'),
        currency: 'USD',
        amountMinor: 500n,
        recordedAt: new Date('2026-11-10'),
      },
    });
    await taken(db, 'open-items', listOf([{ number: '4711', open: '90.00' }]), december);
    expect(await openByNumber(db, '2026-12-01')).toEqual({ 4711: 9_000, 'FEE-1': 500 });
    await taken(
      db,
      'open-items',
      listOf([
        { number: '4711', open: '90.00' },
        { number: 'FEE-1', document_type: 'charge', open: '5.00' },
      ]),
      january,
    );
    expect(await openByNumber(db, '2027-01-04')).toEqual({ 4711: 9_000, 'FEE-1': 500 });
    await taken(db, 'open-items', listOf([{ number: '4711', open: '90.00' }]), { asOf: '2027-01-05' });
    expect(await openByNumber(db, '2027-01-05')).toEqual({ 4711: 9_000 });
  });

  it('does not undo a write-off that the ledger has yet to book, and does not clear it twice when it has', async () => {
    const { db } = database;
    await taken(
      db,
      'open-items',
      listOf([
        { number: '4711', open: '100.00' },
        { number: '4712', open: '1.00' },
      ]),
      november,
    );
    const invoice = await db.ledgerItem.findFirstOrThrow({ where: { number: '4711' } });
    const day = new Date('2026-11-10');
    const credit = await db.ledgerItem.create({
      data: { accountId: 'US01/C1', kind: 'WRITE_OFF', number: 'WO-1', issuedOn: day, dueOn: day, currency: 'USD', amountMinor: -10_000n, recordedAt: day },
    });
    await db.allocation.create({ data: { creditId: credit.id, debitId: invoice.id, amountMinor: 10_000n, onDate: day, recordedAt: day } });
    const still = await taken(
      db,
      'open-items',
      listOf([
        { number: '4711', open: '100.00' },
        { number: '4712', open: '1.00' },
      ]),
      december,
    );
    expect(still).toMatchObject({ reopened: 0, unchanged: 2 });
    expect(await openByNumber(db, '2026-12-01')).toEqual({ 4712: 100 });
    const gone = await taken(db, 'open-items', listOf([{ number: '4712', open: '1.00' }]), january);
    expect(gone.totals[0]).toMatchObject({ openMinor: 100, storeOpenMinor: 10_100, settledElsewhereMinor: 10_000 });
    expect(await openByNumber(db, '2027-01-04')).toEqual({ 4712: 100 });
  });

  it('moves a due date and keeps a record of the old one', async () => {
    const { db } = database;
    await taken(db, 'open-items', listOf([{ number: '4711', due: '2026-10-31', open: '100.00' }]), november);
    const report = await taken(db, 'open-items', listOf([{ number: '4711', due: '2026-12-31', open: '100.00', text: 'extended' }]), december);
    expect(report).toMatchObject({ changed: 1, accountsChanged: ['US01/C1'] });
    expect((await itemsFor(db, 'US01/C1', '2026-12-01'))[0]?.dueOn).toBe('2026-12-31');
    const entry = await db.auditEntry.findFirstOrThrow({ orderBy: { seq: 'desc' } });
    expect(entry.change).toMatchObject({ redated: [[expect.any(Number), '2026-10-31', '2026-12-31']] });
  });

  it('raises a dispute for what the ledger marks, once, and lifts it with the mark', async () => {
    const { db } = database;
    const marked = listOf([
      { number: '4711', open: '100.00', disputed: 'Yes' },
      { number: '4712', open: '1.00', disputed: 'No' },
    ]);
    expect((await taken(db, 'open-items', marked, november)).disputesRaised).toHaveLength(1);
    expect((await taken(db, 'open-items', marked, december)).disputesRaised).toHaveLength(0);
    expect(await db.dispute.findMany({ include: { items: true } })).toMatchObject([
      { accountId: 'US01/C1', status: 'OPEN', raisedBy: 'ledger', items: [{ amountMinor: null }] },
    ]);
    const lifted = await taken(
      db,
      'open-items',
      listOf([
        { number: '4711', open: '100.00' },
        { number: '4712', open: '1.00' },
      ]),
      january,
    );
    expect(lifted).toMatchObject({ unchanged: 2, accountsChanged: ['US01/C1'] });
    expect(await db.dispute.findMany()).toMatchObject([{ status: 'RESOLVED', resolution: 'REJECTED' }]);
  });

  it('keeps nothing of a dry run, and answers as if it had', async () => {
    const { db } = database;
    const report = await taken(db, 'open-items', listOf([{ number: '4711', open: '100.00' }]), { ...november, dryRun: true });
    expect(report).toMatchObject({ status: 'dry-run', created: 1, newAccounts: 1, batchId: null, totals: [{ storeOpenMinor: 10_000 }] });
    expect([await db.ledgerItem.count(), await db.entity.count(), await db.importBatch.count(), await db.nudge.count(), await db.auditEntry.count()]).toEqual([
      0, 0, 0, 0, 0,
    ]);
  });

  it('keeps nothing when a single row is bad', async () => {
    const { db } = database;
    const refusal = await refused(
      db,
      'open-items',
      listOf([
        { number: '4711', open: '100.00' },
        { number: '4712', open: 'abc' },
        { number: '4713', due: '2026-02-30', open: '1.00' },
      ]),
      november,
    );
    expect(refusal).toMatchObject({
      code: 'BAD_ROWS',
      problemCount: 2,
      problems: [
        { line: 3, column: 'open_amount', value: 'abc', why: expect.stringContaining('is no amount') },
        { line: 4, column: 'due_date', value: '2026-02-30', why: 'is a day that does not exist' },
      ],
    });
    expect(await db.entity.count()).toBe(0);
  });

  it('refuses an item that has changed its currency', async () => {
    const { db } = database;
    await taken(db, 'open-items', listOf([{ number: '4711', open: '100.00' }]), november);
    expect(await refused(db, 'open-items', listOf([{ number: '4711', open: '100.00', currency: 'EUR' }]), december)).toMatchObject({
      problems: [{ line: 2, why: expect.stringContaining('booked in USD') }],
    });
  });

  it('lets two lists that arrive at once in one after the other', async () => {
    const { db } = database;
    const list = (open: string) => listOf([{ number: '4711', open }]);
    const answers = await Promise.all([load(db, 'open-items', list('100.00'), november), load(db, 'open-items', list('80.00'), december)]);
    const states = answers.map(({ status }) => status).sort();
    expect([
      ['imported', 'imported'],
      ['imported', 'refused'],
    ]).toContainEqual(states);
    expect(Object.values(await openByNumber(db, '2026-12-01'))).toEqual([8_000]);
    expect(await verifyAudit(db)).toMatchObject({ intact: true });
  });
});
