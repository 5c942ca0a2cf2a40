import type { Words } from '../writing/words.js';
import type { Tables, TotalLine } from '../writing/tables.js';
import { mm, type Paper } from './paper.js';

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

/** Side of a payment code, and the room that its rim needs. */
const code = { side: 25 * mm, rim: 4 * mm };

/** Draws where to pay, all on one page; beside it, where the country has one, the code that a bank's app reads. */
export function drawBank(paper: Paper, { bank, payCode: codeOf }: Pick<Tables, 'bank' | 'payCode'>, words: Words): void {
  if (bank.length === 0) return;
  const payCode = codeOf();
  paper.reserve(Math.max(bank.length * 13 + 26, payCode ? code.side + 40 : 0));
  drawHeading(paper, words.bank.title);
  const top = paper.y;
  const width = paper.innerWidth - (payCode ? code.side + 2 * code.rim : 0);
  const indent = Math.max(...bank.map(({ label }) => paper.width(label, 9.5))) + 14;
  for (const { label, value } of bank) {
    const element = { tag: 'P', parent: null } as const;
    paper.text(label, paper.margin.left, paper.y + 10, { size: 9.5, colour: 'grey', element });
    for (const line of paper.broken(value, width - indent, 9.5)) {
      paper.text(line, paper.margin.left + indent, paper.y + 10, { size: 9.5, element });
      paper.y += 13;
    }
  }
  if (payCode) paper.y = Math.max(paper.y, drawCode(paper, payCode, top, words.bank.scan));
  paper.y += 10;
}

/** Draws a payment code at the right, and says below what it is; answers where it ends. */
function drawCode(paper: Paper, modules: boolean[][], top: number, caption: string): number {
  const right = paper.size.width - paper.margin.right;
  paper.code(modules, right - code.side, top, code.side);
  paper.textTo(caption, right, top + code.side + 11, { size: 8, colour: 'grey', element: { tag: 'P', parent: null } });
  return top + code.side + 14;
}
