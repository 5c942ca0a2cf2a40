import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { ChargeFacts } from '../../domain/charges/types.js';
import { book } from '../../domain/rehearsal/keepBooks.js';
import { newWorld, openItemsOn, type RehearsedItem } from '../../domain/rehearsal/world.js';
import { bookCharge } from '../../prisma/store/charges.js';
import { publishPolicy } from '../../prisma/store/policies.js';
import { account } from '../domain/diary.js';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { listOf, openByNumber, taken } from './importing.js';

const { items: _none, ...base } = account();
const day = '2026-11-05';
/** By the list of 1 November: 100.00 due first, 50.00 due later. The fee of 10.00 for the first is Duly's own. */
const invoices = [
  { number: 'R-1', due: '2026-10-15', open: '100.00' },
  { number: 'R-2', due: '2026-10-31', open: '50.00' },
];
type Terms = { booked: 'apart' | 'on-invoice'; application: 'interest-first' | 'principal-first' };

/** The amount of the payment, what it names, and what is open of each afterwards. */
const cases: [string, Terms | null, string, string, Record<string, number>][] = [
  ['the oldest first, what names nothing', null, '120.00', '', { 'R-2': 3_000 }],
  ['and keeps on account what is more', null, '160.00', '', { P1: -1_000 }],
  ['the fee, then its invoice, then the next', { booked: 'apart', application: 'interest-first' }, '115.00', '', { 'R-2': 4_500 }],
  ['all invoices before the fee', { booked: 'apart', application: 'principal-first' }, '155.00', '', { 'R-1-F1': 500 }],
  ['an invoice and the fee that is named with it', { booked: 'on-invoice', application: 'interest-first' }, '110.00', 'R-1', { 'R-2': 5_000 }],
  ['the fee first where little comes', { booked: 'on-invoice', application: 'interest-first' }, '15.00', 'R-1', { 'R-1': 9_500, 'R-2': 5_000 }],
  ['the invoice first where the policy says so', { booked: 'on-invoice', application: 'principal-first' }, '105.00', 'R-1', { 'R-1-F1': 500, 'R-2': 5_000 }],
  ['an invoice and not the fee apart', { booked: 'apart', application: 'interest-first' }, '110.00', 'R-1', { P1: -1_000, 'R-1-F1': 1_000, 'R-2': 5_000 }],
];

