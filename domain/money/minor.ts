/** An amount in the minor unit of its currency (cents, yen, fils): a safe integer. */
export type Minor = number;

/** An amount for each currency, keyed by ISO 4217 code. Currencies are never added to each other. */
export type Amounts = Readonly<Record<string, Minor>>;

/** Currencies whose minor unit is not a hundredth. Source: ISO 4217, list one. */
const exponents: Readonly<Record<string, number>> = {
  BHD: 3,
  BIF: 0,
  CLF: 4,
  CLP: 0,
  DJF: 0,
  GNF: 0,
  IQD: 3,
  ISK: 0,
  JOD: 3,
  JPY: 0,
  KMF: 0,
  KRW: 0,
  KWD: 3,
  LYD: 3,
  OMR: 3,
  PYG: 0,
  RWF: 0,
  TND: 3,
  UGX: 0,
  UYI: 0,
  UYW: 4,
  VND: 0,
  VUV: 0,
  XAF: 0,
  XOF: 0,
  XPF: 0,
};

/** Number of decimal places of a currency. */
export function exponentOf(currency: string): number {
  return exponents[currency] ?? 2;
}

/** Adds amounts of one currency; throws RangeError when the sum is no safe integer. */
export function sum(amounts: Iterable<Minor>): Minor {
  let total = 0;
  for (const amount of amounts) total += amount;
  if (!Number.isSafeInteger(total)) throw new RangeError(`${total} is not a safe amount in minor units`);
  return total;
}

/** Adds up amounts by currency; a currency whose sum is zero stays, so that it can be shown. */
export function total(amounts: Iterable<{ currency: string; minor: Minor }>): Amounts {
  const totals: Record<string, Minor> = {};
  for (const { currency, minor } of amounts) totals[currency] = sum([totals[currency] ?? 0, minor]);
  return totals;
}

/** The plain decimal text of an amount, as for a file: `-1234.50`. */
export function toDecimal(minor: Minor, currency: string): string {
  const places = exponentOf(currency);
  const digits = String(Math.abs(minor)).padStart(places + 1, '0');
  const sign = minor < 0 ? '-' : '';
  if (places === 0) return sign + digits;
  return `${sign}${digits.slice(0, -places)}.${digits.slice(-places)}`;
}

/**
 * Reads a plain decimal (`1234.5`, `-7`) as minor units.
 * Throws RangeError when it has more places than the currency, or is too large to be exact.
 */
export function fromDecimal(text: string, currency: string): Minor {
  const match = /^([+-]?)(\d+)(?:\.(\d+))?$/.exec(text.trim());
  if (!match) throw new RangeError(`'${text}' is not an amount`);
  const places = exponentOf(currency);
  const fraction = (match[3] ?? '').replace(/0+$/, '');
  if (fraction.length > places) throw new RangeError(`'${text}' has more than ${places} decimal places, too many for ${currency}`);
  const minor = Number(match[2] + fraction.padEnd(places, '0'));
  if (!Number.isSafeInteger(minor)) throw new RangeError(`'${text}' is too large to be exact`);
  return match[1] === '-' && minor !== 0 ? -minor : minor;
}
