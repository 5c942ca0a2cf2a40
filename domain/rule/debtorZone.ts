import type { AccountFacts } from '../facts.js';
import { zonesOfNumber } from './areaCodes.js';

/** The time zone of the capital or of most people, for countries that are mostly in one. */
const zones: Readonly<Record<string, string>> = {
  AT: 'Europe/Vienna',
  BE: 'Europe/Brussels',
  BG: 'Europe/Sofia',
  CH: 'Europe/Zurich',
  CZ: 'Europe/Prague',
  DE: 'Europe/Berlin',
  DK: 'Europe/Copenhagen',
  EE: 'Europe/Tallinn',
  ES: 'Europe/Madrid',
  FI: 'Europe/Helsinki',
  FR: 'Europe/Paris',
  GB: 'Europe/London',
  GR: 'Europe/Athens',
  HR: 'Europe/Zagreb',
  HU: 'Europe/Budapest',
  IE: 'Europe/Dublin',
  IN: 'Asia/Kolkata',
  IT: 'Europe/Rome',
  JP: 'Asia/Tokyo',
  KW: 'Asia/Kuwait',
  LT: 'Europe/Vilnius',
  LU: 'Europe/Luxembourg',
  LV: 'Europe/Riga',
  NL: 'Europe/Amsterdam',
  NO: 'Europe/Oslo',
  NZ: 'Pacific/Auckland',
  PL: 'Europe/Warsaw',
  PT: 'Europe/Lisbon',
  RO: 'Europe/Bucharest',
  SE: 'Europe/Stockholm',
  SG: 'Asia/Singapore',
  SI: 'Europe/Ljubljana',
  SK: 'Europe/Bratislava',
  TR: 'Europe/Istanbul',
  ZA: 'Africa/Johannesburg',
};

/** The time zone in which the debtor's days are counted: the customer's own, its country's, or the creditor's. */
export function debtorZone(facts: Pick<AccountFacts, 'customer' | 'entity'>): string {
  return facts.customer.timeZone ?? zones[facts.customer.country ?? ''] ?? facts.entity.timeZone;
}

/** Zones of the states of the United States that lie in one; the others are in both neighbours. */
const american: Readonly<Record<string, readonly [string, ...string[]]>> = (() => {
  const eastern = 'America/New_York',
    central = 'America/Chicago',
    mountain = 'America/Denver',
    pacific = 'America/Los_Angeles';
  const of = (zones: readonly [string, ...string[]], states: string) => states.split(' ').map((state) => [state, zones] as const);
  return Object.fromEntries([
    ...of([eastern], 'CT DC DE GA MA MD ME NC NH NJ NY OH PA RI SC VA VT WV'),
    ...of([central], 'AL AR IA IL LA MN MO MS OK WI'),
    ...of([mountain], 'CO MT NM UT WY'),
    ...of([pacific], 'CA WA'),
    ...of([eastern, central], 'FL IN KY MI TN'),
    ...of([central, mountain], 'KS ND NE SD TX'),
    ...of([mountain, pacific], 'ID NV OR'),
    ...of(['America/Phoenix', mountain], 'AZ'),
    ...of(['America/Anchorage', 'America/Adak'], 'AK'),
    ...of(['Pacific/Honolulu'], 'HI'),
  ]);
})();

/**
 * Every zone in which the debtor may plausibly be; its own first: where the customer and its people are said to be, and where their
 * numbers in the United States are at home. A consumer whose state is not known may be anywhere from coast to coast. A business is where
 * it says it is. Source: 12 CFR 1006.6(b) and its reading for places that are not known.
 */
export function plausibleZones({ customer, entity, contacts }: Pick<AccountFacts, 'customer' | 'entity' | 'contacts'>): [string, ...string[]] {
  const own = debtorZone({ customer, entity });
  const said = contacts.flatMap(({ timeZone, phone, mobile }) => [...(timeZone === null ? [] : [timeZone]), ...zonesOfNumber(phone), ...zonesOfNumber(mobile)]);
  if (customer.kind === 'BUSINESS' || customer.country !== 'US') return unique([own, ...(customer.kind === 'BUSINESS' ? [] : said)]);
  const state = customer.region === null ? undefined : american[customer.region];
  if (customer.timeZone) return unique([customer.timeZone, ...(state ?? []), ...said]);
  return unique([...(state ?? (['America/New_York', 'America/Los_Angeles'] as const)), ...said]);
}

function unique(zones: readonly string[]): [string, ...string[]] {
  const [first = 'UTC', ...rest] = [...new Set(zones)];
  return [first, ...rest];
}
