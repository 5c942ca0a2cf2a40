/** Which policy governs an account that is about to be decided on, and which of its items none does, by the assignment in force. */
import { choosePolicy, excludedItems, type Assignment, type Chosen } from '../../domain/policy/assignment.js';
import { readAssignment } from '../../domain/policy/readAssignment.js';
import type { Db } from './db.js';
import type { Dossier } from './facts.js';
import { newestPolicy, type PolicyRef } from './policies.js';

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

/** The dossiers with the policies and the excluded items of an assignment: the one that is given, else the one in force. */
export async function governed(db: Db, dossiers: Dossier[], given?: Assignment): Promise<Dossier[]> {
  const inForce = dossiers[0]?.assigned.inForce ?? null;
  const assignment = given ?? (inForce && (await compileAssignment(db, inForce)));
  const newest = new Map<string, PolicyRef | null>();
  const find = async (name: string) => {
    if (!newest.has(name)) newest.set(name, await newestPolicy(db, name));
    return newest.get(name) ?? null;
  };
  return Promise.all(
    dossiers.map(async (dossier) => {
      const facts = assignment ? withExcluded(dossier, assignment) : dossier.facts;
      const chosen = choosePolicy(facts, assignment, ownOf(dossier));
      const byDocument = assignment && !facts.case && chosen && chosen.line !== null;
      const policy = byDocument ? ((await find(chosen.policy)) ?? dossier.policy) : dossier.policy;
      return { ...dossier, facts, policy, assigned: { ...dossier.assigned, chosen } };
    }),
  );
}

const ownOf = ({ assigned: { account, campaign, entity } }: Dossier) => ({ account: account ?? campaign, entity });

function withExcluded({ facts }: Dossier, { items }: Assignment): Dossier['facts'] {
  const named = items.filter(({ account }) => account === facts.accountId);
  if (named.length === 0) return facts;
  return { ...facts, excludedItems: [...(facts.excludedItems ?? []), ...excludedItems(facts, named)] };
}
