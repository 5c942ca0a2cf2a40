import type { Command } from 'commander';
import type { Why } from '../../../domain/rule/why.js';
import type { Act } from '../act.js';
import { accountPath } from '../api.js';
import { day } from '../read.js';

/** `duly why`: what a manager reads out. */
export function addWhy(program: Command, act: Act): void {
  program
    .command('why')
    .description('why an account was contacted on a day, or why not')
    .argument('<account>', 'as ENTITY/CUSTOMER')
    .option('--on <day>', 'today when left out', day)
    .addHelpText('after', '\nExample:\n  duly why DE01/10042 --on 2020-07-14 --as manager')
    .action(
      act(
        async (api, [name = ''], { on }: { on?: string }) => api.get<Why>(`${accountPath(name)}/why`, on ? { on } : {}),
        ({ on, happened, because, next, changes }) =>
          [
            `${on}`,
            ...happened,
            '',
            'Why',
            ...because,
            ...(next ? ['', 'Next', next] : []),
            ...(changes.length > 0 ? ['', 'What would change it', ...changes] : []),
            '',
          ].join('\n'),
      ),
    );
}
