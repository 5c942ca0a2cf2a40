import { channels } from '../../domain/instructing/choices.js';
import { z } from 'zod';

/** The published form of what a rehearsal prints: one JSON object to a line. Fields are added to, never renamed. */
const day = z.string().meta({ format: 'date' });
const instant = z.string().meta({ format: 'date-time' });
const minor = z.int().describe('Minor units of the currency');
const amounts = z.record(z.string().regex(/^[A-Z]{3}$/), minor).describe('By currency, in minor units');
const reason = z.object({
  code: z.string(),
  figures: z.record(z.string(), z.union([z.string(), z.number(), z.null()])),
  line: z.int().nullable().describe('1-based line of the policy document'),
});
const channel = z.enum(channels);

const interestDays = {
  from: day.nullable().describe('First day of the interest'),
  to: day.nullable().describe('Its last day'),
  percent: z.string().nullable().describe('Its rates, or the percentage of the fee'),
};
const chargeKind = z.enum(['FEE', 'LUMP_SUM', 'INTEREST']);

const chargeState = z.object({
  number: z.string(),
  name: z.string(),
  what: chargeKind,
  items: z.array(z.string()),
  onInvoice: z.boolean(),
  bookedOn: day,
  currency: z.string(),
  amountMinor: minor,
  openMinor: minor,
  ...interestDays,
  status: z.string().describe('OPEN, PAID, CORRECTED, WAIVED, CONVERTED, REVERSED, WRITTEN_OFF'),
});

const chargeLine = z.object({
  number: z.string(),
  name: z.string().describe('The fee’s name in the policy; interest'),
  what: chargeKind,
  onInvoice: z.boolean(),
  dueOn: day,
  ...interestDays,
  periods: z.string().nullable().describe('How interest came about, stretch by stretch'),
});

const interestState = z.object({
  bookedMinor: minor,
  bookedTo: day.nullable(),
  accruedMinor: minor.describe('What has come about since and is not booked'),
  why: z.string().nullable().describe('Why nothing is reckoned: NOT_COVERED, RATE_MISSING'),
});

const itemState = z.object({
  item: z.string(),
  kind: z.string(),
  issuedOn: day,
  dueOn: day,
  currency: z.string(),
  amountMinor: minor,
  openMinor: minor,
  bucket: z.string().describe('Its age class; CREDIT for credits'),
  daysPastDue: z.int(),
  daysCounted: z.int().describe('Days past due less paused days, never below 0; 0 where credits cover it'),
  class: z.string().nullable(),
  withheld: z.object({ because: z.string(), minor }).nullable().describe('What is not asked for at present, and why'),
  policy: z.string().describe('The policy that governs it'),
  step: z.string().nullable(),
  level: z.int(),
  interest: interestState.optional().describe('Where the policy charges interest and the item bears any'),
});

const byPolicy = z.string().optional().describe('Whose step it is, where items have a policy of their own');

const instalment = z.object({ number: z.int(), dueOn: day, amountMinor: minor, paidMinor: minor, status: z.string() });

