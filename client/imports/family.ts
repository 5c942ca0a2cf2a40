import { billedCustomer, shareOut, type Relative } from '../../domain/ledger/family.js';
import type { Payment } from '../../domain/ledger/payments.js';
import type { Prisma } from '../../prisma/generated/client.js';
import { readAccounts } from '../../prisma/store/customers.js';
import { heldByChildren, readRelatives } from '../../prisma/store/family.js';
import type { OpenList } from './openItems.js';
import type { PayingAccount } from './payments.js';
import type { RowProblem } from './problem.js';

type Tx = Prisma.TransactionClient;

/** Why a payment for several accounts of a family can't be taken. */
export const severalAccounts = 'names items of several accounts; say how much of it is for each, as 4711=50.00; 4712=30.00';

/** Puts what customers owe that are billed to their parent on the parent's account; answers items that this would name twice. */
export async function billParents(tx: Tx, list: OpenList): Promise<RowProblem[]> {
  const relatives = await readRelatives(tx);
  if (![...relatives.values()].some(({ billToParent }) => billToParent)) return [];
  const seen = new Map<string, number>();
  for (const item of list.voids) {
    item.customer = billedCustomer(item.customer, relatives);
    item.accountId = `${item.entity}/${item.customer}`;
  }
  return list.items.flatMap((item): RowProblem[] => {
    const { entity, customer, number, instalment, kind, line } = item;
    item.customer = billedCustomer(customer, relatives);
    item.accountId = `${entity}/${item.customer}`;
    const key = `${item.accountId}\n${number}\n${instalment}\n${kind}`;
    const before = seen.get(key);
    seen.set(key, line);
    return before === undefined ? [] : [{ line, column: 'documentNumber', value: number, why: `stands in line ${before} already, for the same payer` }];
  });
}

/** The accounts on which payments of customers are booked: their own, or that of whoever is billed for them. */
export async function payingAccounts(tx: Tx, customers: readonly string[]): Promise<PayingAccount[]> {
  const relatives: ReadonlyMap<string, Relative> = await readRelatives(tx);
  const billed = new Map(customers.map((customer) => [customer, billedCustomer(customer, relatives)]));
  const accounts = await readAccounts(tx, [...new Set(billed.values())]);
  return [...billed].flatMap(([customerNumber, payer]) =>
    accounts.filter((account) => account.customerNumber === payer).map(({ id, entityCode }) => ({ id, entityCode, customerNumber })),
  );
}

/** Shares payments out among the accounts whose items they name, where a parent pays for a child. */
export async function shareOutPayments(tx: Tx, payments: readonly Payment[]): Promise<{ payments: Payment[]; problems: RowProblem[] }> {
  const numbers = payments.flatMap(({ applied }) => applied.map(({ number }) => number));
  const held = await heldByChildren(
    tx,
    payments.map(({ accountId }) => accountId),
    numbers,
  );
  const holders = new Map(held.map(({ payerId, number, holderId }) => [`${payerId}\n${number}`, holderId]));
  const problems: RowProblem[] = [];
  const shared = payments.flatMap((payment) => {
    const shares = shareOut(payment, payment.applied, ({ number }) => holders.get(`${payment.accountId}\n${number}`) ?? payment.accountId);
    if (shares === null) problems.push({ line: payment.line, column: 'item', value: null, why: severalAccounts });
    return (shares ?? []).map(({ accountId, amountMinor, parts }): Payment => ({ ...payment, accountId, amountMinor, applied: parts }));
  });
  return { payments: shared, problems };
}
