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

let last = { at: '', timeZone: '', day: '' };

/** The calendar day of an instant in a time zone. Whoever decides asks it of one instant again and again. */
export function dayOf(at: Instant, timeZone: string): Day {
  if (last.at !== at || last.timeZone !== timeZone) last = { at, timeZone, day: dayIn(at, timeZone) };
  return last.day;
}

function dayIn(at: Instant, timeZone: string): Day {
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
  return isBefore(b, a) ? b : a;
}

/** Whether instant `a` is before `b`. */
export function isBefore(a: Instant, b: Instant): boolean {
  return inWholeSeconds(a) && inWholeSeconds(b) ? a < b : Date.parse(a) < Date.parse(b);
}

/** `2026-11-22T08:30:00Z`: instants that are written so compare as text. */
function inWholeSeconds(at: Instant): boolean {
  return at.length === 20 && at.endsWith('Z');
}

/** Days that were asked for, by their start and back: there are few, and they are asked for all the time. */
const starts = new Map<Day, number>();
const days = new Map<number, Day>();
const mostKept = 20_000;

function startOf(day: Day): number {
  const known = starts.get(day);
  if (known !== undefined) return known;
  const ms = Date.parse(`${day}T00:00:00Z`);
  if (Number.isNaN(ms)) throw new RangeError(`'${day}' is no day`);
  if (starts.size < mostKept) starts.set(day, ms);
  return ms;
}

function dayAt(ms: number): Day {
  const number = Math.floor(ms / msADay);
  const known = days.get(number);
  if (known !== undefined) return known;
  const day = new Date(ms).toISOString().slice(0, 10);
  if (days.size < mostKept) days.set(number, day);
  return day;
}

function instantAt(ms: number): Instant {
  return new Date(ms).toISOString().replace('.000Z', 'Z');
}
