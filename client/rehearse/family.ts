import { billedCustomer, shareOut } from '../../domain/ledger/family.js';
import type { Payment } from '../../domain/ledger/payments.js';
import type { EventOf, RehearsalEvent } from '../../domain/rehearsal/event.js';
import { numberOf } from '../../domain/instructing/items.js';
import { accountOf, type Ledger, type LedgerAccount } from './ledger.js';

/** Moves what customers owe that are billed to their parent to the parent's account, and remembers where it went. */
export function billParents(ledger: Ledger): void {
  const before = [...ledger.accounts.values()];
  for (const account of before) {
    const billed = billedCustomer(account.customer, ledger.customers);
    if (billed === account.customer) continue;
    const payer = accountOf(ledger, account.entity, billed);
    payer.items.push(...account.items);
    payer.drafts.push(...account.drafts);
    payer.allocations.push(...account.allocations);
    payer.disputed.push(...account.disputed);
    ledger.accounts.delete(account.id);
    ledger.billed.set(account.id, payer.id);
  }
}

/** The account that has an item which a payer names: its own, else that of a child of the payer; the payer's own where nobody has it. */
function holderIn({ accounts, customers }: Ledger, payerId: string, number: string): string {
  const payer = accounts.get(payerId);
  const has = (account: typeof payer) => account?.items.some((item) => item.amountMinor > 0 && (item.number === number || numberOf(item) === number)) ?? false;
  if (!payer || has(payer)) return payerId;
  return childrenOf({ accounts, customers }, payer).find(has)?.id ?? payerId;
}

function childrenOf({ accounts, customers }: Pick<Ledger, 'accounts' | 'customers'>, payer: LedgerAccount): LedgerAccount[] {
  return [...accounts.values()].filter(({ entity, customer }) => entity === payer.entity && customers.get(customer)?.parentNumber === payer.customer);
}

/** A payment of a file, shared out among the accounts whose items it names; null when it does not say how much each gets. */
export function shareOutPayment(ledger: Ledger, payment: Payment): Payment[] | null {
  const shares = shareOut(payment, payment.applied, ({ number }) => holderIn(ledger, payment.accountId, number));
  return shares && shares.map(({ accountId, amountMinor, parts }) => ({ ...payment, accountId, amountMinor, applied: parts }));
}

/** The same for a payment among the events. */
export function shareOutEvent(ledger: Ledger, event: EventOf<'payment'>): EventOf<'payment'>[] | null {
  const shares = shareOut(event, event.items, ({ item }) => holderIn(ledger, event.accountId, item));
  return shares && shares.map(({ accountId, amountMinor, parts }) => ({ ...event, accountId, amountMinor, items: parts }));
}

type TakenBack = EventOf<'payment-reversed' | 'chargeback' | 'chargeback-won'>;

/** What takes back a payment that was shared out goes to each account that got a share of it. A part of one that several got stays where it is. */
export function followShares(ledger: Ledger, events: readonly RehearsalEvent[]): RehearsalEvent[] {
  const paid = new Set(events.flatMap((event) => (event.type === 'payment' ? [`${event.accountId} ${event.number}`] : [])));
  const got = ({ id, items }: LedgerAccount, number: string) =>
    paid.has(`${id} ${number}`) || items.some((item) => item.kind === 'PAYMENT' && item.number === number);
  return events.flatMap((event) => {
    const payer = isTakenBack(event) ? ledger.accounts.get(event.accountId) : undefined;
    if (!payer || !isTakenBack(event)) return [event];
    const holders = [payer, ...childrenOf(ledger, payer)].filter((account) => got(account, event.number));
    const isPart = event.type === 'chargeback' && event.amountMinor !== null;
    return holders.length === 0 || (isPart && holders.length > 1) ? [event] : holders.map(({ id }) => ({ ...event, accountId: id }));
  });
}

function isTakenBack(event: RehearsalEvent): event is TakenBack {
  return event.type === 'payment-reversed' || event.type === 'chargeback' || event.type === 'chargeback-won';
}
