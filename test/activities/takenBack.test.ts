import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Instruction } from '../../domain/instructions.js';
import { book, isLedgerEvent } from '../../domain/rehearsal/keepBooks.js';
import type { RehearsalEvent } from '../../domain/rehearsal/event.js';
import { factsAt, newWorld, openItemsOn } from '../../domain/rehearsal/world.js';
import { loadFacts } from '../../prisma/store/facts.js';
import { account } from '../domain/diary.js';
import { listOf, openByNumber, taken } from '../imports/importing.js';
import { done, finance, refusedAs } from './dealings.js';
import { createWorld, type World } from './world.js';

const { items: _none, ...base } = account();
const accountId = 'US01/C1';
/** By the list of 1 November: 100.00 due first, 50.00 due later. */
const invoices = [
  { number: 'R-1', due: '2026-10-15', open: '100.00' },
  { number: 'R-2', due: '2026-10-31', open: '50.00' },
];
type Told = Extract<Instruction, { kind: 'payment-reversed' | 'chargeback' | 'chargeback-won' | 'void' }> | { kind: 'payment'; amount: string; item?: string };
type Story = [string, Told][];
type Open = Record<string, number>;

const pay = (day: number, amount: string, item?: string): Story[number] => [`2026-11-0${day}`, { kind: 'payment', amount, ...(item && { item }) }];
const back = (day: number, amountMinor?: number, number = 'P-1'): Story[number] => [
  `2026-11-0${day}`,
  { kind: 'chargeback', number, reason: 'card', ...(amountMinor && { amountMinor }) },
];
const won = (day: number): Story[number] => [`2026-11-0${day}`, { kind: 'chargeback-won', number: 'P-1', reason: 'proof' }];

/** What happens, and what is open afterwards at the end of some days. */
const stories: [string, Story, Record<string, Open>][] = [
  [
    'charged back in part opens what it cleared last, and won again clears what it had cleared',
    [pay(5, '120.00'), back(7, 3_000), won(9)],
    { '2026-11-05': { 'R-2': 3_000 }, '2026-11-07': { 'R-1': 1_000, 'R-2': 5_000 }, '2026-11-09': { 'R-2': 3_000 } },
  ],
  [
    'charged back in part takes first what is on account',
    [pay(5, '160.00'), back(7, 1_500)],
    { '2026-11-06': { 'P-1': -1_000 }, '2026-11-07': { 'R-2': 500 } },
  ],
  [
    'reversed opens all of it at its true age',
    [pay(5, '160.00'), ['2026-11-08', { kind: 'payment-reversed', number: 'P-1', reason: 'no funds' }]],
    { '2026-11-07': { 'P-1': -1_000 }, '2026-11-08': { 'R-1': 10_000, 'R-2': 5_000 } },
  ],
  [
    'won again can be charged back again',
    [pay(5, '100.00', 'R-1'), back(6), won(7), back(8)],
    { '2026-11-06': { 'R-1': 10_000, 'R-2': 5_000 }, '2026-11-07': { 'R-2': 5_000 }, '2026-11-08': { 'R-1': 10_000, 'R-2': 5_000 } },
  ],
  [
    'of a later day that is reversed before never counts',
    [
      ['2026-11-03', { kind: 'payment', amount: '100.00', item: 'R-1' }],
      ['2026-11-04', { kind: 'payment-reversed', number: 'P-1', reason: 'no funds' }],
    ],
    { '2026-11-03': { 'R-2': 5_000 }, '2026-11-04': { 'R-1': 10_000, 'R-2': 5_000 } },
  ],
  [
    'for an invoice that is void is on account, and the invoice was never owed',
    [pay(5, '40.00', 'R-1'), ['2026-11-08', { kind: 'void', item: 'R-1', reason: 'wrong customer' }]],
    { '2026-11-04': { 'R-2': 5_000 }, '2026-11-08': { 'R-2': 5_000, 'P-1': -4_000 } },
  ],
];

