import type { Words } from '../../../templates/writing/words.js';
import type { Tables, TotalLine } from '../../../templates/writing/tables.js';
import type { Paper } from './paper.js';

/** Draws a heading and leaves a little room below it. */
export function drawHeading(paper: Paper, text: string, { size = 10, tag = 'H2' }: { size?: number; tag?: 'H1' | 'H2' } = {}): void {
  const element = { tag, parent: null } as const;
  for (const line of paper.broken(text, paper.innerWidth, size, true)) {
    paper.text(line, paper.margin.left, paper.y + size, { size, bold: true, colour: 'accent', element });
    paper.y += size * 1.3;
  }
  paper.y += 4;
}

/** Draws totals at the right, the one to be paid in bold, all on one page. */
export function drawTotals(paper: Paper, totals: readonly TotalLine[]): void {
  const right = paper.size.width - paper.margin.right - 3;
  const widest = Math.max(0, ...totals.map(({ amount, strong }) => paper.width(amount, 9.5, strong)));
  paper.reserve(totals.length * 13 + 8);
  for (const { label, amount, strong } of totals) {
    const style = { size: 9.5, bold: strong, element: { tag: 'P', parent: null } } as const;
    paper.textTo(label, right - widest - 16, paper.y + 10, style);
    paper.textTo(amount, right, paper.y + 10, style);
    paper.y += 13;
  }
  paper.y += 12;
}

/** Draws where to pay, all on one page. */
export function drawBank(paper: Paper, bank: Tables['bank'], words: Words): void {
  if (bank.length === 0) return;
  paper.reserve(bank.length * 13 + 26);
  drawHeading(paper, words.bank.title);
  const indent = Math.max(...bank.map(({ label }) => paper.width(label, 9.5))) + 14;
  for (const { label, value } of bank) {
    const element = { tag: 'P', parent: null } as const;
    paper.text(label, paper.margin.left, paper.y + 10, { size: 9.5, colour: 'grey', element });
    for (const line of paper.broken(value, paper.innerWidth - indent, 9.5)) {
      paper.text(line, paper.margin.left + indent, paper.y + 10, { size: 9.5, element });
      paper.y += 13;
    }
  }
  paper.y += 10;
}
