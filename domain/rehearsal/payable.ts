import type { Day } from '../calendar/day.js';
import { chargesNamedWith, orderOfPayment, standingCharges } from '../charges/ledger.js';
import { debitsNamed } from './debitsNamed.js';
import type { RehearsedItem, World } from './world.js';

/** The debits that money for no item in particular pays: by age, and as the policy says of principal, fees and interest. */
export function payable(world: World, currency: string, today: Day): RehearsedItem[] {
  return inOrder(
    world,
    world.items.filter((item) => item.amountMinor > 0 && item.currency === currency && item.issuedOn <= today),
  );
}

/** What a payment for an item pays: the item, and the fees and interest that are named with it. */
export function payableBy(world: World, item: string): RehearsedItem[] {
  const named = debitsNamed(world, item);
  const charges = chargesNamedWith(
    standingCharges(world.base),
    named.map(({ id }) => id),
  );
  return charges.length === 0 ? named : inOrder(world, [...named, ...world.items.filter(({ id }) => charges.includes(id))]);
}

function inOrder(world: World, debits: RehearsedItem[]): RehearsedItem[] {
  return debits.sort(orderOfPayment(world.items, standingCharges(world.base), world.application ?? 'interest-first'));
}
