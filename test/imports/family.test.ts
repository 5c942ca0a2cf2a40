import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { listOf, openByNumber, refused, taken } from './importing.js';

/** What branches 11 and 12 of the group 10 owe. */
const list = listOf([
  { customer: '10', number: 'H-1', open: '100.00' },
  { customer: '11', number: 'C-1', open: '600.00' },
  { customer: '12', number: 'C-2', open: '400.00' },
]);
const customers = (billTo: string) => `customer_number,name,parent,bill_to\n10,Group,,\n11,North,10,${billTo}\n12,South,10,${billTo}\n`;
const paid = (items: string) => `customer_number,payment_number,date,amount,item\n10,P-1,2026-11-05,650.00,${items}\n`;

describe('a parent that pays for its children', () => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await createDatabase();
    await taken(database.db, 'open-items', list, { asOf: '2026-11-01' });
  });
  afterEach(() => database.drop());

  const openOf = async (accountId: string) =>
    (await database.db.ledgerItem.findMany({ where: { accountId }, select: { number: true }, orderBy: { number: 'asc' } })).map(({ number }) => number);

  it('settles the items of children that its payment names, each with what it says', async () => {
    const { db } = database;
    await taken(db, 'customers', customers('self'));
    expect((await refused(db, 'payments', paid('C-1; C-2'))).problems).toMatchObject([{ line: 2, why: expect.stringContaining('several accounts') }]);
    expect(await taken(db, 'payments', paid('C-1=600.00; C-2=30.00'))).toMatchObject({ created: 3, accountsChanged: ['US01/10', 'US01/11', 'US01/12'] });
    expect(await openByNumber(db, '2026-11-05')).toEqual({ 'H-1': 8_000, 'C-2': 37_000 });
  });

  it('has their items on its account when they are billed to it, from the next list on', async () => {
    const { db } = database;
    await taken(db, 'customers', customers('parent'));
    await taken(db, 'open-items', list, { asOf: '2026-11-02' });
    expect(await openOf('US01/10')).toEqual(['C-1', 'C-2', 'H-1']);
    expect(await openByNumber(db, '2026-11-02')).toEqual({ 'H-1': 10_000, 'C-1': 60_000, 'C-2': 40_000 });
    await taken(db, 'payments', 'customer_number,payment_number,date,amount,item\n11,P-2,2026-11-05,600.00,C-1\n');
    expect(await openByNumber(db, '2026-11-05')).toEqual({ 'H-1': 10_000, 'C-2': 40_000 });
    const twice = listOf([
      { customer: '11', number: 'X', open: '1.00' },
      { customer: '12', number: 'X', open: '1.00' },
    ]);
    expect((await refused(db, 'open-items', twice, { asOf: '2026-11-06' })).problems).toMatchObject([{ why: 'stands in line 2 already, for the same payer' }]);
    expect((await refused(db, 'customers', 'customer_number,bill_to\n10,parent\n')).problems).toMatchObject([{ why: 'is parent, and the customer has none' }]);
  });

  it('leaves drafts and what is void out of a list: neither is owed', async () => {
    const { db } = database;
    const rows = [
      { customer: '11', number: 'C-1', open: '600.00', status: 'void' },
      { customer: '12', number: 'C-2', open: '400.00', status: 'posted' },
      { customer: '12', number: 'C-3', open: '70.00', status: 'Draft' },
    ];
    const header = 'entity,customer_number,document_type,document_number,document_date,due_date,currency,open_amount,status';
    const text = rows.map(({ customer, number, open, status }) => `US01,${customer},Invoice,${number},2026-10-01,2026-10-31,USD,${open},${status}`);
    const report = await taken(db, 'open-items', [header, ...text].join('\n'), { asOf: '2026-11-02', acceptClearing: true });
    expect(report).toMatchObject({ notOpen: 2, cleared: 2 });
    expect(await openByNumber(db, '2026-11-02')).toEqual({ 'C-2': 40_000 });
  });
});
