/** Worked numbers of the reference, sections 1 and 2. Those of 1.2, 1.3 and 1.6 are in test/domain/packs.test.ts, those of 2.5 in test/domain/interest.test.ts. */
import { describe, expect, it } from '@jest/globals';
import { askPacks, type ContactRecord, type PackDebtor, type PackQuestion } from '../../domain/gate/askPacks.js';
import { shippedPacks } from '../../domain/gate/packs/all.js';
import { usRegF } from '../../domain/gate/packs/unitedStates.js';
import { validationPeriod } from '../../domain/gate/validation.js';
import { lateCharge, type InterestRule, type LateItem } from '../../domain/interest/interest.js';
import { rateOn, rateSeries } from '../../domain/interest/rates.js';
import { limitationDay, limitationRules } from '../../domain/ledger/limitation.js';

const item = (principalMinor: number, dueOn: string, currency = 'EUR', consumer = false): LateItem => ({ principalMinor, dueOn, currency, consumer });
const chargeOf = (rule: InterestRule, late: LateItem, to: string) => {
  const answer = lateCharge(rule, late, to);
  if (!('charge' in answer)) throw new Error(answer.none);
  return answer.charge;
};

describe('1.2 and 1.3 Regulation F, where a person is in two zones', () => {
  const zones = ['America/New_York', 'America/Los_Angeles'] as const;
  const debtor: PackDebtor = { kind: 'CONSUMER', role: 'THIRD_PARTY', country: 'US', region: null, city: null, zones };
  const call: PackQuestion = { channel: 'call', personId: 'p1', place: 'mobile', debts: [1] };
  const none: ContactRecord = { log: [], consents: [], inconveniences: [] };
  const ask = (at: string) => askPacks(shippedPacks, debtor, call, none, at);

  it('an Eastern number with a Pacific address is called from 11:00 to 21:00 Eastern, 8:00 to 18:00 Pacific', () => {
    expect(ask('2026-11-03T10:59:59-05:00')).toMatchObject({ decision: 'DEFER', until: '2026-11-03T16:00:00Z' });
    expect(ask('2026-11-03T11:00:00-05:00').decision).toBe('ALLOW');
    expect(ask('2026-11-03T20:59:59-05:00').decision).toBe('ALLOW');
    expect(ask('2026-11-03T21:00:00-05:00')).toMatchObject({ decision: 'DEFER', until: '2026-11-04T16:00:00Z' });
  });
});

describe('1.4 the validation period', () => {
  const rule = usRegF.validation!;
  it.each([
    ['Monday 2026-11-02', '2026-11-02', '2026-11-09', '2026-12-09'],
    ['Friday 2026-11-06, over Veterans Day', '2026-11-06', '2026-11-16', '2026-12-16'],
    ['Wednesday 2026-12-23, over Christmas and New Year', '2026-12-23', '2026-12-31', '2027-01-30'],
  ])('of a notice sent on %s', (_day, sentOn, arrivedOn, endsOn) => {
    expect(validationPeriod(rule, sentOn)).toEqual({ arrivedOn, endsOn });
  });
});

describe('2.2 Germany', () => {
  it('late payment costs 10.52 % in business and 6.52 % for consumers since 2026-07-01; no floor below a negative base: 4.12 %', () => {
    const percent = (dueOn: string, consumer: boolean, to: string) => chargeOf({ law: 'DE' }, item(100_000, dueOn, 'EUR', consumer), to).periods[0]?.percent;
    expect(percent('2026-11-02', false, '2026-11-22')).toBe('10.52');
    expect(percent('2026-11-02', true, '2026-11-22')).toBe('6.52');
    expect(percent('2020-03-02', true, '2020-03-31')).toBe('4.12');
  });

  it('invoices of 2023 are barred with the end of 2026; a part payment begins the three years anew', () => {
    expect(limitationDay(limitationRules.DE, '2023-01-02', null)).toBe('2026-12-31');
    expect(limitationDay(limitationRules.DE, '2023-12-29', null)).toBe('2026-12-31');
    expect(limitationDay(limitationRules.DE, '2023-01-02', '2025-04-10')).toBe('2028-04-10');
  });
});

