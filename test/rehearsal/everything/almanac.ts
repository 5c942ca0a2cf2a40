/** Days and hours by means of their own: a table of the places in which invented debtors live, and the clock of each. */
import type { InventedAccount } from '../../../scripts/inventing/everything/accounts.js';

export type Base = InventedAccount['base'];

const zoneOfCountry: Readonly<Record<string, string>> = {
  DE: 'Europe/Berlin',
  ES: 'Europe/Madrid',
  FR: 'Europe/Paris',
  GB: 'Europe/London',
  US: 'America/New_York',
  JP: 'Asia/Tokyo',
  IN: 'Asia/Kolkata',
};

/** Public holidays from 16 March to 8 May 2026, by country, and by country and region. */
const holidays: Readonly<Record<string, readonly string[]>> = {
  DE: ['2026-04-03', '2026-04-06', '2026-05-01'],
  ES: ['2026-04-03', '2026-05-01'],
  FR: ['2026-04-06', '2026-05-01', '2026-05-08'],
  GB: ['2026-04-03', '2026-04-06', '2026-05-04'],
  JP: ['2026-03-20', '2026-04-29', '2026-05-03', '2026-05-04', '2026-05-05', '2026-05-06'],
  IN: ['2026-04-03', '2026-04-14'],
  'US-MA': ['2026-03-17', '2026-04-20'],
  'US-CA': ['2026-03-31'],
  'US-DC': ['2026-04-16'],
};

export const countryOf = ({ customer, entity }: Base): string => customer.country ?? entity.country;
export const zoneOf = (base: Base): string => base.customer.timeZone ?? zoneOfCountry[countryOf(base)] ?? 'UTC';

/** Where a consumer in the United States may be: where it is said to be, and where its numbers are at home. */
export function zonesOf(base: Base): string[] {
  const { kind, region } = base.customer;
  const own = zoneOf(base);
  if (kind !== 'CONSUMER' || countryOf(base) !== 'US') return [own];
  const numbers = base.contacts.flatMap(({ phone, mobile }) => [phone, mobile]);
  const east = region === null || numbers.some((number) => number?.startsWith('+1202')) ? ['America/New_York'] : [];
  const west = region === null || numbers.some((number) => number?.startsWith('+1310')) ? ['America/Los_Angeles'] : [];
  return [...new Set([own, ...east, ...west])];
}

export const weekday = (day: string): number => new Date(`${day}T12:00:00Z`).getUTCDay() || 7;
export const plus = (day: string, n: number): string => new Date(Date.parse(`${day}T12:00:00Z`) + n * 86_400_000).toISOString().slice(0, 10);
export const daysFrom = (from: string, to: string): number => Math.round((Date.parse(`${to}T12:00:00Z`) - Date.parse(`${from}T12:00:00Z`)) / 86_400_000);

export function isHoliday(base: Base, day: string): boolean {
  const country = countryOf(base);
  return [country, `${country}-${base.customer.region}`].some((place) => holidays[place]?.includes(day));
}

export const isFree = (base: Base, day: string): boolean => weekday(day) > 5 || isHoliday(base, day);

/** So many working days later. */
export function workdaysAfter(base: Base, day: string, n: number): string {
  let at = day;
  for (let left = n; left > 0;) {
    at = plus(at, 1);
    if (!isFree(base, at)) left -= 1;
  }
  return at;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** Day and time of day, `2026-03-16 09:30`, in a zone. */
export function clockIn(zone: string, at: string): { day: string; time: string } {
  const known = formats.get(zone) ?? new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' });
  formats.set(zone, known);
  const [day = '', time = ''] = known.format(new Date(at)).split(' ');
  return { day, time };
}
