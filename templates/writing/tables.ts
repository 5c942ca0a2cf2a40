import type { StatementData, StatementItem } from '../../activities/ports.js';
import { figuresOf, inOrder, notAskedMinor, type Figures } from './account.js';
import { giroCode } from './giroCode.js';
import { phraseOf, type Formats } from './formats.js';
import { counting, fill, kindOf, type Words } from './words.js';
import { total } from '../../domain/money/minor.js';

/** An item as it is shown. */
export interface ItemLine {
  kind: string;
  number: string;
  issued: string;
  due: string;
  /** Days past due; empty when it is not overdue. */
  days: string;
  currency: string;
  open: string;
  /** Why it, or part of it, is not asked for, and the days and rates of interest; else empty. */
  note: string;
  item: StatementItem;
}

export interface TotalLine {
  label: string;
  amount: string;
  strong: boolean;
}

/** The tables of one message. */
export interface Tables {
  lines: ItemLine[];
  /** What is said of the items that are not shown; empty when all are. */
  further: string;
  totals: TotalLine[];
  bank: { label: string; value: string }[];
  /** Makes the code that banks' apps read, where the country has one. */
  payCode: () => boolean[][] | null;
}

/** Puts an account into tables of at most so many items, the oldest first. */
export function tablesOf(statement: StatementData, words: Words, formats: Formats, atMost: number): Tables {
  const items = inOrder(statement.items);
  const rest = items.slice(atMost);
  const open = total(rest.map(({ currency, openMinor }) => ({ currency, minor: openMinor })));
  return {
    lines: items.slice(0, atMost).map((item) => lineOf(item, words, formats)),
    further: rest.length === 0 ? '' : counting(words.further, rest.length, formats, { amount: phraseOf(open, formats) ?? words.nothing }),
    totals: totalsOf(figuresOf(statement), words, formats),
    bank: bankOf(statement, words),
    payCode: () => giroCode(statement),
  };
}

/** One item, in the words and figures of a language. */
export function lineOf(item: StatementItem, words: Words, formats: Formats): ItemLine {
  const { kind, number, issuedOn, dueOn, daysPastDue, currency, openMinor } = item;
  return {
    kind: item.charge ? words.charges[item.charge.what] : kindOf(words, kind),
    number,
    issued: formats.shortDay(issuedOn),
    due: openMinor > 0 && !item.charge ? formats.shortDay(dueOn) : '',
    days: daysPastDue > 0 && !item.charge ? formats.count(daysPastDue) : '',
    currency,
    open: formats.amount(openMinor, currency),
    note: noteOf(item, words, formats),
    item,
  };
}

/** From what is overdue to what is to be paid, currency by currency. */
export function totalsOf(figures: readonly Figures[], words: Words, formats: Formats): TotalLine[] {
  const lines = figures.flatMap((each) => totalsIn(each, words, formats).map((line) => ({ ...line, currency: each.currency })));
  return lines.map(({ label, amount, strong, currency }) => ({ label: figures.length > 1 ? `${label} (${currency})` : label, amount, strong }));
}

/** Fees and interest are added to what is overdue; credits, and what is not asked for, are taken from it; what is not due yet leads to the balance. */
function totalsIn(figures: Figures, words: Words, formats: Formats): TotalLine[] {
  const { currency, overdueMinor, chargesMinor, creditsMinor, notAskedMinor: setAside, askedMinor, notYetDueMinor, openMinor } = figures;
  const line = (label: string, minor: number, strong = false): TotalLine => ({ label, amount: formats.amount(minor, currency), strong });
  const { totals } = words;
  const changed = chargesMinor > 0 || creditsMinor > 0 || setAside > 0;
  return [
    ...(overdueMinor > 0 && (changed || askedMinor === 0) ? [line(totals.overdue, overdueMinor)] : []),
    ...(chargesMinor > 0 ? [line(totals.charges, chargesMinor)] : []),
    ...(creditsMinor > 0 ? [line(totals.credits, -creditsMinor)] : []),
    ...(setAside > 0 ? [line(totals.notAsked, -setAside)] : []),
    ...(askedMinor > 0 ? [line(totals.asked, askedMinor, true)] : []),
    ...(notYetDueMinor > 0 ? [line(totals.notYetDue, notYetDueMinor)] : []),
    ...(askedMinor === 0 || setAside > 0 || notYetDueMinor > 0 ? [line(totals.open, openMinor, askedMinor === 0)] : []),
  ];
}

/** Where to pay; empty when the entity has no bank account on file. */
export function bankOf({ entity, customer }: StatementData, { bank }: Words): Tables['bank'] {
  if (!entity.iban) return [];
  const rows = [
    { label: bank.holder, value: entity.name },
    { label: bank.iban, value: entity.iban.replace(/\s/g, '').replace(/(.{4})(?=.)/g, '$1 ') },
    { label: bank.bic, value: entity.bic ?? '' },
    { label: bank.name, value: entity.bankName ?? '' },
    { label: bank.reference, value: customer.number },
  ];
  return rows.filter(({ value }) => value !== '');
}

function noteOf(item: StatementItem, words: Words, formats: Formats): string {
  const minor = notAskedMinor(item);
  const withheld = minor === 0 ? '' : fill(words.notAsked[item.notAsked?.because ?? 'DISPUTED'], { amount: formats.amount(minor, item.currency) });
  return [chargedFor(item, words, formats), withheld].filter(Boolean).join('; ');
}

/** The days and the rates of interest. */
function chargedFor({ charge }: StatementItem, { interestFor }: Words, formats: Formats): string {
  if (!charge?.from || !charge.to || charge.percent === null) return '';
  return fill(interestFor, { from: formats.shortDay(charge.from), to: formats.shortDay(charge.to), percent: formats.percent(charge.percent) });
}