const state = z.object({
  open: amounts,
  overdue: amounts,
  collectable: amounts,
  buckets: z.record(z.string(), amounts),
  bucket: z.string().nullable(),
  daysPastDue: z.int().nullable(),
  daysCounted: z.int().describe('Of what is past due, less grace and paused days, never below 0'),
  class: z.string().nullable(),
  accountState: z.string().describe('The named state that holds; clear when none does'),
  creditHold: z.object({ sinceOn: day, step: z.string().nullable() }).nullable(),
  history: z.array(
    z.object({ kind: z.enum(['state', 'class', 'credit-hold']), item: z.string().nullable(), name: z.string(), addedOn: day, liftedOn: day.nullable() }),
  ),
  step: z.string().nullable(),
  charges: amounts.describe('Open fees and interest that were booked'),
  chargeStates: z.array(chargeState).optional(),
  accrued: amounts.optional().describe('Interest that has come about and is not booked'),
  holds: z.array(
    z.object({
      id: z.string(),
      kind: z.string(),
      item: z.string().nullable(),
      reason: z.string(),
      startsOn: day,
      endsOn: day.nullable(),
      amountMinor: minor.nullish(),
    }),
  ),
  disputes: z.array(z.object({ id: z.string(), reason: z.string(), respondBy: day, items: z.array(z.string()) })),
  plans: z.array(
    z.object({
      id: z.string(),
      kind: z.enum(['PROMISE', 'PLAN', 'SETTLEMENT']),
      status: z.string(),
      level: z.int().describe('1, and one more for each earlier one on its items that failed'),
      owedMinor: minor.nullish().describe('Of a settlement: what was owed when it was agreed'),
      currency: z.string(),
      instalments: z.array(instalment),
      items: z.array(z.string()),
    }),
  ),
  draftInvoices: z.array(z.string()).describe('Invoices that are drawn up and not issued'),
  expected: z
    .array(z.object({ number: z.string(), on: day, currency: z.string(), minor, because: z.enum(['PENDING', 'LATER_DATE']) }))
    .describe('Money that does not count yet: payments under way, and payments of a later date'),
  attempts: z.object({ all: z.int(), byChannel: z.partialRecord(channel, z.int()), last7Days: z.int() }),
  openTasks: z.array(z.string()),
  drafts: z
    .array(z.object({ step: z.string(), round: z.int(), items: z.array(z.string()), role: z.string(), status: z.string(), lapsesOn: day, policy: byPolicy }))
    .describe('Messages that wait for an approval, or for their hour once approved'),
  tags: z.array(z.string()),
  next: z
    .object({
      at: instant,
      kind: z.string(),
      step: z.string().nullable(),
      channel: z.string().nullable(),
      to: z.string().nullable(),
      sentence: z.string(),
      policy: byPolicy,
    })
    .nullable(),
  waits: z.object({ until: instant.nullable(), reason, sentence: z.string(), policy: byPolicy }),
  itemStates: z.array(itemState),
});

export const agendaLineSchema = z.object({
  kind: z
    .string()
    .describe(
      'contact, draft, task, deferral, block, wait, level, plan, settlement, dispute, placement, write-off, fee, interest, open, close, state-change, class, credit-hold, event, refused, reason (with --explain), state (with --at), and what is added later',
    ),
  date: day.describe('The day in the debtor’s zone'),
  at: instant,
  account: z.string(),
  case: z.string().nullable(),
  step: z.string().nullable(),
  round: z.int().nullable(),
  channel: channel.nullable(),
  to: z.string().nullable().describe('An address, a task’s kind, an agency'),
  items: z.array(z.string()),
  amounts,
  result: z.string().nullable().describe('An outcome, a status, the type of an event; for a wait, until when'),
  reason: reason.nullable(),
  policyLine: z.int().nullable(),
  level: z.int().describe('The position on the ladder of the newest step taken, from 1; 0 before the first; on lines of kind level, that of the items named'),
  policy: z.string().describe('The policy that says so: the account’s, or that of the items concerned'),
  strand: z.string().optional().describe('Where items have a policy of their own: the course of theirs that it is of; left out for the account’s first'),
  sentence: z.string(),
  assignment: z
    .object({ by: z.enum(['item', 'account', 'rule', 'entity', 'otherwise']), line: z.int().nullable() })
    .optional()
    .describe('What chose the policy, and its line in the assignment'),
  from: z.string().nullable().optional().describe('What it was before, on lines of kind state-change and class; `to` has what it is then'),
  actions: z.array(z.string()).optional().describe('What other systems are told to do'),
  task: z.object({ title: z.string(), role: z.string(), dueOn: day }).optional().describe('Of a task of the policy’s own words'),
  days: z.int().nullable().optional().describe('Days counted'),
  deadlineOn: day.nullable().optional().describe('Of a message: the deadline that it sets'),
  cc: z.array(z.string()).optional().describe('Of an e-mail: who gets a copy'),
  language: z.string().optional(),
  template: z.string().optional(),
  charges: amounts.optional().describe('What of the amounts is fees and interest'),
  charge: chargeLine.optional().describe('On lines of kind fee and interest'),
  state: state.optional(),
});
