import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRequire } from 'node:module';
import type { MessageToRender, StatementItem } from '../../activities/ports.js';
import { sampleStatement } from '../../templates/writing/sample.js';
import { openShelf } from '../../templates/writing/shelf.js';
import { write } from '../../templates/writing/write.js';
import { drawLetter } from '../../templates/paper/letter.js';
import { openFace } from '../../templates/paper/face.js';
import { mm, Paper, paperSize, type Element } from '../../templates/paper/paper.js';
import { drawStatement } from '../../templates/paper/statement.js';
import { createRenderer } from '../../worker/adapters/renderer.js';
import { invoice, messageOf, statementOf } from './account.js';
import { pagesOf } from './pdfText.js';

const shelf = openShelf(null);
const renderer = createRenderer({ templates: null });
const roboto = (name: string) => openFace(createRequire(import.meta.url).resolve(`pdfmake/fonts/Roboto/${name}.ttf`));
const faces = { regular: roboto('Roboto-Regular'), bold: roboto('Roboto-Medium') };
const margin = { top: 50, right: 57, bottom: 57, left: 57 };

const withItems = (items: StatementItem[], more: Partial<MessageToRender> = {}, language = 'en') =>
  messageOf('reminder', 'email', language, { statement: statementOf(items), ...more });
const statementPages = async (message: MessageToRender) => pagesOf((await renderer.render(message)).attachments[0]!.content);
const read = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ');

function many(count: number): StatementItem[] {
  return Array.from({ length: count }, (_, at) => {
    const credit = at % 40 === 7;
    const openMinor = (credit ? -1 : 1) * (100_000 + at);
    return invoice(`2960${100_000 + at}`, openMinor, {
      daysPastDue: credit ? 0 : (at % 120) + 1,
      kind: credit ? 'CREDIT_NOTE' : 'INVOICE',
      disputed: at % 31 === 3 && !credit,
    });
  });
}

function statementOn(message: MessageToRender): Paper {
  const paper = new Paper(faces, paperSize('DE'), margin);
  drawStatement(paper, message.statement, write(shelf, message));
  return paper;
}

