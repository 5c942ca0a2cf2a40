import type { AccountFacts } from '../facts.js';
import { zonesOfNumber } from './areaCodes.js';
import { whereaboutsOf } from './whereabouts.js';
import { stateOfZip } from './zipCodes.js';

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

/** Regions that keep another time than most of their country. */
const apart: Readonly<Record<string, string>> = { 'ES-CN': 'Atlantic/Canary', 'PT-20': 'Atlantic/Azores', 'PT-30': 'Atlantic/Madeira' };

/** Zones of the states and territories of the United States, that of most of its people first; a state that lies in two is in both. */
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
    ...of([eastern, central], 'FL IN KY MI'),
    ...of([central, eastern], 'TN'),
    ...of([central, mountain], 'KS ND NE SD TX'),
    ...of([mountain, pacific], 'ID'),
    ...of([pacific, mountain], 'NV OR'),
    ...of(['America/Phoenix', mountain], 'AZ'),
    ...of(['America/Anchorage', 'America/Adak'], 'AK'),
    ...of(['Pacific/Honolulu'], 'HI'),
    ...of(['America/Puerto_Rico'], 'PR VI'),
    ...of(['Pacific/Guam'], 'GU MP'),
    ...of(['Pacific/Pago_Pago'], 'AS'),
  ]);
})();

type Debtor = Pick<AccountFacts, 'customer' | 'entity'>;

/** The time zone in which the debtor's days are counted: the customer's own, that of its state or region, its country's, or the creditor's. */
export function debtorZone(facts: Debtor): string {
  const { country, region } = whereaboutsOf(facts);
  const ofState = country === 'US' ? american[region ?? '']?.[0] : apart[`${country}-${region}`];
  return facts.customer.timeZone ?? ofState ?? zones[facts.customer.country ?? ''] ?? facts.entity.timeZone;
}

/**
 * Every zone in which the debtor may plausibly be; its own first: where the customer and its people are said to be, by region and by ZIP code,
 * and where their numbers in the United States are at home, `address` being one that is not on file. A consumer whose state is not known may
 * be anywhere from coast to coast. A business is where it says it is. Source: 12 CFR 1006.6(b) and its reading for places that are not known.
 */
export function plausibleZones(facts: Pick<AccountFacts, 'customer' | 'entity' | 'contacts'>, address: string | null = null): [string, ...string[]] {
  const { customer, contacts } = facts;
  const own = debtorZone(facts);
  const said = contacts.flatMap(({ timeZone, phone, mobile }) => [...(timeZone === null ? [] : [timeZone]), ...zonesOfNumber(phone), ...zonesOfNumber(mobile)]);
  said.push(...zonesOfNumber(address));
  const { country, region } = whereaboutsOf(facts);
  if (customer.kind === 'BUSINESS' || country !== 'US') return unique([own, ...(customer.kind === 'BUSINESS' ? [] : said)]);
  const state = [...(american[region ?? ''] ?? []), ...(american[stateOfZip(customer.postcode ?? '') ?? ''] ?? [])];
  if (customer.timeZone) return unique([customer.timeZone, ...state, ...said]);
  return unique([...(state.length > 0 ? state : ['America/New_York', 'America/Los_Angeles']), ...said]);
}

function unique(zones: readonly string[]): [string, ...string[]] {
  const [first = 'UTC', ...rest] = [...new Set(zones)];
  return [first, ...rest];
}
