import { channels, holdKinds, places, callOutcomes } from '../../domain/instructing/choices.js';
import { z } from 'zod';
import { isDay } from '../../domain/instructing/shape.js';

/** The published form of events: one JSON object to a line. Amounts are decimal text in major units, or whole minor units in `amountMinor`. */
const text = z.string().min(1).max(500);
const day = z.string().refine(isDay, 'is no day; write it as 2026-03-31').meta({ format: 'date', description: 'A day, 2026-03-31' });
const instant = z.iso.datetime({ offset: true, error: 'is no instant; write it as 2026-03-31T14:30:00Z, or with +02:00 for Z' });
const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'is no time of day; write it as 14:30');
const currency = z
  .string()
  .regex(/^[A-Z]{3}$/, 'is no currency; write its three letters, such as EUR')
  .optional();
const channel = z.enum(channels);
const place = z.enum(places);
const direction = z.enum(['IN', 'OUT']).default('OUT');
const outcome = z.enum(callOutcomes);
const number = z.string().min(1).max(120);
const money = {
  amount: z
    .union([z.string().regex(/^\d+(\.\d+)?$/, 'is no amount; write it as "1200.00", without separators'), z.number().nonnegative()])
    .optional()
    .describe('In major units: "1200.00"'),
  amountMinor: z.int().positive().optional().describe('In minor units: 120000'),
};
const part = z
  .union([number, z.strictObject({ item: number, ...money })])
  .describe('An item by its number, "4711" or "4711/2", with the part of it that is meant');
const items = z.array(number).min(1).optional();
const by = text.optional();
const reason = text.default('not stated');
const channelList = z.union([channel, z.array(channel).min(1)]).transform((given) => (Array.isArray(given) ? given : [given]));

const standsFor = text.optional().describe('The step of the ladder that it stands for, which then counts as taken');