describe('a statement', () => {
  it('goes with each e-mail as a PDF that says whose it is', async () => {
    const { attachments } = await renderer.render(messageOf('reminder', 'email', 'de'));
    expect(attachments).toMatchObject([{ fileName: 'kontouebersicht-10042-2020-06-30.pdf', contentType: 'application/pdf' }]);
    expect(Buffer.from(attachments[0]!.content).subarray(0, 8).toString('latin1')).toBe('%PDF-1.7');
  });

  it('shows every item with part payments, credits and disputes, the balance by age, the totals and the bank', async () => {
    const [page = '', ...others] = await statementPages(messageOf('reminder', 'email', 'de'));
    const lines = read(page).split('\n');
    expect(others).toEqual([]);
    const after = (line: string, count: number) => lines.slice(lines.indexOf(line), lines.indexOf(line) + count);
    expect(after('Rechnung RE-2020-0117', 7)).toEqual(['Rechnung RE-2020-0117', '12.03.2020', '11.04.2020', '80', '12.500,00', '2.500,00', '10.000,00']);
    expect(after('Rechnung RE-2020-0203', 2)).toEqual(['Rechnung RE-2020-0203', 'in Klärung: 980,00 €']);
    expect(after('Gutschrift GS-2020-0031', 4)).toEqual(['Gutschrift GS-2020-0031', '28.05.2020', '-200,00', '-200,00']);
    expect(after('EUR', 8)).toEqual(['EUR', '640,00', '0,00', '1.411,25', '10.000,00', '0,00', '-200,00', '11.851,25']);
    expect(after('USD', 8)).toEqual(['USD', '0,00', '750,00', '0,00', '0,00', '0,00', '0,00', '750,00']);
    for (const line of [
      'Kontoübersicht zum 30. Juni 2020',
      '10.231,25 €',
      '750,00 $',
      '11.851,25 €',
      'DE02 1203 0000 0000 2020 51',
      'Kundennummer 10042 · Seite 1 von 1',
    ])
      expect(lines).toContain(line);
  });

  it('of 2,459 items has each of them once, a head and a number on each page, and nothing over anything else', async () => {
    const items = many(2_459);
    const pages = await statementPages(withItems(items));
    expect(pages.length).toBeGreaterThan(40);
    pages.forEach((page, at) => expect(page).toContain(`Page ${at + 1} of ${pages.length}`));
    for (const page of pages.slice(0, -1)) expect(page.split('\n')).toEqual(expect.arrayContaining(['Document', 'Due', 'Open']));
    const shown = pages
      .join('\n')
      .split('\n')
      .flatMap((line) => /^(?:Invoice|Credit note) (\d+)$/.exec(line)?.[1] ?? []);
    expect(shown.toSorted()).toEqual(items.map(({ number }) => number).toSorted());
  });

  it("adds up to the account's balance, column by column", async () => {
    const items = many(300);
    const lines = (await statementPages(withItems(items))).join('\n').split('\n');
    const ages = lines.slice(lines.indexOf('EUR') + 1, lines.indexOf('EUR') + 8).map((figure) => Math.round(Number(figure.replaceAll(',', '')) * 100));
    const balance = items.reduce((sum, { openMinor }) => sum + openMinor, 0);
    expect(ages.at(-1)).toBe(balance);
    expect(ages.slice(0, -1).reduce((sum, minor) => sum + minor, 0)).toBe(balance);
  });

  it.each([3, 120, 2_459])('of %i items keeps every text inside the margins and clear of its neighbours', (count) => {
    const odd = invoice('RECHNUNGSNUMMER-MIT-SEHR-VIELEN-ZEICHEN-2020-000000001', 987_654_321_012_345, {
      paidMinor: 987_654_321_012_344,
      amountMinor: 1_975_308_642_024_689,
    });
    const message = withItems([odd, ...many(count)], {}, 'de');
    message.statement.customer = {
      ...message.statement.customer,
      name: 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft mbH & Co. Kommanditgesellschaft',
    };
    const paper = statementOn(message);
    for (const marks of paper.pages) expectApart(paper, marks);
  });

  it('is read aloud in order: a heading, tables with heads, cells in rows', () => {
    const paper = statementOn(messageOf('reminder', 'email', 'en'));
    const path = (element: Element | null): string => (element ? `${path(element.parent)}/${element.tag}` : '');
    const paths = [...new Set(paper.pages.flat().flatMap((mark) => (mark.kind === 'text' ? [path(mark.element)] : [])))];
    expect(paths).toEqual(['/P', '/H1', '/H2', '/Table/TR/TH', '/Table/TR/TD']);
  });

  it('is the same file for the same message, so that a repetition can be recognised', async () => {
    const [one, two] = [await renderer.render(messageOf('reminder', 'email', 'en')), await renderer.render(messageOf('reminder', 'email', 'en'))];
    expect(Buffer.from(one.attachments[0]!.content).equals(two.attachments[0]!.content)).toBe(true);
  });

  it('writes names of any European script, and a question mark for what the font has not', async () => {
    const name = 'Przedsiębiorstwo Ωμέγα Żółć Łódź Иванов 株式会社';
    const message = messageOf('reminder', 'email', 'en');
    message.statement = { ...sampleStatement, customer: { ...sampleStatement.customer, name } };
    expect((await statementPages(message)).join('\n')).toContain('Przedsiębiorstwo Ωμέγα Żółć Łódź Иванов ????');
  });
});

