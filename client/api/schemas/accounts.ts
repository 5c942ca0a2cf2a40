import { z } from 'zod';
import { amounts, anything, day, days, instant, minor, several, slice } from './common.js';

const flag = z.enum(['disputed', 'on-hold', 'promised', 'placed', 'write-off-pending', 'credit-balance']);

export const accountCase = z.object({
  caseId: z.string(), status: z.string(), step: z.string().nullable(), policy: z.string().describe('`name/version`'), openedAt: instant,
  nextLookAt: instant.nullable(), waitReason: z.string().nullable().describe('Why nothing happens before the next look'), outcome: z.string().nullable(),
}).meta({ id: 'AccountCase' });

export const account = z.object({
  accountId: z.string(), entity: z.string(), customer: z.string(), name: z.string(), country: z.string().nullable(), segment: z.string().nullable(),
  collectorId: z.string().nullable(), open: amounts, overdue: amounts, daysPastDue: z.int().nullable(), flags: z.array(flag), openTasks: z.int(),
  case: accountCase.nullable(),
}).meta({ id: 'Account' });

export const accountQuery = z.object({
  entity: several(z.string()), segment: several(z.string()), collector: z.string().optional(),
  search: z.string().min(1).optional().describe("Part of the customer's number or name"),
  collection: z.enum(['open', 'none']).optional().describe('Being collected now, or not'),
  step: z.string().optional(), minDaysPastDue: days.optional(), maxDaysPastDue: days.optional(),
  flag: several(flag),
  sort: z.enum(['account', 'name', 'overdue', 'daysPastDue', 'nextLook']).default('overdue'), order: z.enum(['asc', 'desc']).default('desc'),
  ...slice,
});

export const item = z.object({
  item: z.string(), kind: z.string(), issuedOn: day, dueOn: day, daysPastDue: z.int(), currency: z.string(), amountMinor: minor, openMinor: minor,
  purchaseOrder: z.string().nullable(), text: z.string().nullable(),
}).meta({ id: 'Item' });

export const task = z.object({
  id: z.string(), accountId: z.string(), name: z.string().describe('Name of the customer'), kind: z.string(), step: z.string().nullable(), title: z.string(), brief: anything,
  dueOn: day, priority: z.int(), overdue: amounts, assigneeId: z.string().nullable(), status: z.string(), openedAt: instant, closedAt: instant.nullable(),
  closedBy: z.string().nullable(), outcome: z.string().nullable(), note: z.string().nullable(),
}).meta({ id: 'Task' });

export const taskShown = task.extend({
  script: z.object({ title: z.string().nullable(), text: z.string().nullable(), trouble: z.string().nullable().describe('Why the script could not be written') }).nullable()
    .describe("What a caller says, in the customer's language; null where the task has no script"),
}).meta({ id: 'TaskShown' });

export const taskQuery = z.object({
  id: z.string().optional(),
  account: z.string().optional().describe('`ENTITY/CUSTOMER`'), assignee: z.string().optional().describe('User id; `none` for those of nobody'),
  status: z.enum(['OPEN', 'DONE', 'CANCELLED', 'any']).default('OPEN'), kind: z.string().optional(), dueBy: day.optional(), ...slice,
});

export const plan = z.object({
  id: z.string(), accountId: z.string(), kind: z.string(), status: z.string(), currency: z.string(), totalMinor: minor, paidMinor: minor,
  items: z.array(z.string()), level: z.int(), agreedAt: instant, agreedBy: z.string(), note: z.string().nullable(), closedAt: instant.nullable(),
  instalments: z.array(z.object({ number: z.int(), dueOn: day, amountMinor: minor, paidMinor: minor, status: z.string() })),
}).meta({ id: 'Plan' });

export const dispute = z.object({
  id: z.string(), accountId: z.string(), status: z.string(), reason: z.string(), note: z.string().nullable(), ownerId: z.string().nullable(),
  raisedAt: instant, raisedBy: z.string(), respondBy: day, escalatedAt: instant.nullable(), resolvedAt: instant.nullable(),
  resolvedBy: z.string().nullable(), resolution: z.string().nullable(),
  items: z.array(z.object({ item: z.string(), currency: z.string(), amountMinor: minor.nullable().describe('null: the whole item') })),
}).meta({ id: 'Dispute' });

