import { bucketAt, bucketsOf } from '../../domain/ledger/buckets.js';
import { sum } from '../../domain/money/minor.js';
import type { StatementData, StatementItem } from '../../activities/ports.js';
import { figuresOf, inOrder } from '../writing/account.js';
import { giroCode } from '../writing/giroCode.js';
import type { Formats } from '../writing/formats.js';
import { bankOf, lineOf, totalsOf } from '../writing/tables.js';
import { fill, type Words } from '../writing/words.js';
import { drawBank, drawHeading, drawTotals } from './parts.js';
import type { Paper } from './paper.js';
import { drawTable, type Column, type Row } from './table.js';

/** In the words and figures of a language. */
export interface Wording {
  words: Words;
  formats: Formats;
}

/** Draws the statement of an account: its balance by age, every item with what was paid on it, the totals, and where to pay. */
export function drawStatement(paper: Paper, statement: StatementData, wording: Wording): void {
  const { words, formats } = wording;
  drawParties(paper, statement, wording);
  const currencies = [...new Set(statement.items.map(({ currency }) => currency))].sort();
  drawAgeing(paper, statement, currencies, wording);
  for (const currency of currencies) {
    const items = inOrder(statement.items.filter((item) => item.currency === currency));
    paper.reserve(80);
    drawHeading(paper, fill(words.amountsIn, { currency }));
    drawTable(
      paper,
      itemColumns(paper, words),
      items.map((item) => itemRow(item, wording)),
    );
    drawTotals(paper, totalsOf(figuresOf({ ...statement, items }), words, formats));
  }
  drawBank(paper, { bank: bankOf(statement, words), payCode: () => giroCode(statement) }, words);
}

function drawParties(paper: Paper, { entity, customer, asOf }: StatementData, { words, formats }: Wording): void {
  const { left } = paper.margin;
  const size = paper.sizeToFit(entity.name, paper.innerWidth, 14, true);
  paper.text(entity.name, left, paper.y + 14, { size, bold: true, colour: 'accent', element: { tag: 'P', parent: null } });
  paper.y += 34;
  drawHeading(paper, fill(words.statementAsOf, { day: formats.longDay(asOf) }), { size: 13, tag: 'H1' });
  for (const line of paper.broken(customer.name, paper.innerWidth, 10, true)) {
    paper.text(line, left, paper.y + 10, { bold: true, element: { tag: 'P', parent: null } });
    paper.y += 13;
  }
  paper.text(`${words.customerNumber} ${customer.number}`, left, paper.y + 10, { element: { tag: 'P', parent: null } });
  paper.y += 28;
}

const ages = bucketsOf([30, 60, 90]);

/** One line for each currency; what is in a column was due that many days ago, and credits stand apart. */
function drawAgeing(paper: Paper, statement: StatementData, currencies: readonly string[], { words, formats }: Wording): void {
  drawHeading(paper, words.ageing.title);
  const { ageing } = words;
  const labels = ages.map(({ from, to }) => {
    if (from === null) return ageing.notDue;
    return to === null ? fill(ageing.more, { from: String(from - 1) }) : fill(ageing.days, { from: String(from), to: String(to) });
  });
  const charged = statement.items.some(({ charge }) => charge) ? [ageing.charges] : [];
  const heads = [words.currency, ...labels, ...charged, ageing.credits, words.totals.open];
  const width = (paper.innerWidth - 44) / (heads.length - 1);
  const columns: Column[] = heads.map((label, at) => ({ label, width: at === 0 ? 44 : width, align: at === 0 ? 'left' : 'right' }));
  const rows = currencies.map((currency) => {
    const { aged, charges, rest } = byAge(statement.items.filter((item) => item.currency === currency));
    const figures = [...aged, ...charged.map(() => charges), ...rest];
    return { cells: [currency, ...figures.map((minor) => formats.figure(minor, currency))] };
  });
  drawTable(paper, columns, rows);
}

/** Open debits by age; fees and interest, which have none; then credits and the balance. */
function byAge(items: readonly StatementItem[]): { aged: number[]; charges: number; rest: number[] } {
  const aged = ages.map(() => 0);
  let [charges, credits] = [0, 0];
  for (const { openMinor, daysPastDue, charge } of items) {
    if (openMinor < 0) credits += openMinor;
    else if (charge) charges += openMinor;
    else aged[bucketAt(ages, daysPastDue)] = (aged[bucketAt(ages, daysPastDue)] ?? 0) + openMinor;
  }
  return { aged, charges, rest: [credits, sum([...aged, charges, credits])] };
}

function itemColumns(paper: Paper, { columns }: Words): Column[] {
  const fixed: Column[] = [
    { label: columns.issued, width: 55, align: 'left' },
    { label: columns.due, width: 55, align: 'left' },
    { label: columns.days, width: 42, align: 'right' },
    { label: columns.amount, width: 70, align: 'right' },
    { label: columns.paid, width: 70, align: 'right' },
    { label: columns.open, width: 70, align: 'right' },
  ];
  const rest = paper.innerWidth - fixed.reduce((sum, { width }) => sum + width, 0);
  return [{ label: columns.document, width: rest, align: 'left' }, ...fixed];
}

function itemRow(item: StatementItem, { words, formats }: Wording): Row {
  const { kind, number, issued, due, days, note } = lineOf(item, words, formats);
  const { currency, amountMinor, paidMinor, openMinor } = item;
  const paid = paidMinor === 0 ? '' : formats.figure(paidMinor, currency);
  return { cells: [`${kind} ${number}`, issued, due, days, formats.figure(amountMinor, currency), paid, formats.figure(openMinor, currency)], note };
}
