import { addDays, dayOf, instantOf, isBefore, weekdayOf, type Day, type Instant } from './day.js';
import { isBusinessDay } from './holidays.js';

/** When messages may be sent to a debtor: hours of the day in its zone, on the days its offices work. */
export interface SendingWindow {
  from: string;
  to: string;
  businessDaysOnly: boolean;
  zone: string;
  country: string | null;
  region: string | null;
  /** Days on which nothing is sent, both ends counted. */
  blackouts: readonly { from: Day; to: Day }[];
  /** The only days on which anything is done; null: every day. */
  runs: { weekdays: readonly number[]; daysOfMonth: readonly number[]; on: readonly Day[] } | null;
}

/** A window that opens on no day within this many days is taken to open on the last of them. */
const longestSearch = 400;

/** The day itself when it is a sending day, else the next one. */
export function sendingDayFrom(day: Day, window: SendingWindow): Day {
  let candidate = day;
  for (let n = 0; n < longestSearch && !isSendingDay(candidate, window); n++) candidate = addDays(candidate, 1);
  return candidate;
}

function isSendingDay(day: Day, { businessDaysOnly, country, region, blackouts, runs }: SendingWindow): boolean {
  if (businessDaysOnly && !isBusinessDay(day, country, region)) return false;
  if (blackouts.some(({ from, to }) => from <= day && day <= to)) return false;
  return runs === null || runs.weekdays.includes(weekdayOf(day)) || runs.daysOfMonth.includes(Number(day.slice(8))) || runs.on.includes(day);
}

/** The instant within the first two thirds of a day's window at which this account's turn comes: the same every day, spread over accounts. */
export function slotOn(day: Day, window: SendingWindow, accountId: string): Instant {
  const from = minutesOf(window.from);
  const spread = Math.max(1, Math.floor(((minutesOf(window.to) - from) * 2) / 3));
  return instantOf(day, timeOf(from + (hash(accountId) % spread)), window.zone);
}

/** The account's next slot on `day` or later that is not before `now`; `now` itself when it lies in the window of that day, past the slot. */
export function nextSlot(day: Day, window: SendingWindow, accountId: string, now: Instant): Instant {
  const today = dayOf(now, window.zone);
  const first = sendingDayFrom(day < today ? today : day, window);
  const slot = slotOn(first, window, accountId);
  if (!isBefore(slot, now)) return slot;
  if (isBefore(now, instantOf(first, window.to, window.zone))) return now;
  return slotOn(sendingDayFrom(addDays(first, 1), window), window, accountId);
}

/** The first instant in the window that is not before another. */
export function nextOpening(at: Instant, window: SendingWindow): Instant {
  const day = dayOf(at, window.zone);
  const first = sendingDayFrom(day, window);
  const opens = instantOf(first, window.from, window.zone);
  if (isBefore(at, opens)) return opens;
  if (isBefore(at, instantOf(first, window.to, window.zone))) return at;
  return instantOf(sendingDayFrom(addDays(day, 1), window), window.from, window.zone);
}

/** Whether an instant lies in the window. */
export function isInWindow(at: Instant, window: SendingWindow): boolean {
  const day = dayOf(at, window.zone);
  if (sendingDayFrom(day, window) !== day) return false;
  return !isBefore(at, instantOf(day, window.from, window.zone)) && isBefore(at, instantOf(day, window.to, window.zone));
}

function minutesOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
}

function timeOf(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}

/** FNV-1a, 32 bits. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let n = 0; n < text.length; n++) value = Math.imul(value ^ text.charCodeAt(n), 0x01000193) >>> 0;
  return value;
}
