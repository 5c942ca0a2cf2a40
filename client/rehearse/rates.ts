import { readFile } from 'node:fs/promises';
import type { Day } from '../../domain/calendar/day.js';
import { isDay } from '../../domain/instructing/shape.js';
import { exchangeAll, type Exchange, type Exchanged, type ExchangeRate } from '../../domain/money/exchange.js';
import type { Amounts } from '../../domain/money/minor.js';
import { exits, Failure } from '../cli/failure.js';
import { readTable, textOf } from '../imports/readTable.js';

const columns = ['from', 'to', 'rate', 'valid_from'] as const;

/** Reads rates of exchange: `from,to,rate,valid_from`, all to one currency. Throws Failure that names the line of a mistake. */
export async function readRates(path: string): Promise<Exchange> {
  const fail = (why: string): never => {
    throw new Failure(`${path}${why}`, exits.badInput);
  };
  const content = await readFile(path).catch((error: NodeJS.ErrnoException) =>
    fail(error.code === 'ENOENT' ? ': there is no such file.' : ` can't be read (${error.message}).`),
  );
  const table = await readTable(content, { encoding: null, delimiter: null });
  if ('status' in table) return fail(`: ${table.why}.`);
  const [header = [], ...rows] = table.rows.map((row) => row.map(textOf));
  const at = columns.map((name) => header.indexOf(name));
  if (at.includes(-1)) return fail(`: rates have the columns ${columns.join(', ')}.`);
  const read = rows.map((row, n) => {
    const [from = '', to = '', rate = '', validFrom = ''] = at.map((position) => row[position] ?? '');
    const wrong = faultOf({ from, to, rate, validFrom });
    return wrong === null ? { from, to, rate, validFrom } : fail(`:${table.lineOf(n + 1)}: ${wrong}.`);
  });
  const [to, another] = [...new Set(read.map((row) => row.to))];
  if (to === undefined || another !== undefined) return fail(': all rates lead to one currency, that of the report.');
  return { to, rates: read.map(({ from, rate, validFrom }): ExchangeRate => ({ from, rate, validFrom })) };
}

function faultOf({ from, to, rate, validFrom }: ExchangeRate & { to: string }): string | null {
  const code = /^[A-Z]{3}$/;
  if (!code.test(from) || !code.test(to)) return `'${code.test(from) ? to : from}' is no currency; write its three letters, such as EUR`;
  if (!/^\d+(\.\d+)?$/.test(rate) || Number(rate) === 0) return `'${rate}' is no rate; write it as 0.92`;
  return isDay(validFrom) ? null : `'${validFrom}' is no day; write it as 2026-03-31`;
}

/** A total in the reporting currency. Throws Failure when a currency has no rate on the day. */
export function inOneCurrency(amounts: Amounts, exchange: Exchange, on: Day): Exchanged {
  const total = exchangeAll(amounts, exchange, on);
  if ('without' in total) throw new Failure(`--rates: there is no rate from ${total.without.join(' and ')} to ${exchange.to} for ${on}.`, exits.badInput);
  return total;
}
