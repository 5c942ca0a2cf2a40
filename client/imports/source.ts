import { fieldsOf, type ImportKind } from './fields.js';
import { findHeader, proposeMapping, type Header } from './mapping.js';
import type { Column, Preset } from './preset.js';
import { refuse, type Refusal, type RowProblem } from './problem.js';
import { textOf, type Cell, type Table } from './readTable.js';

/** A row of data: its cells, and where it stands. */
export interface SourceRow {
  at: number;
  cells: readonly Cell[];
  /** What the heading above it says, for the field that the preset names. */
  section: string;
}

/** The rows of a file under its header, without titles, headings, totals and empty rows. */
export interface Source {
  preset: Preset;
  header: Header;
  rows: SourceRow[];
  /** How many fields a row may have: as many as the header has columns, or as most rows have. */
  fields: number;
  /** Rows that were left out, and why. */
  ignored: { line: number; why: string }[];
  lineOf(row: SourceRow): number;
}

/** Finds the header and the rows of data. Refuses when a column that can't be done without is missing. */
export function openSource(table: Table, kind: ImportKind, preset: Preset): Source | Refusal {
  const required = requiredColumns(kind, preset);
  const header = findHeader(table.rows, preset.columns as Record<string, Column>, required, preset.skipLines);
  if ('missing' in header) return refuseHeader(header.missing, header.found, preset, kind);
  const source: Source = { preset, header, rows: [], fields: 0, ignored: [], lineOf: ({ at }) => table.lineOf(at) };
  const kindOf = rowKinds(header, kind);
  let section = '';
  table.rows.forEach((cells, at) => {
    if (at <= header.row) return;
    const rowKind = kindOf(cells);
    if (rowKind === 'data') source.rows.push({ at, cells, section });
    if (rowKind === 'heading') section = textOf(cells.find((cell) => textOf(cell) !== ''));
    if (rowKind !== 'data' && rowKind !== 'empty') source.ignored.push({ line: table.lineOf(at), why: rowKind });
  });
  source.fields = Math.max(header.columns.length, usualLength(source.rows));
  return source;
}

function usualLength(rows: readonly SourceRow[]): number {
  const counts = new Map<number, number>();
  for (const { cells } of rows) counts.set(cells.length, (counts.get(cells.length) ?? 0) + 1);
  return [...counts].reduce((most, next) => (next[1] > most[1] ? next : most), [0, 0])[0];
}

/** A preset from the header alone; refuses with the proposal when something is missing or doubtful. */
export function proposePreset(table: Table, kind: ImportKind): Pick<Preset, 'columns'> | Refusal {
  const header = likelyHeader(table, kind);
  const proposal = proposeMapping(kind, header);
  const open = [
    ...proposal.missing.map((field) => `no column for ${field}`),
    ...proposal.doubtful.map(({ field, columns }) => `${columns.length} columns for ${field}`),
  ];
  if (open.length > 0)
    return refuse(
      'NO_HEADER',
      `The columns can't be told from their names: ${open.join(', ')}. The file has ${header.join(', ') || 'no header'}. Say which column is which with a preset or a mapping`,
    );
  return { columns: Object.fromEntries(Object.entries(proposal.columns).map(([field, name]) => [field, { from: [name] }])) };
}

/** The header as far as it can be recognised: the row of the first forty in which the most columns are known by name. */
export function likelyHeader(table: Table, kind: ImportKind): string[] {
  let best: { columns: string[]; known: number } = { columns: [], known: 0 };
  for (const row of table.rows.slice(0, 40)) {
    const columns = row.map(textOf);
    const known = Object.keys(proposeMapping(kind, columns).columns).length;
    if (known > best.known) best = { columns, known };
  }
  return best.columns.filter((name) => name !== '');
}

/** The text of a field in a row, by the preset: its column, several joined, the heading above, or a constant; empty when there is none. */
export function valueOf({ preset, header }: Source, row: SourceRow, field: string): string {
  const positions = header.positions.get(field);
  const text = positions ? cellText(row, positions, preset.columns[field] as Column) : '';
  if (text !== '') return text;
  return preset.section === field ? row.section : (preset.constants[field] ?? '');
}