/** Fields that every event has. */
const common = {
  on: day.optional().describe('The day on which it happens, before business begins (05:00 in the debtor’s zone)'),
  at: instant.optional().describe('The instant at which it happens, instead of `on`'),
  account: z
    .string()
    .regex(/^[^/#\s]+\/[^#]+$/, 'is no account; write it as ENTITY/CUSTOMER')
    .optional(),
  customer: number.optional().describe('Instead of `account`, where the customer buys from one entity only, or with `entity`'),
  entity: z.string().min(1).optional(),
  id: z.string().min(1).max(80).optional().describe('A name by which later events refer to it'),
  note: z.string().optional().describe('For the reader; not used'),
};

const event = <Type extends string, Shape extends z.core.$ZodShape>(type: Type, shape: Shape) => z.strictObject({ type: z.literal(type), ...common, ...shape });

export const eventSchemas = {
  payment: event('payment', {
    number: number.optional(),
    currency,
    ...money,
    paidOn: day.optional().describe('The value date, when it became known later'),
    items: z.array(part).default([]),
  }),
  'payment-reversed': event('payment-reversed', { number, reason }),
  'credit-note': event('credit-note', { number, currency, ...money, items: z.array(part).default([]) }),
  invoice: event('invoice', {
    number,
    instalment: z.int().min(0).max(999).default(0),
    currency,
    ...money,
    issuedOn: day.optional(),
    dueOn: day,
    status: z.enum(['draft', 'issued']).default('issued').describe('A draft is no debt until it is issued'),
  }),
  'invoice-issued': event('invoice-issued', { number, issuedOn: day.optional(), dueOn: day.optional().describe('Instead of the one of the draft') }),
  void: event('void', { number: number.describe('An invoice, or an instalment of it'), reason }),
  chargeback: event('chargeback', { number: number.describe('Of the payment'), currency, ...money, reason }),
  'chargeback-won': event('chargeback-won', { number: number.describe('Of the payment'), reason }),
  'payment-pending': event('payment-pending', { number, currency, ...money, expectedOn: day.describe('The last day on which it is waited for'), items }),
  'payment-failed': event('payment-failed', { number, reason }),
  promise: event('promise', { currency, ...money, dueOn: day, items }),
  plan: event('plan', { currency, instalments: z.array(z.strictObject({ dueOn: day, ...money })).min(1), items }),
  settlement: event('settlement', { currency, ...money, dueOn: day, items, by: by.describe('Who proposes it') }),
  'cancel-plan': event('cancel-plan', { plan: text.optional().describe('The id of a promise or plan; the newest that runs when left out'), reason }),
  dispute: event('dispute', { reason: text, items: z.array(part).min(1) }),
  'resolve-dispute': event('resolve-dispute', {
    dispute: text.optional().describe('The id of a dispute; the newest when left out'),
    resolution: z.enum(['UPHELD', 'REJECTED']),
  }),
  hold: event('hold', {
    kind: z.enum(holdKinds).default('PAUSE'),
    item: number.optional().describe('One item only; the whole account when left out'),
    currency,
    ...money,
    startsOn: day.optional(),
    endsOn: day.optional().describe('The first day on which it no longer holds'),
    reason,
  }),
  release: event('release', { hold: text.optional().describe('The id of a hold; all that a person may lift when left out'), endsOn: day.optional(), reason }),
  call: event('call', {
    person: text.optional(),
    number: text.optional(),
    direction,
    outcome,
    debts: z.array(number).default([]).describe('Items that it was about; all of the account when left out'),
    place: place.optional(),
    step: standsFor,
    callBackOn: day.optional().describe('With CALL_BACK: the day; that of the call when left out'),
  }),
  'call-corrected': event('call-corrected', {
    call: text.describe('The id of the call'),
    outcome: outcome.optional(),
    direction: z.enum(['IN', 'OUT']).optional(),
    person: text.optional(),
    number: text.optional(),
    debts: z.array(number).optional(),
    place: place.optional(),
    removed: z.boolean().default(false).describe('It never took place'),
  }),
  contact: event('contact', {
    channel: z.enum(['email', 'sms', 'letter']),
    direction,
    person: text.optional(),
    debts: z.array(number).default([]),
    step: standsFor,
  }),
  'task-done': event('task-done', {
    task: z.enum(['CALL', 'FIND_CONTACT', 'VERIFY_DELIVERY', 'APPROVE', 'ANSWER_DISPUTE', 'REVIEW_ACCOUNT', 'RECORD_HANDOVER', 'OTHER']),
    outcome: text.default('DONE'),
  }),
  consent: event('consent', {
    person: text,
    channel: channelList,
    until: z.union([day, instant]).optional().describe('The first day or instant at which it holds no more'),
  }),
  'consent-withdrawn': event('consent-withdrawn', { person: text, channel: channelList }),
  inconvenience: event('inconvenience', {
    person: text,
    channel: channelList.default(['call', 'sms', 'email']),
    weekdays: z.array(z.int().min(1).max(7)).min(1).optional().describe('1 Monday to 7 Sunday'),
    from: time.optional(),
    to: time.optional(),
    place: place.optional(),
  }),
  'inconvenience-ended': event('inconvenience-ended', { person: text, channel: channelList.default(['call', 'sms', 'email']) }),
  'opt-out': event('opt-out', { channel, address: text.optional(), person: text.optional() }),
  'opt-in': event('opt-in', { channel, address: text.optional(), person: text.optional() }),
  bounce: event('bounce', { channel, address: text.optional(), person: text.optional() }),
  'credit-hold': event('credit-hold', { hold: z.enum(['on', 'off']).describe('Set or ended by hand'), reason }),
  cease: event('cease', { reason }),
  'reverse-charge': event('reverse-charge', { charge: number.describe('The number of the fee or interest, as its line names it'), reason }),
  approval: event('approval', {
    subject: z.enum(['notice', 'placement', 'write-off', 'settlement']),
    decision: z.enum(['APPROVED', 'DECLINED']),
    step: text.optional().describe('Of a notice: the step; the one that waits longest when left out'),
    item: number.optional().describe('Of a notice: an item that it asks for'),
    reason,
    by: by.describe('Who decides: not who proposed it'),
  }),
  policy: event('policy', {
    policy: text.describe('The name of a policy that was given with --policy'),
    item: number.optional().describe('One item only: it goes by this policy, or, by one that does nothing, is left alone; the account’s own takes it back'),
    reason,
  }),
  'set-level': event('set-level', {
    level: z.int().min(0).describe('A position on the ladder from 1; 0 is before the first step'),
    item: number.optional().describe('Where items climb by themselves; all of the account when left out'),
    reason,
  }),
  'skip-notice': event('skip-notice', { item: number.optional().describe('Where items climb by themselves; what comes next when left out'), reason }),
  tag: event('tag', { add: z.array(text).default([]), remove: z.array(text).default([]) }),
  person: event('person', {
    name: text,
    role: z
      .string()
      .regex(/^[a-z_]+$/, 'is no role; write it as accounts_payable')
      .default('accounts_payable'),
    email: z.email().optional(),
    phone: text.optional(),
    mobile: text.optional(),
    timeZone: text.optional(),
  }),
} as const;

export type EventType = keyof typeof eventSchemas;
export type EventLine = { [Type in EventType]: z.output<(typeof eventSchemas)[Type]> }[EventType];
