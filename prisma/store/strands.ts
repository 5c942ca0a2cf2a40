/** Items that have a policy of their own: which one, by which version, and the courses of their strands within a case. */
import type { Instant } from '../../domain/calendar/day.js';
import type { AccountFacts } from '../../domain/facts.js';
import type { Assignment } from '../../domain/policy/assignment.js';
import { isNamed } from '../../domain/policy/assignment.js';
import type { Policy } from '../../domain/policy/types.js';
import type { StrandFacts } from '../../domain/steps.js';
import { Prisma, toInstant, type Db } from './db.js';
import { compilePolicy, newestPolicy, type PolicyRef } from './policies.js';

/** Items of account `a` that a person gave a policy of their own. */
export const itemPoliciesSql = Prisma.sql`
  (SELECT coalesce(json_agg(json_build_object('itemId', o.item_id, 'policy', o.policy_name) ORDER BY o.given_at, o.id), '[]'::json)
   FROM item_policy o WHERE o.account_id = a.id AND o.ended_at IS NULL)`;

/** The versions that the strands of the running case keep, the newest course last. */
export const strandPoliciesSql = Prisma.sql`
  (SELECT coalesce(json_agg(json_build_object('name', v.name, 'version', v.version, 'sha256', v.sha256) ORDER BY z.opened_at, z.strand), '[]'::json)
   FROM case_strand z JOIN policy_version v ON v.name = z.policy_name AND v.version = z.policy_version WHERE z.case_id = k.id)`;

/** Reads policies once for all accounts that are looked at together. */
export interface PolicyShelf {
  newest(name: string): Promise<PolicyRef | null>;
  policy(ref: PolicyRef): Promise<Policy>;
}

/** A shelf that is empty at first. */
export function policyShelf(db: Db): PolicyShelf {
  const found = new Map<string, Promise<PolicyRef | null>>();
  const newest = (name: string): Promise<PolicyRef | null> => {
    const known = found.get(name) ?? newestPolicy(db, name);
    found.set(name, known);
    return known;
  };
  return { newest, policy: (ref) => compilePolicy(db, ref) };
}

/** An account's items by the policies of their own: those that are left alone, those that are collected, and by which versions. */
export interface OwnPolicies {
  facts: Pick<AccountFacts, 'excludedItems' | 'itemPolicies'>;
  policies: PolicyRef[];
  /** Whether one of them charges fees or interest. */
  charges: boolean;
}

/** Sorts the items of an account by their own policies: what a person said goes before the assignment. A strand of the running case keeps its version. */
export async function ownPoliciesOf(facts: AccountFacts, kept: readonly PolicyRef[], assignment: Assignment | null, shelf: PolicyShelf): Promise<OwnPolicies> {
  const named = (assignment?.items ?? []).filter(({ account }) => account === facts.accountId);
  const byDocument = named.flatMap(({ item, policy }) => facts.items.filter((each) => isNamed(each, item)).map(({ id }) => [id, policy] as const));
  const given = new Map([...byDocument, ...(facts.itemPolicies ?? []).map(({ itemId, policy }) => [itemId, policy] as const)]);
  const refs = new Map(kept.map((ref) => [ref.name, ref]));
  for (const name of new Set(given.values())) {
    const ref = refs.get(name) ?? (await shelf.newest(name));
    if (ref) refs.set(name, ref);
  }
  const read = new Map<string, Policy>();
  for (const ref of refs.values()) read.set(ref.name, await shelf.policy(ref));
  const items = (doNothing: boolean) => [...given].flatMap(([itemId, policy]) => (read.get(policy)?.doNothing === doNothing ? [{ itemId, policy }] : []));
  return {
    facts: { excludedItems: items(true), itemPolicies: items(false) },
    policies: [...refs.values()].filter(({ name }) => read.get(name)?.doNothing === false),
    charges: [...read.values()].some(({ charges }) => charges !== null),
  };
}

/** Notes courses of a case that have begun, with the versions that they keep, or that are over. */
export async function keepCourses(db: Db, caseId: string, courses: readonly StrandFacts[], policies: readonly PolicyRef[]): Promise<void> {
  for (const { id: strand, policy, openedAt, entryStep, closedAt } of courses) {
    const ref = policies.find(({ name }) => name === policy);
    const pinned = { policyName: ref?.name ?? null, policyVersion: ref?.version ?? null };
    const data = { caseId, strand, ...pinned, openedAt: toInstant(openedAt), entryStep, closedAt: closedAt === null ? null : toInstant(closedAt) };
    await db.caseStrand.upsert({ where: { caseId_strand: { caseId, strand } }, create: data, update: { closedAt: data.closedAt } });
  }
}

/** Ends the courses of a case with it. */
export async function endCourses(db: Db, caseId: string, at: Instant): Promise<void> {
  await db.caseStrand.updateMany({ where: { caseId, closedAt: null }, data: { closedAt: toInstant(at) } });
}

/** Lets the strands of a running case that a policy governs go on by a version of it. */
export async function pinStrands(db: Db, caseId: string, { name, version }: Pick<PolicyRef, 'name' | 'version'>): Promise<void> {
  await db.caseStrand.updateMany({ where: { caseId, policyName: name }, data: { policyVersion: version } });
}
