import fc from 'fast-check';
import { readPolicy } from '../../../domain/policy/read.js';
import type { Policy } from '../../../domain/policy/types.js';
import type { AgendaLine } from '../../../domain/rehearsal/agenda.js';
import { rehearse } from '../../../domain/rehearsal/rehearse.js';
import { newWorld, type World } from '../../../domain/rehearsal/world.js';
import { accounts, type InventedAccount } from '../../../scripts/inventing/accounts.js';
import { policies } from '../../../scripts/inventing/policies.js';

export const span = { from: '2026-03-16', to: '2026-04-06' };
const manyPolicies = 60;

/** The rules of a policy as they stand in its document. */
export interface Rules {
  tolerance: Record<string, number>;
  ladder: { id: string; when: { daysBeforeDue?: object } }[];
  contact: {
    window: { from: string; to: string };
    businessDaysOnly: boolean;
    blackouts: { from: string; to: string }[];
    runs?: { weekdays: number[] };
    maxIn7Days: number;
    minGapDays: number;
  };
}

/** An account, what the rehearsal says of it, and how it leaves the ledger. */
export interface Told {
  plot: InventedAccount;
  rules: Rules;
  lines: AgendaLine[];
  world: World;
  /** Where items have policies of their own: the rules of a line's policy, and by which policy an item is collected then. */
  rulesOf?: (line: AgendaLine) => Rules;
  governs?: (line: AgendaLine, item: string) => string;
}

export interface Published {
  policy: Policy;
  rules: Rules;
}

/** Policies of a shard, each read once. */
export function publish(seed: number): Published[] {
  return Array.from({ length: manyPolicies }, (_, n) => {
    const [invented] = fc.sample(policies(`invented-${n + 1}`), { seed: seed * 1000 + n, numRuns: 1 });
    if (!invented) throw new Error('Nothing was invented');
    return { policy: readPolicy(invented.source, invented.name), rules: JSON.parse(invented.source) as Rules };
  });
}

export const plots = accounts({ ...span, name: '1000', policies: manyPolicies });

/** Plays an account by a policy. */
export function play(plot: InventedAccount, policy: Policy, rules: Rules): Told {
  const world = newWorld({ ...plot.base }, plot.items);
  const lines = [...rehearse(world, policy, plot.events, span)];
  return { plot, rules, lines, world };
}

/** What is done and what becomes of it, without what is only waited for or noted. */
export const acts = (lines: readonly AgendaLine[]): string[] =>
  lines
    .filter(({ kind }) => ['contact', 'task', 'placement', 'write-off', 'plan', 'dispute', 'open', 'close'].includes(kind))
    .map(({ at, kind, step, round, channel, result, amounts, items }) => JSON.stringify([at, kind, step, round, channel, result, amounts, items]));
