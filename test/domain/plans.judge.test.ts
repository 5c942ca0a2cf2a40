import fc from 'fast-check';
import { addDays } from '../../domain/calendar/day.js';
import { isWatched, judgePlan, reviewDays, type AgreedPlan, type CoveredItems, type Receipt } from '../../domain/plans/judge.js';

const open: CoveredItems = { clearedOn: null, writtenOff: false };

/** A promise of 100.00 for 15 June with two days of grace and five percent of tolerance, agreed on 1 June. */
const promise = (more: Partial<AgreedPlan> = {}): AgreedPlan => ({
  agreedOn: '2020-06-01',
  graceDays: 2,
  tolerancePercent: 5,
  baselineMinor: 0,
  instalments: [{ number: 1, dueOn: '2020-06-15', amountMinor: 10_000 }],
  ...more,
});

/** Three times 100.00, on the 15th of June, July and August. */
const plan = (): AgreedPlan =>
  promise({ instalments: ['2020-06-15', '2020-07-15', '2020-08-15'].map((dueOn, n) => ({ number: n + 1, dueOn, amountMinor: 10_000 })) });

const paid = (onDay: string, minor: number): Receipt => ({ onDay, minor });

const verdictOn = (today: string, receipts: Receipt[], agreed = promise(), items = open) => judgePlan(agreed, receipts, items, today);
const statuses = ({ status, instalments }: ReturnType<typeof judgePlan>) => `${status}: ${instalments.map((each) => each.status).join(' ')}`;

describe('a promise', () => {
  it('stays open through its due day and its last day of grace, and is broken the day after', () => {
    expect(verdictOn('2020-06-15', []).status).toBe('OPEN');
    expect(verdictOn('2020-06-17', [])).toMatchObject({ status: 'OPEN', nextOn: '2020-06-18' });
    expect(statuses(verdictOn('2020-06-18', []))).toBe('BROKEN: BROKEN');
  });

  it('is kept as soon as all of it is paid', () => {
    expect(statuses(verdictOn('2020-06-03', [paid('2020-06-03', 10_000)]))).toBe('KEPT: KEPT');
  });

  it('counts a payment on the last day of grace, and not one on the day after', () => {
    expect(verdictOn('2020-06-20', [paid('2020-06-17', 10_000)]).status).toBe('KEPT');
    expect(verdictOn('2020-06-20', [paid('2020-06-18', 10_000)]).status).toBe('BROKEN');
  });

  it('is kept within the tolerance to the cent, but only once its time is over', () => {
    expect(verdictOn('2020-06-17', [paid('2020-06-10', 9_500)]).status).toBe('OPEN');
    expect(verdictOn('2020-06-18', [paid('2020-06-10', 9_500)]).status).toBe('KEPT');
    expect(verdictOn('2020-06-18', [paid('2020-06-10', 9_499)])).toMatchObject({ status: 'PARTLY_KEPT', instalments: [{ paidMinor: 9_499 }] });
  });

  it('rounds the least amount up to a whole cent, so that a tolerance never forgives more than it says', () => {
    const odd = promise({ tolerancePercent: 2.5, instalments: [{ number: 1, dueOn: '2020-06-15', amountMinor: 333 }] });
    expect(verdictOn('2020-06-18', [paid('2020-06-10', 325)], odd).status).toBe('KEPT');
    expect(verdictOn('2020-06-18', [paid('2020-06-10', 324)], odd).status).toBe('PARTLY_KEPT');
  });

  it('counts no money from before the agreement, and none that was known on the day of it', () => {
    expect(verdictOn('2020-06-18', [paid('2020-05-31', 10_000)]).status).toBe('BROKEN');
    expect(verdictOn('2020-06-18', [paid('2020-06-01', 10_000)]).status).toBe('KEPT');
    expect(verdictOn('2020-06-18', [paid('2020-06-01', 10_000)], promise({ baselineMinor: 10_000 })).status).toBe('BROKEN');
  });

  it('forgets what was known at the agreement when that money goes elsewhere', () => {
    expect(verdictOn('2020-06-18', [paid('2020-06-10', 10_000)], promise({ baselineMinor: 4_000 })).status).toBe('KEPT');
  });

  it('is kept after all when a payment in time becomes known late', () => {
    expect(verdictOn('2020-06-18', []).status).toBe('BROKEN');
    expect(verdictOn('2020-06-25', [paid('2020-06-16', 10_000)]).status).toBe('KEPT');
  });

  it('is broken after all when its payment is taken back, and open again while there is time', () => {
    expect(verdictOn('2020-06-10', [paid('2020-06-05', 10_000)]).status).toBe('KEPT');
    expect(verdictOn('2020-06-12', []).status).toBe('OPEN');
    expect(verdictOn('2020-06-20', []).status).toBe('BROKEN');
  });

  it('does not count a payment that is dated in the future', () => {
    expect(verdictOn('2020-06-10', [paid('2020-06-14', 10_000)]).status).toBe('OPEN');
    expect(verdictOn('2020-06-14', [paid('2020-06-14', 10_000)]).status).toBe('KEPT');
  });

  it('has nothing left to keep when its items were cleared in time, whoever cleared them', () => {
    expect(verdictOn('2020-06-16', [], promise(), { clearedOn: '2020-06-16', writtenOff: false }).status).toBe('KEPT');
    expect(verdictOn('2020-06-25', [], promise(), { clearedOn: '2020-06-17', writtenOff: false }).status).toBe('KEPT');
    expect(verdictOn('2020-06-25', [], promise(), { clearedOn: '2020-06-18', writtenOff: false }).status).toBe('BROKEN');
  });

  it('is void when its items are written off in time, and stays broken when they are written off later', () => {
    expect(verdictOn('2020-06-16', [], promise(), { clearedOn: '2020-06-16', writtenOff: true })).toMatchObject({ status: 'CANCELLED', nextOn: null });
    expect(verdictOn('2020-06-25', [], promise(), { clearedOn: '2020-06-25', writtenOff: true }).status).toBe('BROKEN');
  });

  it('is reviewed for some days after its end, and then no more', () => {
    const end = addDays('2020-06-17', reviewDays + 1);
    expect(verdictOn('2020-06-18', []).nextOn).toBe(end);
    expect(verdictOn(addDays(end, -1), []).nextOn).toBe(end);
    expect(verdictOn(end, []).nextOn).toBeNull();
  });
});

