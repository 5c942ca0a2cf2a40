import { Decimal } from 'decimal.js';
import type { Day } from '../calendar/day.js';
import { exponentOf, sum, type Amounts, type Minor } from './minor.js';

/** One unit of a currency is worth `rate` units of the reporting currency from a day on. */
export interface ExchangeRate {
  from: string;
  /** A decimal, as text. */
  rate: string;
  validFrom: Day;
}

/** The same between any two currencies. */
export type CrossRate = ExchangeRate & { to: string };

/** An amount in another currency by the newest rate to it that is in force on a day, rounded half up; null without one. */
export function exchangedTo(to: string, { currency, minor }: { currency: string; minor: Minor }, rates: readonly CrossRate[], on: Day): Minor | null {
  if (currency === to) return minor;
  const rate = rateOn({ to, rates: rates.filter((each) => each.to === to) }, currency, on);
  return rate && exchanged(minor, currency, to, rate);
}

/** The same, back by the rate that leads from the other currency. */
export function exchangedFrom(from: string, { currency, minor }: { currency: string; minor: Minor }, rates: readonly CrossRate[], on: Day): Minor | null {
  if (currency === from) return minor;
  const rate = rateOn({ to: currency, rates: rates.filter((each) => each.to === currency) }, from, on);
  return rate && exchanged(minor, currency, from, { ...rate, rate: new Decimal(1).div(rate.rate).toString() });
}

/** Rates to the one currency in which totals are reported. Amounts themselves are never exchanged. */
export interface Exchange {
  to: string;
  rates: readonly ExchangeRate[];
}

/** A total in the reporting currency, with the rates that it was made with. */
export interface Exchanged {
  currency: string;
  minor: Minor;
  rates: ExchangeRate[];
}

/** Totals in the reporting currency by the rates in force on a day, each rounded half up; or the currencies that have none. */
export function exchangeAll(amounts: Amounts, exchange: Exchange, on: Day): Exchanged | { without: string[] } {
  const owed = Object.entries(amounts).filter(([, minor]) => minor !== 0);
  const foreign = owed.filter(([currency]) => currency !== exchange.to).map(([currency, minor]) => ({ currency, minor, rate: rateOn(exchange, currency, on) }));
  const without = foreign.filter(({ rate }) => rate === null).map(({ currency }) => currency);
  if (without.length > 0) return { without };
  const minors = foreign.map(({ currency, minor, rate }) => (rate === null ? 0 : exchanged(minor, currency, exchange.to, rate)));
  return { currency: exchange.to, minor: sum([amounts[exchange.to] ?? 0, ...minors]), rates: foreign.flatMap(({ rate }) => rate ?? []) };
}

function exchanged(minor: Minor, from: string, to: string, { rate }: ExchangeRate): Minor {
  const shift = exponentOf(to) - exponentOf(from);
  return new Decimal(minor).times(rate).times(new Decimal(10).pow(shift)).toDecimalPlaces(0, Decimal.ROUND_HALF_UP).toNumber();
}

/** The newest rate of a currency that is in force on a day. */
function rateOn({ rates }: Exchange, currency: string, on: Day): ExchangeRate | null {
  const inForce = rates.filter(({ from, validFrom }) => from === currency && validFrom <= on);
  return inForce.reduce<ExchangeRate | null>((newest, each) => (newest === null || each.validFrom >= newest.validFrom ? each : newest), null);
}

/** The rates of a total, as `USD at 0.92 (from 2026-01-01)`. */
export function ratesSaid(rates: readonly ExchangeRate[]): string {
  const said = rates.map(({ from, rate, validFrom }) => `${from} at ${rate} (from ${validFrom})`);
  return said.length === 0 ? 'nothing was exchanged' : [...new Set(said)].join(', ');
}
