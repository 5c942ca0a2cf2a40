/** Which policy governs an account that is about to be decided on, and which its items by themselves, by the assignment in force. */
import { choosePolicy, type Assignment, type Chosen } from '../../domain/policy/assignment.js';
import { readAssignment } from '../../domain/policy/readAssignment.js';
import type { Db } from './db.js';
import type { AsOf, Dossier } from './facts.js';
import { loadBooked } from './factsOfCharges.js';
import { ownPoliciesOf, policyShelf, type PolicyShelf } from './strands.js';

/** A published assignment. The hash is of its source. */
export interface AssignmentRef {
  version: number;
  sha256: string;
}

/** What speaks for an account's policy. */
export interface Assigned {
  /** null when none was published. */
  inForce: AssignmentRef | null;
  /** Given to the account by a person. */
  account: string | null;
  /** Stated by whoever launched the campaign that takes it up. */
  campaign: string | null;
  /** The default of the entity's master data. */
  entity: string | null;
  /** What decides when a case is opened; null when nothing is said. */
  chosen?: Chosen | null;
}

/** Versions never change, so that a compiled one is good for as long as the process lives. */
const compiled = new Map<string, Assignment>();

/** A published assignment as the rule uses it. Throws when there is no such version. */
export async function compileAssignment(db: Db, { version, sha256 }: AssignmentRef): Promise<Assignment> {
  const known = compiled.get(sha256);
  if (known) return known;
  const { source, name } = await db.assignmentVersion.findUniqueOrThrow({ where: { version } });
  const assignment = readAssignment(source, `${name}.yaml`);
  compiled.set(sha256, assignment);
  return assignment;
}

/** The dossiers with the policies of accounts and items by an assignment: the one that is given, else the one in force. */
export async function governed(db: Db, dossiers: Dossier[], asOf: AsOf): Promise<Dossier[]> {
  const inForce = dossiers[0]?.assigned.inForce ?? null;
  const assignment = asOf.assignment ?? (inForce && (await compileAssignment(db, inForce)));
  const shelf = policyShelf(db);
  return Promise.all(
    dossiers.map(async (dossier) => {
      const { facts, policiesOfItems } = await withOwnPolicies(db, dossier, assignment, shelf, asOf);
      const chosen = choosePolicy(facts, assignment, ownOf(dossier));
      const byDocument = assignment && !facts.case && chosen && chosen.line !== null;
      const policy = byDocument ? ((await shelf.newest(chosen.policy)) ?? dossier.policy) : dossier.policy;
      return { ...dossier, facts, policiesOfItems, policy, assigned: { ...dossier.assigned, chosen } };
    }),
  );
}

const ownOf = ({ assigned: { account, campaign, entity } }: Dossier) => ({ account: account ?? campaign, entity });

async function withOwnPolicies(
  db: Db,
  { facts, policiesOfItems }: Dossier,
  assignment: Assignment | null,
  shelf: PolicyShelf,
  asOf: AsOf,
): Promise<Pick<Dossier, 'facts' | 'policiesOfItems'>> {
  const isNamedThere = assignment?.items.some(({ account }) => account === facts.accountId) ?? false;
  if (!isNamedThere && policiesOfItems.length === 0 && (facts.itemPolicies ?? []).length === 0) return { facts, policiesOfItems };
  const own = await ownPoliciesOf(facts, policiesOfItems, assignment, shelf);
  const booked = facts.booked ?? (own.charges ? await loadBooked(db, facts.accountId, asOf) : null);
  return { facts: { ...facts, ...own.facts, booked }, policiesOfItems: own.policies };
}
