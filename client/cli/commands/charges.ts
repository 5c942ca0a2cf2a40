import type { Command } from 'commander';
import type { ChargeRow, ChargeTotal } from '../../../prisma/store/reading/charges.js';
import type { Act } from '../act.js';
import { groupOf } from '../group.js';
import { heading, listOf, money, tableOf, type Column, type Listed } from '../print.js';
import { paging } from '../read.js';
import { verb } from '../verb.js';

/** Fees and interest: what was charged, and what is taken back of it. */
export function addCharges(program: Command, act: Act): void {
  const charge = groupOf(program, 'charge', 'fees and interest');
  addList(charge, act);
  verb<{ reason: string }>(charge, act, 'reverse', 'take a fee or interest back', ([number = ''], { reason }) => ({
    kind: 'reverse-charge',
    charge: number,
    reason,
  }))
    .argument('<charge>', 'its number, as in: duly charge list')
    .requiredOption('--reason <text>', 'why')
    .addHelpText('after', '\nExample:\n  duly charge reverse DE01/10042 R-2020-118-F1 --reason goodwill --as manager');
}

function addList(charge: Command, act: Act): void {
  paging(
    charge
      .command('list')
      .description('fees and interest, by account and the oldest first, with totals; open ones')
      .option('--account <account>', 'as ENTITY/CUSTOMER')
      .option('--entity <code>', 'of this entity')
      .option('--status <status>', 'PAID, CORRECTED, WAIVED, CONVERTED, REVERSED; any for all'),
  ).action(
    act(
      async (api, _args, { as: _as, json: _json, ...query }) => api.get<Listed<ChargeRow> & { totals: ChargeTotal[] }>('/charges', query),
      (page) => listOf(page, columns) + (page.totals.length > 0 ? `${heading('Totals')}${tableOf(page.totals, totalColumns)}` : ''),
    ),
  );
}

const amount = { title: 'AMOUNT', right: true, of: ({ amountMinor, currency }: { amountMinor: number; currency: string }) => money(amountMinor, currency) };
const open = { title: 'OPEN', right: true, of: ({ openMinor, currency }: { openMinor: number; currency: string }) => money(openMinor, currency) };

const columns: readonly Column<ChargeRow>[] = [
  { title: 'CHARGE', of: ({ number }) => number },
  { title: 'ACCOUNT', of: ({ accountId }) => accountId },
  { title: 'WHAT', of: ({ what, name }) => (what === 'INTEREST' ? 'interest' : name) },
  { title: 'FOR', width: 24, of: ({ items }) => items.join(' ') },
  { title: 'BOOKED', of: ({ bookedOn }) => bookedOn },
  { title: 'DAYS', of: ({ from, to, percent }) => (from && to ? `${from} to ${to}, ${percent} %` : '') },
  amount,
  open,
  { title: 'STATUS', of: (row) => row.status.toLowerCase() },
];

const totalColumns: readonly Column<ChargeTotal>[] = [
  { title: 'ENTITY', of: ({ entity }) => entity },
  { title: 'CHARGES', right: true, of: ({ charges }) => charges },
  amount,
  open,
];
