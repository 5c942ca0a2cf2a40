import { beforeAll, describe, expect, it } from '@jest/globals';
import { addDays } from '../../domain/calendar/day.js';
import { compare, liveThrough, plotOf, publish, report, smaller, type Difference, type Stage } from './plots.js';

/** More of it by the environment; see CONTRIBUTING.md. */
const option = (name: string, otherwise: number): number => Number(process.env[`EQUALITY_${name}`] ?? otherwise);
const firstSeed = option('SEED', 1);
const accounts = option('ACCOUNTS', 40);
const days = option('DAYS', 36);
const from = '2026-03-02';
const stage: Stage = { from, to: addDays(from, days - 1), published: publish(firstSeed, 8) };
const plots = Array.from({ length: accounts }, (_, n) => plotOf(stage, firstSeed + n));

let live: Awaited<ReturnType<typeof liveThrough>>;
beforeAll(async () => {
  live = await liveThrough(stage, plots);
}, 1_800_000);

describe('the rehearsal equals the live system', () => {
  it('day by day, for invented policies, ledgers and events', async () => {
    const [first, ...others] = compare(stage, plots, live);
    if (!first) return;
    const told = [report(stage, await smaller(stage, first)), ...others.map((each) => report(stage, each))];
    throw new Error(`${told.length} of ${plots.length} accounts differ (EQUALITY_SEED=${firstSeed})\n\n${told.join('\n\n')}`);
  }, 1_800_000);

  it('also for items that have a policy of their own, which are written to by it', () => {
    const ofItems = [...live.values()].flatMap((agenda) => [...agenda.values()].flat()).filter((what) => /^(email|sms|letter|call) \[/.test(what));
    expect(ofItems.length).toBeGreaterThan(0);
  });

  it('also in fees and interest', () => {
    const done = [...live.values()].flatMap((agenda) => [...agenda.values()].flat());
    expect(done.filter((what) => /^charge R-.* BOOKED/.test(what)).length).toBeGreaterThan(0);
  });

  it.each(['payment', 'promise', 'dispute', 'hold'] as const)('and would not, were it deaf to a %s', (type) => {
    const deaf = compare(stage, plots, live, (account) => ({ ...account, events: account.events.filter((event) => event.type !== type) }));
    expect(deaf.length).toBeGreaterThan(0);
    expect(report(stage, deaf[0] as Difference)).toMatch(/^Seed \d+, .* differs on 2026[^]* \| [^]*LIVE|LIVE[^]* \| /);
  });
});
