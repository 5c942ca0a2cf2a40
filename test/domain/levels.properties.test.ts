import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addDays } from '../../domain/calendar/day.js';
import { readPolicy } from '../../domain/policy/read.js';
import type { AgendaLine } from '../../domain/rehearsal/agenda.js';
import type { RehearsalEvent } from '../../domain/rehearsal/event.js';
import { rehearse } from '../../domain/rehearsal/rehearse.js';
import { newWorld } from '../../domain/rehearsal/world.js';
import { account, invoice } from './diary.js';

const start = '2026-03-02';
const policies = ['account', 'level', 'item'].flatMap((message) =>
  ['climb: one', 'climb: furthest', 'entry: furthest'].map((climb) =>
    readPolicy(
      `
policy: p
title: P
${climb}
levels: { track: item, message: ${message} }
ladder:
  - { id: courtesy, action: email, template: courtesy, missed: skip, when: { daysBeforeDue: { atMost: 4 } } }
  - { id: one, action: email, template: reminder, when: { daysPastDue: { atLeast: 3 } }, repeat: { everyDays: 9, atMost: 2 } }
  - { id: call, action: call, template: call, when: { daysPastDue: { atLeast: 12 }, daysSincePrevious: { atLeast: 4 } } }
  - { id: two, action: email, template: second-reminder, when: { daysPastDue: { atLeast: 20 }, daysSincePrevious: { atLeast: 6 } }, fallBack: { minAmount: { EUR: 500 } } }
  - { id: place, action: place, when: { daysPastDue: { atLeast: 40 }, daysSincePrevious: { atLeast: 10 } } }
contact: { maxIn7Days: 6, minGapDays: 2 }
`,
      'p.yaml',
    ),
  ),
);
const most: Readonly<Record<string, number>> = { courtesy: 1, one: 2, call: 1, two: 1, place: 1 };

const items = fc
  .array(fc.record({ due: fc.integer({ min: -60, max: 50 }), minor: fc.integer({ min: 1, max: 90_000 }) }), { minLength: 1, maxLength: 7 })
  .map((list) =>
    list.map(({ due, minor }, n) => {
      const { openMinor: _open, ...item } = invoice(n + 1, addDays(start, due), minor);
      return item;
    }),
  );
const event = fc
  .record({
    day: fc.integer({ min: 1, max: 80 }),
    item: fc.integer({ min: 1, max: 7 }),
    what: fc.constantFrom('payment' as const, 'hold' as const, 'skip-notice' as const),
  })
  .map(({ day, item, what }): RehearsalEvent => {
    const dated = { at: `${addDays(start, day)}T05:00:00Z`, accountId: 'DE01/1000', line: day * 10 + item, id: null };
    switch (what) {
      case 'payment':
        return {
          ...dated,
          type: 'payment',
          number: `P-${day}-${item}`,
          currency: 'EUR',
          amountMinor: 20_000,
          paidOn: addDays(start, day),
          items: [{ item: `R-${item}`, amountMinor: null }],
        };
      case 'hold':
        return { ...dated, type: 'hold', kind: 'PAUSE', item: `R-${item}`, startsOn: null, endsOn: addDays(start, day + 9), reason: 'x' };
      case 'skip-notice':
        return { ...dated, type: 'skip-notice', item: `R-${item}`, reason: 'x' };
    }
  });

const acts = (lines: readonly AgendaLine[]) =>
  lines.filter(
    ({ kind, channel, result }) => kind === 'contact' || (kind === 'placement' && result === 'REQUESTED') || (kind === 'task' && channel === 'call'),
  );

describe('items that climb by themselves', () => {
  it('take no step more often than it may be, in order, share no day but by group, and come to rest', () => {
    fc.assert(
      fc.property(items, fc.array(event, { maxLength: 6 }), fc.constantFrom(...policies), (booked, events, policy) => {
        const { items: _none, ...base } = account();
        const lines = [...rehearse(newWorld(base, booked), policy, events, { from: start, to: '2026-06-30' })];
        const turns = acts(lines).map((line) => `${line.case}/${line.step}/${line.round}/${line.kind}`);
        expect(new Set(turns).size).toBe(turns.length);
        checkRises(lines);
        for (const [day, sent] of byDay(lines.filter(({ kind }) => kind === 'contact'))) {
          const about = sent.flatMap((line) => line.items);
          expect([day, new Set(about).size]).toEqual([day, about.length]);
          if (policy.levels.message === 'account') expect(sent).toHaveLength(1);
        }
      }),
      { numRuns: 400 },
    );
  });
});

/** Each item rises from step to step, and no more often to one than it may be taken. */
function checkRises(lines: readonly AgendaLine[]): void {
  const height = new Map<string, number>();
  const taken = new Map<string, number>();
  for (const line of lines.filter(({ kind, result }) => kind === 'level' && result === 'RAISED'))
    for (const item of line.items) {
      const key = `${line.case}/${item}`;
      expect(line.level).toBeGreaterThan(height.get(key) ?? 0);
      height.set(key, line.level);
      taken.set(`${key}/${line.step}`, (taken.get(`${key}/${line.step}`) ?? 0) + 1);
    }
  for (const [key, times] of taken) expect(times).toBeLessThanOrEqual(most[key.split('/').at(-1) ?? ''] ?? 0);
}

function byDay(lines: readonly AgendaLine[]): Map<string, AgendaLine[]> {
  const days = new Map<string, AgendaLine[]>();
  for (const line of lines) days.set(line.date, [...(days.get(line.date) ?? []), line]);
  return days;
}
