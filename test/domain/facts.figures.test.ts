/** Worked numbers of the reference, sections 3, 5 and 6. */
import { describe, expect, it } from '@jest/globals';
import { isDiscounted, itemsMakingUp, matchScore, similarity, toleratedMinor, useOf, type Candidate } from '../../domain/cash/match.js';
import { allowance, lossRatesOfFlow, lossRatesOfRolls } from '../../domain/kpi/allowance.js';
import { brokenFollowedUp, callRates, coverage, promisesKept } from '../../domain/kpi/collecting.js';
import {
  averageDaysDelinquent,
  collectionEffectiveness,
  countedBackDays,
  daysSalesOutstanding,
  liquidation,
  percentOf,
  recoveryRate,
  rollRate,
  weightedDaysLate,
} from '../../domain/kpi/receivables.js';
import { priority, priorityParts, riskBand, riskScore } from '../../domain/worklist/score.js';

const major = (units: number) => units * 100;
const million = major(1_000_000);

describe('3.2 key figures of receivables', () => {
  const quarter = { total: 1.2 * million, current: 0.84 * million, sales: 3.6 * million, days: 90 };

  it('days of sales outstanding: 1.2 of 3.6 million in 90 days is 30.0; the best possible of 0.84 million is 21.0; 9.0 days are delinquent', () => {
    expect(daysSalesOutstanding(quarter.total, quarter.sales, quarter.days)).toBeCloseTo(30, 10);
    expect(daysSalesOutstanding(quarter.current, quarter.sales, quarter.days)).toBeCloseTo(21, 10);
    expect(averageDaysDelinquent(quarter.total, quarter.current, quarter.sales, quarter.days)).toBeCloseTo(9, 10);
    expect(daysSalesOutstanding(quarter.total, 0, quarter.days)).toBeNull();
  });

  it('counted back over 500,000 in 30 days, 450,000 in 31 and 600,000 in 30: 30 + 31 + 12.5 = 73.5 days', () => {
    const months = [
      { creditSalesMinor: major(500_000), days: 30 },
      { creditSalesMinor: major(450_000), days: 31 },
      { creditSalesMinor: major(600_000), days: 30 },
    ];
    expect(countedBackDays(quarter.total, months)).toBeCloseTo(73.5, 10);
    expect(countedBackDays(major(950_000), months)).toBe(61);
    expect(countedBackDays(major(1_550_000), months)).toBe(91);
    expect(countedBackDays(major(1_550_001), months)).toBeNull();
  });

  it('collection effectiveness: 1.0 of 1.36 million is 73.5 percent, and 980 of 1,000 thousand is 98', () => {
    const figures = { beginMinor: million, creditSalesMinor: 1.2 * million, endMinor: 1.2 * million, endCurrentMinor: 0.84 * million };
    expect(collectionEffectiveness(figures)).toBeCloseTo(73.53, 2);
    expect(
      collectionEffectiveness({ beginMinor: major(100_000), creditSalesMinor: million, endMinor: major(120_000), endCurrentMinor: major(100_000) }),
    ).toBeCloseTo(98, 10);
    expect(collectionEffectiveness({ beginMinor: 0, creditSalesMinor: 0, endMinor: 0, endCurrentMinor: 0 })).toBeNull();
  });

  it('days late weighted by amount: (1000, 5) (5000, −2) (2500, 32) (8000, 14) is 11.94, and 11.33 with the early ones', () => {
    const dueOn = '2026-03-10';
    const paid = [
      { minor: major(1000), dueOn, paidOn: '2026-03-15' },
      { minor: major(5000), dueOn, paidOn: '2026-03-08' },
      { minor: major(2500), dueOn, paidOn: '2026-04-11' },
      { minor: major(8000), dueOn, paidOn: '2026-03-24' },
    ];
    const figures = weightedDaysLate(paid);
    expect(figures?.late).toBeCloseTo(11.94, 2);
    expect(figures?.signed).toBeCloseTo(11.33, 2);
    expect(weightedDaysLate([])).toBeNull();
  });

  it('shares: 70 % current, 75 % recovered, 20 % rolled on, 0.33 % bad debt, 1.5 % unapplied, 0.8 % cost to collect', () => {
    expect(percentOf(quarter.current, quarter.total)).toBeCloseTo(70, 10);
    expect(recoveryRate(major(45_000), major(60_000))).toBe(75);
    expect(rollRate(major(40_000), major(200_000))).toBe(20);
    expect(percentOf(major(12_000), quarter.sales)).toBeCloseTo(0.33, 2);
    expect(percentOf(major(18_000), quarter.total)).toBeCloseTo(1.5, 10);
    expect(percentOf(major(24_000), 3 * million)).toBeCloseTo(0.8, 10);
    expect(rollRate(1, 0)).toBeNull();
  });

  it('liquidation adds up month by month', () => {
    expect(liquidation(major(1000), [major(200), 0, major(50)])).toEqual([20, 20, 25]);
  });
});

