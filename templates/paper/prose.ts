import { plain, type Block, type Line, type Run } from '../writing/blocks.js';
import type { Tables } from '../writing/tables.js';
import type { Words } from '../writing/words.js';
import { drawBank, drawHeading, drawTotals } from './parts.js';
import type { Element, Paper } from './paper.js';
import { drawTable, type Column } from './table.js';

const size = 10;
const leading = 13.5;
/** Room below a paragraph. */
const below = 7;

/** Draws a message's text with its tables. */
export function drawBlocks(paper: Paper, blocks: readonly Block[], tables: Tables, words: Words): void {
  const closing = blocks.at(-1);
  blocks.forEach((block, at) => {
    // The closing never stands alone on a page.
    if (at === blocks.length - 2 && block.kind === 'paragraph' && closing?.kind === 'paragraph')
      paper.reserve(heightOf(paper, block.lines) + heightOf(paper, closing.lines));
    drawBlock(paper, block, tables, words);
  });
}

function drawBlock(paper: Paper, block: Block, tables: Tables, words: Words): void {
  switch (block.kind) {
    case 'paragraph':
      return drawParagraph(paper, block.lines);
    case 'heading':
      return drawHeading(paper, block.text);
    case 'list':
      return drawList(paper, block.entries);
    case 'items':
      return drawItems(paper, tables, words);
    case 'totals':
      return drawTotals(paper, tables.totals);
    case 'bank':
      return drawBank(paper, tables, words);
    default:
      return block satisfies never;
  }
}

function heightOf(paper: Paper, lines: readonly Line[]): number {
  return brokenIn(paper, lines).length * leading + below;
}

const brokenIn = (paper: Paper, lines: readonly Line[]): Line[] => lines.flatMap((line) => brokenRuns(paper, line, paper.innerWidth));

function drawParagraph(paper: Paper, lines: readonly Line[]): void {
  const broken = brokenIn(paper, lines);
  // A paragraph of a few lines stays together.
  paper.reserve(Math.min(broken.length, 6) * leading);
  drawLines(paper, broken, paper.margin.left, { tag: 'P', parent: null });
  paper.y += below;
}

function drawList(paper: Paper, entries: readonly Line[]): void {
  const list: Element = { tag: 'L', parent: null };
  for (const entry of entries) {
    const body: Element = { tag: 'LBody', parent: { tag: 'LI', parent: list } };
    paper.reserve(leading);
    paper.text('•', paper.margin.left + 4, paper.y + size, { size });
    drawLines(paper, brokenRuns(paper, entry, paper.innerWidth - 16), paper.margin.left + 16, body);
  }
  paper.y += 7;
}

function drawItems(paper: Paper, { lines, further }: Tables, words: Words): void {
  const { columns } = words;
  const fixed: Column[] = [
    { label: columns.issued, width: 64, align: 'left' },
    { label: columns.due, width: 64, align: 'left' },
    { label: columns.days, width: 56, align: 'right' },
    { label: columns.open, width: 96, align: 'right' },
  ];
  const rest = paper.innerWidth - fixed.reduce((sum, { width }) => sum + width, 0);
  const rows = lines.map(({ kind, number, issued, due, days, open, note }) => ({ cells: [`${kind} ${number}`, issued, due, days, open], note }));
  drawTable(paper, [{ label: columns.document, width: rest, align: 'left' }, ...fixed], rows);
  if (further !== '') drawParagraph(paper, [[{ text: further, bold: false }]]);
}

function drawLines(paper: Paper, lines: readonly Line[], x: number, element: Element): void {
  for (const line of lines) {
    paper.reserve(leading);
    let at = x;
    for (const { text, bold } of line) {
      paper.text(text, at, paper.y + size, { size, bold, element });
      at += paper.width(text, size, bold);
    }
    paper.y += leading;
  }
}

/** Breaks a line of differing weights at spaces. */
function brokenRuns(paper: Paper, line: Line, width: number): Line[] {
  if (line.every(({ bold }) => !bold)) return paper.broken(plain(line), width, size).map((text) => [{ text, bold: false }]);
  const lines: Line[] = [[]];
  let used = 0;
  for (const { text, bold } of line.flatMap((run) => wordsOf(run, paper, width))) {
    const needed = paper.width(text.trimEnd(), size, bold);
    if (used > 0 && used + needed > width) {
      lines.push([]);
      used = 0;
    }
    lines.at(-1)?.push({ text: used === 0 ? text.trimStart() : text, bold });
    used += paper.width(text, size, bold);
  }
  return lines;
}

/** The words of a run, each with the space that follows it. */
function wordsOf({ text, bold }: Run, paper: Paper, width: number): Run[] {
  const words = text.match(/ *[^ ]+ ?| +/g) ?? [];
  return words
    .flatMap((word) => (paper.width(word, size, bold) <= width ? [word] : paper.broken(word, width, size, bold)))
    .map((word) => ({ text: word, bold }));
}
