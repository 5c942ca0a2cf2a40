import { netOf } from '../charges/settle.js';
import type { Instruction } from '../instructions.js';
import { refuse, type Decided, type Situation } from './change.js';
import { say } from './items.js';

type Reverse = Extract<Instruction, { kind: 'reverse-charge' }>;

/** Reverses what is left of a charge, paid or not: a credit of its own is set against it, and what was paid stands in the customer's favour. */
export function reverseCharge({ charge: number, reason }: Reverse, { facts }: Situation): Decided {
  const booked = (facts.charges ?? []).filter(({ does }) => does === 'BOOK');
  const charge = booked.find((each) => each.number === number);
  if (!charge) return refuse('NO_SUCH_CHARGE', `${number} is no fee or interest of ${facts.accountId}${named(booked)}.`);
  const minor = netOf(facts, charge);
  if (minor <= 0) return refuse('ALREADY_REVERSED', `${number} was taken back already, or became an ordinary item; nothing of it is left to reverse.`);
  const entries = (facts.charges ?? []).filter(({ does, chargeId }) => does !== 'BOOK' && chargeId === charge.id).length;
  const change = { change: 'charge-reversed', charge, key: `reverse/${charge.id}/${entries + 1}`, number: `${number}-C${entries + 1}`, minor, reason } as const;
  return { change, message: `${number} reversed: ${say(minor, charge.currency)}.` };
}

function named(charges: readonly { number: string }[]): string {
  return charges.length === 0 ? '' : `; it has ${charges.map(({ number }) => number).join(', ')}`;
}
