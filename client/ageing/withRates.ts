import type { AgeingCell } from '../../domain/ledger/ageing.js';
import type { Exchange, ExchangeRate } from '../../domain/money/exchange.js';
import { sum } from '../../domain/money/minor.js';
import { inOneCurrency } from '../rehearse/rates.js';
import type { AgeingReport } from './report.js';

/** The report with a total of all currencies in one, by the rates of its day. Throws Failure when a currency has none. */
export function withRates(report: AgeingReport, exchange: Exchange): AgeingReport {
  const { totals, asOf } = report;
  const used: ExchangeRate[] = [];
  const together = (cells: readonly (readonly [string, AgeingCell | undefined])[]): AgeingCell => {
    const amounts = Object.fromEntries(cells.map(([currency, cell]) => [currency, cell?.minor ?? 0]));
    const { minor, rates } = inOneCurrency(amounts, exchange, asOf);
    used.push(...rates.filter((rate) => !used.includes(rate)));
    return { minor, items: sum(cells.map(([, cell]) => cell?.items ?? 0)), accounts: Math.max(0, ...cells.map(([, cell]) => cell?.accounts ?? 0)) };
  };
  const cells = [
    ...report.buckets.map((_, n) => together(totals.map(({ currency, buckets }) => [currency, buckets[n]] as const))),
    together(totals.map(({ currency, credits }) => [currency, credits] as const)),
  ];
  // The total is that of the exchanged columns, so that the row adds up.
  const whole = together(totals.map(({ currency, total }) => [currency, total] as const));
  const total = { ...whole, minor: sum(cells.map(({ minor }) => minor)) };
  const row = { key: '', currency: exchange.to, buckets: cells.slice(0, -1), credits: cells.at(-1) ?? total, total };
  return { ...report, inOneCurrency: { total: row, rates: used } };
}
