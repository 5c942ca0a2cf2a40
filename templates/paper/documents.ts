import type { MessageToRender, StatementData } from '../../activities/ports.js';
import type { WrittenMessage } from '../writing/write.js';
import { fill } from '../writing/words.js';
import { drawLetter } from './letter.js';
import { mm, Paper, paperSize, type Faces } from './paper.js';
import { writePdf } from './pdf.js';
import { drawStatement } from './statement.js';

const letterMargin = { top: 25 * mm, right: 20 * mm, bottom: 22 * mm, left: 25 * mm };
const statementMargin = { top: 18 * mm, right: 20 * mm, bottom: 20 * mm, left: 20 * mm };

/** A letter as a PDF, with the statement behind it when it does not show every item itself. */
export function letterPdf(faces: Faces, message: MessageToRender, written: WrittenMessage): Uint8Array {
  const paper = new Paper(faces, paperSize(message.statement.entity.country), letterMargin);
  drawLetter(paper, message, written);
  return finish(paper, message.statement, written, written.subject, message.onDay);
}

/** The statement of an account as a PDF. */
export function statementPdf(faces: Faces, statement: StatementData, written: WrittenMessage, onDay: string): Uint8Array {
  const paper = new Paper(faces, paperSize(statement.entity.country), statementMargin);
  drawStatement(paper, statement, written);
  return finish(paper, statement, written, fill(written.words.statementAsOf, { day: written.formats.longDay(statement.asOf) }), onDay);
}

function finish(paper: Paper, statement: StatementData, written: WrittenMessage, title: string, onDay: string): Uint8Array {
  drawFeet(paper, statement, written);
  return writePdf(paper, { title, author: statement.entity.name, language: written.language, onDay });
}

/** Who writes, for whom, and which page of how many; drawn last, when the pages can be counted. */
function drawFeet(paper: Paper, { entity, customer }: StatementData, { words, formats }: WrittenMessage): void {
  const right = paper.size.width - paper.margin.right;
  const y = paper.size.height - 13 * mm;
  const pages = formats.count(paper.pages.length);
  const sender = [entity.name, ...entity.addressLines].join(', ');
  const whose = `${words.customerNumber} ${customer.number}`;
  paper.pages.forEach((_, at) => {
    const style = { size: 7.5, colour: 'grey' } as const;
    const page = fill(words.page, { page: formats.count(at + 1), pages });
    const end = `${whose} · ${page}`;
    const [line = ''] = paper.broken(sender, paper.innerWidth - paper.width(end, 7.5) - 20, 7.5);
    paper.text(line, paper.margin.left, y, style, at);
    paper.textTo(end, right, y, style, at);
  });
}
