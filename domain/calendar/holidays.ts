import Holidays from 'date-holidays';
import { addDays, weekdayOf, type Day } from './day.js';

const years = new Map<string, ReadonlySet<Day>>();

/** Whether a day is a public holiday of a country (ISO 3166 alpha-2), or of a region of it; false for a country that is not known. */
export function isHoliday(day: Day, country: string | null, region: string | null = null): boolean {
  if (!country) return false;
  return holidaysOf(country, region, Number(day.slice(0, 4))).has(day);
}

/** Whether offices work on a day: no Saturday, no Sunday, no public holiday. */
export function isBusinessDay(day: Day, country: string | null, region: string | null = null): boolean {
  return weekdayOf(day) <= 5 && !isHoliday(day, country, region);
}

function holidaysOf(country: string, region: string | null, year: number): ReadonlySet<Day> {
  const key = `${country}/${region ?? ''}/${year}`;
  const known = years.get(key);
  if (known) return known;
  const days = new Set<Day>();
  for (const holiday of calendarOf(country, region).getHolidays(year) ?? []) {
    if (holiday.type !== 'public') continue;
    const length = Math.max(1, Math.round((holiday.end.getTime() - holiday.start.getTime()) / 86_400_000));
    for (let n = 0; n < length; n++) days.add(addDays(holiday.date.slice(0, 10), n));
  }
  years.set(key, days);
  return days;
}

function calendarOf(country: string, region: string | null): Holidays {
  const calendar = new Holidays();
  if (!region || !calendar.getStates(country)?.[region]) calendar.init(country);
  else calendar.init(country, region);
  return calendar;
}
