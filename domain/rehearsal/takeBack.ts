/** Payments that are taken back and given again. What they had cleared is open again, at its true age. */
import type { Day } from '../calendar/day.js';
import { say } from '../instructing/items.js';
import { sum, type Minor } from '../money/minor.js';
import type { EventOf } from './event.js';
import type { Happened } from './happen.js';
import { nextItemId, setOff, type RehearsedItem, type World } from './world.js';

/** Takes a payment back, or a part of it: first what of it is on account, then what it cleared last. */
export function reverse(world: World, event: EventOf<'payment-reversed' | 'chargeback'>, today: Day): Happened {
  const found = standing(world, event.number);
  if ('refused' in found) return found;
  const whole = -found.payment.amountMinor;
  const minor = event.type === 'chargeback' ? (event.amountMinor ?? whole) : whole;
  const { currency, number } = found.payment;
  if (minor > whole) return { refused: `${number} was ${say(whole, currency)}; ${say(minor, currency)} is more` };
  takeBack(world, found.payment, { kind: 'CHARGEBACK', number: `${number}-R` }, today, minor);
  const what = event.type === 'chargeback' ? 'charged back' : 'reversed';
  return { told: `${minor < whole ? `${say(minor, currency)} of payment` : 'Payment'} ${number} was ${what}` };
}

/** Books what was charged back as paid again, from today on, against what it had cleared. */
export function winBack(world: World, { number }: EventOf<'chargeback-won'>, today: Day): Happened {
  const payment = latest(world, number);
  const taken = payment && world.items.find((item) => item.kind === 'CHARGEBACK' && item.number === `${payment.number}-R`);
  if (!payment || !taken) return { refused: `no payment ${number} is charged back` };
  const lost = world.allocations.filter(({ creditId, reversedOn }) => creditId === payment.id && reversedOn === taken.issuedOn);
  const id = nextItemId(world);
  world.items.push({ ...payment, id, number: `${payment.number}-W`, issuedOn: today, dueOn: today, amountMinor: -taken.amountMinor });
  const debits = lost.map(({ debitId }) => ({ id: debitId }));
  setOff(world, id, debits, taken.amountMinor, today);
  return { told: `The chargeback of ${number} was won: ${say(taken.amountMinor, taken.currency)} count as paid again` };
}

/** Takes a credit back from a day on, with a debit that settles it; answers how much of it had been set off. */
export function takeBack(
  world: World,
  credit: RehearsedItem,
  by: Pick<RehearsedItem, 'kind' | 'number'>,
  today: Day,
  minor: Minor = -credit.amountMinor,
): Minor {
  const set = world.allocations.filter(({ creditId, reversedOn }) => creditId === credit.id && reversedOn === null);
  const onAccount = -credit.amountMinor - sum(set.map(({ amountMinor }) => amountMinor));
  let left = Math.max(0, minor - onAccount);
  const takenBack = left;
  for (const allocation of set.toReversed()) {
    const part = Math.min(left, allocation.amountMinor);
    if (part === 0) break;
    left -= part;
    world.allocations = world.allocations.map((each) => (each === allocation ? { ...each, reversedOn: today } : each));
    if (part < allocation.amountMinor) world.allocations.push({ ...allocation, amountMinor: allocation.amountMinor - part, onDay: today });
  }
  const id = nextItemId(world);
  world.items.push({ ...credit, ...by, id, issuedOn: today, dueOn: today, amountMinor: minor });
  world.allocations.push({ creditId: credit.id, debitId: id, amountMinor: minor, onDay: today, reversedOn: null });
  return takenBack;
}

/** The payment of a number that counts, or that was taken back last: what was won again has the number `4711-W`. */
function latest({ items }: Pick<World, 'items'>, number: string): RehearsedItem | null {
  const payment = items.find((item) => item.number === number && item.amountMinor < 0) ?? null;
  const again = payment && items.find((item) => item.kind === 'PAYMENT' && item.number === `${number}-W`);
  return again ? latest({ items }, again.number) : payment;
}

function standing(world: World, number: string): { payment: RehearsedItem } | { refused: string } {
  const payment = latest(world, number);
  if (!payment) return { refused: `there is no payment ${number}` };
  if (world.items.some((item) => item.kind === 'CHARGEBACK' && item.number === `${payment.number}-R`)) return { refused: `${number} was taken back already` };
  return { payment };
}