export const hold = z.object({
  id: z.string(), accountId: z.string(), kind: z.string(), item: z.string().nullable(), reason: z.string(), startsOn: day, endsOn: day.nullable(),
  placedAt: instant, placedBy: z.string(), liftedAt: instant.nullable(), liftedBy: z.string().nullable(), liftReason: z.string().nullable(),
}).meta({ id: 'Hold' });

export const placement = z.object({
  id: z.string(), accountId: z.string(), agencyCode: z.string(), status: z.string(), amounts, items: z.array(z.string()), requestedAt: instant,
  requestedBy: z.string(), approvalId: z.string().nullable(), fileName: z.string().nullable(), fileSha256: z.string().nullable(),
  handedOverAt: instant.nullable(), acknowledgedAt: instant.nullable(), recalledAt: instant.nullable(), returnedAt: instant.nullable(),
  closeReason: z.string().nullable(),
}).meta({ id: 'Placement' });

export const writeOff = z.object({
  id: z.string(), accountId: z.string(), status: z.string(), amounts, items: z.array(z.string()), evidence: anything, requestedAt: instant,
  requestedBy: z.string(), approvalId: z.string().nullable(), bookedAt: instant.nullable(), reversedAt: instant.nullable(),
}).meta({ id: 'WriteOff' });

export const approval = z.object({
  id: z.string(), subject: z.string(), subjectId: z.string(), accountId: z.string(), role: z.string(), status: z.string(), proposedBy: z.string(),
  proposedAt: instant, expiresAt: instant, decidedBy: z.string().nullable(), decidedAt: instant.nullable(), reason: z.string().nullable(),
}).meta({ id: 'Approval' });

export const contactMade = z.object({
  key: z.string(), accountId: z.string(), caseId: z.string().nullable(), step: z.string().nullable(), round: z.int(), channel: z.string(),
  direction: z.string(), automatic: z.boolean(), address: z.string().nullable(), language: z.string().nullable(), template: z.string().nullable(),
  subject: z.string().nullable(), amounts, itemCount: z.int(), status: z.string(), attempt: z.int(), claimedAt: instant, settledAt: instant.nullable(),
  providerId: z.string().nullable(), detail: z.string().nullable(), actor: z.string(), outcome: z.string().nullable(),
}).meta({ id: 'ContactMade' });

export const decision = z.object({
  id: z.int(), caseId: z.string(), at: instant, verdict: anything, inputs: anything,
  sentence: z.string().describe('The verdict in words'),
}).meta({ id: 'Decision' });

export const note = z.object({ id: z.string(), at: instant, author: z.string(), text: z.string() }).meta({ id: 'Note' });

export const contact = z.object({
  id: z.string(), name: z.string(), role: z.string(), language: z.string().nullable(), email: z.string().nullable(), phone: z.string().nullable(),
  mobile: z.string().nullable(), rank: z.int(), active: z.boolean(),
}).meta({ id: 'Contact' });

/** An account's whole page; of long lists the newest. */
export const accountPage = account.extend({
  itemCount: z.int().describe('Open items; page through them with /items'),
  items: z.array(item).describe('The oldest open items'), contacts: z.array(contact), contactsMade: z.array(contactMade), tasks: z.array(task),
  plans: z.array(plan), disputes: z.array(dispute), holds: z.array(hold), placements: z.array(placement), writeOffs: z.array(writeOff),
  approvals: z.array(approval), notes: z.array(note), decisions: z.array(decision),
}).meta({ id: 'AccountPage' });

export const currentCase = z.object({
  accountId: z.string(), caseId: z.string().nullable(), running: z.boolean().describe('Whether a process looks after the account now'),
  verdict: anything, sentence: z.string().nullable(), nextLookAt: instant.nullable().describe('Real time, not business time'), turns: z.int(),
  trouble: z.string().nullable(),
}).meta({ id: 'CurrentCase' });
