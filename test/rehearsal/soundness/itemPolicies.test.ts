import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { instantOf, type Day } from '../../../domain/calendar/day.js';
import type { AgendaLine } from '../../../domain/rehearsal/agenda.js';
import type { RehearsalEvent } from '../../../domain/rehearsal/event.js';
import { rehearse } from '../../../domain/rehearsal/rehearse.js';
import { giveItems } from '../../../domain/rehearsal/strands.js';
import { newWorld } from '../../../domain/rehearsal/world.js';
import type { InventedAccount } from '../../../scripts/inventing/accounts.js';
import { breachesOf } from './breaches.js';
import { plots, publish, span, type Told } from './tell.js';

const runs = Math.ceil(Number(process.env['SOUNDNESS_LEDGERS'] ?? 10_000) / 10);
const seed = Number(process.env['SOUNDNESS_SEED'] ?? 1) + 400;
const published = publish(seed);

/** From a day on an item goes by a policy, by its position; null: by the account's. The day before the span: from the start. */
interface Given {
  item: string;
  policy: number | null;
  on: Day;
}

const given = fc.array(
  fc.record({
    item: fc.constantFrom('R-1', 'R-2', 'R-3'),
    policy: fc.option(fc.nat(published.length - 1), { freq: 4 }),
    on: fc.constantFrom('2026-03-15', '2026-03-15', '2026-03-18', '2026-03-23', '2026-03-27'),
  }),
  { minLength: 1, maxLength: 4 },
);

const nth = (n: number) => published[n] ?? published[0] ?? fail();

function play(plot: InventedAccount, all: readonly Given[]): Told {
  const account = nth(plot.policy);
  const known = all.filter(({ item }) => plot.items.some(({ number, amountMinor }) => number === item && amountMinor > 0));
  const events = known.filter(({ on }) => on >= span.from).map((each, n) => policyEvent(plot, each, n));
  const world = newWorld({ ...plot.base }, plot.items);
  const first = known.filter(({ on }) => on < span.from);
  giveItems(
    world,
    first.map(({ item, policy }) => ({ item, policy: policy === null ? null : nth(policy).policy, line: null })),
  );
  const policies = new Map(published.map(({ policy }) => [policy.name, policy]));
  const lines = [...rehearse(world, account.policy, [...plot.events, ...events], span, { policies })];
  const rules = new Map(published.map(({ policy, rules: own }) => [policy.name, own]));
  const governs = (line: AgendaLine, item: string) => {
    const last = [...first, ...known.filter(({ on }) => on >= span.from)]
      .filter((each) => each.item === item && each.on <= line.date)
      .sort(byDay)
      .at(-1);
    return last && last.policy !== null ? nth(last.policy).policy.name : account.policy.name;
  };
  return { plot, rules: account.rules, lines, world, governs, rulesOf: (line) => rules.get(line.policy) ?? account.rules };
}

const byDay = (a: Given, b: Given) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0);

function policyEvent(plot: InventedAccount, { item, policy, on }: Given, n: number): RehearsalEvent {
  const name = nth(policy ?? plot.policy).policy.name;
  const at = instantOf(on, '05:30', 'Europe/Berlin');
  return { accountId: plot.base.accountId, id: null, line: 800 + n, at, type: 'policy', policy: name, item, reason: 'tried' };
}

describe('whatever happens to an account whose items have policies of their own', () => {
  it(`nothing is said that must not be, over ${runs} ledgers; of all policies together no two messages go out on a day`, () => {
    let shared = 0;
    const check = (plot: InventedAccount, all: Given[]) => {
      const told = play(plot, all);
      const contacts = told.lines.filter(({ kind }) => kind === 'contact');
      const days = contacts.map(({ date }) => date);
      if (new Set(contacts.map(({ policy }) => policy)).size > 1) shared += 1;
      const twice = days.find((day, n) => days.indexOf(day) !== n);
      const breaches = [...breachesOf(told), ...(twice ? [{ property: 'day', why: `two messages on ${twice}` }] : [])];
      if (breaches.length > 0) throw new Error([...breaches.map(({ property, why }) => `${property}: ${why}`), ...tell(told, all)].join('\n'));
    };
    fc.assert(fc.property(plots, given, check), { numRuns: runs, seed });
    expect(shared).toBeGreaterThan(runs / 50);
  }, 300_000);

  it('is the same when it is played again, and with all items given the account’s own policy the same as without', () => {
    const check = (plot: InventedAccount, all: Given[]) => {
      expect(play(plot, all).lines).toEqual(play(plot, all).lines);
      const own = plot.items.map(({ number }): Given => ({ item: number, policy: plot.policy, on: '2026-03-15' }));
      expect(play(plot, own).lines).toEqual(play(plot, []).lines);
    };
    fc.assert(fc.property(plots, given, check), { numRuns: Math.ceil(runs / 10), seed });
  }, 300_000);
});

function tell({ plot, lines }: Told, all: readonly Given[]): string[] {
  const said = lines.map(({ at, kind, policy, strand, result, sentence }) => `${at} ${kind} ${policy} ${strand ?? ''} ${result ?? ''} ${sentence}`);
  return [...plot.items, ...plot.events, ...all].map((each) => JSON.stringify(each)).concat(said);
}

function fail(): never {
  throw new Error('No policy was invented');
}
