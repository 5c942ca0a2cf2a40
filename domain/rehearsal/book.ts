import type { Day } from '../calendar/day.js';
import { numberOf } from '../instructing/items.js';
import type { Minor } from '../money/minor.js';
import type { Claim } from '../rule/standing.js';
import { debitsNamed } from './debitsNamed.js';
import { payable, payableBy } from './payable.js';
import type { EventOf } from './event.js';
import type { Happened } from './happen.js';
import { endPending } from './pending.js';
import { nextItemId, setOff, type World } from './world.js';

type Received = EventOf<'payment' | 'credit-note'>;

/** Books a credit and sets it off: against the named items, else as the policy applies money that names none. */
export function receive(world: World, event: Received, onDay: Day, today: Day): Happened {
  const foreign = event.items.find((part) => debitsNamed(world, part.item).length === 0);
  if (foreign) return { refused: `${foreign.item} is no item of ${event.accountId}` };
  const other = event.items.flatMap(({ item }) => debitsNamed(world, item)).find(({ currency }) => currency !== event.currency);
  if (other) return { refused: `${numberOf(other)} is in ${other.currency}, ${event.number} in ${event.currency}` };
  const kind = event.type === 'payment' ? 'PAYMENT' : 'CREDIT_NOTE';
  if (world.items.some((item) => item.kind === kind && item.number === event.number)) return { refused: `${event.number} is booked already` };
  endPending(world, event.number);
  const id = nextItemId(world);
  world.items.push({ id, kind, number: event.number, instalment: 0, issuedOn: onDay, dueOn: onDay, currency: event.currency, amountMinor: -event.amountMinor });
  const left = event.items.length === 0 ? setOff(world, id, payable(world, event.currency, today), event.amountMinor, onDay) : spread(world, id, event, onDay);
  const dated = onDay > today ? `, dated ${onDay}: it counts from then on` : '';
  return { told: `${kind === 'PAYMENT' ? 'Payment' : 'Credit note'} ${event.number}${left > 0 ? ', part of it on account' : ''}${dated}` };
}

/** Each part takes what it says, over all instalments of what it names; without an amount as much as is open. */
function spread(world: World, creditId: number, { items, amountMinor }: Received, onDay: Day): Minor {
  let left = amountMinor;
  for (const part of items) {
    const most = Math.min(left, part.amountMinor ?? left);
    left -= most - setOff(world, creditId, payableBy(world, part.item), most, onDay);
  }
  return left;
}

/** Books the write-off of claims. */
export function bookWriteOff(world: World, claims: readonly Claim[], today: Day): void {
  for (const { item, minor } of claims) {
    const id = nextItemId(world);
    const { number, instalment, currency } = item;
    world.items.push({ id, kind: 'WRITE_OFF', number: `write-off-${number}`, instalment, issuedOn: today, dueOn: today, currency, amountMinor: -minor });
    setOff(world, id, [item], minor, today);
  }
}
