import { z } from 'zod';
import { day, instant } from './common.js';

/** Previews of moves to other policies. */
const stand = z.object({
  policy: z.string().describe('`name@version`'),
  step: z.string().nullable(),
  level: z.int(),
  nextOn: day.nullable().describe('Day of the next act in the debtor’s zone'),
  next: z.string(),
});

export const move = z
  .object({
    accountId: z.string(),
    name: z.string(),
    caseId: z.string().nullable().describe('null: no case runs, and the next one would begin by the other policy'),
    from: stand,
    to: stand,
    contact: z.enum(['sooner', 'later', 'same day', 'newly', 'no longer', 'not at all']),
  })
  .meta({ id: 'PolicyMove' });

const preview = {
  at: instant,
  fingerprint: z.string().describe('Changes when what would happen to any account does'),
  totals: z.record(z.string(), z.int()),
  moves: z.array(move),
  warnings: z.array(z.string()).describe('Fees that have no sum in a currency in which accounts that would move owe'),
};

export const migrationPreview = z.object({ ...preview, notRunning: z.array(z.string()) }).meta({ id: 'MigrationPreview' });
export const assignmentPreview = z
  .object({
    ...preview,
    staying: z
      .array(z.object({ accountId: z.string(), policy: z.string(), assigned: z.string() }))
      .describe('Accounts that are being collected by another policy, and keep it until their case closes'),
  })
  .meta({ id: 'AssignmentPreview' });

export const migrationBody = z.strictObject({
  to: z.strictObject({ policy: z.string().min(1).optional().describe('The same policy when left out'), version: z.int().positive().max(1_000_000) }),
  accounts: z.array(z.string().min(1)).min(1).max(100_000).optional().describe('Only these; all when left out'),
});

export const migrateBody = migrationBody.extend({
  fingerprint: z.string().min(1).optional().describe('Of a preview: that and nothing else'),
  reason: z.string().min(1).max(4000),
});

export const givenBody = z.strictObject({
  policy: z.string().min(1).nullable().describe('null: none of its own any more'),
  item: z.string().min(1).optional().describe('One item only, by its number'),
  reason: z.string().min(1).max(4000).optional().describe('Needed, unless it is previewed'),
  preview: z.boolean().default(false).describe('Says what would change, and changes nothing'),
});

export const assignmentShown = z.object({
  current: z.object({ version: z.int(), name: z.string(), sha256: z.string(), source: z.string(), publishedBy: z.string(), publishedAt: instant }).nullable(),
  own: z
    .array(z.object({ accountId: z.string(), item: z.string().nullable(), policy: z.string(), reason: z.string().nullable() }))
    .describe('Accounts and items that a person gave a policy of their own'),
});
