/** Invented policies: a ladder of a few steps, with most of what a document can say. */
import { channels } from '../../domain/instructing/choices.js';
import fc from 'fast-check';

/** A policy as a document in JSON, which every reader of YAML takes. */
export interface InventedPolicy {
  name: string;
  source: string;
}

const days = (min: number, max: number) => fc.integer({ min, max });
const sometimes = <T>(arbitrary: fc.Arbitrary<T>) => fc.oneof({ weight: 4, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary });

const actions = ['email', 'email', 'email', 'sms', 'letter', 'call'] as const;

const message = fc.record({
  action: fc.constantFrom(...actions),
  otherwise: fc.subarray([...channels], { minLength: 1, maxLength: 3 }),
  missed: fc.constantFrom('send', 'send', 'send', 'skip', 'coalesce'),
  recipient: fc.constantFrom('accounts_payable', 'management'),
  deadlineDays: sometimes(days(3, 14)),
  repeat: sometimes(fc.record({ everyDays: days(2, 9), atMost: days(2, 4) })),
  gap: sometimes(days(2, 9)),
  sinceInvoice: sometimes(days(10, 60)),
  overdueItems: sometimes(days(1, 2)),
  overdueAtLeast: sometimes(fc.constant({ EUR: 100, USD: 100 })),
  brokenPromises: sometimes(fc.constant({ atMost: 1 })),
  withoutTag: sometimes(fc.constant('key')),
  atMost: sometimes(days(60, 120)),
  endOfMonth: fc.boolean(),
});

type Message = typeof message extends fc.Arbitrary<infer T> ? T : never;

function stepOf(it: Message, n: number, dueAfter: number): object {
  const { action, otherwise, missed, recipient, deadlineDays, repeat, gap, sinceInvoice, overdueItems, overdueAtLeast, brokenPromises, withoutTag } = it;
  return {
    id: `step-${n + 1}`,
    action,
    otherwise: otherwise.filter((channel) => channel !== action),
    template: 'reminder',
    tone: n < 2 ? 'friendly' : 'firm',
    recipient,
    missed,
    deadlineDays,
    repeat: action === 'call' ? undefined : repeat,
    when: {
      daysPastDue: { atLeast: dueAfter, ...(it.atMost && { atMost: dueAfter + it.atMost }), ...(it.endOfMonth && n === 1 && { endOfMonth: true }) },
      ...(gap && n > 0 && { daysSincePrevious: { atLeast: gap } }),
      ...(sinceInvoice && { daysSinceInvoice: { atLeast: sinceInvoice } }),
      ...(overdueItems && { overdueItems: { atLeast: overdueItems } }),
      ...(overdueAtLeast && { overdueAtLeast }),
      ...(brokenPromises && { brokenPromises }),
      ...(withoutTag && n > 0 && { tags: { without: [withoutTag] } }),
    },
  };
}

const contact = fc.record({
  window: fc.constantFrom({ from: '09:00', to: '17:00' }, { from: '08:00', to: '12:00' }, { from: '13:30', to: '18:00' }),
  businessDaysOnly: fc.boolean(),
  blackouts: fc.constantFrom([], [{ from: '2026-03-18', to: '2026-03-20' }]),
  runs: fc.constantFrom(undefined, undefined, { weekdays: [2, 4] }),
  maxIn7Days: days(1, 4),
  minGapDays: days(1, 4),
  ledgerMaxAgeDays: fc.constant(30),
  findContactDays: days(1, 5),
});

const drawn = fc.record({
  entry: fc.constantFrom('first', 'first', 'first', 'furthest', { step: 'step-2' }),
  climb: fc.constantFrom('one', 'one', 'furthest'),
  count: fc.record({ graceDays: days(0, 2), pause: fc.constantFrom('silences', 'freezes'), thresholds: fc.constantFrom('net', 'gross') }),
  tolerance: fc.constantFrom({}, { EUR: 5 }, { EUR: 150, USD: 20 }),
  courtesy: fc.boolean(),
  messages: fc.array(message, { minLength: 2, maxLength: 4 }),
  apart: days(1, 6),
  ends: fc.constantFrom('place', 'write-off', 'both'),
  contact,
  promises: fc.record({
    graceDays: days(0, 3),
    tolerancePercent: fc.constantFrom(0, 10),
    maxDays: days(10, 40),
    maxInstalments: days(1, 4),
    maxBroken: days(0, 2),
  }),
  disputes: fc.record({ reasons: fc.constant(['price', 'quality']), respondWithinDays: days(1, 8), remindEveryDays: days(2, 5) }),
  expires: days(4, 15),
});

