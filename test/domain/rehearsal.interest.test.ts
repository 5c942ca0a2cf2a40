import { describe, expect, it } from '@jest/globals';
import { interestOnItem } from '../../domain/interest/onItem.js';

const item = { id: 1, issuedOn: '2026-01-01', amountMinor: 100000, currency: 'EUR', dueOn: '2026-02-27', consumer: false };
const paid = (amountMinor: number, onDay: string, reversedOn: string | null = null) => ({ creditId: 9, debitId: 1, amountMinor, onDay, reversedOn });

describe('interest on an item with part payments', () => {
  it('runs on each part up to its value date, and is rounded once', () => {
    const answer = interestOnItem({ law: 'contract', percent: '10' }, item, [paid(33333, '2026-03-09'), paid(33333, '2026-03-19')], '2026-03-29');
    if ('none' in answer) throw new Error(answer.none);
    expect(answer.parts.map(({ principalMinor, to, paid: isPaid, periods }) => [principalMinor, to, isPaid, periods[0]?.days])).toEqual([
      [33333, '2026-03-09', true, 10],
      [33333, '2026-03-19', true, 20],
      [33334, '2026-03-29', false, 30],
    ]);
    expect(answer.interestMinor).toBe(Math.round(((33333 * 10 + 33333 * 20 + 33334 * 30) * 0.1) / 365));
  });

  it('asks nothing for what was paid in time, and its lump sum once, by what was late', () => {
    expect(interestOnItem({ law: 'DE' }, item, [paid(100000, '2026-02-27')], '2026-03-29')).toEqual({ none: 'NOT_LATE' });
    const late = interestOnItem(
      { law: 'UK' },
      { ...item, currency: 'GBP', amountMinor: 120000 },
      [paid(30000, '2026-02-20'), paid(40000, '2026-03-10')],
      '2026-03-29',
    );
    expect(late).toMatchObject({ lumpSumMinor: 4000, lumpSumCurrency: 'GBP' });
  });

  it('takes a payment that was taken back for none', () => {
    const whole = interestOnItem({ law: 'contract', percent: '10' }, item, [], '2026-03-29');
    expect(interestOnItem({ law: 'contract', percent: '10' }, item, [paid(50000, '2026-03-01', '2026-03-20')], '2026-03-29')).toEqual(whole);
    expect(interestOnItem({ law: 'contract', percent: '10' }, item, [paid(50000, '2026-03-01', '2026-04-20')], '2026-03-29')).not.toEqual(whole);
  });

  it('says for which day there is no rate', () => {
    expect(interestOnItem({ law: 'UK' }, { ...item, dueOn: '2009-01-01', issuedOn: '2008-12-01' }, [], '2026-03-29')).toMatchObject({
      none: 'NO_RATE',
      series: 'UK_REFERENCE',
    });
    expect(interestOnItem({ law: 'UK' }, { ...item, consumer: true }, [], '2026-03-29')).toEqual({ none: 'NOT_COVERED' });
  });
});
