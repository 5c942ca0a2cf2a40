import type { Day } from '../../domain/calendar/day.js';
import type { Minor } from '../../domain/money/minor.js';
import type { RowProblem } from './problem.js';
import { readAmount, recogniseMark, type DecimalMark } from './readAmount.js';
import { dayReader } from './readDay.js';
import { isNumber, problemAt, valueOf, valuesOf, type Source, type SourceRow } from './source.js';

/** Reads the values of one file; what can't be read is noted, and null is answered. */
export interface Values {
  text(row: SourceRow, field: string): string;
  /** Null for an empty field. */
  optional(row: SourceRow, field: string): string | null;
  /** Notes a problem for an empty field. */
  needed(row: SourceRow, field: string): string | null;
  day(row: SourceRow, field: string): Day | null;
  amount(row: SourceRow, field: string, currency: string): Minor | null;
  /** An amount inside a longer value. */
  amountOf(text: string, currency: string): Minor | { why: string };
  currency(row: SourceRow, otherwise: string | null): string | null;
  /** Yes or no; null for an empty field. */
  flag(row: SourceRow, field: string): boolean | null;
  wholeNumber(row: SourceRow, field: string): number | null;
  problem(row: SourceRow, field: string, why: string): null;
}

/** Readers for a file whose amounts and days stand in these fields. */
export function valuesReader(source: Source, amounts: readonly string[], days: readonly string[], problems: RowProblem[]): Values {
  const readDay = dayReader(source.preset.dateFormats, () => valuesOf(source, days));
  let mark: DecimalMark | { why: string } | null = source.preset.decimal;
  const text = (row: SourceRow, field: string): string => valueOf(source, row, field);
  const problem = (row: SourceRow, field: string, why: string): null => {
    problems.push(problemAt(source, row, field, why));
    return null;
  };
  const checked = <T>(row: SourceRow, field: string, value: T | { why: string }): T | null =>
    typeof value === 'object' && value !== null && 'why' in value ? problem(row, field, value.why) : value;
  const amountOf = (value: string, currency: string): Minor | { why: string } => {
    mark ??= recogniseMark(valuesOf(source, amounts));
    return typeof mark === 'string' ? readAmount(value, mark, currency) : mark;
  };
  return {
    text,
    problem,
    optional: (row, field) => text(row, field) || null,
    needed: (row, field) => text(row, field) || problem(row, field, 'is empty'),
    day: (row, field) => checked(row, field, readDay(text(row, field))),
    amountOf,
    amount: (row, field, currency) =>
      checked(row, field, isNumber(source, row, field) ? readAmount(text(row, field), '.', currency) : amountOf(text(row, field), currency)),
    currency: (row, otherwise) => readCurrency(text(row, 'currency'), otherwise, (why) => problem(row, 'currency', why)),
    flag: (row, field) => readFlag(text(row, field), (why) => problem(row, field, why)),
    wholeNumber: (row, field) =>
      text(row, field) === '' ? null : /^\d{1,6}$/.test(text(row, field)) ? Number(text(row, field)) : problem(row, field, 'is no whole number'),
  };
}

const currencies = new Set(Intl.supportedValuesOf('currency'));
const symbols: Readonly<Record<string, string>> = { '€': 'EUR', '£': 'GBP' };

/** Whether a code is a currency of ISO 4217. */
export function isCurrency(code: string): boolean {
  return currencies.has(code);
}

function readCurrency(text: string, otherwise: string | null, problem: (why: string) => null): string | null {
  const code = symbols[text] ?? text.toUpperCase();
  if (code !== '') return isCurrency(code) ? code : problem('is no currency; write its three letters, such as EUR');
  return otherwise ?? problem('no currency: name a column for it, or state one for the whole file');
}

const yes = new Set(['yes', 'y', 'true', '1', 'x', 'ja', 'j', 'si', 'sí', 's', 'wahr']);
const no = new Set(['no', 'n', 'false', '0', '-', 'nein', 'falsch']);

function readFlag(text: string, problem: (why: string) => null): boolean | null {
  const word = text.toLowerCase();
  if (word === '') return null;
  if (yes.has(word)) return true;
  return no.has(word) ? false : (problem('is neither yes nor no'), null);
}
