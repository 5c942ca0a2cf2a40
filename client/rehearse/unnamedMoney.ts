/** Payments of ledger files that name no item: each is set off when it comes in, as one among the events is. */
import { instantOf, type Day } from '../../domain/calendar/day.js';
import type { EventOf } from '../../domain/rehearsal/event.js';
import { debtorZone } from '../../domain/rule/debtorZone.js';
import type { Books } from './book.js';
import type { Ledger } from './ledger.js';
import { hourOfDays } from './readEvents.js';
import { customerFactsOf, entityFactsOf } from './worlds.js';

/**
 * Takes from the books the payments that name no item and that no file of allocations names: what they pay shows when they come in. Those
 * from before a list of open items stay on account: the list has what they paid.
 */
export function takeUnnamed({ ledger, unnamed }: Books, listedOn: Day | null): void {
  const set = new Set([...ledger.accounts.values()].flatMap(({ allocations }) => allocations.map(({ creditId }) => creditId)));
  const taken = unnamed.filter(({ credit }) => !set.has(credit.id) && (listedOn === null || credit.issuedOn > listedOn));
  const ids = new Set(taken.map(({ credit }) => credit.id));
  for (const account of new Set(taken.map((each) => each.account))) account.items = account.items.filter(({ id }) => !ids.has(id));
  ledger.unnamed = taken.map(({ account: { id }, credit: { number, issuedOn, currency, amountMinor }, line }) => {
    return { accountId: id, number, onDay: issuedOn, currency, amountMinor: -amountMinor, line };
  });
}

/** These payments as events of their days. */
export function unnamedEvents(ledger: Ledger): EventOf<'payment'>[] {
  return ledger.unnamed.flatMap(({ accountId, number, onDay, currency, amountMinor, line }): EventOf<'payment'>[] => {
    const account = ledger.accounts.get(accountId);
    if (!account) return [];
    const zone = debtorZone({ entity: entityFactsOf(ledger, account), customer: customerFactsOf(ledger, account) });
    const at = instantOf(onDay, hourOfDays, zone);
    return [{ type: 'payment', at, accountId, line, id: null, number, currency, amountMinor, paidOn: onDay, items: [] }];
  });
}
