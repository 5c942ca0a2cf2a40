/** Payments under way. */
import type { Instruction } from '../instructions.js';
import { refuse, type Decided, type Situation } from './change.js';
import { numberOf, openDebits, say } from './items.js';

type Of<Kind extends Instruction['kind']> = Extract<Instruction, { kind: Kind }>;

/** A direct debit or a cheque is under way: up to its day nobody is asked for what it pays. */
export function expectPayment(asked: Of<'payment-pending'>, { facts, today, subject }: Situation): Decided {
  const { number, currency, amountMinor, expectedOn } = asked;
  if (expectedOn < today) return refuse('DAY_PAST', `${expectedOn} is past; a payment under way is expected today, ${today}, or later.`);
  if (facts.pendingPayments?.some((pending) => pending.number === number)) return refuse('UNDER_WAY', `Payment ${number} is under way already.`);
  if (subject?.of === 'ledger' && subject.items.some((item) => item.kind === 'PAYMENT' && item.number === number))
    return refuse('BOOKED', `Payment ${number} is booked already.`);
  const numbers = asked.items ?? [];
  const foreign = numbers.find((item) => openDebits(facts, item).length === 0);
  if (foreign !== undefined) return refuse('NO_OPEN_ITEM', `${foreign} is no open item of ${facts.accountId}.`);
  const other = numbers.flatMap((item) => openDebits(facts, item)).find((item) => item.currency !== currency);
  if (other) return refuse('OTHER_CURRENCY', `${numberOf(other)} is owed in ${other.currency}, not in ${currency}.`);
  const itemIds = numbers.flatMap((item) => openDebits(facts, item).map(({ id }) => id));
  const message = `Payment ${number} of ${say(amountMinor, currency)} is expected by ${expectedOn}.`;
  return { change: { change: 'payment-expected', number, currency, amountMinor, itemIds, expectedOn, note: asked.note ?? null }, message };
}

/** A payment under way will not arrive. */
export function failPayment({ number, reason }: Of<'payment-failed'>, { facts }: Situation): Decided {
  if (!facts.pendingPayments?.some((pending) => pending.number === number)) return refuse('NOT_UNDER_WAY', `No payment ${number} is under way.`);
  return { change: { change: 'payment-failed', number, reason }, message: `Payment ${number} is not waited for any more.` };
}
