import { createHash } from 'node:crypto';
import type { Instant } from '../../domain/calendar/day.js';
import { fromInstant, inTransaction, toInstant, type Db, type Prisma } from './db.js';

/** One change of state: who did what to which thing, when and why. `change` must survive JSON. */
export interface AuditFact {
  at: Instant;
  actor: string;
  role: string;
  action: string;
  subject: string;
  subjectId: string;
  accountId?: string | null;
  change: Prisma.InputJsonValue;
  reason?: string | null;
}

/** What `verifyAudit` found: the chain is whole, or the first entry that does not fit. */
export type AuditVerification = { intact: true; entries: number; head: string } | { intact: false; entries: number; seq: number; why: string };

/** What the first entry follows. */
const genesis = '0'.repeat(64);
/** Key of the advisory lock that lets one transaction at a time extend the chain. */
const chainLock = 7_023_001;
const pageSize = 2_000;

/**
 * Appends one entry to the hash chain, in the caller's transaction (or one of its own, given a plain connection).
 * The chain stays locked until that transaction ends: call it last.
 */
export async function appendAudit(db: Db, fact: AuditFact): Promise<void> {
  await inTransaction(db, (tx) => append(tx, fact));
}

/** Waits until this transaction alone may extend the chain, and whatever else is numbered in the order in which it is kept. */
export async function takeTurn(db: Db): Promise<void> {
  await db.$executeRaw`SELECT pg_advisory_xact_lock(${chainLock})`;
}

async function append(db: Db, fact: AuditFact): Promise<void> {
  // A statement of its own: the next one must take its snapshot after the lock is held, or two entries would follow the same one.
  await takeTurn(db);
  const change = JSON.stringify(fact.change);
  await db.$executeRaw`
    INSERT INTO audit_entry (at, actor, role, action, subject, subject_id, account_id, change, reason, prev_hash, hash)
    SELECT ${toInstant(fact.at)}, ${fact.actor}, ${fact.role}, ${fact.action}, ${fact.subject}, ${fact.subjectId},
           ${fact.accountId ?? null}, ${change}::jsonb, ${fact.reason ?? null}, last.hash,
           encode(sha256(convert_to(last.hash || ${canonical(fact)}::text, 'UTF8')), 'hex')
    FROM (SELECT coalesce((SELECT hash FROM audit_entry ORDER BY seq DESC LIMIT 1), ${genesis}::text) AS hash) last`;
}

/** Whether the audit has an entry about this already. */
export async function isNoted(db: Db, { action, subject, subjectId }: Pick<AuditFact, 'action' | 'subject' | 'subjectId'>): Promise<boolean> {
  return (await db.auditEntry.findFirst({ where: { action, subject, subjectId }, select: { seq: true } })) !== null;
}

/** Recomputes every hash from the first entry on; reads in pages, so that its memory does not grow with the log. */
export async function verifyAudit(db: Db): Promise<AuditVerification> {
  let head = genesis;
  let entries = 0;
  let after = 0;
  for (;;) {
    const page = await db.auditEntry.findMany({ where: { seq: { gt: after } }, orderBy: { seq: 'asc' }, take: pageSize });
    for (const entry of page) {
      const fact = { ...entry, at: fromInstant(entry.at), change: entry.change as Prisma.InputJsonValue };
      if (entry.prevHash !== head) return { intact: false, entries, seq: entry.seq, why: 'does not follow the entry before it' };
      if (entry.hash !== sha256(head + canonical(fact))) return { intact: false, entries, seq: entry.seq, why: 'was changed after it was written' };
      head = entry.hash;
      after = entry.seq;
      entries += 1;
    }
    if (page.length < pageSize) return { intact: true, entries, head };
  }
}

/** The entry as JSON with sorted keys: the same text for the same content. */
function canonical(fact: AuditFact): string {
  const { at, actor, role, action, subject, subjectId, accountId, change, reason } = fact;
  const plain: unknown = JSON.parse(
    JSON.stringify({ at: toInstant(at).toISOString(), actor, role, action, subject, subjectId, accountId: accountId ?? null, change, reason: reason ?? null }),
  );
  return JSON.stringify(sortKeys(plain));
}

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sortKeys(inner)]),
  );
}

function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}