describe('a payment', () => {
  let world: World;
  beforeEach(async () => {
    world = await createWorld();
    await taken(world.db, 'open-items', listOf(invoices), { asOf: '2026-11-01' });
  });
  afterEach(() => world.drop());

  const at = (day: string) => `${day}T12:00:00.000Z`;
  const list = (day: string, rows: Parameters<typeof listOf>[0]) =>
    taken(world.db, 'open-items', listOf(rows), { asOf: day, entity: 'US01', acceptClearing: true });

  async function live(story: Story): Promise<void> {
    for (const [day, told] of story) {
      if (told.kind !== 'payment') await done(world, accountId, at(day), told, finance);
      else
        await taken(
          world.db,
          'payments',
          `entity,customer_number,payment_number,date,amount,currency,item\nUS01,C1,P-1,${day},${told.amount},USD,${told.item ?? ''}`,
          { asOf: day },
        );
    }
  }

  function worldAfter(story: Story) {
    const plain = { instalment: 0, currency: 'USD', issuedOn: '2026-10-01', kind: 'INVOICE' as const };
    const items = [
      { ...plain, id: 1, number: 'R-1', dueOn: '2026-10-15', amountMinor: 10_000 },
      { ...plain, id: 2, number: 'R-2', dueOn: '2026-10-31', amountMinor: 5_000 },
    ];
    const played = newWorld({ ...base }, items);
    for (const [day, told] of story) {
      const event = { ...eventOf(day, told), at: at(day), accountId, line: 1, id: null } as RehearsalEvent;
      const happened = isLedgerEvent(event) ? book(played, event) : { refused: 'no ledger event' };
      if ('refused' in happened) throw new Error(happened.refused);
    }
    return played;
  }

  function rehearsed(story: Story) {
    const played = worldAfter(story);
    return (day: string): Open => Object.fromEntries(openItemsOn(played, day).map(({ number, openMinor }) => [number, openMinor]));
  }

  function eventOf(day: string, told: Told): object {
    if (told.kind === 'payment') {
      const items = told.item ? [{ item: told.item, amountMinor: null }] : [];
      return { type: 'payment', number: 'P-1', currency: 'USD', amountMinor: Number(told.amount) * 100, paidOn: day, items };
    }
    if (told.kind === 'void') return { type: 'void', number: told.item, reason: told.reason };
    return { type: told.kind, currency: 'USD', amountMinor: null, ...told };
  }

  it.each(stories)('%s, live and in a rehearsal', async (_what, story, days) => {
    await live(story);
    const open = rehearsed(story);
    for (const [day, expected] of Object.entries(days)) {
      expect([day, await openByNumber(world.db, day)]).toEqual([day, expected]);
      expect([day, open(day)]).toEqual([day, expected]);
    }
  });

  it.each<[string, Story, Record<string, string | null>]>([
    [
      'counts as the newest until it is taken back as a whole, and from its new day when it was won again',
      [pay(5, '120.00'), back(7), won(9)],
      { '2026-11-04': null, '2026-11-06': '2026-11-05', '2026-11-07': null, '2026-11-09': '2026-11-09' },
    ],
    ['counts as the newest still when a part of it was charged back', [pay(5, '120.00'), back(7, 3_000)], { '2026-11-08': '2026-11-05' }],
  ])('%s, live and in a rehearsal', async (_what, story, days) => {
    await live(story);
    const played = worldAfter(story);
    for (const [day, expected] of Object.entries(days)) {
      const [facts] = await loadFacts(world.db, [accountId], day);
      expect([day, facts?.lastPaidOn]).toEqual([day, expected]);
      expect([day, factsAt(played, at(day)).lastPaidOn]).toEqual([day, expected]);
    }
  });

  it('is taken back once, and for no more than it was', async () => {
    await live([pay(5, '100.00', 'R-1')]);
    const ask = (instruction: Instruction) => refusedAs(world, accountId, at('2026-11-06'), instruction, finance);
    expect(await ask({ kind: 'chargeback', number: 'P-2', reason: 'card' })).toBe('NO_SUCH_PAYMENT');
    expect(await ask({ kind: 'chargeback', number: 'P-1', amountMinor: 10_001, reason: 'card' })).toBe('TOO_MUCH');
    expect(await ask({ kind: 'chargeback-won', number: 'P-1', reason: 'proof' })).toBe('NOT_CHARGED_BACK');
    await live([back(6)]);
    expect(await ask({ kind: 'payment-reversed', number: 'P-1', reason: 'no funds' })).toBe('TAKEN_BACK');
    expect(await ask({ kind: 'void', item: 'R-9', reason: 'wrong' })).toBe('NO_SUCH_ITEM');
    expect(await ask({ kind: 'payment-pending', number: 'P-1', currency: 'USD', amountMinor: 1, expectedOn: '2026-11-09' })).toBe('BOOKED');
  });

  it('that was charged back is as the next list has it: open, or not open yet', async () => {
    await live([pay(5, '100.00', 'R-1'), back(6)]);
    expect(await list('2026-11-07', invoices)).toMatchObject({ unchanged: 2, changed: 0, cleared: 0, reopened: 0 });
    expect(await list('2026-11-08', invoices.slice(1))).toMatchObject({ cleared: 1 });
    expect(await openByNumber(world.db, '2026-11-08')).toEqual({ 'R-2': 5_000 });
    expect(await list('2026-11-09', invoices)).toMatchObject({ reopened: 1 });
    expect(await openByNumber(world.db, '2026-11-09')).toEqual({ 'R-1': 10_000, 'R-2': 5_000 });
  });

  it('that a list has taken back already is not taken back twice', async () => {
    await live([pay(5, '100.00', 'R-1')]);
    await list('2026-11-07', invoices);
    expect(await openByNumber(world.db, '2026-11-07')).toEqual({ 'R-1': 10_000, 'R-2': 5_000 });
    expect(await refusedAs(world, accountId, at('2026-11-07'), { kind: 'chargeback', number: 'P-1', reason: 'card' }, finance)).toBe('SETTLED_BY_LIST');
  });

  it('is on account where the list says that the invoice is void, which then was never owed', async () => {
    await live([pay(5, '40.00', 'R-1')]);
    const rows = listOf([...invoices, { number: 'P-1', document_type: 'Payment', document_date: '2026-11-05', due: '2026-11-05', open: '-40.00' }]).split('\n');
    const statuses = ['status', 'void', '', ''];
    const marked = rows.map((row, n) => `${row},${statuses[n]}`).join('\n');
    expect(await taken(world.db, 'open-items', marked, { asOf: '2026-11-07' })).toMatchObject({ cleared: 1, notOpen: 1, accountsChanged: [accountId] });
    const never = { 'R-2': 5_000, 'P-1': -4_000 };
    for (const day of ['2026-11-06', '2026-11-07']) expect([day, await openByNumber(world.db, day)]).toEqual([day, never]);
    expect(await openByNumber(world.db, '2026-11-02')).toEqual({ 'R-2': 5_000 });
    expect(await taken(world.db, 'open-items', marked, { asOf: '2026-11-08' })).toMatchObject({ cleared: 0, changed: 0, accountsChanged: [] });
  });

  it('and not the credit of an upheld dispute is on account when the invoice is void, live and in a rehearsal', async () => {
    const { db } = world;
    await live([pay(5, '40.00', 'R-1')]);
    const { id } = await db.ledgerItem.findFirstOrThrow({ where: { number: 'R-1' } });
    const credit = { accountId, kind: 'ADJUSTMENT', number: 'dispute-1', part: 1, currency: 'USD', reason: 'dispute upheld' } as const;
    await world.store.bookings.bookCredit({ ...credit, onDay: '2026-11-06', at: at('2026-11-06'), against: [{ itemId: id, minor: 1_000 }] });
    await live([['2026-11-07', { kind: 'void', item: 'R-1', reason: 'wrong customer' }]]);
    expect(await openByNumber(db, '2026-11-07')).toEqual({ 'R-2': 5_000, 'P-1': -4_000 });
    const invoice = {
      id: 1,
      kind: 'INVOICE',
      number: 'R-1',
      instalment: 0,
      issuedOn: '2026-10-01',
      dueOn: '2026-10-15',
      currency: 'USD',
      amountMinor: 10_000,
    } as const;
    const less = { ...invoice, id: 2, kind: 'ADJUSTMENT', number: 'dispute-1', issuedOn: '2026-11-06', amountMinor: -1_000 } as const;
    const paid = { ...invoice, id: 3, kind: 'PAYMENT', number: 'P-1', issuedOn: '2026-11-05', amountMinor: -4_000 } as const;
    const set = { debitId: 1, reversedOn: null };
    const played = newWorld(
      { ...base },
      [invoice, less, paid],
      [
        { ...set, creditId: 2, amountMinor: 1_000, onDay: '2026-11-06' },
        { ...set, creditId: 3, amountMinor: 4_000, onDay: '2026-11-05' },
      ],
    );
    book(played, { type: 'void', number: 'R-1', reason: 'wrong customer', at: at('2026-11-07'), accountId, line: 1, id: null });
    expect(openItemsOn(played, '2026-11-07').map(({ number, openMinor }) => [number, openMinor])).toEqual([['P-1', -4_000]]);
  });

  it('was for an invoice that is void: the next list has neither, or the invoice still', async () => {
    await live([pay(5, '40.00', 'R-1'), ['2026-11-06', { kind: 'void', item: 'R-1', reason: 'wrong customer' }]]);
    await list('2026-11-07', invoices.slice(1));
    expect(await openByNumber(world.db, '2026-11-07')).toEqual({ 'R-2': 5_000 });
    await list('2026-11-08', invoices);
    expect(await openByNumber(world.db, '2026-11-08')).toEqual({ 'R-1': 10_000, 'R-2': 5_000 });
    expect(await openByNumber(world.db, '2026-11-06')).toEqual({ 'R-2': 5_000, 'P-1': -4_000 });
  });
});