describe('a plan', () => {
  it('waits from instalment to instalment', () => {
    expect(verdictOn('2020-06-01', [], plan()).nextOn).toBe('2020-06-18');
    expect(verdictOn('2020-06-18', [paid('2020-06-15', 10_000)], plan())).toMatchObject({ status: 'OPEN', nextOn: '2020-07-18' });
  });

  it('spreads money over its instalments in their order, also what comes early', () => {
    expect(statuses(verdictOn('2020-06-10', [paid('2020-06-10', 25_000)], plan()))).toBe('OPEN: KEPT KEPT OPEN');
    expect(verdictOn('2020-06-10', [paid('2020-06-10', 25_000)], plan()).instalments[2]?.paidMinor).toBe(5_000);
  });

  it('breaks with the first instalment that is missed, and leaves the later ones open', () => {
    expect(statuses(verdictOn('2020-07-18', [paid('2020-06-15', 10_000)], plan()))).toBe('BROKEN: KEPT BROKEN OPEN');
  });

  it('is partly kept when it ends with an instalment that was paid in part', () => {
    expect(statuses(verdictOn('2020-07-18', [paid('2020-06-15', 10_000), paid('2020-07-15', 6_000)], plan()))).toBe('PARTLY_KEPT: KEPT PARTLY_KEPT OPEN');
  });

  it('does not come back to life when a missed instalment is paid too late', () => {
    expect(verdictOn('2020-07-20', [paid('2020-06-19', 30_000)], plan()).status).toBe('BROKEN');
  });

  it('forgives what was short within the tolerance, so that it does not add up', () => {
    const short = ['2020-06-15', '2020-07-15', '2020-08-15'].map((on) => paid(on, 9_500));
    expect(statuses(verdictOn('2020-08-18', short, plan()))).toBe('KEPT: KEPT KEPT KEPT');
    expect(statuses(verdictOn('2020-08-18', [...short.slice(0, 2), paid('2020-08-15', 9_499)], plan()))).toBe('PARTLY_KEPT: KEPT KEPT PARTLY_KEPT');
  });

  it('is kept when all instalments are', () => {
    expect(statuses(verdictOn('2020-08-15', [paid('2020-06-15', 10_000), paid('2020-07-01', 20_000)], plan()))).toBe('KEPT: KEPT KEPT KEPT');
  });
});

