/** Values by key, both in the order in which they came. */
export function groupBy<T>(values: Iterable<T>, keyOf: (value: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const value of values) {
    const group = groups.get(keyOf(value));
    if (group) group.push(value);
    else groups.set(keyOf(value), [value]);
  }
  return groups;
}

/** The entity that an account belongs to. */
export const entityOf = (accountId: string): string => accountId.slice(0, accountId.indexOf('/'));
