/** Invented events: what people and the world do to an account. Some are refused, as they would be live. */
import fc from 'fast-check';
import { addDays, daysBetween, instantOf, type Day } from '../../../domain/calendar/day.js';
import type { RehearsalEvent, RehearsalEventType } from '../../../domain/rehearsal/event.js';
import { agreedEvents } from './agreedEvents.js';
import type { Draw, Subject, Tellers } from './draws.js';
import { moneyEvents } from './moneyEvents.js';
import { peopleEvents } from './peopleEvents.js';

const tellers: Tellers = { ...moneyEvents, ...agreedEvents, ...peopleEvents };

/** The kinds of events that are invented. */
export const inventedKinds = Object.keys(tellers) as RehearsalEventType[];

const anyOf = (kinds: readonly RehearsalEventType[]) => fc.oneof(...kinds.map((each) => ({ weight: tellers[each]?.often ?? 0, arbitrary: fc.constant(each) })));

/** What often follows upon an event: the money that was promised, the end of a hold, the answer to a dispute. */
const sequels: { readonly [Type in RehearsalEventType]?: readonly [RehearsalEventType, ...RehearsalEventType[]] } = {
  promise: ['payment'],
  plan: ['payment'],
  settlement: ['payment', 'payment', 'approval'],
  dispute: ['resolve-dispute'],
  hold: ['release'],
  payment: ['payment-reversed', 'chargeback'],
  'payment-pending': ['payment', 'payment-failed'],
  chargeback: ['chargeback-won'],
  invoice: ['invoice-issued', 'void'],
  approval: ['approval'],
  call: ['call-corrected'],
  consent: ['consent-withdrawn'],
};

type Drawn = Omit<Draw, 'debit' | 'person' | 'subject'> & { kind: RehearsalEventType; item: number };

/** An event and what follows upon it, as far as that lies within the span. */
function withSequels(first: Drawn, to: Day, kinds: readonly RehearsalEventType[], more = 2): Drawn[] {
  const following = sequels[first.kind]?.filter((kind) => kinds.includes(kind)) ?? [];
  const next = following[first.choice % Math.max(1, following.length)];
  const on = addDays(first.on, 1 + Math.floor(first.days / 2));
  if (!next || first.share <= 50 || on > to || more === 0) return [first];
  const sequel = { ...first, kind: next, on, choice: (first.choice + 1) % 12 };
  return [first, ...withSequels(sequel, to, kinds, more - 1)];
}

/** What happens within a span, in order; told once it is known to which account. `kinds`: what may happen. */
export function happenings(from: Day, to: Day, kinds = inventedKinds, most = 6): fc.Arbitrary<(subject: Subject) => RehearsalEvent[]> {
  const drawn = fc.record({
    kind: anyOf(kinds),
    on: fc.integer({ min: 0, max: daysBetween(from, to) }).map((n) => addDays(from, n)),
    item: fc.nat({ max: 11 }),
    share: fc.integer({ min: 1, max: 100 }),
    days: fc.integer({ min: 1, max: 25 }),
    back: fc.integer({ min: 0, max: 8 }),
    choice: fc.nat({ max: 11 }),
  });
  const approver = fc.oneof(
    { weight: 2, arbitrary: fc.constant(null) },
    { weight: 1, arbitrary: fc.record({ everyDays: fc.integer({ min: 2, max: 6 }), choice: fc.nat({ max: 11 }) }) },
  );
  return fc.tuple(fc.array(drawn, { maxLength: most }), approver).map(([all, decides]) => (subject) => {
    const decisions = decides && kinds.includes('approval') ? decisionsOf(decides, from, to) : [];
    const chains = [...all.flatMap((each, n) => withSequels({ ...each, key: String(n + 1), minor: null }, to, kinds)), ...decisions];
    const inOrder = chains.toSorted((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0));
    return told(inOrder, subject);
  });
}

/** Somebody who decides every few days on what waits. */
function decisionsOf({ everyDays, choice }: { everyDays: number; choice: number }, from: Day, to: Day): Drawn[] {
  const count = Math.min(6, Math.floor(daysBetween(from, to) / everyDays));
  return Array.from({ length: count }, (_, n) => ({
    kind: 'approval' as const,
    on: addDays(from, (n + 1) * everyDays),
    key: `approver-${n}`,
    item: 0,
    share: 1,
    days: 1,
    back: 0,
    minor: null,
    choice: (choice + n) % 12,
  }));
}

/** Instants are apart, so that it is plain which of two events of a day comes first. What a settlement asks for is what is paid for it. */
function told(inOrder: readonly Drawn[], subject: Subject): RehearsalEvent[] {
  const debits = subject.items.filter(({ amountMinor }) => amountMinor > 0);
  const settled = new Map<string, number>();
  return inOrder.flatMap(({ kind: type, item, ...drawn }, n) => {
    const debit = debits[item % Math.max(1, debits.length)] ?? null;
    const person = subject.people[item % Math.max(1, subject.people.length)] ?? null;
    const event = tellers[type]?.tell({ ...drawn, minor: settled.get(drawn.key) ?? null, debit, person, subject });
    if (event?.type === 'settlement') settled.set(drawn.key, event.amountMinor);
    const at = instantOf(drawn.on, `05:${String(n * 2 + 2).padStart(2, '0')}`, subject.zone);
    return event ? [{ ...event, at, accountId: subject.accountId, line: n + 1, id: `${type}-${drawn.key}` } as RehearsalEvent] : [];
  });
}
