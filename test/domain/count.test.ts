import { describe, expect, it } from '@jest/globals';
import type { HoldFacts } from '../../domain/facts.js';
import { countStart, delinquentDays, delinquentDaysOfItem, pausedDays, type Counting } from '../../domain/rule/count.js';

const item = { id: 1, dueOn: '2026-03-01' };
const hold = (startsOn: string, endsOn: string | null, more: Partial<HoldFacts> = {}): HoldFacts => ({
  id: `${startsOn}-${endsOn}`,
  kind: 'PAUSE',
  itemId: null,
  reason: 'asked',
  startsOn,
  endsOn,
  ...more,
});
const by = (holds: HoldFacts[], today = '2026-03-31', graceDays = 0, pause: 'freezes' | 'silences' = 'freezes'): Counting => ({
  holds,
  today,
  count: { graceDays, pause, thresholds: 'net' },
});

describe('paused days', () => {
  it('are the days from the start of a hold up to the day before its end', () => {
    expect(pausedDays(item, by([hold('2026-03-10', '2026-03-15')]))).toBe(5);
  });

  it('count only after the due date and up to today', () => {
    expect(pausedDays(item, by([hold('2026-02-01', '2026-03-03')]))).toBe(1);
    expect(pausedDays(item, by([hold('2026-03-30', '2026-06-01')]))).toBe(2);
    expect(pausedDays(item, by([hold('2026-03-30', null)]))).toBe(2);
  });

  it('of overlapping holds count once, and those of holds that touch are all counted', () => {
    expect(pausedDays(item, by([hold('2026-03-05', '2026-03-10'), hold('2026-03-08', '2026-03-12')]))).toBe(7);
    expect(pausedDays(item, by([hold('2026-03-05', '2026-03-20'), hold('2026-03-08', '2026-03-12')]))).toBe(15);
    expect(pausedDays(item, by([hold('2026-03-08', '2026-03-12'), hold('2026-03-05', '2026-03-08')]))).toBe(7);
  });

  it('of a hold on an item are that item’s alone; a hold of a part pauses nothing', () => {
    expect(pausedDays(item, by([hold('2026-03-10', '2026-03-15', { itemId: 1 })]))).toBe(5);
    expect(pausedDays(item, by([hold('2026-03-10', '2026-03-15', { itemId: 2 })]))).toBe(0);
    expect(pausedDays(item, by([hold('2026-03-10', '2026-03-15', { itemId: 1, amountMinor: 500 })]))).toBe(0);
    expect(pausedDays(item, by([hold('2026-03-10', '2026-03-15', { itemId: 1 }), hold('2026-03-14', '2026-03-20')]))).toBe(10);
  });

  it('are none where a pause only silences', () => {
    expect(pausedDays(item, by([hold('2026-03-10', '2026-03-15')], '2026-03-31', 0, 'silences'))).toBe(0);
  });
});

describe('delinquent days', () => {
  it('are the days past due less grace and paused days, and the instalment’s leave out the grace', () => {
    const counting = by([hold('2026-03-10', '2026-03-15')], '2026-03-31', 3);
    expect(delinquentDays(item, counting)).toBe(30 - 3 - 5);
    expect(delinquentDaysOfItem(item, counting)).toBe(30 - 5);
  });

  it('are never below 0', () => {
    expect(delinquentDays(item, by([], '2026-03-03', 5))).toBe(0);
    expect(delinquentDaysOfItem(item, by([], '2026-02-01'))).toBe(0);
  });

  it('of an account are those of the item that counts most: an older one that was held may come behind', () => {
    const younger = { id: 2, dueOn: '2026-03-06' };
    const counting = by([hold('2026-03-10', '2026-03-25', { itemId: 1 })]);
    expect(countStart([item], counting)).toBe('2026-03-16');
    expect(countStart([item, younger], counting)).toBe('2026-03-06');
    expect(countStart([], counting)).toBeNull();
  });
});
