/** Invented events: what people and the world do to an account. Some are refused, as they would be live. */
import fc from 'fast-check';
import { addDays, daysBetween, instantOf, type Day } from '../../domain/calendar/day.js';
import type { ContactFacts, HoldKind } from '../../domain/facts.js';
import type { RehearsalEvent, RehearsalEventType } from '../../domain/rehearsal/event.js';
import type { RehearsedItem } from '../../domain/rehearsal/world.js';

/** What an event may refer to. */
export interface Subject {
  accountId: string;
  items: readonly RehearsedItem[];
  people: readonly ContactFacts[];
}

/** Numbers from which an event of any kind takes what it needs, and what they point at. */
interface Draw {
  n: number;
  on: Day;
  /** From 1 to 100, of the debit's amount. */
  share: number;
  days: number;
  back: number;
  /** From 0 to 11. */
  choice: number;
  debit: RehearsedItem | null;
  person: ContactFacts | null;
}

type Told<Type extends RehearsalEventType> = RehearsalEvent extends infer Event
  ? Event extends RehearsalEvent
    ? Type extends Event['type']
      ? Omit<Event, 'accountId' | 'line' | 'at' | 'id'>
      : never
    : never
  : never;
type Teller<Type extends RehearsalEventType> = { often: number; tell: (draw: Draw) => Told<Type> | null };

const currencyOf = ({ debit }: Draw) => debit?.currency ?? 'EUR';
/** The whole of the debit or a part of it, at least two minor units. */
const amountOf = ({ debit, share, choice }: Draw) => Math.max(2, Math.round(((debit?.amountMinor ?? 10_000) * (choice < 6 ? 100 : share)) / 100));
const named = (draw: Draw) =>
  draw.debit && draw.choice % 3 !== 0 ? [{ item: draw.debit.number, amountMinor: draw.choice % 3 === 1 ? amountOf(draw) : null }] : [];
const earlierPayment = ({ n, back }: Draw): string => `P-${Math.max(1, n - 1 - (back % 3))}`;
const holdKinds: readonly HoldKind[] = ['PAUSE', 'PAUSE', 'BANKRUPTCY', 'ATTORNEY_REPRESENTED', 'LITIGATION', 'VULNERABLE'];
const outcomes = ['REACHED', 'NO_ANSWER', 'VOICEMAIL', 'REFUSES', 'PAYMENT_SENT', 'NOT_RECEIVED'] as const;
const of = <Each>(all: readonly [Each, ...Each[]], choice: number): Each => all[choice % all.length] ?? all[0];

const addressed = <Type extends 'opt-out' | 'opt-in' | 'bounce'>(type: Type, { person, choice }: Draw) => {
  const channel = choice % 2 === 0 ? ('email' as const) : ('sms' as const);
  const address = channel === 'email' ? person?.email : person?.mobile;
  return address ? { type, channel, address, person: null } : null;
};

