import Holidays from 'date-holidays';
import type { AccountFacts } from '../facts.js';
import { stateOfZip, zipsOfNewYorkCity } from './zipCodes.js';

/** Where a debtor is, in the words of the rule: ISO 3166 codes, however its master data write them. */
export interface Whereabouts {
  country: string | null;
  /** The part after the hyphen of ISO 3166-2: MA, BY, CN. */
  region: string | null;
  city: string | null;
}

type Debtor = Pick<AccountFacts, 'customer' | 'entity'>;

const found = new Map<string, Whereabouts>();

/** Where the debtor is: its country, else the creditor's; its region by code or name, else by its postcode; and its city. */
export function whereaboutsOf({ customer, entity }: Debtor): Whereabouts {
  const country = customer.country ?? entity.country;
  const { region, postcode } = customer;
  const city = customer.city ?? null;
  const key = [country, region, postcode, city].join('\n');
  const known = found.get(key);
  if (known) return known;
  const where = locate(country, region, postcode, city);
  found.set(key, where);
  return where;
}

function locate(country: string, written: string | null, postcode: string | null, city: string | null): Whereabouts {
  const region = regionNamed(country, written) ?? regionOfPostcode(country, postcode) ?? (country === 'US' && namesNewYork(city) ? 'NY' : null);
  const inNewYorkCity = country === 'US' && region === 'NY' && (isOfNewYorkCity(postcode) || boroughs.has(plain(city ?? '')));
  return { country, region, city: inNewYorkCity ? 'New York' : city };
}

/** The code of a region that is written as `MA`, `us-ma` or `Massachusetts`; what is no known one stays as it is written. */
function regionNamed(country: string, written: string | null): string | null {
  const text = written?.trim() ?? '';
  if (text === '') return null;
  const code = text.toUpperCase().replace(new RegExp(`^${country}[-_ ]`), '');
  const names = namesOfRegions(country);
  if (names.has(code)) return code;
  const sought = plain(text);
  const exact = [...names].filter(([, called]) => called.includes(sought));
  const within = [...names].filter(([, called]) => called.some((name) => ` ${name} `.includes(` ${sought} `)));
  const [only] = exact.length > 0 ? exact : within.length === 1 ? within : [];
  return only?.[0] ?? (/^[A-Z0-9]{1,3}$/.test(code) ? code : text);
}

const regions = new Map<string, ReadonlyMap<string, string[]>>();

/** The regions of a country with their names, in its own languages and in English, German and Spanish. */
function namesOfRegions(country: string): ReadonlyMap<string, string[]> {
  const known = regions.get(country);
  if (known) return known;
  const calendar = new Holidays();
  const names = new Map<string, string[]>();
  for (const language of [undefined, 'en', 'de', 'es'])
    for (const [code, name] of Object.entries(calendar.getStates(country, language) ?? {})) names.set(code, [...(names.get(code) ?? []), plain(name)]);
  regions.set(country, names);
  return names;
}

/** Regions whose law, holidays or clock depend on it, where the postcode tells them. */
function regionOfPostcode(country: string, postcode: string | null): string | null {
  const code = postcode?.trim().toUpperCase() ?? '';
  switch (country) {
    case 'US':
      return stateOfZip(code);
    case 'ES':
      return /^(35|38)\d{3}$/.test(code) ? 'CN' : null;
    case 'GB':
      return /^BT\d/.test(code) ? 'NIR' : null;
    default:
      return null;
  }
}

const boroughs: ReadonlySet<string> = new Set(['new york', 'new york city', 'manhattan', 'brooklyn', 'queens', 'bronx', 'the bronx', 'staten island']);

function namesNewYork(city: string | null): boolean {
  return ['new york', 'new york city'].includes(plain(city ?? ''));
}

function isOfNewYorkCity(postcode: string | null): boolean {
  return zipsOfNewYorkCity.test(postcode?.trim() ?? '');
}

function plain(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
    .toLowerCase();
}
