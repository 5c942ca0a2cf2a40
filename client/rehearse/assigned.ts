/** Files that say which policy an account of a rehearsal is played by. */
import { choosePolicy, policiesNamed, type Assignment } from '../../domain/policy/assignment.js';
import { readAssignment } from '../../domain/policy/readAssignment.js';
import type { Policy } from '../../domain/policy/types.js';
import type { Choose } from '../../domain/rehearsal/assigning.js';
import { exits, Failure } from '../cli/failure.js';
import { readDocumentFile } from './documentFile.js';
import type { Ledger, LedgerAccount } from './ledger.js';
import { byName } from './versions.js';

/** Reads an assignment document. Throws Failure that names the line of each mistake. */
export function readAssignmentFile(path: string): Promise<Assignment> {
  return readDocumentFile(path, { what: 'assignment', missing: `There is no file ${path}.` }, (source) => readAssignment(source, path));
}

/** Refuses an assignment that names policies which were not given. */
export function checkAssignment(path: string, assignment: Assignment, policies: readonly Policy[], ledger: Ledger): void {
  const known = byName(policies);
  const unknown = policiesNamed(assignment)
    .filter(({ policy }) => !known.has(policy))
    .map(({ policy, line }) => `${path}:${line}: the policy ${policy} is not among those given with --policy`);
  const defaults = [...ledger.entities.values()]
    .filter(({ code, defaultPolicy }) => defaultPolicy !== null && !known.has(defaultPolicy) && !assignment.entities.has(code))
    .map(({ code, defaultPolicy }) => `the default policy ${defaultPolicy} of the entity ${code} is not among those given with --policy`);
  const faults = [...unknown, ...defaults];
  if (faults.length > 0) throw new Failure(`The assignment can't be taken:\n${faults.join('\n')}`, exits.badInput);
}

/** How the policy of an account is chosen; where nothing is said of it, it is the first that was given. */
export function chooserOf(
  { ledger, assignment, policies }: { ledger: Ledger; assignment: Assignment; policies: readonly [Policy, ...Policy[]] },
  { entity }: LedgerAccount,
): Choose {
  const known = byName(policies);
  const own = { entity: ledger.entities.get(entity)?.defaultPolicy ?? null };
  return (facts) => {
    const chosen = choosePolicy(facts, assignment, own);
    return { chosen, policy: known.get(chosen?.policy ?? '') ?? policies[0] };
  };
}
