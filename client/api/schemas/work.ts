import { z } from 'zod';
import { amounts, anything, day, instant, minor, slice } from './common.js';

export const task = z
  .object({
    id: z.string(),
    accountId: z.string(),
    name: z.string().describe('Name of the customer'),
    kind: z.string(),
    step: z.string().nullable(),
    title: z.string(),
    role: z.string().nullable().describe('Role or department that is asked; null: whoever it is assigned to'),
    brief: anything,
    dueOn: day,
    priority: z.int(),
    overdue: amounts,
    assigneeId: z.string().nullable(),
    status: z.string(),
    openedAt: instant,
    closedAt: instant.nullable(),
    closedBy: z.string().nullable(),
    outcome: z.string().nullable(),
    note: z.string().nullable(),
  })
  .meta({ id: 'Task' });

export const taskShown = task
  .extend({
    script: z
      .object({ title: z.string().nullable(), text: z.string().nullable(), trouble: z.string().nullable().describe('Why the script could not be written') })
      .nullable()
      .describe("What a caller says, in the customer's language; null where the task has no script"),
  })
  .meta({ id: 'TaskShown' });

export const taskQuery = z.object({
  id: z.string().optional(),
  account: z.string().optional().describe('`ENTITY/CUSTOMER`'),
  assignee: z.string().optional().describe('User id; `none` for those of nobody'),
  status: z.enum(['OPEN', 'DONE', 'CANCELLED', 'any']).default('OPEN'),
  kind: z.string().optional(),
  dueBy: day.optional(),
  ...slice,
});

export const plan = z
  .object({
    id: z.string(),
    accountId: z.string(),
    kind: z.string(),
    status: z.string(),
    currency: z.string(),
    totalMinor: minor,
    paidMinor: minor,
    items: z.array(z.string()),
    level: z.int(),
    agreedAt: instant,
    agreedBy: z.string(),
    note: z.string().nullable(),
    closedAt: instant.nullable(),
    instalments: z.array(z.object({ number: z.int(), dueOn: day, amountMinor: minor, paidMinor: minor, status: z.string() })),
  })
  .meta({ id: 'Plan' });

export const dispute = z
  .object({
    id: z.string(),
    accountId: z.string(),
    status: z.string(),
    reason: z.string(),
    note: z.string().nullable(),
    ownerId: z.string().nullable(),
    raisedAt: instant,
    raisedBy: z.string(),
    respondBy: day,
    escalatedAt: instant.nullable(),
    resolvedAt: instant.nullable(),
    resolvedBy: z.string().nullable(),
    resolution: z.string().nullable(),
    items: z.array(z.object({ item: z.string(), currency: z.string(), amountMinor: minor.nullable().describe('null: the whole item') })),
  })
  .meta({ id: 'Dispute' });

export const hold = z
  .object({
    id: z.string(),
    accountId: z.string(),
    kind: z.string(),
    item: z.string().nullable(),
    reason: z.string(),
    startsOn: day,
    endsOn: day.nullable(),
    amountMinor: minor.nullable().describe('How much of the item is held; null: all of it, or of the account'),
    placedAt: instant,
    placedBy: z.string(),
    liftedAt: instant.nullable(),
    liftedBy: z.string().nullable(),
    liftReason: z.string().nullable(),
    liftedOn: day.nullable().describe('First day on which the lifted hold no longer held'),
  })
  .meta({ id: 'Hold' });

export const placement = z
  .object({
    id: z.string(),
    accountId: z.string(),
    agencyCode: z.string(),
    status: z.string(),
    amounts,
    items: z.array(z.string()),
    requestedAt: instant,
    requestedBy: z.string(),
    approvalId: z.string().nullable(),
    fileName: z.string().nullable(),
    fileSha256: z.string().nullable(),
    handedOverAt: instant.nullable(),
    acknowledgedAt: instant.nullable(),
    recalledAt: instant.nullable(),
    returnedAt: instant.nullable(),
    closeReason: z.string().nullable(),
  })
  .meta({ id: 'Placement' });

export const writeOff = z
  .object({
    id: z.string(),
    accountId: z.string(),
    status: z.string(),
    amounts,
    items: z.array(z.string()),
    evidence: anything,
    requestedAt: instant,
    requestedBy: z.string(),
    approvalId: z.string().nullable(),
    bookedAt: instant.nullable(),
    reversedAt: instant.nullable(),
  })
  .meta({ id: 'WriteOff' });

export const approval = z
  .object({
    id: z.string(),
    subject: z.string(),
    subjectId: z.string(),
    accountId: z.string(),
    role: z.string(),
    status: z.string(),
    proposedBy: z.string(),
    proposedAt: instant,
    expiresAt: instant,
    decidedBy: z.string().nullable(),
    decidedAt: instant.nullable(),
    reason: z.string().nullable(),
  })
  .meta({ id: 'Approval' });

export const draft = z
  .object({
    id: z.string(),
    accountId: z.string(),
    step: z.string(),
    round: z.int(),
    role: z.string().describe('Who decides'),
    status: z.string(),
    lapsesOn: day,
    approvalId: z.string().describe('What `approve` and `decline` name'),
    proposedBy: z.string(),
    proposedAt: instant,
    decidedAt: instant.nullable(),
    reason: z.string().nullable(),
    preview: z
      .object({
        channel: z.string(),
        to: z.string(),
        cc: z.array(z.string()),
        language: z.string(),
        deadlineOn: day.nullable(),
        subject: z.string(),
        text: z.string(),
      })
      .describe('As of the day on which it was drafted; what goes out is written anew'),
  })
  .meta({ id: 'Draft' });

export const contactMade = z
  .object({
    key: z.string(),
    accountId: z.string(),
    caseId: z.string().nullable(),
    step: z.string().nullable(),
    round: z.int(),
    channel: z.string(),
    direction: z.string(),
    automatic: z.boolean(),
    address: z.string().nullable(),
    language: z.string().nullable(),
    template: z.string().nullable(),
    subject: z.string().nullable(),
    amounts,
    itemCount: z.int(),
    status: z.string(),
    attempt: z.int(),
    claimedAt: instant,
    settledAt: instant.nullable(),
    providerId: z.string().nullable(),
    detail: z.string().nullable(),
    actor: z.string(),
    outcome: z.string().nullable(),
  })
  .meta({ id: 'ContactMade' });

export const decision = z
  .object({ id: z.int(), caseId: z.string(), at: instant, verdict: anything, inputs: anything, sentence: z.string().describe('The verdict in words') })
  .meta({ id: 'Decision' });

export const note = z.object({ id: z.string(), at: instant, author: z.string(), text: z.string() }).meta({ id: 'Note' });

export const contact = z
  .object({
    id: z.string(),
    name: z.string(),
    role: z.string(),
    language: z.string().nullable(),
    email: z.string().nullable(),
    phone: z.string().nullable(),
    mobile: z.string().nullable(),
    rank: z.int(),
    active: z.boolean(),
  })
  .meta({ id: 'Contact' });