/** How often each kind of event is invented, and what it says. */
const tellers: { readonly [Type in RehearsalEventType]?: Teller<Type> } = {
  payment: {
    often: 6,
    tell: (it) => {
      const paidOn = addDays(it.on, it.choice % 4 === 0 ? -it.back : 0);
      return { type: 'payment', number: `P-${it.n}`, currency: currencyOf(it), amountMinor: amountOf(it), paidOn, items: named(it) };
    },
  },
  'credit-note': {
    often: 2,
    tell: (it) => ({ type: 'credit-note', number: `C-${it.n}`, currency: currencyOf(it), amountMinor: Math.ceil(amountOf(it) / 4), items: named(it) }),
  },
  'payment-reversed': { often: 2, tell: (it) => ({ type: 'payment-reversed', number: earlierPayment(it), reason: 'returned' }) },
  chargeback: {
    often: 2,
    tell: (it) => {
      const amountMinor = it.choice % 3 === 0 ? Math.ceil(amountOf(it) / 3) : null;
      return { type: 'chargeback', number: earlierPayment(it), currency: currencyOf(it), amountMinor, reason: 'card' };
    },
  },
  'chargeback-won': { often: 1, tell: (it) => ({ type: 'chargeback-won', number: earlierPayment(it), reason: 'won' }) },
  'payment-pending': {
    often: 2,
    tell: (it) => {
      const items = it.debit && it.choice % 2 === 0 ? [it.debit.number] : null;
      const money = { currency: currencyOf(it), amountMinor: amountOf(it) };
      return { type: 'payment-pending', number: `P-${it.n + (it.choice % 2)}`, ...money, expectedOn: addDays(it.on, it.back), items };
    },
  },
  void: { often: 1, tell: ({ debit }) => debit && { type: 'void', number: debit.number, reason: 'never ordered' } },
  invoice: {
    often: 2,
    tell: (it) => ({
      type: 'invoice',
      number: `N-${it.n}`,
      instalment: 0,
      currency: currencyOf(it),
      amountMinor: amountOf(it),
      issuedOn: it.on,
      dueOn: addDays(it.on, it.days),
    }),
  },
  promise: {
    often: 4,
    tell: (it) =>
      it.debit && {
        type: 'promise',
        currency: it.debit.currency,
        amountMinor: amountOf(it),
        dueOn: addDays(it.on, it.days),
        items: it.choice % 2 === 0 ? [it.debit.number] : null,
      },
  },
  plan: {
    often: 2,
    tell: (it) => {
      const first = addDays(it.on, Math.ceil(it.days / 3));
      const half = Math.floor(amountOf(it) / 2);
      const instalments = [
        { dueOn: first, amountMinor: half },
        { dueOn: addDays(first, 7), amountMinor: amountOf(it) - half },
      ];
      return it.debit && { type: 'plan', currency: it.debit.currency, instalments, items: it.choice % 2 === 0 ? [it.debit.number] : null };
    },
  },
  'cancel-plan': { often: 1, tell: () => ({ type: 'cancel-plan', plan: null, reason: 'asked for' }) },
  dispute: {
    often: 3,
    tell: (it) =>
      it.debit && {
        type: 'dispute',
        reason: of(['price', 'quality'], it.choice),
        items: [{ item: it.debit.number, amountMinor: it.choice < 6 ? null : amountOf(it) }],
      },
  },
  'resolve-dispute': { often: 3, tell: ({ choice }) => ({ type: 'resolve-dispute', dispute: null, resolution: of(['UPHELD', 'REJECTED'], choice) }) },
  hold: {
    often: 4,
    tell: ({ on, days, back, choice, debit }) => ({
      type: 'hold',
      kind: holdKinds[choice % holdKinds.length] ?? 'PAUSE',
      item: choice % 3 === 0 ? (debit?.number ?? null) : null,
      startsOn: choice < 4 ? addDays(on, -back) : on,
      endsOn: addDays(on, days),
      reason: 'asked for',
    }),
  },
  release: { often: 2, tell: () => ({ type: 'release', reason: 'over' }) },
  cease: { often: 1, tell: () => ({ type: 'cease', reason: 'in writing' }) },
  call: {
    often: 3,
    tell: ({ person, choice }) => ({
      type: 'call',
      person: person?.id ?? null,
      number: person?.phone ?? null,
      direction: choice % 4 === 0 ? 'IN' : 'OUT',
      outcome: outcomes[choice % outcomes.length] ?? 'REACHED',
      debts: [],
    }),
  },
  contact: {
    often: 2,
    tell: ({ person, choice }) => ({
      type: 'contact',
      channel: of(['email', 'sms'], choice),
      direction: choice % 3 === 0 ? 'IN' : 'OUT',
      person: person?.id ?? null,
    }),
  },
  'opt-out': { often: 1, tell: (it) => addressed('opt-out', it) },
  'opt-in': { often: 1, tell: (it) => addressed('opt-in', it) },
  bounce: { often: 2, tell: (it) => addressed('bounce', it) },
  approval: {
    often: 4,
    tell: ({ choice }) => ({
      type: 'approval',
      subject: of(['placement', 'notice', 'write-off'], choice),
      decision: choice % 3 === 0 ? 'DECLINED' : 'APPROVED',
      reason: 'seen',
    }),
  },
  tag: { often: 1, tell: ({ choice }) => ({ type: 'tag', add: choice % 2 === 0 ? ['key'] : [], remove: choice % 2 === 0 ? [] : ['key'] }) },
  'task-done': {
    often: 1,
    tell: ({ choice }) =>
      choice % 2 === 0 ? { type: 'task-done', task: 'FIND_CONTACT', outcome: 'NOT_FOUND' } : { type: 'task-done', task: 'REVIEW_ACCOUNT', outcome: 'REVIEWED' },
  },
};

