/** What is kept of an account's course beside its ladder: its state, its age classes and its credit hold, each change with its day. */
import { addDays, daysBetween, type Day } from '../calendar/day.js';
import type { AccountFacts } from '../facts.js';
import type { Policy } from '../policy/types.js';
import type { CreditHoldAct } from '../verdict.js';
import { accountClass, itemClass, type Age } from './classes.js';
import { stateOf } from './conditions.js';
import { pastDue, type Standing } from './standing.js';

export type CourseKind = 'state' | 'class' | 'credit-hold';

/** A change that was seen. The newest of its kind and item says how things are; nothing of it is ever changed. */
export interface CourseChange {
  kind: CourseKind;
  /** null: of the account. */
  itemId: number | null;
  /** State or class before and after; null for a class: none. */
  from: string | null;
  to: string | null;
  /** The day from which it counts. */
  onDay: Day;
  /** Days counted; null where days have no part in it. */
  days: number | null;
  /** What other systems are told to do. */
  actions: string[];
  /** 1-based line of the policy that says so; null where none does. */
  line: number | null;
}

/** The changes since the history was last written: of the state, of the account's class, and of each item's. */
export function changesOf(history: readonly CourseChange[], facts: AccountFacts, policy: Policy, standing: Standing): CourseChange[] {
  const last = newest(history);
  return [...stateChange(last, facts, policy, standing), ...classChanges(last, facts, policy, standing.today)];
}

/** Most days that are gone back to, however long nobody looked. */
const mostMissed = 366;

/**
 * The days between the last look and today on which nobody looked: what changed on them is kept with its own day, by what is known now. Never before
 * what the history has of states and classes already.
 */
export function missedDays(lastLookOn: Day | null, history: readonly CourseChange[], today: Day): Day[] {
  if (lastLookOn === null) return [];
  const from = history.reduce((last, { kind, onDay }) => (kind !== 'credit-hold' && onDay > last ? onDay : last), lastLookOn);
  const count = Math.min(mostMissed, Math.max(0, daysBetween(from, today) - 1));
  return Array.from({ length: count }, (_, n) => addDays(today, n - count));
}

/** The change that a credit hold is, set or ended by a step, by the policy or by a person (`step` null). */
export function creditHoldChange({ hold, step }: Pick<CreditHoldAct, 'hold' | 'step'>, onDay: Day, { ladder }: Policy): CourseChange {
  const line = ladder.find(({ id }) => id === step)?.line ?? null;
  const [from, to] = hold === 'on' ? [null, 'on'] : ['on', null];
  return { kind: 'credit-hold', itemId: null, from, to, onDay, days: null, actions: [hold === 'on' ? 'credit-hold-on' : 'credit-hold-off'], line };
}

type Last = ReadonlyMap<string, CourseChange>;

const keyOf = ({ kind, itemId }: Pick<CourseChange, 'kind' | 'itemId'>): string => `${kind} ${itemId ?? ''}`;

function newest(history: readonly CourseChange[]): Last {
  return new Map(history.map((change) => [keyOf(change), change]));
}

function stateChange(last: Last, facts: AccountFacts, policy: Policy, standing: Standing): CourseChange[] {
  const from = last.get(keyOf({ kind: 'state', itemId: null }))?.to ?? 'clear';
  const state = stateOf({ facts, policy, standing });
  const to = state?.state ?? 'clear';
  if (from === to) return [];
  const left = policy.states.find((each) => each.state === from);
  const actions = [...(left?.leave ?? []), ...(state?.enter ?? [])];
  return [{ kind: 'state', itemId: null, from, to, onDay: standing.today, days: standing.daysPastDue, actions, line: (state ?? left)?.line ?? null }];
}

function classChanges(last: Last, facts: AccountFacts, policy: Policy, today: Day): CourseChange[] {
  const owed = new Map(policy.classes.length === 0 ? [] : pastDue(facts, policy, today).map(({ item }) => [item.id, item]));
  const known = [...last.values()].flatMap(({ kind, itemId, to }) => (kind === 'class' && itemId !== null && to !== null ? [itemId] : []));
  const items = [...new Set([...owed.keys(), ...known])].sort((a, b) => a - b);
  const ofItems = items.flatMap((id) => {
    const item = owed.get(id);
    return classChange(last, id, item ? itemClass(item, facts, policy, today) : none, policy, today);
  });
  return [...classChange(last, null, owed.size === 0 ? none : accountClass(facts, policy, today), policy, today), ...ofItems];
}

const none: Age = { days: 0, class: null, sinceOn: null };

/** A class counts from the day on which it was seen; the first of all from the day on which the age came to it, as the debt may be old. */
function classChange(last: Last, itemId: number | null, age: Age, policy: Policy, today: Day): CourseChange[] {
  const before = last.get(keyOf({ kind: 'class', itemId }));
  const from = before?.to ?? null;
  const to = age.class?.class ?? null;
  if (from === to) return [];
  const line = age.class?.line ?? policy.classes.find((each) => each.class === from)?.line ?? null;
  return [{ kind: 'class', itemId, from, to, onDay: before ? today : (age.sinceOn ?? today), days: age.days, actions: [], line }];
}

/** A state or class that an account or item was in, with the day it was added and the day it was lifted (null: it stands). */
export interface CourseSpan {
  kind: CourseKind;
  itemId: number | null;
  name: string;
  addedOn: Day;
  liftedOn: Day | null;
}

/** A history as spans, in the order in which they began; times without a state or class are left out. */
export function spansOf(history: readonly CourseChange[]): CourseSpan[] {
  const spans: CourseSpan[] = [];
  const open = new Map<string, CourseSpan>();
  for (const change of history) {
    const before = open.get(keyOf(change));
    if (before) before.liftedOn = change.onDay;
    open.delete(keyOf(change));
    if (change.to === null || change.to === 'clear') continue;
    const span: CourseSpan = { kind: change.kind, itemId: change.itemId, name: change.to, addedOn: change.onDay, liftedOn: null };
    open.set(keyOf(change), span);
    spans.push(span);
  }
  return spans;
}
