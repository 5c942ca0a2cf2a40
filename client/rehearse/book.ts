/** Books what ledger files say, so that what is open is exact on every day. */
import type { Day } from '../../domain/calendar/day.js';
import type { DatedAllocation } from '../../domain/ledger/openAmount.js';
import type { Payment } from '../../domain/ledger/payments.js';
import { toDecimal, type Minor } from '../../domain/money/minor.js';
import { numberOf } from '../../domain/instructing/items.js';
import type { RehearsedItem } from '../../domain/rehearsal/world.js';
import type { OpenList } from '../imports/openItems.js';
import { overflows, type SourceRow } from '../imports/source.js';
import { valuesReader, type Values } from '../imports/values.js';
import { faultsOf, type Fault } from './fault.js';
import { allocationColumns, type LedgerFile } from './ledgerKinds.js';
import { accountOf, accountsOf, type Ledger, type LedgerAccount } from './ledger.js';

/** A ledger while it is written, with what each item still has to give. */
export interface Books {
  ledger: Ledger;
  faults: Fault[];
  nextId: number;
  /** How much of an item no allocation holds for good; positive for credits as well. */
  free: Map<number, Minor>;
  booked: Map<string, string>;
  /** Payments that name no item. */
  unnamed: { account: LedgerAccount; credit: RehearsedItem; line: number }[];
}

/** Empty books. */
export function newBooks(ledger: Ledger, faults: Fault[]): Books {
  return { ledger, faults, nextId: 1, free: new Map(), booked: new Map(), unnamed: [] };
}

function enter(books: Books, account: LedgerAccount, item: Omit<RehearsedItem, 'id'>): RehearsedItem {
  const booked = { ...item, id: books.nextId++ };
  account.items.push(booked);
  books.free.set(booked.id, Math.abs(booked.amountMinor));
  return booked;
}

function allocate(books: Books, account: LedgerAccount, allocation: DatedAllocation): void {
  account.allocations.push(allocation);
  if (allocation.reversedOn !== null) return;
  for (const id of [allocation.creditId, allocation.debitId]) books.free.set(id, (books.free.get(id) ?? 0) - allocation.amountMinor);
}

/** Books listed items; of a list of open items, what lies between the original and the open amount was settled on the document's day. */
export function bookItems(file: string, items: OpenList['items'], books: Books, isOpenList: boolean): void {
  for (const { line, entity, customer, kind, number, instalment, issuedOn, dueOn, currency, amountMinor, openMinor, disputed, dunned } of items) {
    const account = accountOf(books.ledger, entity, customer);
    const key = `${account.id}\n${kind}\n${number}\n${instalment}`;
    const before = books.booked.get(key);
    if (before !== undefined) {
      books.faults.push({ file, line, field: 'document_number', value: number, why: `stands in ${before} already` });
      continue;
    }
    books.booked.set(key, `${file}:${line}`);
    const item = enter(books, account, { kind, number, instalment, issuedOn, dueOn, currency, amountMinor, ...(dunned && { dunned }) });
    if (disputed) account.disputed.push(item.id);
    if (isOpenList && amountMinor !== openMinor) settle(books, account, item, amountMinor - openMinor);
  }
}

function settle(books: Books, account: LedgerAccount, item: RehearsedItem, settledMinor: Minor): void {
  const { dunned: _dunned, ...plain } = item;
  const counter = enter(books, account, { ...plain, kind: 'ADJUSTMENT', number: `${item.number}-settled`, amountMinor: -settledMinor });
  const [creditId, debitId] = settledMinor > 0 ? [counter.id, item.id] : [item.id, counter.id];
  allocate(books, account, { creditId, debitId, amountMinor: Math.abs(settledMinor), onDay: item.issuedOn, reversedOn: null });
}

/** Keeps drafts of invoices; they are booked when an event issues them. */
export function keepDrafts(drafts: OpenList['drafts'], books: Books): void {
  for (const { entity, customer, kind, number, instalment, issuedOn, dueOn, currency, amountMinor } of drafts)
    accountOf(books.ledger, entity, customer).drafts.push({ id: books.nextId++, kind, number, instalment, issuedOn, dueOn, currency, amountMinor });
}

/** Books payments, each set off on its day against the items that it names; what is left stays on account. */
export function bookPayments(file: string, payments: readonly Payment[], books: Books): void {
  for (const payment of payments.toSorted((a, b) => (a.onDay < b.onDay ? -1 : a.onDay > b.onDay ? 1 : a.line - b.line))) {
    const account = books.ledger.accounts.get(payment.accountId);
    if (!account) continue;
    const { number, onDay, currency, amountMinor, line } = payment;
    if (account.items.some((item) => item.kind === 'PAYMENT' && item.number === number)) {
      books.faults.push({ file, line, field: 'payment_number', value: number, why: 'is among the items already; name each payment in one file' });
      continue;
    }
    const credit = enter(books, account, { kind: 'PAYMENT', number, instalment: 0, issuedOn: onDay, dueOn: onDay, currency, amountMinor: -amountMinor });
    if (payment.applied.length === 0) books.unnamed.push({ account, credit, line });
    for (const part of payment.applied) applyPart(file, books, account, credit, part, onDay);
  }
}

