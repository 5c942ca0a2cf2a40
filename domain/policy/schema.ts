import { channels } from '../instructing/choices.js';
import { z } from 'zod';
import { chargesSection } from './chargesSection.js';

/** The document of a policy, as it is written: amounts in major units (`250.00`), everything checked, nothing unknown. */
const currency = z.string().regex(/^[A-Z]{3}$/, 'a currency is three capital letters, such as EUR');
const amount = z.union([z.number().nonnegative(), z.string().regex(/^\d+(\.\d+)?$/, 'an amount is written 250.00')]);
const amounts = z.record(currency, amount);
const days = z.number().int().min(0).max(3660);
const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time of day is written "09:00", in quotes');
const identifier = z.string().regex(/^[a-z0-9][a-z0-9-]*$/, 'an identifier has small letters, digits and hyphens');
const channel = z.enum(channels);
const role = z.enum(['finance', 'collector', 'manager', 'controller']);

const day = z.iso.date('a day is written 2026-11-22');

const standing = {
  daysPastDue: z.strictObject({ atLeast: days.optional(), moreThan: days.optional(), atMost: days.optional(), endOfMonth: z.boolean().optional() }).optional(),
  daysSinceInvoice: z.strictObject({ atLeast: days }).optional(),
  daysSincePayment: z.strictObject({ atLeast: days.optional(), moreThan: days.optional(), atMost: days.optional() }).optional(),
  overdueItems: z.strictObject({ atLeast: z.number().int().min(1) }).optional(),
  overdueShare: z.strictObject({ atLeastPercent: z.number().min(0).max(100) }).optional(),
  brokenPromises: z.strictObject({ atLeast: z.number().int().min(0).optional(), atMost: z.number().int().min(0).optional() }).optional(),
  tags: z.strictObject({ with: z.array(z.string()).optional(), without: z.array(z.string()).optional() }).optional(),
  riskClass: z.array(z.string()).min(1).optional(),
  reachable: channel.optional(),
  attempts: z.strictObject({ atLeast: z.number().int().min(0).optional(), below: z.number().int().min(1).optional() }).optional(),
  attemptsBelow: z.record(currency, z.number().int().min(1).max(50)).optional(),
  overdueAtLeast: amounts.optional(),
  overdueBelow: amounts.optional(),
  unpaidItems: z.strictObject({ atLeast: z.number().int().min(1) }).optional(),
  balanceAtLeast: amounts.optional(),
  class: z.array(identifier).min(1).optional(),
};
const ofSteps = { ...standing, state: z.array(identifier).min(1).optional() };

/** A state's own conditions can't ask for a state. */
const ofStates = { ...standing, daysSinceEarliestUnpaid: z.strictObject({ atLeast: days }).optional() };
const stateConditions = z.strictObject({ ...ofStates, anyOf: z.array(z.strictObject(ofStates)).min(1).optional() });

const state = z.strictObject({ state: identifier, when: stateConditions, enter: z.array(identifier).default([]), leave: z.array(identifier).default([]) });
const ageClass = z.strictObject({ class: identifier, minDays: days, maxDays: days.optional() });

const conditions = z.strictObject({
  ...ofSteps,
  daysBeforeDue: z.strictObject({ atMost: z.number().int().min(1).max(31) }).optional(),
  daysSincePrevious: z.strictObject({ atLeast: days.optional(), moreThan: days.optional() }).optional(),
  afterDeadline: z.union([z.literal(true), days.min(1)]).optional(),
  anyOf: z.array(z.strictObject(ofSteps)).min(1).optional(),
});

const contactRole = z.string().regex(/^([a-z0-9][a-z0-9-]*|[a-z_]+)$/, 'a role is written accounts_payable');
const templates = z.strictObject({ email: identifier.optional(), sms: identifier.optional(), letter: identifier.optional(), call: identifier.optional() });

const step = z.strictObject({
  id: identifier,
  action: z.enum([...channels, 'task', 'credit-hold', 'fee', 'interest', 'place', 'write-off']),
  otherwise: z.array(channel).default([]),
  template: z.union([identifier, templates]).optional(),
  tone: z.enum(['friendly', 'firm', 'final']).default('friendly'),
  language: z
    .string()
    .regex(/^[a-z]{2}$/, 'a language is two small letters, such as de')
    .optional(),
  recipient: z.union([contactRole, z.array(contactRole).min(1)]).default('accounts_payable'),
  escalateAfter: z.number().int().min(1).max(50).optional(),
  cc: z.union([contactRole, z.array(contactRole).min(1)]).optional(),
  approval: z.union([role, z.strictObject({ role, lapsesAfterDays: days.min(1) })]).optional(),
  when: conditions,
  repeat: z.strictObject({ everyDays: days.min(1), atMost: z.number().int().min(2).max(50) }).optional(),
  task: z.strictObject({ title: z.string().min(1).max(200), role: identifier.default('collector'), dueInDays: days.default(0) }).optional(),
  hold: z.enum(['on', 'off']).optional(),
  missed: z.enum(['send', 'skip', 'coalesce']).default('send'),
  deadlineDays: days.min(1).optional(),
  deadline: z.strictObject({ days: days.min(1), atLeast: days.default(0), businessDays: z.boolean().default(false) }).optional(),
  minGapDays: days.optional(),
  fallBack: z.strictObject({ minAmount: amounts.optional(), minPercent: z.number().min(0).max(100).optional() }).optional(),
  charge: z.array(identifier).default([]),
});

