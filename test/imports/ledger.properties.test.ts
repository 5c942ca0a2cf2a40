import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { openOn } from '../../domain/ledger/openAmount.js';
import { addDays } from '../../domain/calendar/day.js';
import { sourceTotals } from '../../prisma/store/ledger.js';
import { openAmountsAsOf } from '../../prisma/store/ageing.js';
import { bookCredit, reverseCredits, roomLeft } from '../../prisma/store/bookings.js';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { itemsFor, listOf, taken, wholeLedger } from './importing.js';

/** What happens on one day: a list with these open amounts, a payment for one item, known late or at once, a write-off by Duly, or its reversal. */
type Event =
  | { kind: 'list'; open: number[] }
  | { kind: 'payment'; item: number | null; minor: number; daysAgo: number }
  | { kind: 'write-off'; item: number }
  | { kind: 'reversal' };

const items = 5;
const byId = ([a]: [number, number], [b]: [number, number]): number => a - b;
const first = '2026-01-10';

const event: fc.Arbitrary<Event> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('list' as const),
      open: fc.array(
        fc.oneof(
          fc.constant(0),
          fc.integer({ min: 1, max: 5 }).map((n) => n * 100),
        ),
        { minLength: items, maxLength: items },
      ),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('payment' as const),
      item: fc.option(fc.integer({ min: 0, max: items - 1 })),
      minor: fc.integer({ min: 1, max: 4 }).map((n) => n * 150),
      daysAgo: fc.integer({ min: 0, max: 3 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('write-off' as const), item: fc.integer({ min: 0, max: items - 2 }) }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'reversal' as const }) },
);

const sumOf = (minors: number[]): number => minors.reduce((sum, minor) => sum + minor, 0);

/** What was reversed can't be reversed again. */
function onlyOnce(error: unknown): void {
  if (!String(error).includes('reversed once') && !String(error).includes('Unique constraint')) throw error;
}

