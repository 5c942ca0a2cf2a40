/** Payments that are taken back and given again. What they had cleared is open again, at its true age. */
import type { Day } from '../calendar/day.js';
import { say } from '../instructing/items.js';
import { valueDate } from '../ledger/openAmount.js';
import { backNumber, latestPayment, releasedBy, takenBackBy, wonNumber } from '../ledger/takeBack.js';
import { sum, type Minor } from '../money/minor.js';
import type { EventOf } from './event.js';
import type { Happened } from './happen.js';
import { nextItemId, setOff, type RehearsedItem, type World } from './world.js';

/** Takes a payment back, or a part of it: first what of it is on account, then what it cleared last. */
export function reverse(world: World, event: EventOf<'payment-reversed' | 'chargeback'>, today: Day): Happened {
  const payment = latestPayment(world.items, event.number);
  if (!payment) return { refused: `there is no payment ${event.number}` };
  if (takenBackBy(world.items, payment)) return { refused: `${payment.number} was taken back already` };
  const whole = -payment.amountMinor;
  const minor = event.type === 'chargeback' ? (event.amountMinor ?? whole) : whole;
  const { currency, number } = payment;
  if (minor > whole) return { refused: `${number} was ${say(whole, currency)}; ${say(minor, currency)} is more` };
  takeBack(world, payment, { kind: 'CHARGEBACK', number: backNumber(number) }, today, minor);
  const what = event.type === 'chargeback' ? 'charged back' : 'reversed';
  return { told: `${minor < whole ? `${say(minor, currency)} of payment` : 'Payment'} ${number} was ${what}` };
}

/** Books what was charged back as paid again, from today on, against what it had cleared. */
export function winBack(world: World, { number }: EventOf<'chargeback-won'>, today: Day): Happened {
  const payment = latestPayment(world.items, number);
  const taken = payment && takenBackBy(world.items, payment);
  if (!payment || !taken) return { refused: `no payment ${number} is charged back` };
  const lost = world.allocations.filter(({ creditId, reversedOn }) => creditId === payment.id && reversedOn === taken.issuedOn);
  const id = nextItemId(world);
  world.items.push({ ...payment, id, number: wonNumber(payment.number), issuedOn: today, dueOn: today, amountMinor: -taken.amountMinor });
  const debits = [...new Set(lost.map(({ debitId }) => debitId))].map((debitId) => ({ id: debitId }));
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
  const released = releasedBy(-credit.amountMinor, set, minor);
  for (const { part, keepMinor } of released) {
    world.allocations = world.allocations.map((each) => (each === part ? { ...each, reversedOn: today } : each));
    if (keepMinor > 0) world.allocations.push({ ...part, amountMinor: keepMinor, onDay: today, valueOn: valueDate(part) });
  }
  const id = nextItemId(world);
  world.items.push({ ...credit, ...by, id, issuedOn: today, dueOn: today, amountMinor: minor });
  world.allocations.push({ creditId: credit.id, debitId: id, amountMinor: minor, onDay: today, reversedOn: null });
  return sum(released.map(({ part, keepMinor }) => part.amountMinor - keepMinor));
}