function cellText({ cells }: SourceRow, positions: readonly number[], { join, with: between, stripSuffix, stripLeadingZeros }: Column): string {
  let text = join
    ? positions
        .map((at) => textOf(cells[at]))
        .filter((part) => part !== '')
        .join(between ?? ' ')
    : textOf(cells[positions[0] ?? -1]);
  if (stripSuffix && text.endsWith(stripSuffix)) text = text.slice(0, -stripSuffix.length);
  return stripLeadingZeros ? text.replace(/^0+(?=.)/, '') : text;
}

/** Whether a spreadsheet says that the field is a number, written as such whatever the file's decimal mark. */
export function isNumber({ header }: Source, row: SourceRow, field: string): boolean {
  const cell = row.cells[header.positions.get(field)?.[0] ?? -1];
  return typeof cell === 'object' && 'number' in cell;
}

/** Every value of these fields, for what only the whole file can tell. */
export function* valuesOf(source: Source, fields: readonly string[]): Generator<string> {
  for (const row of source.rows)
    for (const field of fields) {
      const value = isNumber(source, row, field) ? '' : valueOf(source, row, field);
      if (value !== '') yield value;
    }
}

/** A problem with a field of a row, in the words of the file. */
export function problemAt(source: Source, row: SourceRow, field: string, why: string): RowProblem {
  const positions = source.header.positions.get(field) ?? [];
  const column = positions.map((at) => source.header.columns[at] ?? '').join(' + ');
  return { line: source.lineOf(row), column: column === '' ? field : column, value: valueOf(source, row, field) || null, why };
}

/** A row that has more fields than it may have: most often a delimiter inside a value without quotes. */
export function overflows({ header, fields }: Source, { cells }: SourceRow): boolean {
  return cells.length > fields || (cells.length > header.columns.length && cells.slice(header.columns.length).some((cell) => textOf(cell) !== ''));
}

/** The fields that a mapping of a kind of file can't do without. */
export function requiredColumns(kind: ImportKind, { constants, section, columns }: Preset): string[] {
  return fieldsOf[kind]
    .filter(({ name, required }) => required && constants[name] === undefined && section !== name)
    .map(({ name }) => name)
    .filter((name) => !(name === 'customerNumber' && section === 'customerName' && columns[name] === undefined));
}

type RowKind = 'data' | 'empty' | 'heading' | 'total';

/**
 * Tells rows of data from the rest; only ledgers' reports have a rest. A single cell is a heading; a row that begins with a word for total, or with asterisks, and carries
 * neither a document number nor a due date of its own is a total. A customer may be called Total.
 */
function rowKinds(header: Header, kind: ImportKind): (cells: readonly Cell[]) => RowKind {
  const own = ['documentNumber', 'dueDate'].flatMap((field) => header.positions.get(field) ?? []);
  return (cells) => {
    let first = -1;
    let filled = 0;
    for (let at = 0; at < cells.length && filled < 2; at += 1)
      if (textOf(cells[at]) !== '') {
        filled += 1;
        if (first < 0) first = at;
      }
    if (filled === 0) return 'empty';
    if (kind !== 'open-items') return 'data';
    if (filled === 1 && header.columns.filter(Boolean).length > 1) return 'heading';
    const isTotal = totals.test(textOf(cells[first])) && own.every((at) => at === first || textOf(cells[at]) === '');
    return isTotal ? 'total' : 'data';
  };
}

const totals = /^(?:\*+$|(?:grand |sub-?)?total\b|subtotal\b|(?:gesamt|zwischen|end)?summe\b|gesamt\b|suma\b)/i;

function refuseHeader(missing: readonly string[], found: readonly string[], preset: Preset, kind: ImportKind): Refusal {
  const names = missing.map((field) => {
    const column = preset.columns[field] as Column | undefined;
    return column ? `${field} (${(column.join ?? column.from).join(' or ')})` : field;
  });
  const there = found.length > 0 ? `the file has ${found.join(', ')}` : 'no row looks like a header';
  return refuse('NO_HEADER', `The file has no column for ${names.join(', ')}, which ${kind} can't do without; ${there}`);
}
