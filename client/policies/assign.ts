import type { Instant } from '../../domain/calendar/day.js';
import type { AccountFacts } from '../../domain/facts.js';
import type { Move } from '../../domain/policy/moves.js';
import { choosePolicy, isNamed, type Assignment } from '../../domain/policy/assignment.js';
import { checkedAssignment, publishAssignment } from '../../prisma/store/assignments.js';
import { governed, type AssignmentRef } from '../../prisma/store/assigned.js';
import { inTransaction, type Db } from '../../prisma/store/db.js';
import { standardPolicy, type Dossier } from '../../prisma/store/facts.js';
import { compilePolicy, newestPolicy } from '../../prisma/store/policies.js';
import { findPreview } from '../../prisma/store/previews.js';
import { differencesBetween, type Difference } from '../campaigns/launch.js';
import { warningsFor } from './feeCurrencies.js';
import { loadAll, moveBetween, previewOf, saidOf, type MovesPreview } from './moves.js';

/** What an assignment would change, account by account. */
export interface AssignmentPreview extends MovesPreview {
  /** Accounts that are being collected by another policy than the assignment gives them: they keep it until their case closes. */
  staying: { accountId: string; policy: string; assigned: string }[];
}

/** What publishing an assignment would do. Throws PolicyUnreadable when the document is not good. Changes nothing. */
export async function previewAssignment(db: Db, { source, fileName }: { source: string; fileName: string }, now: Instant): Promise<AssignmentPreview> {
  const assignment = await checkedAssignment(db, source, fileName);
  const ids = await concerned(db);
  const [before, after] = [await loadAll(db, ids, { now }), await loadAll(db, ids, { now, assignment })];
  const moves: Move[] = [];
  const moving: Dossier[] = [];
  for (const [n, dossier] of before.entries()) {
    const next = after[n];
    if (!next || !differs(dossier, next)) continue;
    moving.push(next);
    moves.push(await moveBetween(db, dossier, next, now));
  }
  return {
    ...previewOf({ source }, moves, await warningsFor(db, moving, now.slice(0, 10)), now),
    staying: after.flatMap((dossier) => stays(dossier, assignment)),
  };
}

/** Accounts with something open, or a case that runs. */
async function concerned(db: Db): Promise<string[]> {
  const rows = await db.account.findMany({ where: { OR: [{ items: { some: {} } }, { cases: { some: { closedAt: null } } }] }, select: { id: true } });
  return rows.map(({ id }) => id);
}

function differs(a: Dossier, b: Dossier): boolean {
  if (a.facts.items.length === 0) return false;
  const ofItems = ({ facts: { excludedItems = [], itemPolicies = [] } }: Dossier) =>
    JSON.stringify([...excludedItems, ...itemPolicies].map(({ itemId, policy }) => `${itemId} ${policy}`).sort());
  return a.policy?.name !== b.policy?.name || a.policy?.version !== b.policy?.version || ofItems(a) !== ofItems(b);
}

function stays({ facts, policy, assigned }: Dossier, assignment: Assignment): AssignmentPreview['staying'] {
  if (!facts.case || !policy) return [];
  const chosen = choosePolicy(facts, assignment, { account: assigned.account, entity: assigned.entity });
  return chosen && chosen.policy !== policy.name ? [{ accountId: facts.accountId, policy: `${policy.name}@${policy.version}`, assigned: chosen.policy }] : [];
}

export type Assigned =
  | { status: 'published'; ref: AssignmentRef & { name: string; isNew: boolean }; preview: AssignmentPreview }
  | { status: 'outdated'; differences: Difference[] | null };

/** Publishes an assignment; with a fingerprint, only if its preview still says the same. */
export async function assign(
  db: Db,
  request: { source: string; fileName: string; fingerprint: string | null; by: string; role: string },
  now: Instant,
): Promise<Assigned> {
  return inTransaction(db, async (tx): Promise<Assigned> => {
    const preview = await previewAssignment(tx, request, now);
    if (request.fingerprint && request.fingerprint !== preview.fingerprint)
      return { status: 'outdated', differences: differencesBetween(await findPreview(tx, request.fingerprint), saidOf(preview.moves)) };
    return { status: 'published', preview, ref: await publishAssignment(tx, { ...request, at: now }) };
  });
}

/** What giving an account, or one of its items, a policy of its own would do; null when there is no such account or policy. */
export async function previewGiven(
  db: Db,
  { accountId, item, policy }: { accountId: string; item: string | null; policy: string | null },
  now: Instant,
): Promise<Move | null> {
  const [dossier] = await loadAll(db, [accountId], { now });
  if (!dossier?.policy) return null;
  if (item !== null) return moveBetween(db, dossier, await withItem(db, dossier, item, policy), now);
  const ref = policy === null ? await policyWithout(db, dossier, now) : await newestPolicy(db, policy);
  return ref && moveBetween(db, dossier, { ...dossier, policy: ref }, now);
}

/** The policy that an account would have without one of its own; a case that runs keeps what it has. */
async function policyWithout(db: Db, dossier: Dossier, now: Instant): Promise<Dossier['policy']> {
  if (dossier.facts.case) return dossier.policy;
  const assigned = { ...dossier.assigned, account: null };
  const [without] = await governed(db, [{ ...dossier, assigned, policy: await newestPolicy(db, assigned.entity ?? standardPolicy) }], { now });
  return without?.policy ?? null;
}

/** The account once an item of it has a policy of its own, or none any more (null). */
async function withItem(db: Db, dossier: Dossier, item: string, policy: string | null): Promise<Dossier> {
  const { facts, policiesOfItems } = dossier;
  const ref = policy === null ? null : await newestPolicy(db, policy);
  const ids = facts.items.filter((each) => isNamed(each, item)).map(({ id }) => id);
  const others = (list: AccountFacts['itemPolicies'] = []) => list.filter(({ itemId }) => !ids.includes(itemId));
  const given = ref ? ids.map((itemId) => ({ itemId, policy: ref.name })) : [];
  const idle = ref !== null && (await compilePolicy(db, ref)).doNothing;
  const own = {
    excludedItems: [...others(facts.excludedItems), ...(idle ? given : [])],
    itemPolicies: [...others(facts.itemPolicies), ...(idle ? [] : given)],
  };
  return {
    ...dossier,
    facts: { ...facts, ...own },
    policiesOfItems: ref ? [...policiesOfItems.filter(({ name }) => name !== ref.name), ref] : policiesOfItems,
  };
}