describe('1.4, 2.3 and 2.4 limitation elsewhere', () => {
  it('three years in New York, whatever was paid since; six in the United Kingdom, five in Spain', () => {
    expect(limitationDay(limitationRules['US-NY'], '2024-02-29', '2025-06-01')).toBe('2027-02-28');
    expect(limitationDay(limitationRules.GB, '2024-05-01', null)).toBe('2030-05-01');
    expect(limitationDay(limitationRules.ES, '2024-05-01', null)).toBe('2029-05-01');
  });
});

describe('2.1, 2.3 and 2.4 lump sums and rates', () => {
  it.each([
    [99_999, 4000],
    [100_000, 7000],
    [999_999, 7000],
    [1_000_000, 10_000],
  ])('United Kingdom: a debt of %i pence bears a fixed sum of %i', (principal, lumpSum) => {
    expect(chargeOf({ law: 'UK' }, item(principal, '2026-06-10', 'GBP'), '2026-06-11').lumpSumMinor).toBe(lumpSum);
  });

  it('United Kingdom: 11.75 % for interest that starts in 2026, in either half-year', () => {
    for (const dueOn of ['2026-01-01', '2026-06-29', '2026-06-30', '2026-07-15'])
      expect(chargeOf({ law: 'UK' }, item(100_000, dueOn, 'GBP'), '2026-07-31').periods.map(({ percent }) => percent)).toEqual(['11.75']);
  });

  it('the European Union: 40 EUR for each item, eight points over the reference', () => {
    const { lumpSumMinor, periods } = chargeOf({ law: 'EU' }, item(100_000, '2026-08-03'), '2026-08-31');
    expect([lumpSumMinor, periods[0]?.percent]).toEqual([4000, '10.4']);
  });

  it('Spain: 10.15 % in the first half of 2026, 10.40 % in the second, which is still to be verified', () => {
    expect(rateOn(rateSeries.ES_LATE, '2026-06-30')?.percent).toBe('10.15');
    expect(rateOn(rateSeries.ES_LATE, '2026-07-01')).toEqual({ from: '2026-07-01', percent: '10.40', confidence: 'M' });
  });
});

describe('2.5 what stands behind the worked interest', () => {
  const exact = (rule: InterestRule, late: LateItem, to: string) =>
    chargeOf(rule, late, to).periods.map(({ days, minor }) => [days, (Number(minor) / 100).toFixed(4)]);

  it('1: 32 days at 10.27 % are 90.0384, 62 days at 10.52 % are 178.6959', () => {
    expect(exact({ law: 'DE' }, item(1_000_000, '2026-05-29'), '2026-08-31')).toEqual([
      [32, '90.0384'],
      [62, '178.6959'],
    ]);
  });

  it('4: 29 days in a leap year at 8.62 % are 6.83 of 366 days, and 6.85 of 365', () => {
    expect(chargeOf({ law: 'DE' }, item(100_000, '2024-01-31', 'EUR', true), '2024-02-29').interestMinor).toBe(683);
    expect(chargeOf({ law: 'contract', percent: '8.62' }, item(100_000, '2024-01-31'), '2024-02-29').interestMinor).toBe(685);
  });

  it('5: 16 days at 8.62 % are 3.7683, 15 days at 8.37 % are 3.4303', () => {
    expect(exact({ law: 'DE' }, item(100_000, '2024-06-14', 'EUR', true), '2024-07-15')).toEqual([
      [16, '3.7683'],
      [15, '3.4303'],
    ]);
  });

  it('6: eight half-years at seven rates, from 2023-03-04 to 2026-08-15', () => {
    const { periods } = chargeOf({ law: 'DE' }, item(35_000, '2023-03-03', 'EUR', true), '2026-08-15');
    expect(new Set(periods.map(({ percent }) => percent)).size).toBe(7);
    expect(periods.at(0)?.from).toBe('2023-03-04');
    expect(periods.at(-1)?.to).toBe('2026-08-15');
  });

  it('8: locked at 13.25 % it is 326.71; floating it would be 316.58, which is wrong', () => {
    const { interestMinor, periods } = chargeOf({ law: 'UK' }, item(1_000_000, '2024-12-15', 'GBP'), '2025-03-15');
    expect([interestMinor, periods.map(({ percent }) => percent)]).toEqual([32_671, ['13.25']]);
    const floating = (1_000_000 * (13.25 * 16 + 12.75 * 74)) / 100 / 365;
    expect(Math.round(floating)).toBe(31_658);
  });
});
