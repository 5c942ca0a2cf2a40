import type { Command } from 'commander';
import type { TaskBrief } from '../../../domain/brief.js';
import { reasonPhrase } from '../../../domain/rule/sentence.js';
import type { TaskRow } from '../../../prisma/store/reading/tasks.js';
import type { CallScript } from '../../accounts/callScript.js';
import type { Act } from '../act.js';
import { historyColumns, personColumns } from '../columns.js';
import { groupOf } from '../group.js';
import { factsOf, heading, money, monies, tableOf, type Column } from '../print.js';

type Shown = Omit<TaskRow, 'brief'> & { brief: Partial<TaskBrief> & Record<string, unknown>; script: CallScript };

/** `duly task show`: what a person needs in order to do a task. */
export function addTask(program: Command, act: Act): void {
  groupOf(program, 'task', 'the worklist')
    .command('show')
    .argument('<task>', 'its id, as in: duly task list')
    .description('the script, the numbers and the history that it needs')
    .action(act(async (api, [id = '']) => api.get<Shown>(`/tasks/${encodeURIComponent(id)}`), showTask));
}

function showTask(task: Shown): string {
  const { brief, script } = task;
  const top = factsOf([
    ['Task', task.id],
    ['What', task.title],
    ['Account', task.accountId],
    ['Customer', task.name],
    ['Due', task.dueOn],
    ['For', task.assigneeId ?? task.role],
    ['Status', task.outcome ?? task.status.toLowerCase()],
    ['Because', brief.reason && reasonPhrase(brief.reason)],
    ...(brief.also ?? []).map((reason): [string, string] => ['And because', reasonPhrase(reason)]),
    ['Overdue now', monies(task.overdue).replaceAll('\n', ', ')],
    ['To collect', brief.debt && monies(brief.debt.collectable).replaceAll('\n', ', ')],
    ['Days past due', brief.debt?.daysPastDue],
    ['Items', brief.debt?.itemCount],
  ]);
  const told = script ? heading('Script') + (script.trouble ?? `${script.title ?? ''}\n\n${script.text ?? ''}`).trimEnd() + '\n' : '';
  return (
    top +
    told +
    part('People', brief.people, personColumns) +
    part('Oldest items', brief.debt?.oldest, itemColumns) +
    part('History', brief.contacts, historyColumns) +
    part('Promises', brief.promises, promiseColumns)
  );
}

function part<Row>(title: string, rows: readonly Row[] | undefined, columns: readonly Column<Row>[]): string {
  return rows && rows.length > 0 ? heading(title) + tableOf(rows, columns) : '';
}

const itemColumns: readonly Column<TaskBrief['debt']['oldest'][number]>[] = [
  { title: 'ITEM', of: ({ number }) => number },
  { title: 'DUE', of: ({ dueOn }) => dueOn },
  { title: 'OPEN', right: true, of: (row) => money(row.openMinor, row.currency) },
  { title: '', of: ({ disputed }) => (disputed ? 'not asked for' : '') },
];

const promiseColumns: readonly Column<TaskBrief['promises'][number]>[] = [
  { title: 'KIND', of: ({ kind }) => kind.toLowerCase() },
  { title: 'STATUS', of: ({ status }) => status.toLowerCase() },
  {
    title: 'INSTALMENTS',
    of: ({ instalments, currency }) => instalments.map(({ dueOn, amountMinor }) => `${dueOn} ${money(amountMinor, currency)}`).join(', '),
  },
];
