import type { Element, Paper } from './paper.js';

export interface Column {
  label: string;
  /** In points. */
  width: number;
  align: 'left' | 'right';
}

export interface Row {
  cells: readonly string[];
  /** A remark that goes below the row, across all columns. */
  note?: string;
  strong?: boolean;
}

const size = 8.5;
const leading = 10.5;
const padding = 3;
/** The most rows whose cells are told apart when read aloud; a longer table is read row by row, which takes a tenth of the file. */
const mostRowsByCell = 100;

/** Draws a table from here on, with its head again on each page that it goes on to. */
export function drawTable(paper: Paper, columns: readonly Column[], rows: readonly Row[]): void {
  const byCell = rows.length <= mostRowsByCell;
  const table: Element | null = byCell ? { tag: 'Table', parent: null } : null;
  paper.reserve(headHeight(paper, columns) + 2 * (leading + 2 * padding));
  drawHead(paper, columns, byCell ? { tag: 'TR', parent: table } : { tag: 'P', parent: null }, byCell);
  for (const row of rows) {
    const laid = layOut(paper, columns, row);
    if (!paper.fits(laid.height)) {
      paper.turn();
      drawHead(paper, columns, null, false);
    }
    drawRow(paper, columns, laid, byCell ? { tag: 'TR', parent: table } : { tag: 'P', parent: null }, byCell);
  }
  paper.y += leading;
}

interface LaidOut {
  lines: string[][];
  note: string[];
  strong: boolean;
  height: number;
}

function layOut(paper: Paper, columns: readonly Column[], { cells, note, strong = false }: Row): LaidOut {
  // A figure that is broken can be misread: what stands at the right is made smaller instead.
  const lines = columns.map(({ width, align }, at) =>
    align === 'right' ? [cells[at] ?? ''] : paper.broken(cells[at] ?? '', width - 2 * padding, size, strong),
  );
  const notes = note ? paper.broken(note, widthOf(columns) - 2 * padding, size - 1) : [];
  const most = Math.max(...lines.map(({ length }) => length), 1);
  return { lines, note: notes, strong, height: (most + notes.length) * leading + padding };
}

function drawRow(paper: Paper, columns: readonly Column[], { lines, note, strong, height }: LaidOut, row: Element, byCell: boolean): void {
  const top = paper.y;
  const first = byCell ? ({ tag: 'TD', parent: row } as const) : row;
  let x = paper.margin.left;
  for (const [at, column] of columns.entries()) {
    const element: Element = at === 0 ? first : byCell ? { tag: 'TD', parent: row } : row;
    drawCell(paper, column, lines[at] ?? [], { x, top, strong, element });
    // The remark belongs to the document that it is about, and is read with it.
    const below = top + Math.max(...lines.map(({ length }) => length), 1) * leading;
    if (at === 0) note.forEach((line, n) => paper.text(line, x + padding, below + (n + 1) * leading - 2, { size: size - 1, colour: 'grey', element }));
    x += column.width;
  }
  paper.y = top + height;
  paper.rule(paper.margin.left, paper.y, widthOf(columns), { weight: 0.4, colour: 'pale' });
}

function drawHead(paper: Paper, columns: readonly Column[], row: Element | null, byCell: boolean): void {
  const height = headHeight(paper, columns);
  let x = paper.margin.left;
  for (const column of columns) {
    const lines = paper.broken(column.label, column.width - 2 * padding, size - 1, true);
    const top = paper.y + height - padding - lines.length * leading;
    drawCell(paper, column, lines, { x, top, strong: true, size: size - 1, element: row && (byCell ? { tag: 'TH', parent: row } : row) });
    x += column.width;
  }
  paper.y += height;
  paper.rule(paper.margin.left, paper.y, widthOf(columns), { weight: 1, colour: 'accent' });
}

function headHeight(paper: Paper, columns: readonly Column[]): number {
  return Math.max(...columns.map(({ label, width }) => paper.broken(label, width - 2 * padding, size - 1, true).length)) * leading + padding;
}

interface Cell {
  x: number;
  top: number;
  strong: boolean;
  size?: number;
  element: Element | null;
}

function drawCell(paper: Paper, { width, align }: Column, lines: readonly string[], cell: Cell): void {
  const { x, top, strong: bold, element } = cell;
  lines.forEach((line, n) => {
    const y = top + (n + 1) * leading - 1.5;
    const style = { size: paper.sizeToFit(line, width - 2 * padding, cell.size ?? size, bold), bold, element };
    if (align === 'right') paper.textTo(line, x + width - padding, y, style);
    else paper.text(line, x + padding, y, style);
  });
}

const widthOf = (columns: readonly Column[]): number => columns.reduce((sum, { width }) => sum + width, 0);
