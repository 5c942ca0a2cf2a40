/** Payments under way. */
import type { Day } from '../calendar/day.js';
import type { PendingPaymentFacts } from '../facts.js';
import { numberOf, say } from '../instructing/items.js';
import { debitsNamed } from './debitsNamed.js';
import type { EventOf } from './event.js';
import type { Happened } from './happen.js';
import type { World } from './world.js';

/** A payment sets out. */
export function expectPayment(world: World, event: EventOf<'payment-pending'>, today: Day): Happened {
  const { number, currency, amountMinor, expectedOn, items } = event;
  if (expectedOn < today) return { refused: `${expectedOn} is past; a payment under way is expected today or later` };
  if (pendingOf(world).some((each) => each.number === number)) return { refused: `${number} is under way already` };
  if (world.items.some((item) => item.kind === 'PAYMENT' && item.number === number)) return { refused: `${number} is booked already` };
  const foreign = (items ?? []).find((item) => debitsNamed(world, item).length === 0);
  if (foreign !== undefined) return { refused: `${foreign} is no item of ${event.accountId}` };
  const other = (items ?? []).flatMap((item) => debitsNamed(world, item)).find((item) => item.currency !== currency);
  if (other) return { refused: `${numberOf(other)} is in ${other.currency}, ${number} in ${currency}` };
  const itemIds = (items ?? []).flatMap((item) => debitsNamed(world, item).map(({ id }) => id));
  world.base.pendingPayments = [...pendingOf(world), { number, currency, amountMinor, itemIds, expectedOn }];
  return { told: `Payment ${number} of ${say(amountMinor, currency)} is under way, expected by ${expectedOn}` };
}

/** A payment under way will not arrive. */
export function failPayment(world: World, { number, reason }: EventOf<'payment-failed'>): Happened {
  return endPending(world, number) ? { told: `Payment ${number} will not arrive: ${reason}` } : { refused: `no payment ${number} is under way` };
}

/** Ends the expectation of a payment; answers whether there was one. */
export function endPending({ base }: World, number: string): boolean {
  const pending = base.pendingPayments ?? [];
  base.pendingPayments = pending.filter((each) => each.number !== number);
  return base.pendingPayments.length < pending.length;
}

/** Ends the expectation of payments whose day is over; answers them. */
export function lapsePending(world: World, today: Day): PendingPaymentFacts[] {
  const lapsed = pendingOf(world).filter(({ expectedOn }) => expectedOn < today);
  for (const { number } of lapsed) endPending(world, number);
  return lapsed;
}

const pendingOf = ({ base }: World): PendingPaymentFacts[] => base.pendingPayments ?? [];
