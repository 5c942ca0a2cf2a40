/** Several documents of one name are versions of one policy: `small@1`, `small@2`, in the order in which they were given. */
import type { Policy } from '../../domain/policy/types.js';

/** The policies with names by which they can be told apart; one that is alone with its name keeps it. */
export function toldApart<P extends Policy>(policies: readonly P[]): P[] {
  return policies.map((policy, n) => {
    const same = policies.filter(({ name }) => name === policy.name);
    if (same.length === 1) return policy;
    const version = policies.slice(0, n + 1).filter(({ name }) => name === policy.name).length;
    return { ...policy, name: `${policy.name}@${version}`, version };
  });
}

/** The policies by name; `small` alone names the newest of its versions. */
export function byName(policies: readonly Policy[]): ReadonlyMap<string, Policy> {
  const named = new Map(policies.map((policy) => [policy.name, policy]));
  for (const policy of policies.toSorted((a, b) => a.version - b.version)) named.set(policy.name.replace(/@\d+$/, ''), policy);
  return named;
}
