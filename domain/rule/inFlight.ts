import { addDays, type Day } from '../calendar/day.js';
import type { AccountFacts, OpenItem, PendingPaymentFacts } from '../facts.js';
import type { Minor } from '../money/minor.js';

type Facts = Pick<AccountFacts, 'items' | 'pendingPayments'>;

/** What a payment under way is going to pay of an item. */
export interface Flight {
  payment: PendingPaymentFacts;
  itemId: number;
  minor: Minor;
}

/** What of each item a payment under way is going to pay: the named items in their order, else the oldest of its currency. */
export function inFlight({ items, pendingPayments = [] }: Facts, today: Day): Flight[] {
  const left = new Map(items.map(({ id, openMinor }) => [id, Math.max(0, openMinor)]));
  return pendingPayments
    .filter(({ expectedOn }) => today <= expectedOn)
    .flatMap((payment) => {
      const { itemIds, currency, amountMinor } = payment;
      let money = amountMinor;
      return payable(items, itemIds, currency).flatMap(({ id }) => {
        const minor = Math.min(money, left.get(id) ?? 0);
        left.set(id, (left.get(id) ?? 0) - minor);
        money -= minor;
        return minor > 0 ? [{ payment, itemId: id, minor }] : [];
      });
    });
}

/** The first day on which a payment that is under way today no longer is; null when none is. */
export function flightEndsOn({ pendingPayments = [] }: Pick<Facts, 'pendingPayments'>, today: Day): Day | null {
  const days = pendingPayments.map(({ expectedOn }) => addDays(expectedOn, 1)).filter((day) => day > today);
  return days.reduce<Day | null>((first, day) => (first === null || day < first ? day : first), null);
}

function payable(items: readonly OpenItem[], ids: readonly number[], currency: string): OpenItem[] {
  if (ids.length > 0) return ids.flatMap((id) => items.filter((item) => item.id === id));
  return items
    .filter((item) => item.openMinor > 0 && item.currency === currency)
    .toSorted((a, b) => (a.dueOn < b.dueOn ? -1 : a.dueOn > b.dueOn ? 1 : a.id - b.id));
}
