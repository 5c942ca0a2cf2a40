import type { Day } from '../../domain/calendar/day.js';
import type { DunnedBefore, ItemKind } from '../../domain/facts.js';
import type { ListedItem } from '../../domain/ledger/openList.js';
import type { Minor } from '../../domain/money/minor.js';
import { isCreditKind, kindBySign, kindOf } from './documentTypes.js';
import type { RowProblem } from './problem.js';
import { overflows, problemAt, valueOf, type Source, type SourceRow } from './source.js';
import { unowedStatus } from './statuses.js';
import { valuesReader, type Values } from './values.js';

/** What must be known to read a list of open items. */
export interface ListContext {
  asOf: Day;
  /** The entity of rows that name none. */
  entity: string | null;
  /** Whether rows may name another. */
  entityStated: boolean;
  /** Currencies of the entities that exist, for rows without one. */
  currencies: ReadonlyMap<string, string>;
}

/** A list of open items as it was read. */
export interface OpenList {
  items: (ListedItem & { entity: string; customer: string; disputed: boolean })[];
  /** Items that the list calls drafts: they are no debts. */
  drafts: OpenList['items'];
  /** Items that the list calls void: they were never owed. */
  voids: { entity: string; customer: string; accountId: string; number: string; instalment: number }[];
  /** Names and country of each customer, as often as they occur, in the order of the file. */
  customers: Map<string, { names: Map<string, number>; country: string | null }>;
  /** Entities that the file names, with rows that are open or not. */
  entities: Set<string>;
  /** Rows that were read but are not open on the list's day. */
  notOpen: number;
  problems: RowProblem[];
}

type Item = OpenList['items'][number];

/** Reads the rows of a list of open items, all of them, noting every value that can't be taken. */
export function readOpenItems(source: Source, context: ListContext): OpenList {
  const list: OpenList = { items: [], drafts: [], voids: [], customers: new Map(), entities: new Set(), notOpen: 0, problems: [] };
  const values = valuesReader(source, ['openAmount', 'originalAmount'], ['documentDate', 'dueDate', 'settledOn', 'dunnedOn'], list.problems);
  const reader: Reader = {
    source,
    context,
    values,
    list,
    kinds: new Map(),
    seen: new Map(),
    unnamed: new Map(),
    creditsSeen: { negative: false, positive: null },
  };
  for (const row of source.rows) readRow(reader, row);
  const { negative, positive } = reader.creditsSeen;
  if (positive && !negative)
    list.problems.push(
      problemAt(
        source,
        positive,
        'openAmount',
        'is a credit with a positive amount, and no credit of the list is negative; if the list writes credits as positive amounts, state sign: credits-positive',
      ),
    );
  return list;
}

interface Reader {
  source: Source;
  context: ListContext;
  values: Values;
  list: OpenList;
  kinds: Map<string, ItemKind | null>;
  seen: Map<string, number>;
  unnamed: Map<string, number>;
  creditsSeen: { negative: boolean; positive: SourceRow | null };
}

function readRow(reader: Reader, row: SourceRow): void {
  const { source, values, list, context } = reader;
  if (overflows(source, row)) {
    list.problems.push({
      line: source.lineOf(row),
      column: null,
      value: null,
      why: `has ${row.cells.length} fields, the header ${source.header.columns.length}; a value that contains the delimiter must stand in quotes`,
    });
    return;
  }
  const problemsBefore = list.problems.length;
  const entity = readEntity(reader, row);
  const customer = readCustomer(reader, row);
  const currency = values.currency(row, entity === null ? null : (context.currencies.get(entity) ?? null));
  const amounts = currency === null ? null : readAmounts(reader, row, currency);
  const days = readDays(reader, row, amounts !== null && amounts.openMinor < 0);
  if (entity === null || customer === null || currency === null || amounts === null || days === null || list.problems.length > problemsBefore) return;
  list.entities.add(entity);
  noteCustomer(reader, row, customer);
  const status = unowedStatus(values.text(row, 'status'));
  const isOwed = amounts.openMinor !== 0 && !notOpenOn(reader, row, days.issuedOn) && status !== 'void';
  if (!isOwed || status === 'draft') list.notOpen += 1;
  if (status === 'void') noteVoid(reader, row, entity, customer);
  if (!isOwed) return;
  const item = nameItem(reader, row, { entity, customer, currency, amounts, days });
  if (item) (status === 'draft' ? list.drafts : list.items).push(item);
}

