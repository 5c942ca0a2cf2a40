/** Invented policies: a ladder of a few steps, with most of what a document can say. */
import fc from 'fast-check';
import { ladder, stepsOf } from './ladders.js';
import { charges, contact, course, creditHold, days, halfTheTime, promises } from './terms.js';

/** A policy as a document in JSON, which every reader of YAML takes. */
export interface InventedPolicy {
  name: string;
  source: string;
}

const drawn = fc.record({
  entry: fc.constantFrom('first', 'first', 'first', 'furthest', { step: 'step-2' }),
  climb: fc.constantFrom('one', 'one', 'furthest'),
  sequence: fc.constantFrom('ordered', 'ordered', 'ordered', 'free', 'strict'),
  count: fc.record({ graceDays: days(0, 2), pause: fc.constantFrom('silences', 'freezes'), thresholds: fc.constantFrom('net', 'gross') }),
  tolerance: fc.constantFrom({}, { EUR: 5, GBP: 5 }, { EUR: 150, USD: 20 }),
  packs: fc.constantFrom([], [], [], ['house-b2b']),
  charges: halfTheTime(charges),
  course: halfTheTime(course),
  creditHold,
  approvals: fc.boolean(),
  ladder,
  contact,
  promises,
  disputes: fc.record({ reasons: fc.constant(['price', 'quality']), respondWithinDays: days(1, 8), remindEveryDays: days(2, 5) }),
  expires: days(4, 15),
});

type Drawn = typeof drawn extends fc.Arbitrary<infer T> ? T : never;

/** A policy of that name; `perItem`: where each item climbs by itself, and messages are grouped in one way or another. */
export function policies(name: string, perItem = false): fc.Arbitrary<InventedPolicy> {
  const byItem = fc.record({ track: fc.constant('item'), message: fc.constantFrom('account', 'level', 'item') });
  const levels = perItem ? fc.oneof({ weight: 3, arbitrary: byItem }, fc.constant({ track: 'account', message: 'item' })) : fc.constant(undefined);
  return fc.tuple(drawn, levels).map(([it, climbing]) => ({ name, source: JSON.stringify(documentOf(name, it, climbing), null, 1) }));
}

function documentOf(name: string, it: Drawn, climbing: object | undefined): object {
  const { entry, sequence, count, tolerance, packs, charges: charged, course: states, contact: rules, promises: granted, disputes, expires } = it;
  const names = charged ? [...charged.fees.map(({ id }) => id), ...('interest' in charged ? ['interest'] : [])] : [];
  const climb = sequence === 'strict' ? 'one' : it.climb;
  return {
    policy: name,
    title: name,
    levels: climbing ?? { sequence },
    entry,
    climb: climbing ? it.climb : climb,
    count,
    tolerance,
    packs,
    ...(names.length > 0 && { charges: charged }),
    ...states,
    creditHold: it.creditHold,
    ladder: stepsOf(it.ladder, { charges: names, states: (states?.states ?? []).map(({ state }) => state), approvals: it.approvals }),
    contact: rules,
    promises: granted,
    disputes,
    placement: { agency: 'agency', approval: 'manager', recallAfterDays: 90 },
    writeOff: [{ upTo: { EUR: 500 }, role: 'manager' }, { role: 'controller' }],
    approvalExpiresDays: expires,
  };
}

/** A policy that leaves alone whatever is given to it. */
export const leaveAlone: InventedPolicy = { name: 'leave-alone', source: JSON.stringify({ policy: 'leave-alone', title: 'Not collected', doNothing: true }) };