describe('money pays', () => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await createDatabase();
    await taken(database.db, 'open-items', listOf(invoices), { asOf: '2026-11-01' });
  });
  afterEach(() => database.drop());

  /** A fee for R-1 by a policy of these terms, booked as the live system does. */
  async function charge({ booked, application }: Terms): Promise<void> {
    const { db } = database;
    const source = `policy: standard-b2b
title: With a fee
charges: { booked: ${booked}, application: ${application}, fees: [{ id: late, amount: { USD: 10.00 } }] }
ladder:
  - { id: first, action: fee, charge: [late], when: { daysPastDue: { atLeast: 3 } } }
`;
    await publishPolicy(db, { source, fileName: 'fee.yaml', by: 'manager', role: 'manager', at: '2026-10-01T09:00:00.000Z' });
    const item = await db.ledgerItem.findFirstOrThrow({ where: { number: 'R-1' } });
    const what = { does: 'BOOK', what: 'FEE', name: 'late', number: 'R-1-F1', currency: 'USD', minor: 1_000, reason: 'late', by: 'system' } as const;
    const when = { dueOn: '2026-11-03', onDay: '2026-11-03', at: '2026-11-03T09:00:00.000Z', from: null, to: null };
    const where = { accountId: 'US01/C1', key: 'fee', actKey: 'fee', caseId: null, step: 'first', round: 1, policyLine: null };
    const nothing = { ordinaryNumber: null, setOffMinor: 0, chargeId: null, percent: null, periods: null };
    await bookCharge(db, { ...what, ...when, ...where, ...nothing, itemIds: [item.id], onInvoice: booked === 'on-invoice' });
  }

  /** The same money in a rehearsal of the same ledger. */
  function rehearsed(terms: Terms | null, amountMinor: number, item: string): Record<string, number> {
    const plain = { instalment: 0, currency: 'USD', issuedOn: '2026-10-01' };
    const items: RehearsedItem[] = [
      { ...plain, id: 1, kind: 'INVOICE', number: 'R-1', dueOn: '2026-10-15', amountMinor: 10_000 },
      { ...plain, id: 2, kind: 'INVOICE', number: 'R-2', dueOn: '2026-10-31', amountMinor: 5_000 },
      ...(terms ? [{ ...plain, id: 3, kind: 'CHARGE' as const, number: 'R-1-F1', issuedOn: '2026-11-03', dueOn: '2026-11-03', amountMinor: 1_000 }] : []),
    ];
    const fee = { id: 3, chargeId: 3, does: 'BOOK', what: 'FEE', itemIds: [1], onInvoice: terms?.booked === 'on-invoice' } as ChargeFacts;
    const world = newWorld({ ...base, charges: terms ? [fee] : [] }, items);
    if (terms) world.application = terms.application;
    const named = item === '' ? [] : [{ item, amountMinor: null }];
    const money = { type: 'payment', number: 'P1', currency: 'USD', amountMinor, paidOn: day, items: named } as const;
    book(world, { ...money, at: `${day}T09:00:00Z`, accountId: base.accountId, line: 1, id: null });
    return Object.fromEntries(openItemsOn(world, day).map(({ number, openMinor }) => [number, openMinor]));
  }

  const pay = (amount: string, item: string) =>
    taken(database.db, 'payments', `entity,customer_number,payment_number,date,amount,currency,item\nUS01,C1,P1,${day},${amount},USD,${item}`, { asOf: day });

  it.each(cases)('%s, live and in a rehearsal', async (_what, terms, amount, item, open) => {
    if (terms) await charge(terms);
    await pay(amount, item);
    expect(await openByNumber(database.db, day)).toEqual(open);
    expect(rehearsed(terms, Number(amount) * 100, item)).toEqual(open);
  });

  it('what the next list says: what that has on account is taken back from what it paid', async () => {
    const { db } = database;
    await pay('120.00', '');
    const credit = { number: 'P1', document_type: 'Payment', due: day, document_date: day, open: '-120.00' };
    const report = await taken(db, 'open-items', listOf([...invoices, credit]), { asOf: '2026-11-06' });
    expect(report).toMatchObject({ reopened: 3, cleared: 0, created: 0 });
    expect(await openByNumber(db, '2026-11-06')).toEqual({ 'R-1': 10_000, 'R-2': 5_000, P1: -12_000 });
    expect(await openByNumber(db, '2026-11-05')).toEqual({ 'R-2': 3_000 });
  });

  it('a fee no more where the ledger has used it for its own invoices: the fee is open again', async () => {
    const { db } = database;
    await charge({ booked: 'apart', application: 'interest-first' });
    await pay('150.00', '');
    expect(await openByNumber(db, day)).toEqual({ 'R-2': 1_000 });
    await taken(db, 'open-items', listOf([]), { asOf: '2026-11-06', entity: 'US01', acceptClearing: true });
    expect(await openByNumber(db, '2026-11-06')).toEqual({ 'R-1-F1': 1_000 });
    expect(await openByNumber(db, day)).toEqual({ 'R-2': 1_000 });
  });

  it('a fee for good where the ledger has not used it for what it is owed', async () => {
    const { db } = database;
    await charge({ booked: 'on-invoice', application: 'interest-first' });
    await pay('110.00', 'R-1');
    await taken(db, 'open-items', listOf([{ number: 'R-2', due: '2026-10-31', open: '20.00' }]), { asOf: '2026-11-06' });
    expect(await openByNumber(db, '2026-11-06')).toEqual({ 'R-2': 2_000 });
  });

  it('what the next list says: what went to a later invoice there goes to it here', async () => {
    const { db } = database;
    await pay('50.00', '');
    await taken(db, 'open-items', listOf([{ ...invoices[0], number: 'R-1', open: '100.00' }]), { asOf: '2026-11-06' });
    expect(await openByNumber(db, '2026-11-05')).toEqual({ 'R-1': 5_000, 'R-2': 5_000 });
    expect(await openByNumber(db, '2026-11-06')).toEqual({ 'R-1': 10_000 });
  });
});
