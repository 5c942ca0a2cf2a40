import { Temporal } from 'temporal-polyfill';
import { steadyOffset } from './offset.js';

/** A calendar day, `2026-11-22`. Days compare as text. */
export type Day = string;

/** An instant in UTC, `2026-11-22T08:30:00Z`. */
export type Instant = string;

const msADay = 86_400_000;

/** The day `n` days after (before, when negative). Throws RangeError for what is no day. */
export function addDays(day: Day, n: number): Day {
  return dayAt(startOf(day) + n * msADay);
}

/** Days from `from` to `to`; negative when `to` is earlier. Throws RangeError for what is no day. */
export function daysBetween(from: Day, to: Day): number {
  return (startOf(to) - startOf(from)) / msADay;
}

/** Day of the week, 1 for Monday to 7 for Sunday. */
export function weekdayOf(day: Day): number {
  return ((((startOf(day) / msADay + 3) % 7) + 7) % 7) + 1;
}

/** The calendar day of an instant in a time zone. */
export function dayOf(at: Instant, timeZone: string): Day {
  const ms = Date.parse(at);
  const offset = steadyOffset(ms, timeZone);
  if (offset !== null) return dayAt(ms + offset);
  return Temporal.Instant.from(at).toZonedDateTimeISO(timeZone).toPlainDate().toString();
}

/** The instant of a wall-clock time (`09:00`) on a day in a zone; a time skipped by a clock change is moved forward. */
export function instantOf(day: Day, time: string, timeZone: string): Instant {
  const wall = Date.parse(`${day}T${time}:00Z`);
  const offset = steadyOffset(wall - msADay, timeZone);
  if (offset !== null && offset === steadyOffset(wall, timeZone) && offset === steadyOffset(wall + msADay, timeZone)) return instantAt(wall - offset);
  return Temporal.PlainDate.from(day)
    .toZonedDateTime({ timeZone, plainTime: Temporal.PlainTime.from(time) })
    .toInstant()
    .toString();
}

/** The earlier of two instants. */
export function earlier(a: Instant, b: Instant): Instant {
  return Date.parse(a) <= Date.parse(b) ? a : b;
}

/** Whether instant `a` is before `b`. */
export function isBefore(a: Instant, b: Instant): boolean {
  return Date.parse(a) < Date.parse(b);
}

function startOf(day: Day): number {
  const ms = Date.parse(`${day}T00:00:00Z`);
  if (Number.isNaN(ms)) throw new RangeError(`'${day}' is no day`);
  return ms;
}

function dayAt(ms: number): Day {
  return new Date(ms).toISOString().slice(0, 10);
}

function instantAt(ms: number): Instant {
  return new Date(ms).toISOString().replace('.000Z', 'Z');
}