type Drawn = typeof drawn extends fc.Arbitrary<infer T> ? T : never;

function ladderOf({ courtesy, messages, apart, ends }: Drawn): object[] {
  const before = courtesy ? [{ id: 'courtesy', action: 'email', template: 'courtesy', when: { daysBeforeDue: { atMost: 3 } }, missed: 'skip' }] : [];
  const reminders = messages.map((each, n) => stepOf(each, n, 1 + n * apart));
  const last = 1 + messages.length * apart;
  const when = (plus: number) => ({ daysPastDue: { atLeast: last + plus }, daysSincePrevious: { atLeast: 3 } });
  const place = { id: 'placement', action: 'place', when: { ...when(10), overdueAtLeast: { EUR: 200, USD: 200 } } };
  const writeOff = { id: 'write-off', action: 'write-off', when: when(16) };
  return [...before, ...reminders, ...(ends === 'write-off' ? [] : [place]), ...(ends === 'place' ? [] : [writeOff])];
}

const charges = fc.record({
  booked: fc.constantFrom('apart', 'on-invoice'),
  whenPrincipalPaid: fc.constantFrom('claim', 'waive', 'convert'),
  application: fc.constantFrom('interest-first', 'principal-first'),
  fees: fc
    .record({ per: fc.constantFrom('message', 'item'), once: fc.boolean(), percent: fc.boolean() })
    .map(({ per, once, percent }) => [
      { id: 'reminder-fee', amount: { EUR: 2.5, USD: 3 }, per, once },
      percent ? { id: 'late-fee', percent: 1.5 } : { id: 'late-fee', lumpSum: 'DE' },
    ]),
  interest: fc.constantFrom({ law: 'DE' }, { percent: 12, monthly: true }),
});

/** What the steps of a ladder charge: the first only a fee, later ones more. */
const charged = [['reminder-fee'], ['reminder-fee', 'late-fee', 'interest'], ['interest'], ['late-fee', 'interest']];

/** A step that only charges, all that there is. */
const onlyCharges = (dueAfter: number) => ({
  id: 'charges',
  action: 'fee',
  charge: ['reminder-fee', 'late-fee', 'interest'],
  when: { daysPastDue: { atLeast: dueAfter } },
});

type Ladder = { id: string; action: string; when: { daysPastDue?: { atLeast: number } } }[];

function withTerms(document: { ladder: object[] }, terms: object | undefined, approved: boolean): object {
  const isMessage = ({ action, when }: Ladder[number]) => action !== 'call' && action !== 'place' && action !== 'write-off' && when.daysPastDue !== undefined;
  const ladder = (document.ladder as Ladder).flatMap((step, n) => [
    {
      ...step,
      ...(terms && isMessage(step) && { charge: charged[n % charged.length] }),
      ...(approved && isMessage(step) && n % 2 === 1 && { approval: { role: 'manager', lapsesAfterDays: 5 } }),
    },
    ...(terms && step.id === 'step-1' ? [onlyCharges((step.when.daysPastDue?.atLeast ?? 0) + 1)] : []),
  ]);
  return { ...document, ...(terms && { charges: terms }), ladder };
}

/** A policy of that name; `perItem`: where each item climbs by itself, and messages are grouped in one way or another; with fees and interest, and messages that somebody approves, or without. */
export function policies(name: string, perItem = false, { charging = false, approved = false } = {}): fc.Arbitrary<InventedPolicy> {
  const byItem = fc.record({ track: fc.constant('item'), message: fc.constantFrom('account', 'level', 'item') });
  const levels = perItem ? fc.oneof({ weight: 3, arbitrary: byItem }, fc.constant({ track: 'account', message: 'item' })) : fc.constant(undefined);
  return fc.tuple(drawn, levels, charging ? charges : fc.constant(undefined)).map(([it, climbing, terms]) => {
    const { entry, climb, count, tolerance, contact: rules, promises, disputes, expires } = it;
    const document = {
      policy: name,
      title: name,
      levels: climbing,
      entry,
      climb,
      count,
      tolerance,
      ladder: ladderOf(it),
      contact: rules,
      promises,
      disputes,
      placement: { agency: 'agency', approval: 'manager', recallAfterDays: 90 },
      writeOff: [{ upTo: { EUR: 500 }, role: 'manager' }, { role: 'controller' }],
      approvalExpiresDays: expires,
    };
    return { name, source: JSON.stringify(withTerms(document, terms, approved), null, 1) };
  });
}
