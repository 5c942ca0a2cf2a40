import { Temporal } from 'temporal-polyfill';

/** A calendar day, `2026-11-22`. Days compare as text. */
export type Day = string;

/** An instant in UTC, `2026-11-22T08:30:00Z`. */
export type Instant = string;

/** The day `n` days after (before, when negative). */
export function addDays(day: Day, n: number): Day {
  return Temporal.PlainDate.from(day).add({ days: n }).toString();
}

/** Days from `from` to `to`; negative when `to` is earlier. */
export function daysBetween(from: Day, to: Day): number {
  return Temporal.PlainDate.from(from).until(Temporal.PlainDate.from(to), { largestUnit: 'days' }).days;
}

/** The calendar day of an instant in a time zone. */
export function dayOf(at: Instant, timeZone: string): Day {
  return Temporal.Instant.from(at).toZonedDateTimeISO(timeZone).toPlainDate().toString();
}

/** The instant of a wall-clock time (`09:00`) on a day in a zone; a time skipped by a clock change is moved forward. */
export function instantOf(day: Day, time: string, timeZone: string): Instant {
  return Temporal.PlainDate.from(day).toZonedDateTime({ timeZone, plainTime: Temporal.PlainTime.from(time) }).toInstant().toString();
}

/** The earlier of two texts that sort as time: days with days, instants with instants of the same precision. */
export function earlier(a: Instant, b: Instant): Instant {
  return Temporal.Instant.compare(a, b) <= 0 ? a : b;
}

/** Whether instant `a` is before `b`. */
export function isBefore(a: Instant, b: Instant): boolean {
  return Temporal.Instant.compare(a, b) < 0;
}
