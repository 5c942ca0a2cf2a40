import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { openOn } from '../../domain/ledger/openAmount.js';
import { addDays } from '../../domain/calendar/day.js';
import { openItemsAsOf, sourceTotals } from '../../prisma/store/ledger.js';
import { openAmountsAsOf } from '../../prisma/store/ageing.js';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { listOf, taken, wholeLedger } from './importing.js';

/** What the source ledger and the bank do on one day: a list with these open amounts, or a payment for one item, known late or at once. */
type Event = { kind: 'list'; open: number[] } | { kind: 'payment'; item: number | null; minor: number; daysAgo: number };

const items = 5;
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
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('payment' as const),
      item: fc.option(fc.integer({ min: 0, max: items - 1 })),
      minor: fc.integer({ min: 1, max: 4 }).map((n) => n * 150),
      daysAgo: fc.integer({ min: 0, max: 3 }),
    }),
  },
);

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

  it('no money appears or vanishes, every past day stays as it was, and what is open equals a replay of all bookings', async () => {
    const { db } = database;
    await fc.assert(
      fc.asyncProperty(fc.array(event, { minLength: 2, maxLength: 7 }), async (events) => {
        run += 1;
        const entity = `E${run}`;
        const account = `${entity}/C1`;
        await taken(db, 'open-items', listOf([{ entity, number: 'I0', document_date: '2026-01-01', open: '3.00', due: '2026-01-05' }]), { asOf: first });
        const history = new Map<string, string>();
        for (const [at, one] of events.entries()) {
          const today = addDays(first, at + 1);
          const before = await replay(account, addDays(today, -1));
          const known = (await wholeLedger(db, account)).items;
          const lastId = known.at(-1)?.id ?? 0;
          if (one.kind === 'list') {
            const list = listOf(rowsOf(entity, one.open));
            const options = { asOf: today, entity, acceptClearing: true };
            const report = await taken(db, 'open-items', list, options);
            for (const total of report.totals) expect(total.storeOpenMinor - total.settledElsewhereMinor).toBe(total.openMinor);
            expect((await replay(account, addDays(today, -1))).filter(([id]) => id <= lastId)).toEqual(before);
            expect(await taken(db, 'open-items', list, options)).toMatchObject({ created: 0, changed: 0, cleared: 0, reopened: 0 });
            const totals = await sourceTotals(db, [entity], today);
            expect(totals.reduce((sum, { openMinor }) => sum + openMinor, 0)).toBe(
              one.open.reduce((sum, minor, item) => sum + (item === items - 1 ? -minor : minor), 0) +
                report.totals.reduce((sum, { settledElsewhereMinor }) => sum + settledElsewhereMinor, 0),
            );
          } else {
            const named = one.item !== null && one.item < items - 1 && known.some(({ number }) => number === `I${one.item}`) ? `I${one.item}` : '';
            const payment = `entity,customer_number,payment_number,date,amount,item\n${entity},C1,P${at},${addDays(today, -one.daysAgo)},${(one.minor / 100).toFixed(2)},${named}`;
            await taken(db, 'payments', payment, { asOf: today });
            expect(await taken(db, 'payments', payment, { asOf: today })).toMatchObject({ created: 0, unchanged: 1 });
          }
          history.set(today, JSON.stringify(await replay(account, today)));
        }
        for (const day of [...history.keys(), addDays(first, 30)]) await agree(entity, account, day);
      }),
      { numRuns: Number(process.env['DULY_PROPERTY_RUNS'] ?? 20), interruptAfterTimeLimit: 500_000 },
    );
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
    const stored = (await openItemsAsOf(db, [account], day)).get(account) ?? [];
    expect(stored.map(({ id, openMinor }) => [id, openMinor]).sort()).toEqual(open.sort());
    const booked = own.filter(({ issuedOn }) => issuedOn <= day).reduce((sum, { amountMinor }) => sum + amountMinor, 0);
    expect(open.reduce((sum, [, minor]) => sum + minor, 0)).toBe(booked);
    const aged = await openAmountsAsOf(db, day, 'account', { entities: [entity] });
    expect(aged.reduce((sum, { openMinor }) => sum + openMinor, 0)).toBe(booked);
  }
});
