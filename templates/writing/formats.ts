import { exponentOf, toDecimal, type Amounts, type Minor } from '../../domain/money/minor.js';
import type { Day } from '../../domain/calendar/day.js';

/** Amounts, days and counts as a reader in one locale writes them. */
export interface Formats {
  /** BCP 47 tag of the language and region that are written for. */
  locale: string;
  /** With the currency: `€1,234.56`, `1.234,56 €`. */
  amount(minor: Minor, currency: string): string;
  /** Without the currency, for a column of one: `1,234.56`. */
  figure(minor: Minor, currency: string): string;
  /** For running text: `12 March 2020`. */
  longDay(day: Day): string;
  /** For tables: `12.03.2020`. */
  shortDay(day: Day): string;
  count(n: number): string;
  /** Rates in percent, decimal text, several with commas between: `9,12 % und 8,62 %`. */
  percent(rates: string): string;
  /** `a, b and c`. */
  list(parts: readonly string[]): string;
  /** Which of two wordings a count takes. */
  plural(n: number): 'one' | 'other';
}

const known = new Map<string, Formats>();

/** Formats for a language as it is written in a country; a language tag with a region keeps its own. */
export function formatsFor(language: string, country: string | null): Formats {
  const key = `${language} ${country}`;
  const formats = known.get(key) ?? createFormats(localeOf(language, country));
  known.set(key, formats);
  return formats;
}

/** Amounts of several currencies in one phrase, those of zero left out; null when nothing is left. */
export function phraseOf(amounts: Amounts, formats: Formats): string | null {
  const parts = Object.entries(amounts).filter(([, minor]) => minor !== 0);
  if (parts.length === 0) return null;
  return formats.list(parts.sort(([a], [b]) => (a < b ? -1 : 1)).map(([currency, minor]) => formats.amount(minor, currency)));
}

function localeOf(language: string, country: string | null): string {
  try {
    const tag = new Intl.Locale(language);
    if (tag.region || !country || !/^[A-Za-z]{2}$/.test(country)) return tag.toString();
    return new Intl.Locale(tag.toString(), { region: country.toUpperCase() }).toString();
  } catch {
    return 'en';
  }
}

function createFormats(locale: string): Formats {
  const money = new Map<string, Intl.NumberFormat>();
  const plurals = new Intl.PluralRules(locale);
  const lists = new Intl.ListFormat(locale, { type: 'conjunction' });
  const long = dayFormat(locale, 'long');
  const short = dayFormat(locale, 'medium');
  const rate = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 6 });
  const figures = new Map<string, (value: Intl.StringNumericLiteral) => string>();
  const formatOf = remember(money, (currency) => moneyFormat(locale, currency, exponentOf(currency)));
  const figureOf = remember(figures, (currency) => withoutSymbol(locale, currency, exponentOf(currency)));
  const count = withoutSymbol(locale, 'XXX', 0);
  return {
    locale,
    amount: (minor, currency) => formatOf(currency).format(exact(minor, currency)),
    figure: (minor, currency) => figureOf(currency)(exact(minor, currency)),
    longDay: (day) => long.format(new Date(`${day}T00:00:00Z`)),
    shortDay: (day) => short.format(new Date(`${day}T00:00:00Z`)),
    count: (n) => count(`${n}`),
    percent: (rates) => lists.format(rates.split(', ').map((percent) => rate.format(Number(percent) / 100))),
    list: (parts) => lists.format(parts),
    plural: (n) => (plurals.select(n) === 'one' ? 'one' : 'other'),
  };
}

/** The decimal text goes into the format, not a number: no amount passes through binary fractions. */
function exact(minor: Minor, currency: string): Intl.StringNumericLiteral {
  return toDecimal(minor, currency) as Intl.StringNumericLiteral;
}

function moneyFormat(locale: string, currency: string, places: number): Intl.NumberFormat {
  return new Intl.NumberFormat(locale, { style: 'currency', currency, minimumFractionDigits: places, maximumFractionDigits: places });
}

/**
 * Writes figures as they stand beside their currency: some locales group plain numbers differently, and a letter must
 * not mix the two. Where they do not, the plain format is three times as fast.
 */
function withoutSymbol(locale: string, currency: string, places: number): (value: Intl.StringNumericLiteral) => string {
  const format = moneyFormat(locale, currency, places);
  const inParts = (value: Intl.StringNumericLiteral) => {
    const parts = format.formatToParts(value).filter(({ type }) => type !== 'currency' && type !== 'literal');
    return parts.map((part) => part.value).join('');
  };
  const plain = new Intl.NumberFormat(locale, { minimumFractionDigits: places, maximumFractionDigits: places });
  const areAlike = (['-1234567.8', '1234.5', '0'] as const).every((sample) => plain.format(sample) === inParts(sample));
  return areAlike ? (value) => plain.format(value) : inParts;
}

function remember<T>(made: Map<string, T>, make: (key: string) => T): (key: string) => T {
  return (key) => {
    const value = made.get(key) ?? make(key);
    made.set(key, value);
    return value;
  };
}

function dayFormat(locale: string, dateStyle: 'long' | 'medium'): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat(locale, { dateStyle, timeZone: 'UTC' });
}