function noteVoid({ values, list }: Reader, row: SourceRow, entity: string, customer: string): void {
  const number = values.text(row, 'documentNumber');
  const instalment = Number(values.text(row, 'instalment') || 0);
  if (number !== '' && Number.isSafeInteger(instalment)) list.voids.push({ entity, customer, accountId: `${entity}/${customer}`, number, instalment });
}

function readEntity({ values, context, list, source }: Reader, row: SourceRow): string | null {
  const stated = values.text(row, 'entity');
  const entity = stated || context.entity;
  if (!entity) return values.problem(row, 'entity', 'no entity: name a column for it, or state one for the whole file');
  if (context.entityStated && entity !== context.entity) {
    list.problems.push(problemAt(source, row, 'entity', `is not ${context.entity}, the entity that was stated for the whole file`));
    return null;
  }
  return /^[^/#\s]{1,40}$/.test(entity) ? entity : values.problem(row, 'entity', 'must be a code without blanks, / and #');
}

function readCustomer({ values, source }: Reader, row: SourceRow): string | null {
  const number = values.text(row, 'customerNumber') || (source.preset.section === 'customerName' ? row.section : '');
  if (number === '') return values.problem(row, 'customerNumber', 'is empty');
  return isName(number) ? number : values.problem(row, 'customerNumber', "is too long, or has characters that can't be shown");
}

/** Numbers of customers and documents: up to 120 characters on one line. */
const isName = (text: string): boolean => text.length <= 120 && !control.test(text);
const control = /\p{Cc}/u;

interface ReadAmounts {
  openMinor: Minor;
  amountMinor: Minor;
  kind: ItemKind;
  kindStated: boolean;
}

function readAmounts(reader: Reader, row: SourceRow, currency: string): ReadAmounts | null {
  const {
    values,
    source: { preset },
    creditsSeen,
  } = reader;
  if (values.text(row, 'openAmount') === '') return values.problem(row, 'openAmount', 'is empty');
  const open = values.amount(row, 'openAmount', currency);
  const original = values.text(row, 'originalAmount') === '' ? open : values.amount(row, 'originalAmount', currency);
  if (open === null || original === null) return null;
  const stated = statedKind(reader, row);
  const isCredit = stated !== null && isCreditKind(stated);
  const turn = preset.sign === 'inverted' || (preset.sign === 'credits-positive' && isCredit && open > 0) ? -1 : 1;
  const [openMinor, amountMinor] = [turn * open || 0, turn * original || 0];
  if (isCredit && openMinor < 0) creditsSeen.negative = true;
  if (isCredit && openMinor > 0) creditsSeen.positive ??= row;
  if (openMinor !== 0 && (Math.sign(openMinor) !== Math.sign(amountMinor) || Math.abs(openMinor) > Math.abs(amountMinor)))
    return values.problem(
      row,
      'openAmount',
      `can't be open of an original amount of ${values.text(row, 'originalAmount')}; if that column is in another currency, leave it out of the mapping`,
    );
  return { openMinor, amountMinor, kind: kindBySign(stated, openMinor < 0), kindStated: stated !== null };
}

function statedKind({ values, kinds, source }: Reader, row: SourceRow): ItemKind | null {
  const word = values.text(row, 'documentType');
  if (word === '') return null;
  const known = kinds.get(word);
  if (known !== undefined) return known;
  const kind = kindOf(word, source.preset.documentTypes);
  kinds.set(word, kind);
  return kind;
}

function readDays({ values, context, source: { preset } }: Reader, row: SourceRow, isCredit: boolean): Pick<Item, 'issuedOn' | 'dueOn' | 'dueStated'> | null {
  const issued = values.text(row, 'documentDate') === '' ? undefined : values.day(row, 'documentDate');
  const due = values.text(row, 'dueDate') === '' ? undefined : values.day(row, 'dueDate');
  if (issued === null || due === null) return null;
  if (due !== undefined) return { issuedOn: issued ?? (due < context.asOf ? due : context.asOf), dueOn: due, dueStated: true };
  if (!isCredit && preset.blankDueDate === 'error')
    return values.problem(row, 'dueDate', 'is empty; if such items are due on their document date, state blankDueDate: document-date');
  return { issuedOn: issued ?? context.asOf, dueOn: issued ?? context.asOf, dueStated: issued !== undefined };
}

function notOpenOn({ values, context, source: { preset } }: Reader, row: SourceRow, issuedOn: Day): boolean {
  if (preset.contents !== 'all-invoices') return false;
  const settledOn = values.text(row, 'settledOn') === '' ? null : values.day(row, 'settledOn');
  return issuedOn > context.asOf || (settledOn !== null && settledOn <= context.asOf);
}

function noteCustomer({ list, source }: Reader, row: SourceRow, customer: string): void {
  const name = valueOf(source, row, 'customerName') || customer;
  const known = list.customers.get(customer) ?? { names: new Map<string, number>(), country: null };
  known.names.set(name, (known.names.get(name) ?? 0) + 1);
  const country = valueOf(source, row, 'country').toUpperCase();
  known.country ??= /^[A-Z]{2}$/.test(country) ? country : null;
  list.customers.set(customer, known);
}

interface Unnamed {
  entity: string;
  customer: string;
  currency: string;
  amounts: ReadAmounts;
  days: Pick<Item, 'issuedOn' | 'dueOn' | 'dueStated'>;
}

function nameItem(reader: Reader, row: SourceRow, read: Unnamed): Item | null {
  const { values, source } = reader;
  const { amounts, days } = read;
  const accountId = `${read.entity}/${read.customer}`;
  const instalment = values.text(row, 'instalment') === '' ? 0 : values.wholeNumber(row, 'instalment');
  const number = values.text(row, 'documentNumber') || numberByDate(reader, row, accountId, amounts.kind, days.issuedOn);
  if (number === null || instalment === null) return null;
  if (!isName(number)) return values.problem(row, 'documentNumber', "is too long, or has characters that can't be shown");
  const line = source.lineOf(row);
  if (isRepeated(reader, row, `${accountId}\n${number}\n${instalment}\n${amounts.kind}`, line)) return null;
  const dunned = readDunned(reader, row);
  return dunned === undefined ? null : assemble(values, row, read, { line, accountId, number, instalment, dunned });
}

/** The level that another system had brought the item to, on the day of its last letter or, where that is not stated, of the list; undefined: it can't be read. */
function readDunned({ values, context }: Reader, row: SourceRow): DunnedBefore | null | undefined {
  if (values.text(row, 'dunningLevel') === '') return null;
  const level = values.wholeNumber(row, 'dunningLevel');
  if (level === null) return undefined;
  if (level === 0) return null;
  const onDay = values.text(row, 'dunnedOn') === '' ? context.asOf : values.day(row, 'dunnedOn');
  if (onDay === null) return undefined;
  if (onDay > context.asOf) return values.problem(row, 'dunnedOn', `lies after ${context.asOf}, the day of the list`) ?? undefined;
  return { level, onDay };
}

/** Field by field: objects put together by spreading are several times slower to make and to read, and there are as many as items. */
function assemble(
  values: Values,
  row: SourceRow,
  { entity, customer, currency, amounts, days }: Unnamed,
  { line, accountId, number, instalment, dunned }: Pick<Item, 'line' | 'accountId' | 'number' | 'instalment'> & { dunned: DunnedBefore | null },
): Item {
  const { kind, kindStated, amountMinor, openMinor } = amounts;
  const { issuedOn, dueOn, dueStated } = days;
  return {
    line,
    accountId,
    entity,
    customer,
    kind,
    kindStated,
    number,
    instalment,
    issuedOn,
    dueOn,
    dueStated,
    currency,
    amountMinor,
    openMinor,
    text: values.optional(row, 'text'),
    purchaseOrder: values.optional(row, 'purchaseOrder'),
    terms: values.optional(row, 'terms'),
    disputed: values.flag(row, 'disputed') ?? false,
    dunned,
  };
}

/** Whether the list has the item already; notes it. */
function isRepeated({ values, source, seen }: Reader, row: SourceRow, key: string, line: number): boolean {
  const earlier = seen.get(key);
  if (earlier === undefined) {
    seen.set(key, line);
    return false;
  }
  const hint = source.header.positions.has('instalment') ? '' : '; if these are instalments, name the column that counts them';
  values.problem(row, 'documentNumber', `stands in line ${earlier} already, for the same customer${hint}`);
  return true;
}

/** Some ledgers do not number payments and journal entries: the kind and the date name them, and a count where that is not enough. */
function numberByDate({ values, source: { preset }, unnamed }: Reader, row: SourceRow, accountId: string, kind: ItemKind, issuedOn: Day): string | null {
  if (preset.blankNumber === 'error') return values.problem(row, 'documentNumber', 'is empty');
  const name = `${kind.toLowerCase().replaceAll('_', ' ')} of ${issuedOn}`;
  const count = (unnamed.get(`${accountId}\n${name}`) ?? 0) + 1;
  unnamed.set(`${accountId}\n${name}`, count);
  return count === 1 ? name : `${name} (${count})`;
}
