import type { AccountFacts } from '../facts.js';

/** The time zone of the capital or of most people, for countries that are mostly in one. */
const zones: Readonly<Record<string, string>> = {
  AT: 'Europe/Vienna', BE: 'Europe/Brussels', BG: 'Europe/Sofia', CH: 'Europe/Zurich', CZ: 'Europe/Prague', DE: 'Europe/Berlin',
  DK: 'Europe/Copenhagen', EE: 'Europe/Tallinn', ES: 'Europe/Madrid', FI: 'Europe/Helsinki', FR: 'Europe/Paris', GB: 'Europe/London',
  GR: 'Europe/Athens', HR: 'Europe/Zagreb', HU: 'Europe/Budapest', IE: 'Europe/Dublin', IN: 'Asia/Kolkata', IT: 'Europe/Rome',
  JP: 'Asia/Tokyo', KW: 'Asia/Kuwait', LT: 'Europe/Vilnius', LU: 'Europe/Luxembourg', LV: 'Europe/Riga', NL: 'Europe/Amsterdam',
  NO: 'Europe/Oslo', NZ: 'Pacific/Auckland', PL: 'Europe/Warsaw', PT: 'Europe/Lisbon', RO: 'Europe/Bucharest', SE: 'Europe/Stockholm',
  SG: 'Asia/Singapore', SI: 'Europe/Ljubljana', SK: 'Europe/Bratislava', TR: 'Europe/Istanbul', ZA: 'Africa/Johannesburg',
};

/** The time zone in which the debtor's days are counted: the customer's own, its country's, or the creditor's. */
export function debtorZone(facts: Pick<AccountFacts, 'customer' | 'entity'>): string {
  return facts.customer.timeZone ?? zones[facts.customer.country ?? ''] ?? facts.entity.timeZone;
}
