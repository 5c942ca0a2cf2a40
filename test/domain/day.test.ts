import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { addDays, dayOf, daysBetween, instantOf, weekdayOf } from '../../domain/calendar/day.js';

const zone = fc.constantFrom(
  'Europe/Berlin',
  'America/New_York',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
  'Pacific/Apia',
  'America/St_Johns',
  'Africa/Casablanca',
  'UTC',
);
const minute = fc.integer({ min: Date.UTC(2005, 0, 1) / 60_000, max: Date.UTC(2035, 0, 1) / 60_000 }).map((n) => new Date(n * 60_000).toISOString());
const day = fc.integer({ min: 0, max: 20_000 }).map((n) => new Date(n * 86_400_000).toISOString().slice(0, 10));
const time = fc
  .record({ h: fc.integer({ min: 0, max: 23 }), m: fc.integer({ min: 0, max: 59 }) })
  .map(({ h, m }) => `${String(h).padStart(2, '0')}:${String(m).padStart(2, '0')}`);

describe('days and instants', () => {
  it('the day of an instant is the one that Temporal gives, in every zone, on days of clock changes too', () => {
    fc.assert(
      fc.property(minute, zone, (at, timeZone) => dayOf(at, timeZone) === Temporal.Instant.from(at).toZonedDateTimeISO(timeZone).toPlainDate().toString()),
      { numRuns: 2000 },
    );
  });

  it('the instant of a wall-clock time is the one that Temporal gives, also in the gap and the overlap of a clock change', () => {
    fc.assert(
      fc.property(day, time, zone, (on, at, timeZone) => {
        const expected = Temporal.PlainDate.from(on).toZonedDateTime({ timeZone, plainTime: at }).toInstant().epochMilliseconds;
        expect(Date.parse(instantOf(on, at, timeZone))).toBe(expected);
      }),
      { numRuns: 2000 },
    );
    expect(instantOf('2026-03-29', '02:30', 'Europe/Berlin')).toBe('2026-03-29T01:30:00Z');
  });

  it('adding days and counting them are inverse', () => {
    fc.assert(fc.property(day, fc.integer({ min: -4000, max: 4000 }), (on, n) => daysBetween(on, addDays(on, n)) === n));
    expect(addDays('2024-02-28', 1)).toBe('2024-02-29');
  });

  it('weeks begin on Monday', () => {
    fc.assert(fc.property(day, (on) => weekdayOf(on) === Temporal.PlainDate.from(on).dayOfWeek));
  });

  it('refuse what is no day', () => {
    expect(() => addDays('2026-02-30x', 1)).toThrow(RangeError);
    expect(() => daysBetween('yesterday', '2026-01-01')).toThrow("'yesterday' is no day");
  });
});
