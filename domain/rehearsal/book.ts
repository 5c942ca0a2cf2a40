import type { Day } from '../calendar/day.js';
import { sum, type Minor } from '../money/minor.js';
import type { EventOf } from './event.js';
import type { Happened } from './happen.js';
import { factsAt, nextItemId, setOff, type RehearsedItem, type World } from './world.js';

type Received = EventOf<'payment' | 'credit-note'>;

/** Books a credit and sets it off: against the named items, else against the oldest debits of its currency. */
export function receive(world: World, event: Received, onDay: Day, today: Day): Happened {
  const foreign = event.items.find((part) => debitsNamed(world, part.item).length === 0);
  if (foreign) return { refused: `${foreign.item} is no item of ${event.accountId}` };
  const kind = event.type === 'payment' ? 'PAYMENT' : 'CREDIT_NOTE';
  if (world.items.some((item) => item.kind === kind && item.number === event.number)) return { refused: `${event.number} is booked already` };
  const id = nextItemId(world);
  world.items.push({ id, kind, number: event.number, instalment: 0, issuedOn: onDay, dueOn: onDay, currency: event.currency, amountMinor: -event.amountMinor });
  const left =
    event.items.length === 0 ? setOff(world, id, oldestDebits(world, event.currency, today), event.amountMinor, onDay) : spread(world, id, event, onDay);
  return { told: `${kind === 'PAYMENT' ? 'Payment' : 'Credit note'} ${event.number}${left > 0 ? ', part of it on account' : ''}` };
}

/** Each part takes what it says, over all instalments of what it names; without an amount as much as is open. */
function spread(world: World, creditId: number, { items, amountMinor }: Received, onDay: Day): Minor {
  let left = amountMinor;
  for (const part of items) {
    const most = Math.min(left, part.amountMinor ?? left);
    left -= most - setOff(world, creditId, debitsNamed(world, part.item), most, onDay);
  }
  return left;
}

/** The debits that a number names, the instalments of an invoice in their order. */
export function debitsNamed(world: World, item: string): RehearsedItem[] {
  const matches = world.items.filter((each) => each.amountMinor > 0 && (each.number === item || `${each.number}/${each.instalment}` === item));
  return matches.sort((a, b) => a.instalment - b.instalment);
}

function oldestDebits(world: World, currency: string, today: Day): RehearsedItem[] {
  const debits = world.items.filter((item) => item.amountMinor > 0 && item.currency === currency && item.issuedOn <= today);
  return debits.sort((a, b) => (a.dueOn < b.dueOn ? -1 : a.dueOn > b.dueOn ? 1 : a.id - b.id));
}

/** Takes a payment back: what it had cleared is open again, at its true age. */
export function reverse(world: World, number: string, today: Day): Happened {
  const payment = world.items.find((item) => item.number === number && item.amountMinor < 0);
  if (!payment) return { refused: `there is no payment ${number}` };
  if (world.items.some((item) => item.kind === 'CHARGEBACK' && item.number === `${number}-R`)) return { refused: `${number} was reversed already` };
  takeBack(world, payment, { kind: 'CHARGEBACK', number: `${number}-R` }, today);
  return { told: `Payment ${number} was reversed` };
}

/** Takes a credit back from a day on, with a debit that settles it; answers how much of it had been set off. */
export function takeBack(world: World, credit: RehearsedItem, by: Pick<RehearsedItem, 'kind' | 'number'>, today: Day): Minor {
  const standing = world.allocations.filter(({ creditId, reversedOn }) => creditId === credit.id && reversedOn === null);
  world.allocations = world.allocations.map((allocation) => (standing.includes(allocation) ? { ...allocation, reversedOn: today } : allocation));
  const id = nextItemId(world);
  world.items.push({ ...credit, ...by, id, issuedOn: today, dueOn: today, amountMinor: -credit.amountMinor });
  world.allocations.push({ creditId: credit.id, debitId: id, amountMinor: -credit.amountMinor, onDay: today, reversedOn: null });
  return sum(standing.map(({ amountMinor }) => amountMinor));
}

/** Books an invoice. */
export function bill(world: World, { number, instalment, currency, amountMinor, issuedOn, dueOn }: EventOf<'invoice'>): Happened {
  if (world.items.some((item) => item.number === number && item.instalment === instalment)) return { refused: `${number} is booked already` };
  world.items.push({ id: nextItemId(world), kind: 'INVOICE', number, instalment, issuedOn, dueOn, currency, amountMinor });
  return { told: `Invoice ${number}, due ${dueOn}` };
}

/** Books the write-off of what is open of the items of a request. */
export function bookWriteOff(world: World, id: string, today: Day): void {
  const request = world.base.writeOffs.find((each) => each.id === id);
  const open = factsAt(world, `${today}T23:59:59Z`).items.filter((item) => item.openMinor > 0 && request?.itemIds.includes(item.id));
  for (const item of open) {
    const creditId = nextItemId(world);
    world.items.push({
      id: creditId,
      kind: 'WRITE_OFF',
      number: `write-off-${item.number}`,
      instalment: item.instalment,
      issuedOn: today,
      dueOn: today,
      currency: item.currency,
      amountMinor: -item.openMinor,
    });
    setOff(world, creditId, [item], item.openMinor, today);
  }
}
