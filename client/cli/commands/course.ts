import type { Command } from 'commander';
import type { CoursePage, EventRow } from '../../../prisma/store/reading/course.js';
import type { Act } from '../act.js';
import { accountPath } from '../api.js';
import { groupOf } from '../group.js';
import { exits, Failure } from '../failure.js';
import { factsOf, heading, moment, tableOf, type Column } from '../print.js';
import { wholeNumber } from '../read.js';
import { verb } from '../verb.js';

/** `duly account states`, `duly event list`: how accounts stand for other systems, and what has changed since. */
export function addCourse(program: Command, act: Act): void {
  groupOf(program, 'account', 'accounts: customer × legal entity')
    .command('states')
    .argument('<account>', 'as ENTITY/CUSTOMER')
    .description('its state, age class and credit hold, with their history')
    .action(act(async (api, [name = '']) => api.get<CoursePage>(`${accountPath(name)}/states`), showCourse));
  groupOf(program, 'event', 'changes of state, age class and credit hold')
    .command('list')
    .description('those after a number, in order')
    .option('--after <number>', 'the last one that is known', wholeNumber, 0)
    .option('--account <account>', 'as ENTITY/CUSTOMER')
    .option('--kind <kind>', 'state, class or credit-hold')
    .option('--limit <count>', 'at most so many', wholeNumber, 200)
    .action(
      act(
        async (api, _args, options: { after: number; limit: number; account?: string; kind?: string }) => api.get<Events>('/events', { ...options }),
        ({ items }) => (items.length > 0 ? tableOf(items, eventColumns) : 'None.\n'),
      ),
    );
}

/** `duly credit-hold`: by hand. */
export function addCreditHold(program: Command, act: Act): void {
  verb<{ reason: string }>(program, act, 'credit-hold', 'stop credit and deliveries, or end that: on or off', ([hold], { reason }) => {
    if (hold !== 'on' && hold !== 'off') throw new Failure('Say on or off: duly credit-hold DE01/10042 on --reason …', exits.badInput);
    return { kind: 'credit-hold', hold, reason };
  })
    .argument('<hold>', 'on or off')
    .requiredOption('--reason <text>', 'why')
    .addHelpText('after', '\nExample:\n  duly credit-hold DE01/10042 on --reason "limit is exceeded" --as finance');
}

interface Events {
  items: EventRow[];
  next: number;
}

function showCourse({ accountId, state, class: name, creditHold, history }: CoursePage): string {
  const hold = creditHold && `since ${creditHold.sinceOn}${creditHold.step ? `, step ${creditHold.step}` : ', by hand'}`;
  const top = factsOf([
    ['Account', accountId],
    ['State', state],
    ['Class', name ?? 'none'],
    ['Credit hold', hold ?? 'off'],
  ]);
  return top + (history.length > 0 ? heading('History') + tableOf(history, spanColumns) : '');
}

const spanColumns: readonly Column<CoursePage['history'][number]>[] = [
  { title: 'KIND', of: ({ kind }) => kind },
  { title: 'ITEM', of: ({ item }) => item },
  { title: 'NAME', of: ({ name }) => name },
  { title: 'ADDED', of: ({ addedOn }) => addedOn },
  { title: 'LIFTED', of: ({ liftedOn }) => liftedOn },
];

const eventColumns: readonly Column<EventRow>[] = [
  { title: 'EVENT', right: true, of: ({ id }) => id },
  { title: 'AT', of: ({ at }) => moment(at) },
  { title: 'ACCOUNT', of: ({ accountId }) => accountId },
  { title: 'KIND', of: ({ kind }) => kind },
  { title: 'ITEM', of: ({ item }) => item },
  { title: 'FROM', of: ({ from }) => from },
  { title: 'TO', of: ({ to }) => to },
  { title: 'ACTIONS', width: 36, of: ({ actions }) => actions.join(' ') },
];
