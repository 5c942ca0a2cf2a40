import type { Command } from 'commander';
import type { AccountPage } from '../../../prisma/store/reading/accountPage.js';
import type { AccountRow } from '../../../prisma/store/reading/accounts.js';
import type { ItemRow } from '../../../prisma/store/reading/items.js';
import type { Act } from '../act.js';
import { accountPath } from '../api.js';
import {
  accountColumns,
  contactColumns,
  contactMadeColumns,
  decisionColumns,
  disputeColumns,
  holdColumns,
  itemColumns,
  noteColumns,
  placementColumns,
  planColumns,
  taskColumns,
  writeOffColumns,
  type Explained,
} from '../columns.js';
import { factsOf, heading, moment, monies, listOf, tableOf, type Column, type Listed } from '../print.js';
import { paging, several, wholeNumber } from '../read.js';

/** `duly account`: the list, the page of one, its items, its running case. */
export function addAccounts(program: Command, act: Act): void {
  const account = program.command('account').description('accounts: customer × legal entity');
  addList(account, act);
  account
    .command('show')
    .argument('<account>', 'as ENTITY/CUSTOMER')
    .description('everything about an account')
    .action(act(async (api, [name = '']) => api.get<Shown>(accountPath(name)), showAccount));
  paging(
    account.command('items').argument('<account>', 'as ENTITY/CUSTOMER').description('its items, oldest due first').option('--all', 'also what is closed'),
  ).action(
    act(
      async (api, [name = ''], { all, limit, offset }: { all?: boolean; limit: number; offset: number }) =>
        api.get<Listed<ItemRow>>(`${accountPath(name)}/items`, { all: all ?? false, limit, offset }),
      (page) => listOf(page, itemColumns),
    ),
  );
  account
    .command('case')
    .argument('<account>', 'as ENTITY/CUSTOMER')
    .description('how the process that looks after it sees it')
    .action(act(async (api, [name = '']) => api.get<CurrentCase>(`${accountPath(name)}/case`), showCase));
}

function addList(account: Command, act: Act): void {
  const list = account
    .command('list')
    .description('accounts with something booked, most overdue first')
    .option('--entity <code>', 'of this legal entity; may be repeated', several)
    .option('--segment <name>', 'of this segment; may be repeated', several)
    .option('--collector <user>', 'of this collector')
    .option('--search <text>', "part of the customer's number or name")
    .option('--collection <open|none>', 'being collected now, or not')
    .option('--step <id>', 'at this step of the ladder')
    .option('--min-days-past-due <days>', 'at least this late', wholeNumber)
    .option('--max-days-past-due <days>', 'at most this late', wholeNumber)
    .option('--flag <flag>', 'disputed, on-hold, promised, placed, write-off-pending, credit-balance or credit-hold; may be repeated', several)
    .option('--sort <by>', 'account, name, overdue, daysPastDue or nextLook', 'overdue')
    .option('--order <asc|desc>', 'direction', 'desc')
    .addHelpText(
      'after',
      '\nExamples:\n  duly account list --min-days-past-due 61 --max-days-past-due 90\n  duly account list --flag disputed --sort daysPastDue',
    );
  paging(list).action(
    act(
      async (api, _args, { as: _as, json: _json, ...query }) => api.get<Listed<AccountRow & { excludedBy: string | null }>>('/accounts', query),
      (page) => listOf(page, accountColumns),
    ),
  );
}

type Shown = Omit<AccountPage, 'decisions'> & { decisions: Explained[]; excludedBy: string | null };

function showAccount(page: Shown): string {
  const { case: it } = page;
  const top = factsOf([
    ['Account', page.accountId],
    ['Customer', page.name],
    ['Collector', page.collectorId],
    ['Open', monies(page.open).replaceAll('\n', ', ')],
    ['Overdue', monies(page.overdue).replaceAll('\n', ', ')],
    ['Days past due', page.daysPastDue],
    ['Flags', page.flags.join(', ')],
    ['Case', it && `${it.caseId}, ${it.status.toLowerCase()} since ${moment(it.openedAt)}, policy ${it.policy}`],
    ['Step', it?.step],
    ['Next look', it && moment(it.nextLookAt)],
    ['Waits for', it?.waitReason],
    ['Outcome', it?.outcome],
    ['Excluded by', page.excludedBy],
  ]);
  const parts = [
    part('Decisions', page.decisions.slice(0, 5), decisionColumns),
    part(`Open items (${page.itemCount})`, page.items, itemColumns),
    part('Tasks', page.tasks, taskColumns),
    part('Contacts made', page.contactsMade, contactMadeColumns),
    part('Promises and plans', page.plans, planColumns),
    part('Disputes', page.disputes, disputeColumns),
    part('Holds', page.holds, holdColumns),
    part('Placements', page.placements, placementColumns),
    part('Write-offs', page.writeOffs, writeOffColumns),
    part('Contacts', page.contacts, contactColumns),
    part('Notes', page.notes, noteColumns),
  ];
  return top + parts.join('');
}

/** A part of the page; the account itself needs no naming there. */
function part<Row>(title: string, rows: readonly Row[], columns: readonly Column<Row>[]): string {
  if (rows.length === 0) return '';
  return (
    heading(title) +
    tableOf(
      rows,
      columns.filter((column) => column.title !== 'ACCOUNT' && !(column.title === 'NAME' && title === 'Tasks')),
    )
  );
}

interface CurrentCase {
  caseId: string | null;
  running: boolean;
  sentence: string | null;
  nextLookAt: string | null;
  turns: number;
  trouble: string | null;
}

function showCase(it: CurrentCase): string {
  return factsOf([
    ['Case', it.caseId],
    ['Process', it.running ? 'running' : 'ended'],
    ['Last verdict', it.sentence],
    ['Looks again', it.nextLookAt && `${moment(it.nextLookAt)} UTC, real time`],
    ['Looks so far', it.turns],
    ['Trouble', it.trouble],
  ]);
}