const levels = z
  .strictObject({
    track: z.enum(['account', 'item']).default('account'),
    message: z.enum(['account', 'level', 'item']).default('account'),
    speaks: z.enum(['highest', 'oldest']).default('highest'),
    sequence: z.enum(['strict', 'ordered', 'free']).default('ordered'),
  })
  .default({ track: 'account', message: 'account', speaks: 'highest', sequence: 'ordered' });

const limit = z.strictObject({ upTo: amounts.optional(), role });

export const policyDocument = z.strictObject({
  policy: identifier,
  title: z.string().min(1),
  description: z.string().default(''),
  entry: z.union([z.enum(['first', 'furthest']), z.strictObject({ step: identifier })]).default('first'),
  climb: z.enum(['one', 'furthest']).default('one'),
  levels,
  role: z.enum(['first-party', 'third-party']).default('first-party'),
  packs: z.array(identifier).default([]),
  count: z
    .strictObject({
      graceDays: days.default(0),
      pause: z.enum(['silences', 'freezes']).default('silences'),
      thresholds: z.enum(['net', 'gross']).default('net'),
    })
    .default({ graceDays: 0, pause: 'silences', thresholds: 'net' }),
  tolerance: amounts.default({}),
  doNothing: z.boolean().default(false),
  charges: chargesSection.optional(),
  ladder: z.array(step).default([]),
  states: z.array(state).default([]),
  classes: z.array(ageClass).default([]),
  creditHold: z
    .strictObject({ release: z.union([z.enum(['nothing-overdue', 'by-hand']), z.strictObject({ overdueBelow: amounts })]).default('nothing-overdue') })
    .default({ release: 'nothing-overdue' }),
  contact: z
    .strictObject({
      window: z.strictObject({ from: time, to: time }).default({ from: '09:00', to: '17:00' }),
      businessDaysOnly: z.boolean().default(true),
      blackouts: z.array(z.strictObject({ from: day, to: day })).default([]),
      runs: z
        .strictObject({
          weekdays: z.array(z.number().int().min(1).max(7)).default([]),
          daysOfMonth: z.array(z.number().int().min(1).max(31)).default([]),
          on: z.array(day).default([]),
        })
        .optional(),
      maxIn7Days: z.number().int().min(1).max(50).default(3),
      minGapDays: days.default(3),
      postalDays: z
        .strictObject({ letter: z.number().int().min(0).max(60), businessDays: z.boolean().default(false) })
        .default({ letter: 0, businessDays: false }),
      ledgerMaxAgeDays: days.min(1).default(10),
      findContactDays: days.default(7),
    })
    .prefault({}),
  promises: z
    .strictObject({
      graceDays: days.default(3),
      tolerancePercent: z.number().min(0).max(100).default(5),
      maxDays: days.default(60),
      maxInstalments: z.number().int().min(1).max(120).default(12),
      maxBroken: z.number().int().min(0).max(50).default(2),
      defers: z.enum(['items', 'account']).default('items'),
      downPayment: z.strictObject({ atLeastPercent: z.number().min(0).max(100).default(0), withinDays: days.default(0) }).optional(),
      settlement: z.strictObject({ discountPercent: z.number().min(0).max(99).default(0), approval: role.default('manager') }).optional(),
    })
    .prefault({}),
  disputes: z
    .strictObject({
      reasons: z.array(identifier).min(1).default(['price', 'quantity', 'quality', 'not-received', 'already-paid', 'wrong-customer', 'other']),
      respondWithinDays: days.min(1).default(10),
      remindEveryDays: days.min(1).default(3),
    })
    .prefault({}),
  placement: z
    .strictObject({ agency: z.string().min(1).default('agency'), approval: role.default('manager'), recallAfterDays: days.min(1).default(180) })
    .prefault({}),
  writeOff: z
    .array(limit)
    .min(1)
    .default([{ role: 'controller' }]),
  approvalExpiresDays: days.min(1).default(30),
});

export type PolicyDocument = z.infer<typeof policyDocument>;

/** The published JSON Schema of a policy document, for editors. */
export function policyJsonSchema(): unknown {
  const steps = { required: ['ladder'], properties: { ladder: { minItems: 1 }, doNothing: { const: false } } };
  const nothing = { required: ['doNothing'], properties: { ladder: { maxItems: 0 }, doNothing: { const: true } } };
  return { ...z.toJSONSchema(policyDocument, { io: 'input', unrepresentable: 'any' }), oneOf: [steps, nothing] };
}
