import { describe, expect, it } from '@jest/globals';
import { lateCharge, type InterestRule, type LateItem } from '../../domain/interest/interest.js';
import { rateOn, rateSeries, seriesWithoutRate } from '../../domain/interest/rates.js';

const item = (principalMinor: number, dueOn: string, currency = 'EUR', consumer = false): LateItem => ({ principalMinor, dueOn, currency, consumer });
const de: InterestRule = { law: 'DE' };

function chargeOf(rule: InterestRule, late: LateItem, to: string) {
  const answer = lateCharge(rule, late, to);
  if (!('charge' in answer)) throw new Error(answer.none);
  return answer.charge;
}

describe('interest for late payment', () => {
  it.each([
    ['1 DE, business', de, item(1000000, '2026-05-29'), '2026-08-31', 26873, 4000],
    ['2 DE, consumer', de, item(1000000, '2026-05-29', 'EUR', true), '2026-08-31', 16572, 0],
    ['3 DE, business, 32 days', de, item(100000, '2026-07-01'), '2026-08-02', 922, 4000],
    ['3 DE, consumer, 32 days', de, item(100000, '2026-07-01', 'EUR', true), '2026-08-02', 572, 0],
    ['4 DE, a leap year', de, item(100000, '2024-01-31', 'EUR', true), '2024-02-29', 683, 0],
    ['5 DE, across a change of rate', de, item(100000, '2024-06-14', 'EUR', true), '2024-07-15', 720, 0],
    ['6 DE, eight rates', de, item(35000, '2023-03-03', 'EUR', true), '2026-08-15', 8905, 0],
    ['7 UK, locked', { law: 'UK' }, item(750000, '2026-06-10', 'GBP'), '2026-09-18', 24144, 7000],
    ['8 UK, locked across a change', { law: 'UK' }, item(1000000, '2024-12-15', 'GBP'), '2025-03-15', 32671, 10000],
    ['9 ES, floating', { law: 'ES' }, item(500000, '2026-05-15'), '2026-08-20', 13662, 4000],
    ['10 contract, 18 % a year', { law: 'contract', percent: '18' }, item(420000, '2026-01-01', 'USD'), '2026-02-15', 9321, 0],
  ] as const)('worked number %s', (_name, rule, late, to, interestMinor, lumpSumMinor) => {
    expect(chargeOf(rule, late, to)).toMatchObject({ interestMinor, lumpSumMinor });
  });

  it('shows its periods, the days of each counted on both ends', () => {
    const { periods } = chargeOf(de, item(1000000, '2026-05-29'), '2026-08-31');
    expect(periods.map(({ from, to, days, percent }) => [from, to, days, percent])).toEqual([
      ['2026-05-30', '2026-06-30', 32, '10.27'],
      ['2026-07-01', '2026-08-31', 62, '10.52'],
    ]);
  });

  it('starts a day later where the due date falls on a Sunday in Germany, and not in Spain', () => {
    expect(chargeOf(de, item(100000, '2026-03-01'), '2026-03-31').firstDay).toBe('2026-03-03');
    expect(chargeOf({ law: 'ES' }, item(100000, '2026-03-01'), '2026-03-31').firstDay).toBe('2026-03-02');
  });

  it('is nothing on the due date itself, and one day on the next', () => {
    expect(lateCharge(de, item(100000, '2026-03-02'), '2026-03-02')).toEqual({ none: 'NOT_LATE' });
    expect(chargeOf(de, item(100000, '2026-03-02'), '2026-03-03').periods[0]?.days).toBe(1);
  });

  it('is not claimed of consumers where the law is for commerce only', () => {
    expect(lateCharge({ law: 'UK' }, item(100000, '2026-03-02', 'GBP', true), '2026-06-02')).toEqual({ none: 'NOT_COVERED' });
  });

  it('refuses to float on where no rate is known for the half-year', () => {
    expect(lateCharge(de, item(100000, '2026-11-02'), '2027-01-02')).toEqual({ none: 'NO_RATE', series: 'DE_BASE', from: '2027-01-01' });
    expect(seriesWithoutRate('2026-12-31')).toEqual([]);
    expect(seriesWithoutRate('2027-01-01').map(({ code }) => code)).toEqual(['DE_BASE', 'UK_REFERENCE', 'ES_LATE', 'ECB_REFERENCE']);
  });

  it('knows the rates of the running half-year', () => {
    expect(rateOn(rateSeries.DE_BASE, '2026-11-22')?.percent).toBe('1.52');
    expect(rateOn(rateSeries.ECB_REFERENCE, '2026-11-22')?.percent).toBe('2.4');
    expect(rateOn(rateSeries.DE_BASE, '2001-12-31')).toBeNull();
  });
});
