import { Temporal } from 'temporal-polyfill';

const msADay = 86_400_000;

/** Offsets by zone and day in UTC; null on days on which the clock changes. What time zones do in a day never changes while a process runs. */
const known = new Map<string, Map<number, number | null>>();

/** Offset of a zone from UTC, in milliseconds, on the whole UTC day of an instant; null when the clock changes on that day. */
export function steadyOffset(ms: number, timeZone: string): number | null {
  const day = Math.floor(ms / msADay);
  const days = known.get(timeZone) ?? new Map<number, number | null>();
  known.set(timeZone, days);
  const found = days.get(day);
  if (found !== undefined) return found;
  const first = offsetAt(day * msADay, timeZone);
  const offset = first === offsetAt((day + 1) * msADay, timeZone) ? first : null;
  days.set(day, offset);
  return offset;
}

function offsetAt(ms: number, timeZone: string): number {
  return Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(timeZone).offsetNanoseconds / 1e6;
}
