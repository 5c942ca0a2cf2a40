import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Policy } from '../../../domain/policy/types.js';
import type { AgendaLine } from '../../../domain/rehearsal/agenda.js';
import type { RehearsalEventType } from '../../../domain/rehearsal/event.js';
import type { InventedAccount } from '../../../scripts/inventing/everything/accounts.js';
import { breachesOf } from './breaches.js';
import { play, plots, properties, publish, type Property, type Published, type Told } from './tell.js';

const seed = 7;
const published = publish(seed);
const sample = fc.sample(plots, { seed, numRuns: 500 });

type Tell = (plot: InventedAccount, by: readonly Published[]) => Told;

/** Whether a property is found broken when accounts are told of by a rule that is broken in one way. */
function isFound(property: Property, tell: Tell): boolean {
  return sample.some((plot) => breachesOf(tell(plot, published)).some((breach) => breach.property === property));
}

/** A rule that never hears of some events. */
const deafTo =
  (...types: RehearsalEventType[]): Tell =>
  (plot, by) => ({ ...play({ ...plot, events: plot.events.filter(({ type }) => !types.includes(type)) }, by), plot, world: play(plot, by).world });

/** A rule that reads its policies otherwise. */
const careless =
  (change: (policy: Policy) => Partial<Policy>): Tell =>
  (plot, by) =>
    play(
      plot,
      by.map(({ policy, rules }) => ({ policy: { ...policy, ...change(policy) }, rules })),
    );
const inContact = (contact: Partial<Policy['contact']>) => careless((policy) => ({ contact: { ...policy.contact, ...contact } }));
const onLadder = (change: (step: Policy['ladder'][number]) => Partial<Policy['ladder'][number]>) =>
  careless(({ ladder }) => ({ ladder: ladder.map((step) => ({ ...step, ...change(step) })) }));
const inCharges = (change: (charges: NonNullable<Policy['charges']>) => Partial<NonNullable<Policy['charges']>>) =>
  careless(({ charges }) => ({ charges: charges && { ...charges, ...change(charges) } }));

/** A rule that takes everybody for another. */
const mistaking =
  (change: (base: InventedAccount['base']) => InventedAccount['base']): Tell =>
  (plot, by) => ({ ...play({ ...plot, base: change(plot.base) }, by), plot });
const asBusiness = mistaking((base) => ({ ...base, customer: { ...base.customer, kind: 'BUSINESS' } }));

const often = careless(({ contact, ladder }) => ({
  contact: { ...contact, maxIn7Days: 50, minGapDays: 1 },
  ladder: ladder.map((step) => ({ ...step, minGapDays: 1, approval: null, repeat: step.action === 'email' ? { everyDays: 1, atMost: 9 } : step.repeat })),
}));
const asBusinessAndOften: Tell = (plot, by) => ({
  ...often({ ...plot, base: { ...plot.base, customer: { ...plot.base.customer, kind: 'BUSINESS' } } }, by),
  plot,
});

/** An agenda, or a ledger, that was tampered with. */
const tampered =
  (change: (told: Told) => Told): Tell =>
  (plot, by) =>
    change(play(plot, by));
const eachLine = (change: (line: AgendaLine, n: number, all: AgendaLine[]) => AgendaLine) => tampered((told) => ({ ...told, lines: told.lines.map(change) }));
const without = (is: (line: AgendaLine) => boolean) => tampered((told) => ({ ...told, lines: told.lines.filter((line) => !is(line)) }));
const again = (is: (line: AgendaLine) => boolean) =>
  tampered((told) => ({
    ...told,
    lines: [
      ...told.lines,
      ...told.lines
        .filter(is)
        .slice(0, 1)
        .map((line) => ({ ...line })),
    ],
  }));

const isFee = ({ kind, result }: AgendaLine) => kind === 'fee' && result === 'BOOKED';
const overdrawn = tampered((told) => ({ ...told, world: { ...told.world, allocations: told.world.allocations.flatMap((each) => [each, each]) } }));
const oneMore = (line: AgendaLine): AgendaLine =>
  line.state ? { ...line, state: { ...line.state, open: { ...line.state.open, EUR: (line.state.open['EUR'] ?? 0) + 1 } } } : line;
const fromTheStart = (line: AgendaLine): AgendaLine => (line.charge?.from ? { ...line, charge: { ...line.charge, from: '2026-03-01' } } : line);