function applyPart(file: string, books: Books, account: LedgerAccount, credit: RehearsedItem, part: Payment['applied'][number], onDay: Day): void {
  const fault = (why: string) => books.faults.push({ file, line: part.line, field: 'item', value: part.number, why });
  const debits = findDebits(account, part.number, part.instalment);
  if (debits.length === 0) return void fault('is no item of the account; give it in a file of items');
  if (debits[0]?.currency !== credit.currency) return void fault(`is in ${debits[0]?.currency}, the payment in ${credit.currency}`);
  let left = part.amountMinor ?? books.free.get(credit.id) ?? 0;
  for (const debit of debits) {
    const amountMinor = Math.min(left, books.free.get(debit.id) ?? 0, books.free.get(credit.id) ?? 0);
    if (amountMinor > 0) allocate(books, account, { creditId: credit.id, debitId: debit.id, amountMinor, onDay, reversedOn: null, valueOn: credit.issuedOn });
    left -= amountMinor;
  }
  if (part.amountMinor !== null && left > 0) fault(`has ${toDecimal(left, credit.currency)} less open than is applied to it`);
}

function findDebits({ items }: LedgerAccount, number: string, instalment: number | null): RehearsedItem[] {
  const named = items.filter(
    (item) => item.amountMinor > 0 && (numberOf(item) === number || (item.number === number && (instalment ?? item.instalment) === item.instalment)),
  );
  return named.toSorted((a, b) => a.instalment - b.instalment);
}

/** Books allocations: a credit set off against a debit on a day and, where it was taken back, until another. */
export function bookAllocations({ path, source }: LedgerFile, books: Books): void {
  const problems: Parameters<typeof valuesReader>[3] = [];
  const values = valuesReader(source, ['amount'], ['date', 'reversedOn'], problems);
  for (const row of source.rows) {
    if (overflows(source, row)) problems.push({ line: source.lineOf(row), column: null, value: null, why: 'has more fields than the header' });
    else bookAllocation(values, row, books);
  }
  books.faults.push(...faultsOf(path, problems));
}

function bookAllocation(values: Values, row: SourceRow, books: Books): void {
  const account = accountIn(values, row, books.ledger);
  const onDay = values.needed(row, 'date') && values.day(row, 'date');
  const reversedOn = values.text(row, 'reversedOn') === '' ? null : values.day(row, 'reversedOn');
  if (!account || !onDay) return;
  const credit = account.items.find((item) => item.amountMinor < 0 && item.number === values.text(row, 'credit'));
  const [debit] = findDebits(account, values.text(row, 'debit'), values.wholeNumber(row, 'instalment'));
  if (!credit) return void values.problem(row, 'credit', 'is no payment or credit note of the account; give it in a file of items or payments');
  if (!debit) return void values.problem(row, 'debit', 'is no item of the account; give it in a file of items');
  if (debit.currency !== credit.currency) return void values.problem(row, 'debit', `is in ${debit.currency}, the credit in ${credit.currency}`);
  const amountMinor = values.needed(row, 'amount') ? values.amount(row, 'amount', debit.currency) : null;
  if (amountMinor === null) return;
  if (amountMinor <= 0) return void values.problem(row, 'amount', 'must be more than 0');
  if (reversedOn !== null && reversedOn < onDay) return void values.problem(row, 'reversedOn', `lies before the ${allocationColumns.date}`);
  const free = Math.min(books.free.get(credit.id) ?? 0, books.free.get(debit.id) ?? 0);
  if (reversedOn === null && amountMinor > free)
    return void values.problem(row, 'amount', `is more than the ${toDecimal(free, debit.currency)} that are left to set off`);
  allocate(books, account, { creditId: credit.id, debitId: debit.id, amountMinor, onDay, reversedOn, valueOn: credit.issuedOn });
}

function accountIn(values: Values, row: SourceRow, ledger: Ledger): LedgerAccount | null {
  const customer = values.needed(row, 'customerNumber');
  const entity = values.text(row, 'entity');
  const fitting = customer === null ? [] : accountsOf(ledger, customer, entity === '' ? null : entity);
  if (customer === null || fitting.length === 1) return fitting[0] ?? null;
  return fitting.length === 0
    ? values.problem(row, 'customerNumber', 'has no account with items')
    : values.problem(row, 'entity', `is needed: customer ${customer} buys from several`);
}
