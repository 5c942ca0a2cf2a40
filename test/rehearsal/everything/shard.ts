import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { instantOf, addDays } from '../../../domain/calendar/day.js';
import type { RehearsalEvent } from '../../../domain/rehearsal/event.js';
import type { InventedAccount } from '../../../scripts/inventing/everything/accounts.js';
import type { AgendaLine } from '../../../domain/rehearsal/agenda.js';
import { debtorZone } from '../../../domain/rule/debtorZone.js';
import { breachesOf } from './breaches.js';
import { Seen } from './features.js';
import { acts, play, plots, publish, span, type Breach, type Told } from './tell.js';

const runs = Number(process.env['SOUNDNESS_LEDGERS'] ?? 10_000) / 2;

/** Half of the invented ledgers; two files take their halves at the same time. */
export function soundness(shard: number): void {
  const seed = Number(process.env['SOUNDNESS_SEED'] ?? 1) * 2 + shard;
  const published = publish(seed);
  const told = (plot: InventedAccount): Told => play(plot, published);
  const seen = new Seen();
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
        seen.note(all);
        contacts += all.lines.filter(({ kind }) => kind === 'contact').length;
        const breaches = breachesOf(all);
        if (breaches.length > 0) throw new Error(tell(all, breaches));
      };
      fc.assert(fc.property(plots, check), { numRuns: runs, seed });
      expect(contacts).toBeGreaterThan(runs / 4);
    }, 900_000);

    it('and they meet with everything that there is', () => {
      process.stdout.write(`Of ${runs} ledgers met with\n${seen.table()}\n`);
      expect(runs < 2500 ? [] : seen.never()).toEqual([]);
    });

    it('the same is said when it is asked again; a run that is repeated a minute later changes nothing', () => {
      const check = (plot: InventedAccount) => {
        const first = told(plot).lines;
        expect(told(plot).lines).toEqual(first);
        const runsAt = [...new Set(first.filter(({ kind }) => !unasked.has(kind)).map(({ at }) => Date.parse(at)))];
        const repeated = runsAt.map((ms, n) => askAt(new Date(ms + 60_000).toISOString().replace('.000Z', 'Z'), n, plot));
        expect(acts(told({ ...plot, events: [...plot.events, ...repeated] }).lines)).toEqual(acts(first));
      };
      fc.assert(fc.property(plots, check), { numRuns: runs / 50, seed });
    }, 900_000);

    it('one more hold silences while it lasts, and changes nothing before', () => {
      const check = (plot: InventedAccount, n: number) => {
        const [from, to] = [addDays(span.from, n), addDays(span.from, n + 6)];
        const at = instantOf(from, '05:58', debtorZone(plot.base));
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
        expect(after.filter(({ kind, date }) => (kind === 'contact' || kind === 'draft') && from <= date && date < to).filter(isSent)).toEqual([]);
      };
      fc.assert(fc.property(plots, fc.integer({ min: 0, max: 14 }), check), { numRuns: runs / 50, seed });
    }, 900_000);
  });
}

/** Lines that no run of the rule tells. */
const unasked: ReadonlySet<AgendaLine['kind']> = new Set(['event', 'refused', 'state']);

function tell({ plot, rules, lines }: Told, breaches: readonly Breach[]): string {
  const said = lines.map(({ at, kind, result, sentence }) => `${at} ${kind} ${result ?? ''} ${sentence}`);
  const given = [...plot.items, ...plot.events].map((each) => JSON.stringify(each));
  return [...breaches.map(({ property, why }) => `${property}: ${why}`), ...given, JSON.stringify(rules), plot.assignment ?? '', ...said].join('\n');
}

const isSent = ({ kind, result }: AgendaLine): boolean => kind === 'contact' || result === 'WAITING';
