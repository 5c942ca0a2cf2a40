import type { Command } from 'commander';
import type { Act } from '../act.js';
import { exits, Failure } from '../failure.js';
import { amount, currency } from '../read.js';
import { given, verb } from '../verb.js';

interface TakenBack {
  number: string;
  reason: string;
}

interface ChargedBack extends TakenBack {
  amount?: string;
  currency?: string;
}

/** Payments that a bank takes back and gives again, and invoices that were never owed. */
export function addBookings(program: Command, act: Act): void {
  withPayment(
    verb<TakenBack>(program, act, 'payment-reversed', 'a payment was taken back: what it had cleared is open again', (_args, { number, reason }) => ({
      kind: 'payment-reversed',
      number,
      reason,
    })),
  );
  withPayment(
    verb<ChargedBack>(program, act, 'chargeback', 'a payment, or a part of it, was charged back', (_args, { number, reason, amount: part, currency: of }) => ({
      kind: 'chargeback',
      number,
      reason,
      ...given({ amountMinor: partOf(part, of) }),
    })),
  )
    .option('--amount <amount>', 'this part, with --currency; else all of it')
    .option('--currency <code>', 'ISO 4217', currency)
    .addHelpText('after', '\nExample:\n  duly chargeback DE01/10042 --number P-2020-7 --amount 150.00 --currency EUR --reason "card scheme" --as finance');
  withPayment(
    verb<TakenBack>(program, act, 'chargeback-won', 'what was charged back counts as paid again', (_args, { number, reason }) => ({
      kind: 'chargeback-won',
      number,
      reason,
    })),
  );
  verb<{ item: string; reason: string }>(program, act, 'void', 'an invoice was never owed', (_args, { item, reason }) => ({ kind: 'void', item, reason }))
    .requiredOption('--item <number>', 'its number')
    .requiredOption('--reason <text>', 'why');
}

const withPayment = (command: Command): Command => command.requiredOption('--number <number>', 'of the payment').requiredOption('--reason <text>', 'why');

function partOf(part: string | undefined, of: string | undefined): number | undefined {
  if (part === undefined) return undefined;
  if (of === undefined) throw new Failure('A part of a payment needs its currency: --amount 150.00 --currency EUR.', exits.badInput);
  return amount(part, of);
}