const ofBanks: readonly RehearsalEventType[] = ['chargeback', 'chargeback-won', 'payment-pending', 'void'];

/** The kinds of events that can be invented; and those without what banks take back and what was never owed. */
export const allKinds = Object.keys(tellers) as RehearsalEventType[];
export const inventedKinds = allKinds.filter((each) => !ofBanks.includes(each));

const anyOf = (kinds: readonly RehearsalEventType[]) => fc.oneof(...kinds.map((each) => ({ weight: tellers[each]?.often ?? 0, arbitrary: fc.constant(each) })));

/** What often follows upon an event: the money that was promised, the end of a hold, the answer to a dispute. */
const sequels: { readonly [Type in RehearsalEventType]?: RehearsalEventType } = {
  promise: 'payment',
  plan: 'payment',
  dispute: 'resolve-dispute',
  hold: 'release',
  payment: 'payment-reversed',
  approval: 'approval',
  chargeback: 'chargeback-won',
};

function withSequel(first: Drawn, to: Day, kinds: readonly RehearsalEventType[]): Drawn[] {
  const next = sequels[first.kind];
  const on = addDays(first.on, 1 + Math.floor(first.days / 2));
  return next && kinds.includes(next) && first.share > 50 && on <= to ? [first, { ...first, kind: next, on, choice: (first.choice + 1) % 12 }] : [first];
}

/** What happens within a span, in order; told once it is known to which account. */
export function happenings(from: Day, to: Day, kinds = inventedKinds, most = 5): fc.Arbitrary<(subject: Subject) => RehearsalEvent[]> {
  const drawn = fc.record({
    kind: anyOf(kinds),
    on: fc.integer({ min: 0, max: daysBetween(from, to) }).map((n) => addDays(from, n)),
    item: fc.nat({ max: 11 }),
    share: fc.integer({ min: 1, max: 100 }),
    days: fc.integer({ min: 1, max: 25 }),
    back: fc.integer({ min: 0, max: 8 }),
    choice: fc.nat({ max: 11 }),
  });
  return fc.array(drawn, { maxLength: most }).map((all) => (subject) => {
    const inOrder = all.flatMap((each) => withSequel(each, to, kinds)).toSorted((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0));
    return inOrder.flatMap((each, at) => eventOf(each, at + 1, subject));
  });
}

type Drawn = Omit<Draw, 'n' | 'debit' | 'person'> & { kind: RehearsalEventType; item: number };

/** Instants are apart, so that it is plain which of two events of a day comes first. */
function eventOf({ kind: type, item, ...drawn }: Drawn, n: number, { accountId, items, people }: Subject): RehearsalEvent[] {
  const debits = items.filter(({ amountMinor }) => amountMinor > 0);
  const draw: Draw = { ...drawn, n, debit: debits[item % Math.max(1, debits.length)] ?? null, person: people[item % Math.max(1, people.length)] ?? null };
  const told = tellers[type]?.tell(draw);
  const at = instantOf(drawn.on, `05:${String(n * 2).padStart(2, '0')}`, 'Europe/Berlin');
  return told ? [{ ...told, at, accountId, line: n, id: `E-${n}` } as RehearsalEvent] : [];
}