const mutants: readonly [string, Property, Tell][] = [
  ['is deaf to holds', 'held', deafTo('hold')],
  ['is deaf to cease requests', 'held', deafTo('cease')],
  ['writes at night', 'hours', inContact({ window: { from: '20:00', to: '23:00' } })],
  ['counts the hours of Japan in Berlin', 'day', mistaking((base) => ({ ...base, customer: { ...base.customer, timeZone: 'Pacific/Honolulu' } }))],
  ['writes on any day', 'day', inContact({ businessDaysOnly: false, blackouts: [], runs: null })],
  ['counts no contacts', 'cap', inContact({ maxIn7Days: 50, minGapDays: 1 })],
  ['keeps no gap', 'gap', inContact({ minGapDays: 0, maxIn7Days: 50 })],
  ['forgets the days by post', 'gap', inContact({ post: { days: 0, businessDays: false } })],
  ['sends again', 'once', again(({ kind }) => kind === 'contact')],
  ['is deaf to payments', 'amount', deafTo('payment')],
  ['is deaf to payments that come back', 'amount', deafTo('payment-reversed', 'chargeback')],
  ['is deaf to chargebacks that are won', 'amount', deafTo('chargeback-won')],
  ['is deaf to voids', 'amount', deafTo('void')],
  ['is deaf to payments under way', 'amount', deafTo('payment-pending')],
  ['is deaf to disputes', 'amount', deafTo('dispute')],
  ['is deaf to promises', 'amount', deafTo('promise')],
  ['is deaf to settlements', 'amount', deafTo('settlement')],
  ['is deaf to opt-outs and bounces', 'suppressed', deafTo('opt-out', 'bounce')],
  ['defers nothing but items', 'deferred', careless(({ promises }) => ({ promises: { ...promises, defers: 'items' } }))],
  ['sets no deadline', 'deadline', onLadder(() => ({ deadline: null }))],
  ['waits for no deadline', 'deadline', onLadder(({ when }) => ({ when: { ...when, afterDeadline: { atLeast: -60 } } }))],
  ['takes consumers for businesses', 'quiet', asBusiness],
  ['asks nobody for consent', 'consent', asBusiness],
  ['sends short messages for others', 'prohibited', asBusiness],
  ['knows no cap of the law', 'pack cap', asBusinessAndOften],
  ['is deaf to wishes', 'inconvenient', deafTo('inconvenience')],
  ['asks for no approval', 'approval', onLadder(() => ({ approval: null }))],
  ['withdraws no draft', 'draft', without(({ kind, result }) => kind === 'draft' && result === 'WITHDRAWN')],
  ['charges a fee again', 'fee once', again(isFee)],
  ['charges in each round what is charged once', 'fee once', inCharges(({ fees }) => ({ fees: fees.map((fee) => ({ ...fee, once: false })) }))],
  [
    'charges twice the percentage',
    'fee amount',
    inCharges(({ fees }) => ({ fees: fees.map((fee) => ({ ...fee, percent: fee.percent && String(2 * Number(fee.percent)) })) })),
  ],
  ['charges the wrong debtors', 'fee amount', inCharges(({ fees }) => ({ fees: fees.map((fee) => ({ ...fee, debtors: 'all' })) }))],
  [
    'charges interest at another rate',
    'interest',
    inCharges(({ interest }) => ({ interest: interest && { ...interest, rule: { law: 'contract', percent: '9' } } })),
  ],
  ['books days twice', 'days', eachLine(fromTheStart)],
  ['makes money', 'conserved', eachLine(oneMore)],
  ['books a fee and says nothing', 'conserved', without(isFee)],
  [
    'loses what a child owes',
    'conserved',
    (plot, by) => ({ ...play({ ...plot, childItems: [], items: plot.items.filter(({ id }) => !plot.childItems.includes(id)) }, by), plot }),
  ],
  ['spends money twice', 'money', overdrawn],
  ['loses a level', 'level', eachLine((line, n, all) => (n === all.length - 1 ? { ...line, level: 0 } : line))],
  ['counts drafts as sent', 'sent', without(({ kind }) => kind === 'contact')],
  ['takes the mildest state', 'state', careless(({ states }) => ({ states: states.toReversed() }))],
  ['forgets a change of state', 'history', without(({ kind, from }) => kind === 'state-change' && from === 'clear')],
  ['never ends a credit hold', 'credit hold', careless(() => ({ creditHold: { release: 'by-hand' } }))],
  ['is deaf to credit holds set by hand', 'credit hold', deafTo('credit-hold')],
  ['waits for the past', 'wait', eachLine((line) => (line.kind === 'wait' ? { ...line, result: line.at } : line))],
  ['does not say why it waits', 'wait', eachLine((line) => (line.kind === 'wait' ? { ...line, reason: null } : line))],
  ['reads no assignment', 'assigned', (plot, by) => ({ ...play({ ...plot, assignment: null }, by), plot })],
];

describe('a breach is found where the rule', () => {
  it.each(mutants)('%s (%s)', (_, property, tell) => {
    expect(isFound(property, tell)).toBe(true);
  });

  it('and each property has one that breaks it', () => {
    const found = new Set(mutants.map(([, property]) => property));
    expect(sample.slice(0, 100).flatMap((plot) => breachesOf(play(plot, published)))).toEqual([]);
    expect([...found].sort()).toEqual(properties.toSorted());
  });
});
