import type { Command } from 'commander';
import type { Act } from '../act.js';
import { amount, currency, day, several } from '../read.js';
import { given, verb } from '../verb.js';

interface Pending {
  number: string;
  amount: string;
  currency: string;
  by: string;
  item?: string[];
  note?: string;
}

/** `duly payment-pending` and `duly payment-failed`: money under way. */
export function addPendingPayments(program: Command, act: Act): void {
  verb<Pending>(
    program,
    act,
    'payment-pending',
    'a direct debit or a cheque is under way',
    (_args, { number, amount: text, currency: of, by, item: items, note }) => ({
      kind: 'payment-pending',
      number,
      currency: of,
      amountMinor: amount(text, of),
      expectedOn: by,
      ...given({ items, note }),
    }),
  )
    .requiredOption('--number <number>', 'the one that its payment will have')
    .requiredOption('--amount <amount>', 'as 1250.00')
    .requiredOption('--currency <code>', 'ISO 4217', currency)
    .requiredOption('--by <day>', 'the last day on which it is waited for', day)
    .option('--item <number>', 'what it pays; may be repeated; else the oldest', several)
    .option('--note <text>', 'what is known');
  verb<{ number: string; reason: string }>(program, act, 'payment-failed', 'a payment under way will not arrive', (_args, { number, reason }) => ({
    kind: 'payment-failed',
    number,
    reason,
  }))
    .requiredOption('--number <number>', 'of the payment')
    .requiredOption('--reason <text>', 'why');
}