describe('a letter', () => {
  const letter = (more: Partial<MessageToRender> = {}, language = 'de') =>
    messageOf('final-notice', 'letter', language, { tone: 'final', deadlineOn: '2020-07-14', ...more });
  const pages = async (message: MessageToRender) => pagesOf((await renderer.render(message)).attachments[0]!.content);

  it('holds address, subject, text, items, totals and deadline', async () => {
    const text = read((await pages(letter())).join('\n'));
    for (const line of [
      'Sample & Sons Ltd',
      'Hauptstraße 5',
      '10117 Berlin',
      'Letzte Mahnung – Kundennummer 10042, Example Trading GmbH',
      'Rechnung RE-2020-0117',
      '10.231,25 €',
      '14. Juli 2020',
      'DE02 1203 0000 0000 2020 51',
    ])
      expect(text).toContain(line);
  });

  it('shows nothing in the window but sender and address', () => {
    const paper = new Paper(faces, paperSize('DE'), { top: 71, right: 57, bottom: 62, left: 71 });
    const message = letter({
      recipient: {
        name: 'Jürgen Wörterbuch',
        address: [
          'z. Hd. Buchhaltung',
          'Rechtsschutzversicherungsgesellschaftenstraße 1234567890123456',
          'Hinterhaus',
          '3. Stock',
          '80-001 Łódź',
          'Polska',
        ].join('\n'),
      },
    });
    drawLetter(paper, message, write(shelf, message));
    const inWindow = paper.pages[0]!.flatMap((mark) => (mark.kind === 'text' && mark.x < 105 * mm && mark.y > 45 * mm && mark.y < 90 * mm ? [mark.text] : []));
    expect(inWindow).toEqual([
      'Example Trading GmbH · Musterstraße 12 · 44135 Dortmund',
      'Sample & Sons Ltd',
      'z. Hd. Buchhaltung',
      'Rechtsschutzversicherungsgesellschaftenstraße',
      '1234567890123456',
      'Hinterhaus',
      '3. Stock',
      '80-001 Łódź',
      'Polska',
    ]);
    for (const marks of paper.pages) expectApart(paper, marks);
  });

  it.each(['en', 'de', 'es'])('never has its closing alone on a page (%s)', async (language) => {
    const closings: Record<string, string> = { en: 'Kind regards', de: 'Mit freundlichen Grüßen', es: 'Atentamente,' };
    for (const count of [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]) {
      const statement = statementOf(Array.from({ length: count }, (_, n) => invoice(`R${n}`, 10_000)));
      for (const template of ['reminder', 'second-reminder', 'final-notice']) {
        const last = (await pages(letter({ template, statement }, language))).at(-1) ?? '';
        expect(last.slice(0, last.indexOf(closings[language] ?? '')).length).toBeGreaterThan(60);
      }
    }
  });

  it('brings the statement with it when it has more items than it shows', async () => {
    const few = await pages(letter({ statement: statementOf(many(12)) }, 'en'));
    expect(few.join('\n')).not.toContain('Statement of account');
    const more = (await pages(letter({ statement: statementOf(many(13)) }, 'en'))).join('\n');
    expect(more).toContain('and 1 further item of');
    expect(more).toContain('Statement of account as of');
    expect(more.match(/^(Invoice|Credit note) \d+$/gm)).toHaveLength(12 + 13);
  });

  it("is on the paper that the creditor's country uses", async () => {
    const size = async (country: string) =>
      /MediaBox \[0 0 (\S+) (\S+)\]/
        .exec(
          Buffer.from(
            (await renderer.render(letter({ statement: { ...sampleStatement, entity: { ...sampleStatement.entity, country } } }))).attachments[0]!.content,
          ).toString('latin1'),
        )
        ?.slice(1);
    expect(await size('US')).toEqual(['612', '792']);
    expect(await size('DE')).toEqual(['595.28', '841.89']);
  });
});

it('short messages and calls have nothing attached', async () => {
  expect((await renderer.render(messageOf('reminder', 'sms', 'en'))).attachments).toEqual([]);
  expect(await renderer.render(messageOf('call', 'call', 'en'))).toMatchObject({
    subject: expect.stringContaining('Sample & Sons Ltd'),
    attachments: [],
    html: null,
  });
});

it("a font of one's own has to be one that can be embedded", async () => {
  const folder = mkdtempSync(join(tmpdir(), 'fonts-'));
  try {
    mkdirSync(join(folder, 'fonts'));
    writeFileSync(join(folder, 'fonts/regular.ttf'), 'no font');
    await expect(createRenderer({ templates: folder }).render(messageOf('reminder', 'email', 'en'))).rejects.toThrow(/regular\.ttf is no TrueType font/);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

/** No text runs out of the page's margins or into another text. */
function expectApart(paper: Paper, marks: Paper['pages'][number]): void {
  const boxes = marks.flatMap((mark) => {
    if (mark.kind !== 'text') return [];
    return [
      {
        text: mark.text,
        left: mark.x,
        right: mark.x + paper.width(mark.text, mark.size, mark.bold),
        top: mark.y - mark.size * 0.72,
        bottom: mark.y + mark.size * 0.2,
      },
    ];
  });
  const outside = boxes.filter(
    ({ left, right, bottom }) =>
      left < paper.margin.left - 0.1 || right > paper.size.width - paper.margin.right + 0.5 || bottom > paper.size.height - paper.margin.bottom + 2,
  );
  expect(outside).toEqual([]);
  const byTop = boxes.toSorted((a, b) => a.top - b.top);
  const overlaps = byTop.flatMap((box, at) =>
    byTop
      .slice(at + 1, at + 20)
      .filter((other) => box.bottom > other.top + 0.5 && box.left < other.right - 0.2 && other.left < box.right - 0.2)
      .map((other) => [box, other]),
  );
  expect(overlaps).toEqual([]);
}