describe('3.3 allowance for expected losses', () => {
  const matrix = (rows: readonly (readonly [number, string])[]) => rows.map(([thousand, lossPercent]) => ({ minor: major(thousand * 1000), lossPercent }));

  it('a provision matrix on 1.0 million gives 39,000', () => {
    expect(
      allowance(
        matrix([
          [600, '0.5'],
          [200, '2'],
          [100, '5'],
          [50, '12'],
          [30, '30'],
          [20, '60'],
        ]),
      ),
    ).toBe(major(39_000));
  });

  it('the example of IFRS 9 gives 580,000', () => {
    expect(
      allowance(
        matrix([
          [15_000, '0.3'],
          [7_500, '1.6'],
          [4_000, '3.6'],
          [2_500, '6.6'],
          [1_000, '10.6'],
        ]),
      ),
    ).toBe(major(580_000));
  });

  it('is rounded once: half a cent in each of two classes is one cent', () => {
    expect(
      allowance([
        { minor: 50, lossPercent: '1' },
        { minor: 50, lossPercent: '1' },
      ]),
    ).toBe(1);
  });

  it('2,000 lost of what reached 100,000, 50,000, 23,000, 8,000 and 2,000: 2.0, 4.0, 8.7, 25 and 100 percent', () => {
    const rates = lossRatesOfFlow([100_000, 50_000, 23_000, 8_000, 2_000].map(major), major(2_000));
    expect(rates.map((rate) => Math.round(Number(rate) * 10) / 10)).toEqual([2, 4, 8.7, 25, 100]);
    expect(lossRatesOfFlow([0], 1)).toEqual([null]);
  });

  it('rolls of 20, 40, 50, 60 and 70 percent with a final loss of 55: 0.924, 4.62, 11.55, 23.1, 38.5 and 55', () => {
    expect(lossRatesOfRolls(['20', '40', '50', '60', '70'], '55')).toEqual(['0.924', '4.62', '11.55', '23.1', '38.5', '55']);
  });
});

describe('3.4 key figures of collectors', () => {
  it('120 contacts and 80 right parties of 400 attempts, 36 of them promise: 30, 20, 66.7 and 45 percent', () => {
    const rates = callRates({ attempts: 400, contacts: 120, rightParty: 80, promised: 36 });
    expect([rates.contact, rates.rightPartyOfAttempts, rates.promise]).toEqual([30, 20, 45]);
    expect(rates.rightPartyOfContacts).toBeCloseTo(66.7, 1);
    expect(callRates({ attempts: 0, contacts: 0, rightParty: 0, promised: 0 }).contact).toBeNull();
  });

  it('promises kept: 54,000 of 72,000 and 27 of 36 are 75 percent each; what comes above a promise does not make up for another', () => {
    const due = [
      ...Array.from({ length: 27 }, () => ({ promisedMinor: major(2000), receivedMinor: major(2000) })),
      ...Array.from({ length: 9 }, () => ({ promisedMinor: major(2000), receivedMinor: 0 })),
    ];
    expect(promisesKept(due)).toEqual({ byAmount: 75, byCount: 75 });
    const [first, ...rest] = due;
    expect(promisesKept([{ ...first!, receivedMinor: major(9000) }, ...rest])).toEqual({ byAmount: 75, byCount: 75 });
  });

  it('a promise counts as kept from 95 percent of it on', () => {
    expect(promisesKept([{ promisedMinor: 10_000, receivedMinor: 9_500 }]).byCount).toBe(100);
    expect(promisesKept([{ promisedMinor: 10_000, receivedMinor: 9_499 }]).byCount).toBe(0);
  });

  it('8 of 9 broken promises were followed up by the next business day: over the weekend on Monday, and not on Tuesday', () => {
    const friday = '2026-11-06';
    const broken = [...Array.from({ length: 8 }, () => ({ brokenOn: friday, contactedOn: '2026-11-09' })), { brokenOn: friday, contactedOn: '2026-11-10' }];
    expect(brokenFollowedUp(broken, 'DE')).toBeCloseTo((8 / 9) * 100, 10);
    expect(brokenFollowedUp([{ brokenOn: friday, contactedOn: null }], 'DE')).toBe(0);
  });

  it('coverage: 180 of 200 overdue accounts touched in time is 90 percent', () => {
    expect(coverage(180, 200)).toBe(90);
  });
});

