import Table from 'cli-table3';
import colours from 'picocolors';
import { exponentOf, toDecimal, type Amounts } from '../../domain/money/minor.js';

/** Where commands write; tests and pipes give others. */
export interface Output {
  write(text: string): void;
}

export interface Column<Row> {
  title: string;
  /** Numbers and amounts stand on the right. */
  right?: boolean;
  /** Most characters of a cell; longer ones are wrapped. */
  width?: number;
  of(row: Row): string | number | null | undefined;
}

/** A table with a heading line and no rulers, fit to be read and to be cut by columns. */
export function tableOf<Row>(rows: readonly Row[], columns: readonly Column<Row>[]): string {
  const table = new Table({
    head: columns.map(({ title }) => colours.bold(title)),
    colAligns: columns.map(({ right }) => (right ? 'right' : 'left')),
    style: { head: [], border: [], compact: true, 'padding-left': 0, 'padding-right': 2 },
    wordWrap: true,
    colWidths: columns.map(({ width }) => width ?? null),
    chars: noRulers,
  });
  for (const row of rows) table.push(columns.map((column) => String(column.of(row) ?? '')));
  return `${table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')}\n`;
}

const noRulers = Object.fromEntries(
  [
    'top',
    'top-mid',
    'top-left',
    'top-right',
    'bottom',
    'bottom-mid',
    'bottom-left',
    'bottom-right',
    'left',
    'left-mid',
    'mid',
    'mid-mid',
    'right',
    'right-mid',
    'middle',
  ].map((name) => [name, '']),
);

/** Name and value, one to a line. */
export function factsOf(facts: readonly (readonly [string, string | number | null | undefined])[]): string {
  const given = facts.filter(([, value]) => value !== null && value !== undefined && value !== '');
  const width = Math.max(0, ...given.map(([name]) => name.length));
  return given.map(([name, value]) => `${colours.bold(name.padEnd(width))}  ${value}\n`).join('');
}

/** `1,250.00 EUR`. */
export function money(minor: number, currency: string): string {
  const places = exponentOf(currency);
  const [whole = '', fraction] = toDecimal(minor, currency).split('.');
  return `${whole.replaceAll(/\B(?=(\d{3})+$)/g, ',')}${places > 0 ? `.${fraction}` : ''} ${currency}`;
}

/** An amount for each currency, one to a line; `-` when there is none. */
export function monies(amounts: Amounts): string {
  const some = Object.entries(amounts)
    .filter(([, minor]) => minor !== 0)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return some.length > 0 ? some.map(([currency, minor]) => money(minor, currency)).join('\n') : '-';
}

/** `2020-06-30 09:12`, in UTC. */
export const moment = (at: string | null | undefined): string => (at ? at.slice(0, 16).replace('T', ' ') : '');

/** A heading between parts of an answer. */
export const heading = (text: string): string => `\n${colours.bold(text)}\n`;

/** A list as the API answers it. */
export interface Listed<Row> {
  total: number;
  offset: number;
  items: Row[];
}

/** A list with what was left out of it. */
export function listOf<Row>({ total, offset, items }: Listed<Row>, columns: readonly Column<Row>[]): string {
  if (items.length === 0) return total === 0 ? 'None.\n' : `None from ${offset} on; there are ${total}.\n`;
  const after = total - offset - items.length;
  return tableOf(items, columns) + (after > 0 ? colours.dim(`… ${after} more; see --limit and --offset\n`) : '');
}
