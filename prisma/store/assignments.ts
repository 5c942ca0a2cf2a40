/** The assignment in force, and the policies that people give to single accounts and items. */
import { createHash } from 'node:crypto';
import type { Instant } from '../../domain/calendar/day.js';
import { policiesNamed, type Assignment } from '../../domain/policy/assignment.js';
import { PolicyUnreadable, type PolicyMistake } from '../../domain/policy/document.js';
import { readAssignment } from '../../domain/policy/readAssignment.js';
import { compileAssignment, type AssignmentRef } from './assigned.js';
import { appendAudit } from './audit.js';
import { lockAccount } from './cases.js';
import { fromInstant, inTransaction, toInstant, type Db } from './db.js';
import { pinPolicy } from './instructions.js';
import { nudgeAccounts } from './nudges.js';
import { newestPolicy } from './policies.js';
import { pinStrands } from './strands.js';

/** Who does something, when and why. */
export interface Deed {
  by: string;
  role: string;
  at: Instant;
  reason: string | null;
}

/** A published assignment with its source. */
export interface PublishedAssignment extends AssignmentRef {
  name: string;
  source: string;
  publishedBy: string;
  publishedAt: Instant;
}

/** The assignment in force: the newest published; null when there is none. */
export async function assignmentInForce(db: Db): Promise<PublishedAssignment | null> {
  const row = await db.assignmentVersion.findFirst({ orderBy: { version: 'desc' } });
  return row && { ...row, publishedAt: fromInstant(row.publishedAt) };
}

/** Reads an assignment and checks that every policy which it names is published. Throws PolicyUnreadable. */
export async function checkedAssignment(db: Db, source: string, fileName: string): Promise<Assignment> {
  const assignment = readAssignment(source, fileName);
  const mistakes: PolicyMistake[] = [];
  const complain = (line: number | null, message: string) => mistakes.push({ line: line ?? 1, column: 1, path: '', message });
  for (const { policy, line } of policiesNamed(assignment))
    if (!(await newestPolicy(db, policy))) complain(line, `no policy '${policy}' is published; publish it first`);
  if (mistakes.length > 0) throw new PolicyUnreadable(fileName, mistakes);
  return assignment;
}

/**
 * Publishes an assignment, which is then in force. The same source as the one in force publishes nothing. Cases that run keep their policies;
 * accounts whose items it names look again. Throws what `checkedAssignment` throws.
 */