describe('5 which items a payment is for', () => {
  it('payer known, "INV 10432" for 10423, amount exact: 0.30 + 0.24 + 0.30 = 0.84, a hint', () => {
    expect(similarity('INV 10432', '10423')).toBeCloseTo(0.6, 10);
    const score = matchScore({ payer: 1, reference: similarity('INV 10432', '10423'), amount: 1 });
    expect(score).toBeCloseTo(0.84, 10);
    expect([useOf(score), useOf(0.95), useOf(0.59)]).toEqual(['hint', 'apply', 'none']);
  });

  it('980 settles 1,000 at two percent of discount', () => {
    expect(isDiscounted(major(1000), major(980), 2)).toBe(true);
    expect(isDiscounted(major(1000), major(979.99), 2)).toBe(false);
  });

  it('980 for 1,000 is tolerated up to 25, and not up to 5 and half a percent', () => {
    expect(toleratedMinor(major(1000), major(980), major(25), null)).toBe(major(20));
    expect(toleratedMinor(major(1000), major(980), major(5), 0.5)).toBe(0);
    expect(toleratedMinor(major(1000), major(995), major(5), 0.5)).toBe(major(5));
    expect(toleratedMinor(major(1000), major(994.99), major(5), 0.5)).toBe(0);
  });

  const open: Candidate[] = [12000, 7550, 31025, 4450, -2000].map((openMinor, n) => ({ number: String(n + 1), openMinor }));

  it('410.25 is 310.25 + 120.00 − 20.00, but 75.50 + 44.50 make 120.00 as well: a hint, with the fewest items', () => {
    const found = itemsMakingUp(open, 41025);
    expect(found?.items.map(({ openMinor }) => openMinor)).toEqual([12000, 31025, -2000]);
    expect(found?.certain).toBe(false);
  });

  it('without the 44.50 it is certain; nothing makes up a cent more', () => {
    const fewer = open.filter(({ openMinor }) => openMinor !== 4450);
    expect(itemsMakingUp(fewer, 41025)).toMatchObject({ certain: true });
    expect(itemsMakingUp(fewer, 41026)).toBeNull();
  });
});

describe('6 priority and risk', () => {
  it('A (.8 .6 .5 0 1) has 59.0, B (.3 .9 .9 1 .4) has 68.5: B first', () => {
    expect(priority({ value: 0.8, risk: 0.6, age: 0.5, staleness: 0, contactability: 1 })).toBeCloseTo(59, 10);
    expect(priority({ value: 0.3, risk: 0.9, age: 0.9, staleness: 1, contactability: 0.4 })).toBeCloseTo(68.5, 10);
  });

  it('the parts never exceed one', () => {
    const parts = priorityParts({
      overdueMinor: 900_000,
      percentileMinor: 100_000,
      riskScore: 100,
      daysPastDue: 400,
      daysSinceTouch: 60,
      policyInterval: 30,
      contactability: 1,
    });
    expect(priority(parts)).toBe(100);
  });

  it('18 days late, 55 % late, trend +6, one broken promise, 95 % of the limit: 12 + 11 + 4.5 + 5 + 0 + 3.75 = 36.25, moderate', () => {
    const habit = { paidInvoices: 12, weightedDaysLate: 18, latePercent: 55, trendDays: 6, brokenPromises: 1, returnedPayments: 0, utilisation: 0.95 };
    expect(riskScore(habit)).toBeCloseTo(36.25, 10);
    expect(riskBand(36.25)).toBe('moderate');
    expect(riskScore({ ...habit, paidInvoices: 2 })).toBe(50);
    expect([24.99, 25, 49.99, 50, 74.99, 75].map(riskBand)).toEqual(['low', 'moderate', 'moderate', 'high', 'high', 'critical']);
  });
});
