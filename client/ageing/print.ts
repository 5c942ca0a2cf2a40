import Table from 'cli-table3';
import { stringify } from 'csv-stringify/sync';
import writeExcelFile, { type Row } from 'write-excel-file/node';
import { ratesSaid } from '../../domain/money/exchange.js';
import { exponentOf } from '../../domain/money/minor.js';
import { layOut, plainOf, type Field } from './grid.js';
import type { AgeingReport } from './report.js';

export const ageingFormats = ['table', 'json', 'csv', 'xlsx'] as const;

/** Prints a report: text for a terminal, JSON with minor units, CSV with plain decimals, or a workbook with real numbers. */
export async function printAgeing(report: AgeingReport, format: (typeof ageingFormats)[number]): Promise<string | Uint8Array> {
  switch (format) {
    case 'table':
      return printTable(report);
    case 'json':
      return `${JSON.stringify(report, null, 2)}\n`;
    case 'csv':
      return printCsv(report);
    case 'xlsx':
      return printWorkbook(report);
    default:
      return format satisfies never;
  }
}

const longestName = 30;

function printTable(report: AgeingReport): string {
  const { header, rows, totals } = layOut(report);
  const isText = (at: number): boolean => 'text' in (rows[0]?.[at] ?? totals[0]?.[at] ?? { text: '' });
  const table = new Table({ head: header, colAligns: header.map((_, at) => (isText(at) ? 'left' : 'right')), style: { head: [], border: [], compact: true } });
  table.push(...[...rows, ...totals].map((row) => row.map(readable)));
  const title = `Open items as of ${report.asOf}, by ${report.by}`;
  const { inOneCurrency: one } = report;
  const rates = one ? `All in ${one.total.currency}: ${ratesSaid(one.rates)}\n` : '';
  return rows.length === 0 ? `${title}: none\n` : `${title}\n${table.toString()}\n${rates}`;
}

function readable(field: Field): string {
  if ('text' in field) return field.text.length > longestName ? `${field.text.slice(0, longestName - 1)}…` : field.text;
  if ('count' in field) return String(field.count);
  if (field.minor === 0) return '-';
  const [whole = '', fraction] = plainOf(field).split('.');
  const grouped = whole.replaceAll(/\B(?=(?:\d{3})+$)/g, ',');
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

function printCsv(report: AgeingReport): string {
  const { header, rows, totals } = layOut(report);
  return stringify([header, ...[...rows, ...totals].map((row) => row.map((field) => ('text' in field ? disarmed(field.text) : plainOf(field))))]);
}

/** A text that a spreadsheet would take for a formula is marked as text. Source: OWASP, CSV Injection. */
function disarmed(text: string): string {
  return /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
}

async function printWorkbook(report: AgeingReport): Promise<Uint8Array> {
  const { header, rows, totals } = layOut(report);
  const head: Row = header.map((value) => ({ value, fontWeight: 'bold' }));
  const body = rows.map((row): Row => row.map(cellOf));
  const foot = totals.map((row): Row => row.map((field) => ({ ...cellOf(field), fontWeight: 'bold' as const })));
  const columns = header.map((name, at) => ({ width: at < 2 ? 24 : Math.max(10, name.length + 2, 16) }));
  return writeExcelFile([head, ...body, ...foot], { sheet: `Ageing ${report.asOf}`, stickyRowsCount: 1, columns }).toBuffer();
}

function cellOf(field: Field) {
  if ('text' in field) return { value: field.text, type: String };
  if ('count' in field) return { value: field.count, type: Number, format: '0' };
  const places = exponentOf(field.currency);
  return { value: Number(plainOf(field)), type: Number, format: places === 0 ? '#,##0' : `#,##0.${'0'.repeat(places)}` };
}
