import { z } from 'zod';
import { criteriaSchema } from '../../campaigns/criteria.js';
import { amounts, anything, day, instant } from './common.js';

const policyRef = z.object({ name: z.string(), version: z.int() });

export const previewBody = z
  .strictObject({
    criteria: criteriaSchema,
    policy: z
      .string()
      .optional()
      .describe(
        'Name of a published policy, which goes before the rules of the assignment; accounts with one of their own keep it. Left out: as the assignment says',
      ),
    policyVersion: z.int().positive().max(1_000_000).optional().describe('The newest when left out'),
  })
  .meta({ id: 'PreviewRequest' });

export const launchHeaders = z.object({
  'idempotency-key': z.string().min(1).max(200).optional().describe('The same key with the same request launches once'),
});

export const launchBody = previewBody
  .extend({
    name: z.string().min(1).max(200).optional(),
    perMinute: z.int().min(1).max(60_000).default(600).describe('Accounts that are started in a minute of real time'),
    fingerprint: z.string().optional().describe('Of a preview: launch that and nothing else'),
  })
  .meta({ id: 'LaunchRequest' });

const decision = z
  .enum(['ACT', 'WAIT', 'RUNNING', 'NOTHING'])
  .describe('ACT: acts at once; WAIT: is looked after, and waits first; RUNNING: is collected already; NOTHING: is left out');

export const previewedAccount = z
  .object({
    accountId: z.string(),
    name: z.string(),
    decision,
    gets: z.boolean().describe('Whether something reaches it without anything else having to happen first'),
    plannedStep: z.string().nullable(),
    plannedAt: instant.nullable(),
    plannedAct: anything,
    reason: z.string().describe('Why it gets this, or nothing, as a sentence'),
    reasonCode: z.string(),
    overdue: amounts,
    collectable: amounts,
    daysPastDue: z.int().nullable(),
  })
  .meta({ id: 'PreviewedAccount' });

const tally = z.record(z.string(), z.int());

export const preview = z
  .object({
    at: instant,
    asOf: day,
    criteria: criteriaSchema,
    policy: policyRef.nullable().describe('null: as the assignment says'),
    fingerprint: z.string().describe('Give it to the launch'),
    totals: z.object({ accounts: z.int(), gets: z.int(), getsNothing: z.int(), overdue: amounts, byAct: tally, byReason: tally }),
    accounts: z.array(previewedAccount),
  })
  .meta({ id: 'Preview' });

export const campaign = z
  .object({
    campaignId: z.string(),
    name: z.string(),
    status: z.enum(['RUNNING', 'PAUSED', 'CANCELLED', 'DONE']),
    criteria: anything,
    asOf: day,
    policy: policyRef.nullable().describe('null: as the assignment says'),
    perMinute: z.int(),
    launchedBy: z.string(),
    launchedAt: instant,
    finishedAt: instant.nullable(),
    total: z.int(),
    started: z.int(),
    remaining: z.int(),
    skipped: z.int().describe('Left out, as previewed'),
  })
  .meta({ id: 'Campaign' });

export const campaignShown = campaign
  .extend({
    paused: z.object({ since: instant, by: z.string(), reason: z.string() }).nullable().describe('null: it is not'),
    decisions: z.partialRecord(decision, z.int()),
    standings: tally.describe('Accounts by what their case stands at; they add up to the total'),
  })
  .meta({ id: 'CampaignShown' });

export const campaignAccount = z
  .object({
    accountId: z.string(),
    name: z.string(),
    position: z.int(),
    decision,
    plannedStep: z.string().nullable(),
    plannedAt: instant.nullable(),
    plannedAct: anything,
    reason: z.string(),
    overdue: amounts,
    status: z.enum(['PENDING', 'STARTED', 'SKIPPED', 'CANCELLED']),
    startedAt: instant.nullable(),
    caseId: z.string().nullable(),
    standing: z.string(),
    step: z.string().nullable(),
    nextLookAt: instant.nullable(),
  })
  .meta({ id: 'CampaignAccount' });

export const launched = z
  .object({ campaign: campaignShown, preview, started: z.boolean().describe('false: Temporal did not answer; the campaign starts once it does') })
  .meta({ id: 'Launched' });
export const controlBody = z.strictObject({ reason: z.string().trim().min(1).max(4000) }).meta({ id: 'CampaignControl' });
