import type { Payment } from '../../domain/ledger/payments.js';
import { sum, toDecimal } from '../../domain/money/minor.js';
import { groupBy } from './grouping.js';
import type { RowProblem } from './problem.js';
import { overflows, type Source, type SourceRow } from './source.js';
import { valuesReader, type Values } from './values.js';

/** An account that payments may be for. */
export interface PayingAccount {
  id: string;
  entityCode: string;
  customerNumber: string;
}

/** What must be known to read payments. */
export interface PaymentsContext {
  entity: string | null;
  accounts: readonly PayingAccount[];
  currencies: ReadonlyMap<string, string>;
}

/** Reads payments; a payment may take several rows, one for each item that it is for. */
export function readPayments(source: Source, context: PaymentsContext): { payments: Payment[]; problems: RowProblem[] } {
  const problems: RowProblem[] = [];
  const values = valuesReader(source, ['amount', 'appliedAmount'], ['date'], problems);
  const payments = new Map<string, Payment>();
  const rows = new Map<Payment, SourceRow>();
  const byCustomer = groupBy(context.accounts, ({ customerNumber }) => customerNumber);
  for (const row of source.rows) {
    if (overflows(source, row)) problems.push({ line: source.lineOf(row), column: null, value: null, why: 'has more fields than the header' });
    const payment = readPayment(values, source, row, { ...context, byCustomer });
    if (!payment) continue;
    const key = `${payment.accountId}\n${payment.number}`;
    const begun = payments.get(key);
    if (!begun) rows.set(payment, row);
    if (!begun) payments.set(key, payment);
    else if (begun.onDay !== payment.onDay || begun.amountMinor !== payment.amountMinor || begun.currency !== payment.currency)
      values.problem(row, 'paymentNumber', `stands in line ${begun.line} with another day, amount or currency`);
    else begun.applied.push(...payment.applied);
  }
  for (const [payment, row] of rows) checkApplied(values, payment, row);
  return { payments: [...payments.values()], problems };
}

function checkApplied(values: Values, { applied, amountMinor, currency }: Payment, row: SourceRow): void {
  const total = sum(applied.map((part) => part.amountMinor ?? 0));
  if (total > amountMinor) values.problem(row, 'amount', `is less than the ${toDecimal(total, currency)} that are applied to items`);
}

type Lookup = PaymentsContext & { byCustomer: ReadonlyMap<string, PayingAccount[]> };

function readPayment(values: Values, source: Source, row: SourceRow, context: Lookup): Payment | null {
  const account = readAccount(values, row, context);
  const number = values.needed(row, 'paymentNumber');
  const onDay = values.needed(row, 'date') && values.day(row, 'date');
  const currency = values.currency(row, account ? (context.currencies.get(account.entityCode) ?? null) : null);
  const amountMinor = currency && values.needed(row, 'amount') ? values.amount(row, 'amount', currency) : null;
  const applied = currency ? readApplied(values, source, row, currency) : null;
  if (!account || !number || !onDay || !currency || amountMinor === null || !applied) return null;
  if (amountMinor <= 0)
    return values.problem(row, 'amount', 'is no payment: it must be more than 0. What a customer got back belongs into the list of open items');
  return { line: source.lineOf(row), accountId: account.id, number, onDay, currency, amountMinor, reference: values.optional(row, 'reference'), applied };
}

function readAccount(values: Values, row: SourceRow, { entity: stated, byCustomer }: Lookup): PayingAccount | null {
  const customer = values.needed(row, 'customerNumber');
  if (customer === null) return null;
  const accounts = byCustomer.get(customer) ?? [];
  const entity = values.text(row, 'entity') || stated;
  if (accounts.length === 0) return values.problem(row, 'customerNumber', 'is no customer with an account; import the open items first');
  if (entity) return accounts.find(({ entityCode }) => entityCode === entity) ?? values.problem(row, 'entity', `has no account of customer ${customer}`);
  const [only, another] = accounts;
  if (another) return values.problem(row, 'customerNumber', `buys from ${accounts.map(({ entityCode }) => entityCode).join(' and ')}; say which is paid`);
  return only ?? null;
}

/** One item in its own columns, or a list such as `4711; 4712=50.00` in one field. */
function readApplied(values: Values, source: Source, row: SourceRow, currency: string): Payment['applied'] | null {
  const parts = values
    .text(row, 'item')
    .split(/[;|]/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
  const line = source.lineOf(row);
  if (parts.length === 0) return [];
  const [only] = parts;
  if (parts.length === 1 && only !== undefined && !only.includes('=')) {
    const instalment = values.text(row, 'instalment') === '' ? null : values.wholeNumber(row, 'instalment');
    const amountMinor = values.text(row, 'appliedAmount') === '' ? null : values.amount(row, 'appliedAmount', currency);
    if (amountMinor !== null && amountMinor <= 0) return values.problem(row, 'appliedAmount', 'must be more than 0');
    return [{ line, number: only, instalment, amountMinor }];
  }
  return parts.map((part) => readPart(values, row, line, part, currency));
}

function readPart(values: Values, row: SourceRow, line: number, part: string, currency: string): Payment['applied'][number] {
  const at = part.lastIndexOf('=');
  if (at < 0) return { line, number: part, instalment: null, amountMinor: null };
  const amount = values.amountOf(part.slice(at + 1).trim(), currency);
  if (typeof amount !== 'number' || amount <= 0) values.problem(row, 'item', `${part}: ${typeof amount === 'number' ? 'must be more than 0' : amount.why}`);
  return { line, number: part.slice(0, at).trim(), instalment: null, amountMinor: typeof amount === 'number' ? amount : null };
}
