import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { age, type OpenAmount } from '../../domain/ledger/ageing.js';
import { bucketAt, bucketsOf, defaultBuckets, readBucket, readBuckets } from '../../domain/ledger/buckets.js';
import { openOn } from '../../domain/ledger/openAmount.js';
import { addDays } from '../../domain/calendar/day.js';

const open = (dueOn: string, openMinor: number, rest: Partial<OpenAmount> = {}): OpenAmount => ({
  key: 'C1',
  accountId: 'US01/C1',
  currency: 'USD',
  dueOn,
  openMinor,
  items: 1,
  ...rest,
});
const minors = (amounts: OpenAmount[], asOf: string, buckets = defaultBuckets) =>
  age(amounts, asOf, buckets).map((row) => ({
    key: row.key,
    currency: row.currency,
    buckets: row.buckets.map(({ minor }) => minor),
    credits: row.credits.minor,
    total: row.total.minor,
  }));

describe('ageing', () => {
  // collections-facts 3.1: as of 2026-11-22.
  it.each([
    ['2026-11-22', 'CURRENT'],
    ['2026-11-23', 'CURRENT'],
    ['2026-11-21', '1-30'],
    ['2026-10-23', '1-30'],
    ['2026-10-22', '31-60'],
    ['2026-09-23', '31-60'],
    ['2026-09-22', '61-90'],
    ['2026-08-24', '61-90'],
    ['2026-08-23', '91-120'],
    ['2026-07-25', '91-120'],
    ['2026-07-24', '121+'],
  ])('what is due on %s is %s on 2026-11-22', (dueOn, label) => {
    const [row] = age([open(dueOn, 100)], '2026-11-22', defaultBuckets);
    expect(defaultBuckets[row?.buckets.findIndex(({ minor }) => minor === 100) ?? -1]?.label).toBe(label);
  });

  it('begins with CURRENT and leaves no day out', () => {
    expect(defaultBuckets.map(({ label }) => label)).toEqual(['CURRENT', '1-30', '31-60', '61-90', '91-120', '121+']);
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 6 }), fc.integer({ min: -500, max: 900 }), (edges, days) => {
        const buckets = bucketsOf(edges.toSorted((a, b) => a - b));
        const holding = buckets.filter(({ from, to }) => (from === null || days >= from) && (to === null || days <= to));
        expect(holding).toEqual([buckets[bucketAt(buckets, days)]]);
      }),
    );
  });

  it('ages instalments each by its own due date', () => {
    expect(minors([open('2026-11-30', 100), open('2026-10-31', 100), open('2026-09-30', 100)], '2026-11-22')).toEqual([
      { key: 'C1', currency: 'USD', buckets: [100, 100, 100, 0, 0, 0], credits: 0, total: 300 },
    ]);
  });

  it('shows credits and unapplied payments in a column of their own, however old', () => {
    expect(minors([open('2026-10-31', 1_000), open('2026-01-01', -300), open('2026-12-31', -50)], '2026-11-22')).toEqual([
      { key: 'C1', currency: 'USD', buckets: [0, 1_000, 0, 0, 0, 0], credits: -350, total: 650 },
    ]);
  });

  it('never adds currencies', () => {
    expect(
      minors([open('2026-10-31', 1_000), open('2026-10-31', 7, { currency: 'JPY' })], '2026-11-22').map(({ currency, total }) => [currency, total]),
    ).toEqual([
      ['JPY', 7],
      ['USD', 1_000],
    ]);
  });

  it('counts an account once in a field, however many items it has there', () => {
    const [row] = age(
      [open('2026-10-31', 1, { items: 3 }), open('2026-10-30', 1, { accountId: 'US01/C2' }), open('2026-11-30', 1)],
      '2026-11-22',
      defaultBuckets,
    );
    expect(row?.buckets[1]).toEqual({ minor: 2, items: 4, accounts: 2 });
    expect(row?.total).toEqual({ minor: 3, items: 5, accounts: 2 });
  });

  it('loses nothing: the fields of a row add up to its total', () => {
    const amount = fc.record({
      key: fc.constantFrom('A', 'B'),
      accountId: fc.constantFrom('E/A', 'E/B'),
      currency: fc.constantFrom('USD', 'EUR'),
      dueOn: fc.integer({ min: -400, max: 400 }).map((n) => addDays('2026-11-22', n)),
      openMinor: fc.integer({ min: -1_000_000, max: 1_000_000 }),
      items: fc.constant(1),
    });
    fc.assert(
      fc.property(fc.array(amount), (amounts) => {
        const rows = age(amounts, '2026-11-22', defaultBuckets);
        for (const { buckets, credits, total } of rows) expect(buckets.reduce((sum, { minor }) => sum + minor, credits.minor)).toBe(total.minor);
        for (const currency of ['USD', 'EUR'])
          expect(rows.filter((row) => row.currency === currency).reduce((sum, { total }) => sum + total.minor, 0)).toBe(
            amounts.filter((one) => one.currency === currency).reduce((sum, { openMinor }) => sum + openMinor, 0),
          );
      }),
    );
  });

  it('refuses a sum that would not be exact', () => {
    expect(() => age([open('2026-10-31', Number.MAX_SAFE_INTEGER), open('2026-10-31', 1)], '2026-11-22', defaultBuckets)).toThrow(RangeError);
  });
});

describe('buckets as people write them', () => {
  it('are lists of last days', () => {
    expect(readBuckets('30,60,90')).toEqual({
      buckets: [
        { label: 'CURRENT', from: null, to: 0 },
        { label: '1-30', from: 1, to: 30 },
        { label: '31-60', from: 31, to: 60 },
        { label: '61-90', from: 61, to: 90 },
        { label: '91+', from: 91, to: null },
      ],
    });
    expect(readBuckets('7')).toMatchObject({ buckets: [{}, { label: '1-7' }, { label: '8+' }] });
  });
  it.each(['', '30,20', '30,30', '0,30', 'a', '30;60', '-5', '1.5', '30,,60'])('%j is refused', (text) => {
    expect(readBuckets(text)).toEqual({ why: expect.any(String) });
  });
  it('are named one by one', () => {
    expect(readBucket('61-90')).toEqual({ label: '61-90', from: 61, to: 90 });
    expect(readBucket(' current ')).toEqual({ label: 'CURRENT', from: null, to: 0 });
    expect(readBucket('121+')).toEqual({ label: '121+', from: 121, to: null });
  });
  it.each(['', '90-61', '0-30', 'old', '61', '61-90-120'])('%j is none', (text) => {
    expect(readBucket(text)).toEqual({ why: expect.any(String) });
  });
});

describe('open amounts', () => {
  const items = [
    { id: 1, issuedOn: '2026-01-01', amountMinor: 1_000 },
    { id: 2, issuedOn: '2026-02-01', amountMinor: -400 },
  ];
  const allocation = { creditId: 2, debitId: 1, amountMinor: 400, onDay: '2026-02-05', reversedOn: '2026-03-01' };
  it.each([
    ['2025-12-31', []],
    ['2026-01-31', [[1, 1_000]]],
    [
      '2026-02-04',
      [
        [1, 1_000],
        [2, -400],
      ],
    ],
    [
      '2026-02-05',
      [
        [1, 600],
        [2, 0],
      ],
    ],
    [
      '2026-02-28',
      [
        [1, 600],
        [2, 0],
      ],
    ],
    [
      '2026-03-01',
      [
        [1, 1_000],
        [2, -400],
      ],
    ],
  ])('on %s leave later items unseen, later allocations undone and reversals respected', (day, open) => {
    expect([...openOn(items, [allocation], day)]).toEqual(open);
  });
});