export async function publishAssignment(
  db: Db,
  given: { source: string; fileName: string } & Omit<Deed, 'reason'>,
): Promise<AssignmentRef & { name: string; isNew: boolean }> {
  const { source, fileName, by, role, at } = given;
  const sha256 = createHash('sha256').update(source, 'utf8').digest('hex');
  return inTransaction(db, async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('assignment', 0))`;
    const assignment = await checkedAssignment(tx, source, fileName);
    const before = await assignmentInForce(tx);
    const { name } = assignment;
    if (before?.sha256 === sha256) return { name, version: before.version, sha256, isNew: false };
    const ref = { version: (before?.version ?? 0) + 1, sha256 };
    await tx.assignmentVersion.create({ data: { ...ref, name, source, publishedBy: by, publishedAt: toInstant(at) } });
    const earlier = before ? (await compileAssignment(tx, before)).items : [];
    await nudgeAccounts(
      tx,
      [...earlier, ...assignment.items].map(({ account }) => account),
    );
    await appendAudit(tx, {
      at,
      actor: by,
      role,
      action: 'assignment.publish',
      subject: 'assignment',
      subjectId: `${name}@${ref.version}`,
      change: { sha256 },
    });
    return { name, ...ref, isNew: true };
  });
}

/** What came of giving an account or an item a policy of its own. */
export type Given = { status: 'done' } | { status: 'refused'; code: string; why: string };

const refuse = (code: string, why: string): Given => ({ status: 'refused', code, why });

/** Gives an account a policy of its own, or takes that away (null). A case that runs goes on by the newest version of it, or, when it is taken away, keeps what it has. */
export async function givePolicy(db: Db, accountId: string, policy: string | null, { by, role, at, reason }: Deed): Promise<Given> {
  return inTransaction(db, async (tx) => {
    await lockAccount(tx, accountId);
    const account = await tx.account.findUnique({ where: { id: accountId }, select: { policyName: true } });
    if (!account) return refuse('NO_ACCOUNT', `There is no account ${accountId}.`);
    const ref = policy === null ? null : await newestPolicy(tx, policy);
    if (policy !== null && !ref) return refuse('NO_SUCH_POLICY', `No policy '${policy}' is published.`);
    if (account.policyName === policy) return refuse('SAME_POLICY', policy ? `${accountId} has ${policy} already.` : `${accountId} has no policy of its own.`);
    await tx.account.update({ where: { id: accountId }, data: { policyName: policy } });
    const running = await tx.collectionCase.findFirst({ where: { accountId, closedAt: null }, orderBy: { episode: 'desc' } });
    if (ref && running) await pinPolicy(tx, running.id, ref.name, ref.version);
    await nudgeAccounts(tx, [accountId]);
    const change = { from: account.policyName, to: policy, case: running?.id ?? null };
    await appendAudit(tx, { at, actor: by, role, action: 'account.assign-policy', subject: 'account', subjectId: accountId, accountId, change, reason });
    return { status: 'done' };
  });
}

/**
 * Gives items, all instalments of a number or one as `4711/2`, a policy of their own, or takes that away (null). It counts at once, and the
 * items of a running case that have the policy already go on by its newest version with them.
 */
export async function giveItemPolicy(db: Db, accountId: string, item: string, policy: string | null, deed: Deed): Promise<Given> {
  const { by, role, at, reason } = deed;
  return inTransaction(db, async (tx) => {
    await lockAccount(tx, accountId);
    const items = await itemsNamed(tx, accountId, item);
    if (items.length === 0) return refuse('NO_ITEM', `${item} is no item of ${accountId}.`);
    const ref = policy === null ? null : await newestPolicy(tx, policy);
    if (policy !== null && !ref) return refuse('NO_SUCH_POLICY', `No policy '${policy}' is published.`);
    const ended = await tx.itemPolicy.updateMany({ where: { itemId: { in: items }, endedAt: null }, data: { endedAt: toInstant(at), endedBy: by } });
    if (policy === null && ended.count === 0) return refuse('SAME_POLICY', `${item} has no policy of its own.`);
    if (policy !== null)
      await tx.itemPolicy.createMany({
        data: items.map((itemId) => ({ accountId, itemId, policyName: policy, reason: reason ?? '', givenAt: toInstant(at), givenBy: by })),
      });
    const running = ref && (await tx.collectionCase.findFirst({ where: { accountId, closedAt: null }, orderBy: { episode: 'desc' } }));
    if (ref && running) await pinStrands(tx, running.id, ref);
    await nudgeAccounts(tx, [accountId]);
    const change = { item, to: policy };
    await appendAudit(tx, { at, actor: by, role, action: 'item.assign-policy', subject: 'account', subjectId: accountId, accountId, change, reason });
    return { status: 'done' };
  });
}

async function itemsNamed(db: Db, accountId: string, item: string): Promise<number[]> {
  const debits = await db.ledgerItem.findMany({ where: { accountId, amountMinor: { gt: 0 } }, select: { id: true, number: true, instalment: true } });
  return debits.filter(({ number, instalment }) => number === item || `${number}/${instalment}` === item).map(({ id }) => id);
}

/** An account or item with a policy that a person gave it. */
export interface OwnPolicy {
  accountId: string;
  item: string | null;
  policy: string;
  reason: string | null;
}

/** All accounts and items that have a policy of their own by a person. */
export async function ownPoliciesGiven(db: Db): Promise<OwnPolicy[]> {
  const accounts = await db.account.findMany({ where: { policyName: { not: null } }, select: { id: true, policyName: true }, orderBy: { id: 'asc' } });
  const items = await db.itemPolicy.findMany({ where: { endedAt: null }, include: { item: true }, orderBy: [{ accountId: 'asc' }, { itemId: 'asc' }] });
  return [
    ...accounts.map(({ id, policyName }) => ({ accountId: id, item: null, policy: policyName ?? '', reason: null })),
    ...items.map(({ accountId, policyName, reason, item: { number, instalment } }) => ({
      accountId,
      item: instalment === 0 ? number : `${number}/${instalment}`,
      policy: policyName,
      reason,
    })),
  ];
}
