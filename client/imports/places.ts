import { getCountries, parsePhoneNumberFromString, type CountryCode } from 'libphonenumber-js';

/** Country codes of ISO 3166 by code and by name in English, German and Spanish. */
let countries: Map<string, string> | null = null;

/** The two-letter code of a country that is written as its code or its name; null when it is none. */
export function readCountry(text: string): string | null {
  countries ??= nameCountries();
  return countries.get(text.trim().toLowerCase()) ?? null;
}

function nameCountries(): Map<string, string> {
  const names = new Map<string, string>();
  for (const locale of ['en', 'de', 'es']) {
    const display = new Intl.DisplayNames([locale], { type: 'region', fallback: 'none' });
    for (const code of getCountries()) {
      const name = display.of(code);
      if (name) names.set(name.toLowerCase(), code);
    }
  }
  for (const code of getCountries()) names.set(code.toLowerCase(), code);
  return new Map([...names, ['usa', 'US'], ['uk', 'GB'], ['u.s.a.', 'US']]);
}

/** Whether a time zone is one of the IANA database, such as Europe/Berlin. */
export function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

/** The language of a text such as `de`, `DE` or `en-GB`; null when it is none. */
export function readLanguage(text: string): string | null {
  const match = /^([a-z]{2})(?:[-_]([a-z]{2}))?$/i.exec(text);
  if (!match?.[1]) return null;
  return match[2] ? `${match[1].toLowerCase()}-${match[2].toUpperCase()}` : match[1].toLowerCase();
}

/**
 * A telephone number in the international form (E.164); answers why when it is none. The country is where numbers without a prefix belong.
 * Its length decides: numbering plans change faster than lists of them, and a number that nobody has shows when it is called.
 */
export function readPhone(text: string, country: string | null): string | { why: string } {
  const number = parsePhoneNumberFromString(text, (country ?? undefined) as CountryCode | undefined);
  if (number?.isPossible()) return number.number;
  return {
    why: country === null && !text.trim().startsWith('+') ? 'needs its country: write it as +49 …, or give the customer a country' : 'is no telephone number',
  };
}

/** Whether a text has the shape of one e-mail address. */
export function isEmail(text: string): boolean {
  return text.length <= 254 && /^[^\s@<>()",;:\\[\]]{1,64}@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/iu.test(text) && !/^\.|\.\.|\.@/.test(text);
}
