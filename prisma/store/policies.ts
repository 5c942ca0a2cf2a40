import { createHash } from 'node:crypto';
import type { Instant } from '../../domain/calendar/day.js';
import { readPolicy } from '../../domain/policy/read.js';
import type { Policy } from '../../domain/policy/types.js';
import { appendAudit } from './audit.js';
import { fromInstant, inTransaction, toInstant, type Db, type Prisma } from './db.js';

/** A published version. The hash is of its source. */
export interface PolicyRef {
  name: string;
  version: number;
  sha256: string;
}

/** A published version as a list shows it. */
export interface PublishedPolicy extends PolicyRef {
  title: string;
  publishedBy: string;
  publishedAt: Instant;
}

/** Versions never change, so that a compiled one is good for as long as the process lives. */
const compiled = new Map<string, Policy>();

/**
 * Publishes a document as the next version of its policy. The same source as the newest version publishes nothing and answers that version.
 * Throws what `readPolicy` throws when the document is not good.
 */
export async function publishPolicy(
  db: Db,
  given: { source: string; fileName: string; by: string; role: string; at: Instant },
): Promise<PolicyRef & { isNew: boolean }> {
  const policy = readPolicy(given.source, given.fileName);
  const sha256 = createHash('sha256').update(given.source, 'utf8').digest('hex');
  return inTransaction(db, async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('policy/' || ${policy.name}::text, 0))`;
    const newest = await newestPolicy(tx, policy.name);
    if (newest?.sha256 === sha256) return { ...newest, isNew: false };
    const ref = { name: policy.name, version: (newest?.version ?? 0) + 1, sha256 };
    const document = { ...policy, version: ref.version } as unknown as Prisma.InputJsonObject;
    await tx.policyVersion.create({ data: { ...ref, source: given.source, document, publishedBy: given.by, publishedAt: toInstant(given.at) } });
    const subjectId = `${ref.name}@${ref.version}`;
    await appendAudit(tx, { at: given.at, actor: given.by, role: given.role, action: 'policy.publish', subject: 'policy', subjectId, change: { sha256 } });
    return { ...ref, isNew: true };
  });
}

/** The newest published version of a policy; null when there is none. */
export async function newestPolicy(db: Db, name: string): Promise<PolicyRef | null> {
  return db.policyVersion.findFirst({ where: { name }, orderBy: { version: 'desc' }, select: { name: true, version: true, sha256: true } });
}

/** A named version, or the newest when none is named; null when there is none. */
export async function findPolicy(db: Db, name: string, version: number | null): Promise<PolicyRef | null> {
  if (version === null) return newestPolicy(db, name);
  return db.policyVersion.findUnique({ where: { name_version: { name, version } }, select: { name: true, version: true, sha256: true } });
}

/** All published versions, by name and then the newest first. */
export async function listPolicies(db: Db): Promise<PublishedPolicy[]> {
  const rows = await db.policyVersion.findMany({ orderBy: [{ name: 'asc' }, { version: 'desc' }], omit: { source: true } });
  return rows.map(({ name, version, sha256, document, publishedBy, publishedAt }) => {
    const { title } = document as unknown as Policy;
    return { name, version, sha256, title, publishedBy, publishedAt: fromInstant(publishedAt) };
  });
}

/** The source of a published version, as it was given. Throws when there is no such version. */
export async function policySource(db: Db, { name, version }: Pick<PolicyRef, 'name' | 'version'>): Promise<string> {
  const row = await db.policyVersion.findUnique({ where: { name_version: { name, version } }, select: { source: true } });
  if (!row) throw new Error(`Policy ${name} has no version ${version}`);
  return row.source;
}

/** A published version as the rule uses it. */
export async function compilePolicy(db: Db, ref: PolicyRef): Promise<Policy> {
  const key = `${ref.name}@${ref.version}/${ref.sha256}`;
  const known = compiled.get(key);
  if (known) return known;
  const policy = readPolicy(await policySource(db, ref), `${ref.name}.yaml`, ref.version);
  compiled.set(key, policy);
  return policy;
}

/** Published versions as the rule uses them, by name. */
export async function compilePolicies(db: Db, refs: readonly PolicyRef[]): Promise<Map<string, Policy>> {
  const compiledOnes = new Map<string, Policy>();
  for (const ref of refs) compiledOnes.set(ref.name, await compilePolicy(db, ref));
  return compiledOnes;
}
