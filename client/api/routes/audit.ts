import { z } from 'zod';
import { verifyAudit } from '../../../prisma/store/audit.js';
import { listAudit } from '../../../prisma/store/reading/records.js';
import type { App, Doors } from '../doors.js';
import { anything, instant, paged, pageOf, slice, utc } from '../schemas/common.js';

const tags = ['audit'];

const entry = z
  .object({
    seq: z.int(),
    at: instant,
    actor: z.string(),
    role: z.string(),
    action: z.string(),
    subject: z.string(),
    subjectId: z.string(),
    accountId: z.string().nullable(),
    change: anything,
    reason: z.string().nullable(),
    hash: z.string(),
  })
  .meta({ id: 'AuditEntry' });

const query = z.object({
  account: z.string().optional(),
  actor: z.string().optional(),
  subject: z.string().optional().describe('Kind of thing, as `user`'),
  from: utc.optional(),
  to: utc.optional(),
  ...slice,
});

const verification = z
  .object({
    intact: z.boolean(),
    entries: z.int().describe('Entries that fit'),
    head: z.string().optional().describe('Hash of the last entry'),
    seq: z.int().optional().describe('The first entry that does not fit'),
    why: z.string().optional(),
  })
  .meta({ id: 'AuditVerification' });

/** The audit log and its verification. */
export function serveAudit(app: App, { db }: Doors): void {
  app.get(
    '/audit',
    { schema: { operationId: 'listAudit', tags, summary: 'The audit log, newest first', querystring: query, response: { 200: pageOf(entry) } } },
    async ({ query: { account, ...rest } }) => paged(await listAudit(db, { ...rest, accountId: account }), rest),
  );

  app.get(
    '/audit/verify',
    { schema: { operationId: 'verifyAudit', tags, summary: 'Whether the chain of hashes is whole', response: { 200: verification } } },
    async () => verifyAudit(db),
  );
}
