import { describe, expect, it } from '@jest/globals';
import { clockBy } from '../../worker/businessClock.js';

const second = 1_000;
const day = 86_400_000;
const real0 = Date.parse('2026-11-22T08:00:00Z');

describe('The business clock', () => {
  it('is real time when it was never set', () => {
    const clock = clockBy(null);
    expect(clock.at({ nowMs: real0, plannedMs: null })).toBe('2026-11-22T08:00:00.000Z');
    expect(clock.realMs('2026-11-22T08:00:00Z')).toBe(real0);
  });

  it('starts on another day when it is set so', () => {
    const clock = clockBy({ anchorReal: '2026-11-22T08:00:00Z', anchorBusiness: '2020-06-30T07:00:00Z', rate: 1 });
    expect(clock.at({ nowMs: real0 + second, plannedMs: null })).toBe('2020-06-30T07:00:01.000Z');
    expect(clock.realMs('2020-07-01T07:00:00Z')).toBe(real0 + day);
  });

  const fast = clockBy({ anchorReal: '2026-11-22T08:00:00Z', anchorBusiness: '2020-06-30T07:00:00Z', rate: 86_400 });

  it('passes a day in a second when it is compressed so', () => {
    expect(fast.at({ nowMs: real0 + 10 * second, plannedMs: null })).toBe('2020-07-10T07:00:00.000Z');
    expect(fast.realMs('2020-07-10T07:00:00Z')).toBe(real0 + 10 * second);
  });

  it('counts the lateness of a planned turn in seconds and not in days', () => {
    const planned = fast.realMs('2020-07-10T07:00:00Z');
    expect(fast.at({ nowMs: planned + 3 * second, plannedMs: planned })).toBe('2020-07-10T07:00:03.000Z');
  });

  it('never wakes a process before the instant that it waits for', () => {
    const uneven = clockBy({ anchorReal: '2026-11-22T08:00:00.123Z', anchorBusiness: '2020-06-30T07:00:00.007Z', rate: 40_319.7 });
    for (let minute = 0; minute < 5_000; minute += 7) {
      const instant = new Date(Date.parse('2020-06-30T07:00:00Z') + minute * 60_000).toISOString();
      const wakeMs = uneven.realMs(instant);
      expect(uneven.at({ nowMs: wakeMs, plannedMs: wakeMs }) >= instant).toBe(true);
    }
  });

  it('does not run backwards or stand still', () => {
    expect(() => clockBy({ anchorReal: '2026-11-22T08:00:00Z', anchorBusiness: '2020-06-30T07:00:00Z', rate: 0 })).toThrow(RangeError);
  });
});
