import type { Command } from 'commander';
import type { Act } from '../act.js';
import { wholeNumber } from '../read.js';
import { given, verb } from '../verb.js';

/** The verbs by which a person changes how far up the ladder an account or an item is. */
export function addLevels(program: Command, act: Act): void {
  interface Set {
    level: number;
    item?: string;
    reason: string;
  }
  verb<Set>(program, act, 'set-level', 'set the level of an account, or of an item', (_args, { level, item, reason }) => ({
    kind: 'set-level',
    level,
    reason,
    ...given({ item }),
  }))
    .requiredOption('--level <n>', 'the position on the ladder, from 1; 0 is before the first step', wholeNumber)
    .requiredOption('--reason <text>', 'why')
    .option('--item <number>', 'this item only, where items climb by themselves')
    .addHelpText('after', '\nExample:\n  duly set-level DE01/10042 --level 2 --reason "warned by telephone" --as collector');
  verb<Omit<Set, 'level'>>(program, act, 'skip-notice', 'leave the next step out, once', (_args, { item, reason }) => ({
    kind: 'skip-notice',
    reason,
    ...given({ item }),
  }))
    .requiredOption('--reason <text>', 'why')
    .option('--item <number>', 'of this item, where items climb by themselves');
}
