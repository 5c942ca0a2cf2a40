import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { instantOf, addDays } from '../../../domain/calendar/day.js';
import type { RehearsalEvent } from '../../../domain/rehearsal/event.js';
import type { InventedAccount } from '../../../scripts/inventing/accounts.js';
import { breachesOf, type Breach } from './breaches.js';
import { acts, play, plots, publish, span, type Told } from './tell.js';

const runs = Number(process.env['SOUNDNESS_LEDGERS'] ?? 10_000) / 2;

/** Half of the invented ledgers; two files take their halves at the same time. */
export function soundness(shard: number): void {
  const seed = Number(process.env['SOUNDNESS_SEED'] ?? 1) * 2 + shard;
  const published = publish(seed);
  const told = (plot: InventedAccount): Told => {
    const { policy, rules } = published[plot.policy] ?? published[0] ?? fail();
    return play(plot, policy, rules);
  };
  /** Nothing happens, but the rule is asked. */
  const askAt = (at: string, n: number, plot: InventedAccount): RehearsalEvent => ({
    accountId: plot.base.accountId,
    id: null,
    line: 900 + n,
    at,
    type: 'tag',
    add: [],
    remove: [],
  });
  const upTo = (lines: readonly string[], at: string) => lines.filter((line) => (JSON.parse(line) as [string])[0] < at);

  describe(`whatever happens to an account (${shard + 1} of 2)`, () => {
    it(`nothing is said that must not be, over ${runs} ledgers`, () => {
      let contacts = 0;
      const check = (plot: InventedAccount) => {
        const all = told(plot);
        contacts += all.lines.filter(({ kind }) => kind === 'contact').length;
        const breaches = breachesOf(all);
        if (breaches.length > 0) throw new Error(tell(all, breaches));
      };
      fc.assert(fc.property(plots, check), { numRuns: runs, seed });
      expect(contacts).toBeGreaterThan(runs / 4);
    }, 300_000);

    it('the same is said when it is asked again; a run that is repeated a minute later changes nothing', () => {
      const check = (plot: InventedAccount) => {
        const first = told(plot).lines;
        expect(told(plot).lines).toEqual(first);
        const runsAt = [...new Set(first.filter(({ kind }) => kind !== 'event' && kind !== 'refused').map(({ at }) => Date.parse(at)))];
        const repeated = runsAt.map((ms, n) => askAt(new Date(ms + 60_000).toISOString().replace('.000Z', 'Z'), n, plot));
        expect(acts(told({ ...plot, events: [...plot.events, ...repeated] }).lines)).toEqual(acts(first));
      };
      fc.assert(fc.property(plots, check), { numRuns: runs / 50, seed });
    }, 300_000);

    it('one more hold silences while it lasts, and changes nothing before', () => {
      const check = (plot: InventedAccount, n: number) => {
        const [from, to] = [addDays(span.from, n), addDays(span.from, n + 6)];
        const at = instantOf(from, '05:58', 'Europe/Berlin');
        const hold: RehearsalEvent = {
          accountId: plot.base.accountId,
          id: 'more',
          line: 900,
          at,
          type: 'hold',
          kind: 'BANKRUPTCY',
          item: null,
          startsOn: from,
          endsOn: to,
          reason: 'news',
        };
        const events = plot.events.filter((event) => event.at < at || event.type !== 'release');
        const before = told({ ...plot, events }).lines;
        const after = told({ ...plot, events: [...events, hold] }).lines;
        expect(upTo(acts(after), at)).toEqual(upTo(acts(before), at));
        expect(after.filter(({ kind, date }) => kind === 'contact' && from <= date && date < to)).toEqual([]);
      };
      fc.assert(fc.property(plots, fc.integer({ min: 0, max: 14 }), check), { numRuns: runs / 50, seed });
    }, 300_000);
  });
}

function tell({ plot, rules, lines }: Told, breaches: readonly Breach[]): string {
  const said = lines.map(({ at, kind, result, sentence }) => `${at} ${kind} ${result ?? ''} ${sentence}`);
  const given = [...plot.items, ...plot.events].map((each) => JSON.stringify(each));
  return [...breaches.map(({ property, why }) => `${property}: ${why}`), ...given, JSON.stringify(rules), ...said].join('\n');
}

function fail(): never {
  throw new Error('No policy was invented');
}
