/** Invented accounts: a debtor, a ledger, and what people and the world do to it within a span of days. */
import fc from 'fast-check';
import { addDays, type Day } from '../../../domain/calendar/day.js';
import type { ItemKind } from '../../../domain/facts.js';
import type { RehearsalEvent, RehearsalEventType } from '../../../domain/rehearsal/event.js';
import type { AccountBase, RehearsedItem } from '../../../domain/rehearsal/world.js';
import { debtorZone } from '../../../domain/rule/debtorZone.js';
import { assignments } from './assignments.js';
import { debtors } from './debtors.js';
import { happenings, inventedKinds } from './events.js';

export interface InventedAccount {
  base: AccountBase;
  items: RehearsedItem[];
  /** Invoices that are drawn up and not issued. */
  drafts: RehearsedItem[];
  events: RehearsalEvent[];
  /** Position of its policy among those that are given. */
  policy: number;
  /** Items that a child of the customer owes, which is billed to it; none for most. */
  childItems: number[];
  /** The document that chooses the policy of each of its cases, in JSON; null: it is the one above. */
  assignment: string | null;
}

/** Where and when accounts are invented. */
export interface Setting {
  from: Day;
  to: Day;
  /** Makes account numbers unique. */
  name: string;
  /** Names of the policies to choose from. Events may change to them, and to `leave-alone`. */
  policies: readonly string[];
  /** What may happen; anything when left out. */
  kinds?: readonly RehearsalEventType[];
}

const item = fc.record({
  due: fc.integer({ min: -9, max: 12 }),
  minor: fc.oneof({ weight: 8, arbitrary: fc.integer({ min: 1_000, max: 90_000 }) }, { weight: 1, arbitrary: fc.integer({ min: -20_000, max: -500 }) }),
  foreign: fc.integer({ min: 0, max: 5 }).map((n) => n === 0),
  instalments: fc.constantFrom(1, 1, 1, 1, 2, 3),
  form: fc.constantFrom('issued', 'issued', 'issued', 'issued', 'issued', 'draft'),
});

type Item = typeof item extends fc.Arbitrary<infer T> ? T : never;

/** The rows of an invoice or a credit note: one for each instalment, a week apart. */
function rowsOf({ due, minor, foreign, instalments }: Item, n: number, from: Day, currency: string): Omit<RehearsedItem, 'id'>[] {
  const kind: ItemKind = minor > 0 ? 'INVOICE' : 'CREDIT_NOTE';
  const dueOn = addDays(from, minor > 0 ? due : Math.min(due, 0));
  const issuedOn = minor > 0 ? addDays(dueOn, -30) : dueOn;
  const row = { kind, number: `R-${n + 1}`, issuedOn, currency: foreign ? (currency === 'USD' ? 'EUR' : 'USD') : currency };
  if (minor < 0 || instalments === 1) return [{ ...row, instalment: 0, dueOn, amountMinor: minor }];
  const part = Math.floor(minor / instalments);
  return Array.from({ length: instalments }, (_, k) => ({
    ...row,
    instalment: k + 1,
    dueOn: addDays(dueOn, k * 7),
    amountMinor: k === 0 ? minor - part * (instalments - 1) : part,
  }));
}

/** An account. The same seed gives the same one. */
export function accounts({ from, to, name, policies, kinds = inventedKinds }: Setting): fc.Arbitrary<InventedAccount> {
  const drawn = fc.record({
    debtor: debtors(),
    items: fc.array(item, { minLength: 1, maxLength: 4 }),
    happenings: happenings(from, to, [...kinds]),
    policy: fc.integer({ min: 0, max: policies.length - 1 }),
    assigned: assignments(policies),
    hasChild: fc.integer({ min: 0, max: 5 }).map((n) => n === 0),
  });
  return drawn.map(({ debtor, items, happenings: happened, policy, assigned, hasChild }) => {
    const base = debtor.baseFor(name);
    const rows = items.flatMap((each, n) =>
      rowsOf(each, n, from, debtor.currency).map((row) => ({ row, draft: each.form === 'draft' && each.minor > 0 && n > 0 })),
    );
    const booked = rows.map(({ row, draft }, n) => ({ item: { ...row, id: n + 1 }, draft }));
    const ledger = booked.filter(({ draft }) => !draft).map((each) => each.item);
    const drafts = booked.filter(({ draft }) => draft).map((each) => each.item);
    const { accountId, contacts: people } = base;
    const subject = { accountId, items: ledger, people, currency: debtor.currency, zone: debtorZone(base), policies: [...policies, 'leave-alone'] };
    const assignment = assigned && JSON.stringify(assigned(base, ledger), null, 1);
    const childItems = hasChild ? ledger.slice(1).map(({ id }) => id) : [];
    return { base, items: ledger, drafts, policy, childItems, assignment, events: happened(subject) };
  });
}
