import fc from 'fast-check';
import type { PlanFacts } from '../../domain/facts.js';
import { shareUnapplied } from '../../domain/plans/cash.js';
import { levelOf } from '../../domain/plans/level.js';

describe('money that was paid without saying for what', () => {
  const claimants = [
    { planId: 'first', agreedOn: '2020-06-01', lacksMinor: 10_000 },
    { planId: 'second', agreedOn: '2020-06-05', lacksMinor: 10_000 },
  ];

  it('goes to the plan that was agreed first, and what is left to the next', () => {
    const shares = shareUnapplied(claimants, [{ onDay: '2020-06-10', minor: 15_000 }]);
    expect(shares.get('first')).toEqual([{ onDay: '2020-06-10', minor: 10_000 }]);
    expect(shares.get('second')).toEqual([{ onDay: '2020-06-10', minor: 5_000 }]);
  });

  it('goes to no plan that was agreed after it came', () => {
    const shares = shareUnapplied(claimants, [{ onDay: '2020-06-03', minor: 15_000 }]);
    expect(shares.get('first')).toEqual([{ onDay: '2020-06-03', minor: 10_000 }]);
    expect(shares.get('second')).toEqual([]);
  });

  it('is never given away twice', () => {
    const money = fc.array(fc.record({ onDay: fc.constantFrom('2020-06-01', '2020-06-04', '2020-06-10'), minor: fc.integer({ min: 1, max: 20_000 }) }), {
      maxLength: 6,
    });
    fc.assert(
      fc.property(money, (unapplied) => {
        const given = [...shareUnapplied(claimants, unapplied).values()].flat().reduce((sum, { minor }) => sum + minor, 0);
        expect(given).toBeLessThanOrEqual(unapplied.reduce((sum, { minor }) => sum + minor, 0));
        expect(given).toBeLessThanOrEqual(20_000);
      }),
    );
  });
});

describe('the level of a plan', () => {
  const earlier = (status: PlanFacts['status'], itemIds: number[]): PlanFacts => ({
    id: `${status}-${itemIds.join()}`,
    kind: 'PROMISE',
    status,
    currency: 'EUR',
    itemIds,
    graceDays: 0,
    level: 1,
    instalments: [],
  });

  it('is one for items that nobody promised before', () => {
    expect(levelOf([1, 2], [earlier('BROKEN', [3])])).toBe(1);
  });

  it('rises with each promise on any of its items that was broken, kept in part or withdrawn', () => {
    expect(levelOf([1, 2], [earlier('BROKEN', [1]), earlier('PARTLY_KEPT', [2, 3]), earlier('CANCELLED', [1])])).toBe(4);
  });

  it('stays where it is after a promise that was kept', () => {
    expect(levelOf([1], [earlier('KEPT', [1])])).toBe(1);
    expect(levelOf([1], [earlier('BROKEN', [1]), earlier('KEPT', [1])])).toBe(2);
  });
});
