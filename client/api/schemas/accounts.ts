import { z } from 'zod';
import { amounts, anything, day, days, instant, minor, several, slice } from './common.js';
import { approval, contact, contactMade, decision, dispute, hold, note, placement, plan, task, writeOff } from './work.js';

const flag = z.enum(['disputed', 'on-hold', 'promised', 'placed', 'write-off-pending', 'credit-balance', 'credit-hold']);

export const accountCase = z
  .object({
    caseId: z.string(),
    status: z.string(),
    step: z.string().nullable(),
    policy: z.string().describe('`name/version`'),
    openedAt: instant,
    nextLookAt: instant.nullable(),
    waitReason: z.string().nullable().describe('Why nothing happens before the next look'),
    outcome: z.string().nullable(),
  })
  .meta({ id: 'AccountCase' });

export const account = z
  .object({
    accountId: z.string(),
    entity: z.string(),
    customer: z.string(),
    name: z.string(),
    country: z.string().nullable(),
    segment: z.string().nullable(),
    collectorId: z.string().nullable(),
    open: amounts,
    overdue: amounts,
    daysPastDue: z.int().nullable(),
    flags: z.array(flag),
    openTasks: z.int(),
    case: accountCase.nullable(),
    excludedBy: z.string().nullable().describe('The policy for which no case runs: it does nothing'),
  })
  .meta({ id: 'Account' });

export const accountQuery = z.object({
  entity: several(z.string()),
  segment: several(z.string()),
  collector: z.string().optional(),
  search: z.string().min(1).optional().describe("Part of the customer's number or name"),
  collection: z.enum(['open', 'none']).optional().describe('Being collected now, or not'),
  step: z.string().optional(),
  minDaysPastDue: days.optional(),
  maxDaysPastDue: days.optional(),
  flag: several(flag),
  sort: z.enum(['account', 'name', 'overdue', 'daysPastDue', 'nextLook']).default('overdue'),
  order: z.enum(['asc', 'desc']).default('desc'),
  ...slice,
});

export const item = z
  .object({
    item: z.string(),
    kind: z.string(),
    issuedOn: day,
    dueOn: day,
    daysPastDue: z.int(),
    currency: z.string(),
    amountMinor: minor,
    openMinor: minor,
    purchaseOrder: z.string().nullable(),
    text: z.string().nullable(),
  })
  .meta({ id: 'Item' });

/** An account's whole page; of long lists the newest. */
export const accountPage = account
  .extend({
    itemCount: z.int().describe('Open items; page through them with /items'),
    items: z.array(item).describe('The oldest open items'),
    contacts: z.array(contact),
    contactsMade: z.array(contactMade),
    tasks: z.array(task),
    plans: z.array(plan),
    disputes: z.array(dispute),
    holds: z.array(hold),
    placements: z.array(placement),
    writeOffs: z.array(writeOff),
    approvals: z.array(approval),
    notes: z.array(note),
    decisions: z.array(decision),
  })
  .meta({ id: 'AccountPage' });

export const currentCase = z
  .object({
    accountId: z.string(),
    caseId: z.string().nullable(),
    running: z.boolean().describe('Whether a process looks after the account now'),
    verdict: anything,
    sentence: z.string().nullable(),
    nextLookAt: instant.nullable().describe('Real time, not business time'),
    turns: z.int(),
    trouble: z.string().nullable(),
  })
  .meta({ id: 'CurrentCase' });