describe('whatever lists and payments arrive in whatever order', () => {
  let database: TestDatabase;
  let run = 0;
  beforeAll(async () => {
    database = await createDatabase();
  });
  afterAll(() => database.drop());

  /** The last item is a credit. */
  const signed = (at: number, minor: number): string => ((at === items - 1 ? -minor : minor) / 100).toFixed(2);
  const rowsOf = (entity: string, open: readonly number[]) =>
    open.flatMap((minor, at) => (minor === 0 ? [] : [{ entity, number: `I${at}`, document_date: '2026-01-01', open: signed(at, minor), due: '2026-01-05' }]));

  /** One story: its account, and the day it has come to. */
  interface Story {
    entity: string;
    account: string;
    today: string;
  }

  async function receiveList({ entity, account, today }: Story, open: readonly number[]): Promise<void> {
    const { db } = database;
    const yesterday = addDays(today, -1);
    const before = await replay(account, yesterday);
    const lastId = (await wholeLedger(db, account)).items.at(-1)?.id ?? 0;
    const list = listOf(rowsOf(entity, open));
    const options = { asOf: today, entity, acceptClearing: true };
    const { totals } = await taken(db, 'open-items', list, options);
    for (const total of totals) expect(total.storeOpenMinor - total.settledElsewhereMinor).toBe(total.openMinor);
    expect((await replay(account, yesterday)).filter(([id]) => id <= lastId)).toEqual(before);
    expect(await taken(db, 'open-items', list, options)).toMatchObject({ created: 0, changed: 0, cleared: 0, reopened: 0 });
    const listed = open.reduce((sum, minor, item) => sum + (item === items - 1 ? -minor : minor), 0);
    const stored = await sourceTotals(db, [entity], today);
    expect(sumOf(stored.map(({ openMinor }) => openMinor))).toBe(listed + sumOf(totals.map(({ settledElsewhereMinor }) => settledElsewhereMinor)));
  }

  async function receivePayment({ entity, account, today }: Story, { item, minor, daysAgo }: Extract<Event, { kind: 'payment' }>): Promise<void> {
    const { db } = database;
    const known = (await wholeLedger(db, account)).items.some(({ number }) => number === `I${item}`);
    const named = known && item !== items - 1 ? `I${item}` : '';
    const paidOn = addDays(today, -daysAgo);
    const file = `entity,customer_number,payment_number,date,amount,item\n${entity},C1,P${today},${paidOn},${(minor / 100).toFixed(2)},${named}`;
    await taken(db, 'payments', file, { asOf: today });
    expect(await taken(db, 'payments', file, { asOf: today })).toMatchObject({ created: 0, unchanged: 1 });
  }

  async function writeOff({ account, today }: Story, item: number): Promise<void> {
    const { db } = database;
    const ids = (await wholeLedger(db, account)).items.filter(({ number }) => number === `I${item}`).map(({ id }) => id);
    const against = [...(await roomLeft(db, ids, today))].map(([itemId, minor]) => ({ itemId, minor })).filter(({ minor }) => minor > 0);
    const at = `${today}T12:00:00.000Z`;
    if (against.length > 0)
      await bookCredit(db, {
        accountId: account,
        kind: 'WRITE_OFF',
        number: 'W',
        part: Number(today.slice(8)),
        currency: 'USD',
        onDay: today,
        at,
        reason: 'test',
        against,
      });
  }

  it('no money appears or vanishes, every past day stays as it was, and what is open equals a replay of all bookings', async () => {
    const { db } = database;
    const story = fc.asyncProperty(fc.array(event, { minLength: 2, maxLength: 7 }), async (events) => {
      run += 1;
      const entity = `E${run}`;
      const account = `${entity}/C1`;
      await taken(db, 'open-items', listOf([{ entity, number: 'I0', document_date: '2026-01-01', open: '3.00', due: '2026-01-05' }]), { asOf: first });
      for (const [at, one] of events.entries()) {
        const now = { entity, account, today: addDays(first, at + 1) };
        if (one.kind === 'list') await receiveList(now, one.open);
        else if (one.kind === 'payment') await receivePayment(now, one);
        else if (one.kind === 'write-off') await writeOff(now, one.item);
        else
          await reverseCredits(db, {
            accountId: account,
            kind: 'WRITE_OFF',
            number: 'W',
            onDay: now.today,
            at: `${now.today}T12:00:00.000Z`,
            reason: 'test',
          }).catch(onlyOnce);
      }
      for (const day of [0, 1, 2, 3, 4, 5, 6, 7, 30].map((days) => addDays(first, days))) await agree(entity, account, day);
    });
    await fc.assert(story, { numRuns: Number(process.env['DULY_PROPERTY_RUNS'] ?? 20), interruptAfterTimeLimit: 500_000 });
  }, 600_000);

  /** What is open by the rows of the ledger alone. */
  async function replay(account: string, day: string): Promise<[number, number][]> {
    const ledger = await wholeLedger(database.db, account);
    return [...openOn(ledger.items, ledger.allocations, day)].filter(([, minor]) => minor !== 0);
  }

  async function agree(entity: string, account: string, day: string): Promise<void> {
    const { db } = database;
    const own = (await wholeLedger(db, account)).items;
    const open = await replay(account, day);
    for (const [id, minor] of open) {
      const item = own.find((one) => one.id === id);
      expect(Math.sign(minor)).toBe(Math.sign(item?.amountMinor ?? 0));
      expect(Math.abs(minor)).toBeLessThanOrEqual(Math.abs(item?.amountMinor ?? 0));
    }
    const stored = await itemsFor(db, account, day);
    expect(stored.map(({ id, openMinor }): [number, number] => [id, openMinor]).sort(byId)).toEqual(open.sort(byId));
    const booked = own.filter(({ issuedOn }) => issuedOn <= day).reduce((sum, { amountMinor }) => sum + amountMinor, 0);
    expect(open.reduce((sum, [, minor]) => sum + minor, 0)).toBe(booked);
    const aged = await openAmountsAsOf(db, day, 'account', { entities: [entity] });
    expect(aged.reduce((sum, { openMinor }) => sum + openMinor, 0)).toBe(booked);
  }
});
