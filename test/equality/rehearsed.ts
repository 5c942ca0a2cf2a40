import type { Day } from '../../domain/calendar/day.js';
import { readPolicy } from '../../domain/policy/read.js';
import type { AgendaLine } from '../../domain/rehearsal/agenda.js';
import { rehearse } from '../../domain/rehearsal/rehearse.js';
import { giveItems } from '../../domain/rehearsal/strands.js';
import { newWorld } from '../../domain/rehearsal/world.js';
import type { InventedAccount } from '../../scripts/inventing/accounts.js';
import type { InventedPolicy } from '../../scripts/inventing/policies.js';
import { asked, note, strandOf, type Agenda } from './agenda.js';

/** What the rehearsal says would be done to an account. */
export function playRehearsed({ base, items, events, policy, ofItems = [] }: InventedAccount, policies: readonly InventedPolicy[], from: Day, to: Day): Agenda {
  const read = policies.map(({ name, source }) => readPolicy(source, name));
  const own = read[policy];
  if (!own) throw new Error(`There is no policy ${policy}`);
  const agenda: Agenda = new Map();
  const manner = { policies: new Map(read.map((each) => [each.name, each])) };
  const world = newWorld({ ...base }, items);
  giveItems(
    world,
    ofItems.map(({ item, policy: of }) => ({ item, policy: read[of] ?? null, line: null })),
  );
  for (const line of rehearse(world, own, events, { from, to }, manner)) {
    const isItsOwn = manner.policies.get(line.policy)?.levels.track === 'item' && line.kind === 'level' && line.result === 'RAISED';
    const what = isItsOwn ? null : tellers[line.kind]?.(line);
    if (what) note(agenda, line.date, what);
  }
  return agenda;
}

/** What a line tells that is done; what it only waits for, and what happens of itself, is in no agenda. */
const tellers: { readonly [Kind in AgendaLine['kind']]?: (line: AgendaLine) => string | null } = {
  contact: ({ channel, strand, step, round, amounts, items }) => `${channel} ${strandOf(strand)}${step}/${round}: ${asked(amounts, items)}`,
  task: ({ to, step }) => `task ${to}${step ? ` (${step})` : ''}`,
  level: ({ strand, step, result, level }) =>
    result === 'RAISED' ? `${strandOf(strand)}level ${level}` : result === 'LOWERED' ? null : `${strandOf(strand)}${step} ${result}`,
  plan: ({ result }) => `plan ${result}`,
  dispute: ({ result }) => `dispute ${result}`,
  placement: ({ result }) => `placement ${result}`,
  'write-off': ({ result }) => `write-off ${result}`,
  fee: (line) => charged(line),
  interest: (line) => charged(line),
  open: () => 'case opened',
  close: ({ result }) => `case closed ${result}`,
  refused: ({ result, reason }) => (reason === null ? `refused ${result}` : null),
};

function charged({ to, amounts, result }: AgendaLine): string | null {
  return result === 'NOTHING' ? null : `charge ${to} ${result}: ${asked(amounts, [])}`;
}
