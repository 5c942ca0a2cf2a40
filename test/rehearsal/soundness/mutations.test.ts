import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { RehearsalEventType } from '../../../domain/rehearsal/event.js';
import { breachesOf, type Property } from './breaches.js';
import { play, plots, publish, type Published, type Told } from './tell.js';

const seed = 7;
const published = publish(seed);
const sample = fc.sample(plots, { seed, numRuns: 150 });
const publishedFor = (policy: number): Published => published[policy] ?? (published[0] as Published);

/** Whether a property is found broken when accounts are told of by a rule that is broken in one way. */
function isFound(property: Property, tell: (plot: (typeof sample)[number], by: Published) => Told): boolean {
  return sample.some((plot) => breachesOf(tell(plot, publishedFor(plot.policy))).some((breach) => breach.property === property));
}

/** A rule that never hears of some events. */
const deafTo =
  (...types: RehearsalEventType[]) =>
  (plot: (typeof sample)[number], { policy, rules }: Published): Told => ({
    ...play({ ...plot, events: plot.events.filter(({ type }) => !types.includes(type)) }, policy, rules),
    plot,
    world: play(plot, policy, rules).world,
  });

/** A rule that reads its policy otherwise. */
const careless =
  (contact: Partial<Published['policy']['contact']>) =>
  (plot: (typeof sample)[number], { policy, rules }: Published): Told =>
    play(plot, { ...policy, contact: { ...policy.contact, ...contact } }, rules);

/** An agenda, or a ledger, that was tampered with. */
const tampered =
  (change: (told: Told) => Told) =>
  (plot: (typeof sample)[number], { policy, rules }: Published): Told =>
    change(play(plot, policy, rules));

const again = (told: Told): Told => ({
  ...told,
  lines: [
    ...told.lines,
    ...told.lines
      .filter(({ kind }) => kind === 'contact')
      .slice(0, 1)
      .map((line) => ({ ...line })),
  ],
});
const forEver = (told: Told): Told => ({ ...told, lines: told.lines.map((line) => (line.kind === 'wait' ? { ...line, result: line.at } : line)) });
const unexplained = (told: Told): Told => ({ ...told, lines: told.lines.map((line) => (line.kind === 'wait' ? { ...line, reason: null } : line)) });
const fallen = (told: Told): Told => ({ ...told, lines: told.lines.map((line, n) => (n === told.lines.length - 1 ? { ...line, level: 0 } : line)) });
const overdrawn = (told: Told): Told => ({ ...told, world: { ...told.world, allocations: told.world.allocations.flatMap((each) => [each, each]) } });

const mutants: readonly [string, Property, (plot: (typeof sample)[number], by: Published) => Told][] = [
  ['is deaf to holds', 'held', deafTo('hold')],
  ['is deaf to cease requests', 'held', deafTo('cease')],
  ['writes at night', 'hours', careless({ window: { from: '20:00', to: '23:00' } })],
  ['writes on any day', 'day', careless({ businessDaysOnly: false, blackouts: [], runs: null })],
  ['counts no contacts', 'cap', careless({ maxIn7Days: 50, minGapDays: 1 })],
  ['keeps no gap', 'gap', careless({ minGapDays: 0, maxIn7Days: 50 })],
  ['sends again', 'once', tampered(again)],
  ['is deaf to payments', 'amount', deafTo('payment')],
  ['is deaf to payments that come back', 'amount', deafTo('payment-reversed')],
  ['is deaf to disputes', 'amount', deafTo('dispute')],
  ['is deaf to promises', 'amount', deafTo('promise')],
  ['is deaf to opt-outs and bounces', 'suppressed', deafTo('opt-out', 'bounce')],
  ['waits for the past', 'wait', tampered(forEver)],
  ['does not say why it waits', 'wait', tampered(unexplained)],
  ['loses a level', 'level', tampered(fallen)],
  ['spends money twice', 'money', tampered(overdrawn)],
];

describe('a breach is found where the rule', () => {
  it.each(mutants)('%s (%s)', (_, property, tell) => {
    expect(isFound(property, tell)).toBe(true);
  });
});