describe('every plan', () => {
  const day = fc.integer({ min: 0, max: 120 }).map((n) => addDays('2020-06-01', n));
  const agreed = fc
    .record({
      gaps: fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 5 }),
      amounts: fc.array(fc.integer({ min: 1, max: 50_000 }), { minLength: 5, maxLength: 5 }),
      graceDays: fc.integer({ min: 0, max: 5 }),
      tolerancePercent: fc.integer({ min: 0, max: 20 }),
    })
    .map(({ gaps, amounts, graceDays, tolerancePercent }) => {
      let dueOn = '2020-06-01';
      const instalments = gaps.map((gap, n) => ({ number: n + 1, dueOn: (dueOn = addDays(dueOn, gap)), amountMinor: amounts[n] ?? 1 }));
      return promise({ graceDays, tolerancePercent, instalments });
    });
  const receipts = fc.array(fc.record({ onDay: day, minor: fc.integer({ min: 1, max: 60_000 }) }), { maxLength: 8 });

  it('never counts more than was received, nor more for an instalment than its amount', () => {
    fc.assert(
      fc.property(agreed, receipts, day, (it, money, today) => {
        const { instalments } = judgePlan(it, money, open, today);
        const counted = instalments.reduce((sum, { paidMinor }) => sum + paidMinor, 0);
        expect(counted).toBeLessThanOrEqual(money.filter(({ onDay }) => onDay <= today).reduce((sum, { minor }) => sum + minor, 0));
        instalments.forEach(({ paidMinor }, n) => expect(paidMinor).toBeLessThanOrEqual(it.instalments[n]?.amountMinor ?? 0));
      }),
    );
  });

  it('has a day on which it is looked at next until its review is over, and always one that lies ahead', () => {
    fc.assert(
      fc.property(agreed, receipts, day, (it, money, today) => {
        const { status, nextOn } = judgePlan(it, money, open, today);
        if (status === 'OPEN') expect(nextOn).not.toBeNull();
        if (nextOn !== null) expect(nextOn > today).toBe(true);
      }),
    );
  });

  it('is decided once the last deadline has passed', () => {
    fc.assert(
      fc.property(agreed, receipts, (it, money) => {
        expect(judgePlan(it, money, open, '2021-06-01').status).not.toBe('OPEN');
      }),
    );
  });

  it('is not made worse by another payment', () => {
    const rank = { CANCELLED: 0, BROKEN: 0, PARTLY_KEPT: 1, OPEN: 2, KEPT: 3 };
    fc.assert(
      fc.property(agreed, receipts, day, (it, money, today) => {
        const before = judgePlan(it, money, open, today);
        const after = judgePlan(it, [...money, paid(it.agreedOn, 1_000_000)], open, today);
        expect(rank[after.status]).toBeGreaterThanOrEqual(rank[before.status]);
      }),
    );
  });
});

describe('a plan that is over', () => {
  const facts = (status: 'OPEN' | 'KEPT' | 'BROKEN' | 'CANCELLED') => ({
    status,
    graceDays: 2,
    instalments: [{ number: 1, dueOn: '2020-06-15', amountMinor: 1, paidMinor: 0, status: 'OPEN' as const }],
  });

  it('is watched until its review is over, unless it was cancelled', () => {
    expect(isWatched(facts('OPEN'), '2021-01-01')).toBe(true);
    expect(isWatched(facts('CANCELLED'), '2020-06-16')).toBe(false);
    for (const status of ['KEPT', 'BROKEN'] as const) {
      expect(isWatched(facts(status), addDays('2020-06-17', reviewDays))).toBe(true);
      expect(isWatched(facts(status), addDays('2020-06-17', reviewDays + 1))).toBe(false);
    }
  });
});
