import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addDays, dayOf, daysBetween } from '../../domain/calendar/day.js';
import { isInWindow } from '../../domain/calendar/window.js';
import type { AccountFacts, HoldFacts } from '../../domain/facts.js';
import { windowOf } from '../../domain/gate/gate.js';
import { account, contactAt, from, invoice, keepDiary, shippedPolicy, type Entry, type Happening } from './diary.js';

const policies = [shippedPolicy('standard-b2b'), shippedPolicy('gentle')];
const start = '2026-03-03';
const day = fc.integer({ min: -120, max: 60 }).map((n) => addDays(start, n));
const later = fc.integer({ min: 0, max: 200 }).map((n) => addDays(start, n));
const currency = fc.constantFrom('EUR', 'USD', 'JPY');

const items = fc
  .array(fc.record({ due: day, minor: fc.integer({ min: -200000, max: 900000 }).filter((n) => n !== 0), currency }), { minLength: 1, maxLength: 8 })
  .map((list) => list.map(({ due, minor, currency: code }, n) => invoice(n + 1, due, minor, { currency: code, kind: minor < 0 ? 'CREDIT_NOTE' : 'INVOICE' })));
const contacts = fc
  .array(fc.record({ email: fc.boolean(), mobile: fc.boolean(), phone: fc.boolean() }), { maxLength: 3 })
  .map((list) =>
    list.map((has, n) =>
      contactAt({
        id: `c${n}`,
        rank: n,
        email: has.email ? `c${n}@example.com` : null,
        mobile: has.mobile ? '+491715550100' : null,
        phone: has.phone ? '+493023125001' : null,
      }),
    ),
  );
const hold: fc.Arbitrary<HoldFacts> = fc
  .record({ starts: later, length: fc.option(fc.integer({ min: 1, max: 60 })), kind: fc.constantFrom('PAUSE' as const, 'BANKRUPTCY' as const) })
  .map(({ starts, length, kind }) => ({
    id: 'h',
    kind,
    itemId: null,
    reason: 'asked',
    startsOn: starts,
    endsOn: length === null ? null : addDays(starts, length),
  }));
const happening: fc.Arbitrary<Happening> = fc.oneof(
  fc
    .record({ on: later, id: fc.integer({ min: 1, max: 8 }), part: fc.integer({ min: 1, max: 100 }) })
    .map(({ on, id, part }) => from(on, (facts) => pay(facts, id, part))),
  fc
    .record({ on: later, hold })
    .map(({ on, hold: placed }) =>
      from(on, (facts) => ({
        ...facts,
        holds: [...facts.holds, { ...placed, startsOn: on, endsOn: placed.endsOn === null ? null : addDays(on, daysBetween(placed.startsOn, placed.endsOn)) }],
      })),
    ),
  later.map((on) =>
    from(on, (facts) => ({ ...facts, suppressions: [...facts.suppressions, { address: 'c0@example.com', channel: 'email', kind: 'BOUNCED' }] })),
  ),
);
const world = fc.record({
  items,
  contacts,
  country: fc.constantFrom('DE', 'ES', 'GB', 'US', null),
  post: fc.boolean(),
  happenings: fc.array(happening, { maxLength: 5 }),
  policy: fc.constantFrom(...policies),
});

function pay(facts: AccountFacts, id: number, percent: number): AccountFacts {
  const rest = facts.items.map((item) => (item.id === id ? { ...item, openMinor: item.openMinor - Math.trunc((item.openMinor * percent) / 100) } : item));
  return { ...facts, items: rest.filter(({ openMinor }) => openMinor !== 0) };
}

function factsOf({
  items: open,
  contacts: people,
  country,
  post,
}: {
  items: AccountFacts['items'];
  contacts: AccountFacts['contacts'];
  country: string | null;
  post: boolean;
}): AccountFacts {
  const base = account();
  return { ...base, items: open, contacts: people, customer: { ...base.customer, country, addressLines: post ? base.customer.addressLines : [] } };
}

const contactsOf = (diary: readonly Entry[]) =>
  diary.filter(({ assessment }) => assessment.verdict.kind === 'act' && assessment.verdict.act.kind === 'contact');

/** Generated worlds, each run through half a year. */
function forWorlds(check: (diary: Entry[], w: Parameters<typeof factsOf>[0] & { happenings: Happening[]; policy: (typeof policies)[number] }) => void) {
  fc.assert(
    fc.property(world, (w) => check(keepDiary(factsOf(w), w.policy, start, addDays(start, 200), w.happenings), w)),
    { numRuns: 150 },
  );
}

describe('whatever happens to an account', () => {
  it('no step is contacted twice in a round, and never two messages on one day', () => {
    forWorlds((diary) => {
      const made = contactsOf(diary);
      const keys = made.map(({ assessment }) => (assessment.verdict.kind === 'act' ? assessment.verdict.act.key : ''));
      expect(new Set(keys).size).toBe(keys.length);
      expect(new Set(made.map(({ on }) => on)).size).toBe(made.length);
    });
  });

  it('messages leave within the debtor’s window and keep the policy’s gap', () => {
    forWorlds((diary, w) => {
      const made = contactsOf(diary);
      for (const { at } of made) expect(isInWindow(at, windowOf(factsOf(w), w.policy))).toBe(true);
      made.slice(1).forEach(({ on }, n) => expect(daysBetween(made[n]!.on, on)).toBeGreaterThanOrEqual(w.policy.contact.minGapDays));
    });
  });

  it('nobody is written to while a hold is in force', () => {
    forWorlds((diary, w) => {
      let facts = factsOf(w);
      const holds = w.happenings.reduce((all, { change }) => {
        const next = change(facts);
        facts = { ...next, items: facts.items };
        return next.holds;
      }, facts.holds);
      for (const { on } of contactsOf(diary)) expect(holds.filter((each) => each.startsOn < on && (each.endsOn === null || on < each.endsOn))).toEqual([]);
    });
  });

  it('nothing is asked of an account that owes nothing overdue', () => {
    forWorlds((diary) => {
      for (const { assessment } of contactsOf(diary)) {
        const act = assessment.verdict.kind === 'act' ? assessment.verdict.act : null;
        if (act?.kind === 'contact' && act.step !== 'courtesy') expect(Object.values(assessment.collectable).some((minor) => minor > 0)).toBe(true);
      }
    });
  });

  it('what is collectable is never more than what is overdue, and never negative', () => {
    forWorlds((diary) => {
      for (const { assessment } of diary)
        for (const [code, minor] of Object.entries(assessment.collectable)) {
          expect(minor).toBeGreaterThan(0);
          expect(minor).toBeLessThanOrEqual(assessment.overdue[code] ?? 0);
        }
    });
  });

  it('every wait has a reason and an end within five weeks, and every act says when to look again', () => {
    forWorlds((diary, w) => {
      for (const { at, assessment, on } of diary) {
        const { verdict } = assessment;
        if (verdict.kind !== 'act') continue;
        expect(verdict.reason.code).toBeTruthy();
        expect(daysBetween(on, dayOf(verdict.lookAgainAt, windowOf(factsOf(w), w.policy).zone))).toBeLessThanOrEqual(38);
        expect(verdict.lookAgainAt >= at).toBe(true);
      }
    });
  });
});
