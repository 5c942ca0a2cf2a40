/** Invented ladders: a few messages, tasks, credit holds and charges, and how it ends. */
import fc from 'fast-check';
import { channels } from '../../../domain/instructing/choices.js';
import { days, halfTheTime, sometimes } from './terms.js';

const actions = ['email', 'email', 'email', 'sms', 'letter', 'call'] as const;

const message = fc.record({
  action: fc.constantFrom(...actions),
  otherwise: fc.subarray([...channels], { minLength: 1, maxLength: 3 }),
  missed: fc.constantFrom('send', 'send', 'send', 'skip', 'coalesce'),
  recipient: fc.constantFrom<string | string[]>('accounts_payable', 'management', ['accounts_payable', 'management']),
  escalateAfter: sometimes(days(1, 2)),
  cc: sometimes(fc.constantFrom('management', 'sales')),
  approval: halfTheTime(fc.constantFrom<string | object>('manager', 'collector', { role: 'manager', lapsesAfterDays: 3 })),
  deadline: sometimes(fc.record({ days: days(3, 12), atLeast: fc.constantFrom(0, 8), businessDays: fc.boolean() })),
  deadlineDays: halfTheTime(days(3, 14)),
  minGapDays: sometimes(days(0, 6)),
  repeat: sometimes(fc.record({ everyDays: days(2, 9), atMost: days(2, 4) })),
  gap: sometimes(days(2, 9)),
  afterDeadline: fc.constantFrom(undefined, undefined, true),
  sinceInvoice: sometimes(days(10, 60)),
  overdueItems: sometimes(days(1, 2)),
  overdueAtLeast: sometimes(fc.constant({ EUR: 100, USD: 100, GBP: 100, JPY: 100 })),
  brokenPromises: sometimes(fc.constant({ atMost: 1 })),
  withoutTag: sometimes(fc.constant('key')),
  atMost: sometimes(days(60, 120)),
  endOfMonth: fc.boolean(),
  charge: fc.subarray(['reminder', 'late', 'lump', 'interest']),
});

type Message = typeof message extends fc.Arbitrary<infer T> ? T : never;

/** What a ladder may refer to: fees and interest by name, and states. */
export interface Named {
  charges: readonly string[];
  states: readonly string[];
  /** Whether messages are approved. */
  approvals: boolean;
}

function whenOf(it: Message, n: number, dueAfter: number): object {
  const { gap, afterDeadline, sinceInvoice, overdueItems, overdueAtLeast, brokenPromises, withoutTag, atMost, endOfMonth } = it;
  return {
    daysPastDue: { atLeast: dueAfter, ...(atMost && { atMost: dueAfter + atMost }), ...(endOfMonth && n === 1 && { endOfMonth: true }) },
    ...(gap && n > 0 && { daysSincePrevious: { atLeast: gap } }),
    ...(afterDeadline && n > 0 && { afterDeadline }),
    ...(sinceInvoice && { daysSinceInvoice: { atLeast: sinceInvoice } }),
    ...(overdueItems && { overdueItems: { atLeast: overdueItems } }),
    ...(overdueAtLeast && { overdueAtLeast }),
    ...(brokenPromises && { brokenPromises }),
    ...(withoutTag && n > 0 && { tags: { without: [withoutTag] } }),
  };
}

function stepOf(it: Message, n: number, dueAfter: number, { charges, approvals }: Named): object {
  const { action, otherwise, missed, recipient, escalateAfter, cc, approval, deadline, deadlineDays, minGapDays, repeat } = it;
  const isCall = action === 'call';
  return {
    id: `step-${n + 1}`,
    action,
    otherwise: otherwise.filter((channel) => channel !== action),
    template: 'reminder',
    tone: n < 2 ? 'friendly' : 'firm',
    recipient,
    ...(Array.isArray(recipient) && { escalateAfter }),
    ...(action === 'email' && { cc }),
    ...(!isCall && !otherwise.includes('call') && approvals && { approval }),
    missed,
    ...(deadline ? { deadline } : { deadlineDays }),
    minGapDays,
    repeat: isCall ? undefined : repeat,
    charge: it.charge.filter((name) => charges.includes(name)),
    when: whenOf(it, n, dueAfter),
  };
}

const inHouse = fc.record({
  task: sometimes(fc.record({ title: fc.constant('Ask sales to visit'), role: fc.constantFrom('sales', 'collector'), dueInDays: days(0, 3) })),
  hold: halfTheTime(fc.record({ after: days(2, 10), off: fc.boolean(), inState: fc.boolean() })),
  fee: halfTheTime(days(3, 9)),
  interest: halfTheTime(days(3, 12)),
});

/** Everything of a ladder that is drawn. */
export const ladder = fc.record({
  courtesy: fc.boolean(),
  messages: fc.array(message, { minLength: 2, maxLength: 4 }),
  apart: days(1, 6),
  inHouse,
  ends: fc.constantFrom('place', 'write-off', 'both'),
});

type Ladder = typeof ladder extends fc.Arbitrary<infer T> ? T : never;

/** The steps of a ladder, as a document has them. */
export function stepsOf({ courtesy, messages, apart, inHouse: house, ends }: Ladder, named: Named): object[] {
  const before = courtesy ? [{ id: 'courtesy', action: 'email', template: 'courtesy', when: { daysBeforeDue: { atMost: 3 } }, missed: 'skip' }] : [];
  const reminders = messages.map((each, n) => stepOf(each, n, 1 + n * apart, named));
  const last = 1 + messages.length * apart;
  const when = (plus: number) => ({ daysPastDue: { atLeast: last + plus }, daysSincePrevious: { atLeast: 3 } });
  const place = { id: 'placement', action: 'place', when: { ...when(10), overdueAtLeast: { EUR: 200, USD: 200, GBP: 200 } } };
  const writeOff = { id: 'write-off', action: 'write-off', when: when(16) };
  const [first, ...others] = reminders;
  return [
    ...before,
    ...(first ? [first] : []),
    ...houseSteps(house, named),
    ...others,
    ...(ends === 'write-off' ? [] : [place]),
    ...(ends === 'place' ? [] : [writeOff]),
  ];
}

/** Steps that reach nobody outside; each fee and the interest of the policy is charged by one of them at the latest. */
function houseSteps({ task, hold, fee, interest }: Ladder['inHouse'], { charges, states }: Named): object[] {
  const [state] = states;
  const stop = (on: boolean, after: number) => ({
    id: `credit-${on ? 'stop' : 'go'}`,
    action: 'credit-hold',
    hold: on ? 'on' : 'off',
    when: { daysPastDue: { atLeast: after }, ...(on && hold?.inState && state && { state: [state] }) },
  });
  const fees = charges.filter((name) => name !== 'interest');
  return [
    ...(task ? [{ id: 'visit', action: 'task', task, when: { daysPastDue: { atLeast: 3 } } }] : []),
    ...(hold ? [stop(true, hold.after), ...(hold.off ? [stop(false, hold.after + 9)] : [])] : []),
    ...(fees.length > 0 ? [{ id: 'fees', action: 'fee', charge: fees, when: { daysPastDue: { atLeast: fee ?? 14 } } }] : []),
    ...(charges.includes('interest')
      ? [{ id: 'interest', action: 'interest', when: { daysPastDue: { atLeast: interest ?? 16 } }, repeat: { everyDays: 4, atMost: 5 } }]
      : []),
  ];
}
