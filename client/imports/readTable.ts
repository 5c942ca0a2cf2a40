import { CsvError, parse } from 'csv-parse/sync';
import { InvalidInputError, InvalidSpreadsheetError, readSheet } from 'read-excel-file/node';
import { decodeText, type Encoding } from './decodeText.js';
import { refuse, type Refusal } from './problem.js';

/** A field of a table. A spreadsheet's numbers and days are known as such; everything else is text, trimmed by whoever reads it. */
export type Cell = string | { number: string } | { day: string };

export interface Table {
  rows: Cell[][];
  /** The line, as an editor or a spreadsheet counts, on which a row begins. */
  lineOf(row: number): number;
}

export interface TableOptions {
  encoding: Encoding | null;
  /** Null: recognised from the first lines. */
  delimiter: string | null;
}

/** The text of a cell, trimmed; no-break spaces count as spaces. */
export function textOf(cell: Cell | undefined): string {
  if (cell === undefined) return '';
  if (typeof cell === 'string') return cell.trim();
  return 'number' in cell ? cell.number : cell.day;
}

/** Reads a CSV file or the first sheet of an XLSX file, recognised by its content. */
export async function readTable(content: Uint8Array, options: TableOptions): Promise<Table | Refusal> {
  if (content.length === 0) return refuse('NOT_READABLE', 'The file is empty');
  const [a, b, c, d] = content;
  if (a === 0x50 && b === 0x4b && c === 3 && d === 4) return readWorkbook(content);
  if (a === 0xd0 && b === 0xcf && c === 0x11) return refuse('NOT_READABLE', 'The file is in the old Excel format; save it as .xlsx or .csv');
  return readText(content, options);
}

function readText(content: Uint8Array, { encoding, delimiter }: TableOptions): Table | Refusal {
  const decoded = decodeText(content, encoding);
  if ('why' in decoded) return refuse('NOT_READABLE', `The file can't be read: ${decoded.why}`);
  const text = decoded.text;
  if (text.includes('\u0000')) return refuse('NOT_READABLE', 'The file is no text: it contains zero bytes');
  try {
    const rows: string[][] = parse(text, { delimiter: delimiter ?? recogniseDelimiter(text), relax_column_count: true, skip_empty_lines: false });
    return { rows, lineOf: lineCounter(rows, text) };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = Number(error['lines']) || null;
    return refuse('NOT_READABLE', `The file is no proper CSV: ${error.message}`, [{ line, column: null, value: null, why: error.message }]);
  }
}

/** A quoted field may hold line breaks, so that rows and lines part ways. */
function lineCounter(rows: readonly string[][], text: string): (row: number) => number {
  const breaks = text.includes('"') ? rows.map(breaksIn) : [];
  if (breaks.every((count) => count === 0)) return (row) => row + 1;
  let next = 1;
  const starts = breaks.map((count) => {
    const start = next;
    next += 1 + count;
    return start;
  });
  return (row) => starts[row] ?? next;
}

function breaksIn(cells: readonly string[]): number {
  let breaks = 0;
  for (const cell of cells) if (cell.includes('\n')) breaks += cell.split('\n').length - 1;
  return breaks;
}

/** The delimiter that splits the most of the first lines into the same number of fields. */
export function recogniseDelimiter(text: string): string {
  const lines = text
    .slice(0, 20_000)
    .split(/\r\n|\n|\r/)
    .slice(0, 60)
    .map((line) => line.replaceAll(/"[^"]*"/g, ''));
  const scored = [',', ';', '\t', '|'].map((delimiter) => {
    const tally = new Map<number, number>();
    for (const line of lines) {
      const count = line.split(delimiter).length - 1;
      if (count > 0) tally.set(count, (tally.get(count) ?? 0) + 1);
    }
    return { delimiter, score: Math.max(0, ...[...tally].map(([count, times]) => times * times * count)) };
  });
  return scored.reduce((best, next) => (next.score > best.score ? next : best)).delimiter;
}

async function readWorkbook(content: Uint8Array): Promise<Table | Refusal> {
  try {
    const sheet = await readSheet(Buffer.from(content), { trim: false });
    return { rows: sheet.map((row) => row.map(toCell)), lineOf: (row) => row + 1 };
  } catch (error) {
    if (!(error instanceof InvalidInputError) && !(error instanceof InvalidSpreadsheetError)) throw error;
    return refuse('NOT_READABLE', `The file is no workbook that can be read (${error.message})`);
  }
}

function toCell(value: unknown): Cell {
  if (value === null || value === undefined) return '';
  if (value instanceof Date) return { day: value.toISOString().slice(0, 10) };
  if (typeof value === 'number') return { number: plainNumber(value) };
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Spreadsheets keep 15 digits; what a binary fraction adds behind them is no information. */
function plainNumber(value: number): string {
  const text = String(Number(value.toPrecision(15)));
  return text.includes('e') ? value.toFixed(Math.abs(value) < 1 ? 12 : 0) : text;
}
