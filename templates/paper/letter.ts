import type { MessageToRender } from '../../activities/ports.js';
import type { WrittenMessage } from '../writing/write.js';
import { mm, type Paper } from './paper.js';
import { drawHeading } from './parts.js';
import { drawBlocks } from './prose.js';
import { drawStatement } from './statement.js';

/**
 * Draws a letter for an envelope with a window at the left. Places as in DIN 5008, form B; the address also stays
 * within the window of a US no. 10 envelope.
 */
export function drawLetter(paper: Paper, { statement, recipient, onDay }: MessageToRender, written: WrittenMessage): void {
  const { entity } = statement;
  const { words, formats } = written;
  const size = paper.sizeToFit(entity.name, paper.innerWidth, 15, true);
  paper.text(entity.name, paper.margin.left, 24 * mm, { size, bold: true, colour: 'accent', element: { tag: 'P', parent: null } });
  drawAddress(paper, [entity.name, ...entity.addressLines].join(' · '), addressLines(recipient, statement.customer));
  drawReference(paper, [
    [words.customerNumber, statement.customer.number],
    [words.date, formats.longDay(onDay)],
    ['', entity.phone ?? ''],
    ['', entity.email ?? ''],
  ]);
  drawFoldMarks(paper);
  paper.y = 103.4 * mm - 10;
  drawHeading(paper, written.subject, { size: 11, tag: 'H1' });
  paper.y += 12;
  drawBlocks(paper, written.blocks, written.tables, words);
  if (!written.statementAttached) return;
  paper.turn();
  drawStatement(paper, statement, written);
}

/** The address as it was decided on, with the company's name first: nothing else may show in the window. */
function addressLines({ address }: MessageToRender['recipient'], { name, addressLines: onFile }: MessageToRender['statement']['customer']): string[] {
  const lines = address
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const given = lines.length > 1 ? lines : onFile;
  return given[0] === name ? given : [name, ...given];
}

/** The window shows 45 to 90 mm from the top; the sender's line stands above six lines of address. */
function drawAddress(paper: Paper, sender: string, lines: readonly string[]): void {
  const { left } = paper.margin;
  const width = 80 * mm;
  const [from = ''] = paper.broken(sender, width, 6.5);
  paper.text(from, left, 58 * mm, { size: 6.5, colour: 'grey', element: { tag: 'P', parent: null } });
  const broken = (size: number) => lines.flatMap((line) => paper.broken(line, width, size));
  const size = broken(10).length <= 6 ? 10 : 8;
  const leading = Math.min(size * 1.2, 72 / broken(size).length);
  broken(size).forEach((line, at) => paper.text(line, left, 66 * mm + at * leading, { size, element: { tag: 'P', parent: null } }));
}

function drawReference(paper: Paper, rows: readonly (readonly [string, string])[]): void {
  const x = 125 * mm;
  const width = paper.size.width - paper.margin.right - x;
  let y = 53 * mm;
  for (const [label, value] of rows.filter(([, text]) => text !== '')) {
    const element = { tag: 'P', parent: null } as const;
    if (label !== '') paper.text(label, x, y, { size: 8, colour: 'grey', element });
    if (label !== '') y += 11;
    for (const line of paper.broken(value, width, 9.5)) {
      paper.text(line, x, y, { size: 9.5, element });
      y += 13;
    }
  }
}

/** Folds at 105 and 210 mm and the punch mark, on A4. */
function drawFoldMarks(paper: Paper): void {
  if (paper.size.height < 297 * mm - 1) return;
  for (const y of [105, 148.5, 210]) paper.rule(4 * mm, y * mm, (y === 148.5 ? 6 : 4) * mm, { weight: 0.4 });
}
