import type { Assignment, AssignmentRule } from './assignment.js';
import { assignmentDocument, type AssignmentDocument } from './assignmentSchema.js';
import { amountMistakes, inMinor, PolicyUnreadable, readDocument, type PolicyMistake, type ReadDocument } from './document.js';

/** Reads and checks an assignment document (YAML or JSON). Throws PolicyUnreadable. */
export function readAssignment(source: string, fileName: string): Assignment {
  const read = readDocument(source, fileName, assignmentDocument);
  const mistakes = crossCheck(read);
  if (mistakes.length > 0) throw new PolicyUnreadable(fileName, mistakes);
  return compile(read);
}

/** Whether a checked or unchecked document is an assignment, and no policy: by its first key. */
export const isAssignment = (document: unknown): boolean => typeof document === 'object' && document !== null && 'assignment' in document;

function crossCheck(read: ReadDocument<AssignmentDocument>): PolicyMistake[] {
  const { rules, items } = read.data;
  const twice = items.flatMap(({ account, item }, n) =>
    items.findIndex((each) => each.account === account && each.item === item) === n
      ? []
      : [read.mistakeAt(['items', n, 'item'], `${item} of ${account} has a policy above already`)],
  );
  const amounts = rules.flatMap(({ when }, n) => [
    ...amountMistakes(read, ['rules', n, 'when', 'balanceAtLeast'], when.balanceAtLeast),
    ...amountMistakes(read, ['rules', n, 'when', 'balanceBelow'], when.balanceBelow),
  ]);
  const unreachable = rules.slice(0, -1).findIndex(({ when }) => Object.keys(when).length === 0);
  const hidden = unreachable < 0 ? [] : [read.mistakeAt(['rules', unreachable + 1], 'is never reached: the rule above it fits every account')];
  return [...amounts, ...hidden, ...twice];
}

function compile({ data, lineOf }: ReadDocument<AssignmentDocument>): Assignment {
  const { assignment: name, title, rules, entities, otherwise, accounts, items } = data;
  const named = (key: 'entities' | 'accounts', from: Readonly<Record<string, string>>) =>
    new Map(Object.entries(from).map(([id, policy]) => [id, { policy, line: lineOf([key, id]) }]));
  return {
    name,
    title,
    rules: rules.map((rule, n) => compileRule(rule, lineOf(['rules', n]))),
    entities: named('entities', entities),
    otherwise: otherwise === undefined ? null : { policy: otherwise, line: lineOf(['otherwise']) },
    accounts: named('accounts', accounts),
    items: items.map(({ account, item, policy }, n) => ({ account, item, policy, line: lineOf(['items', n]) })),
  };
}

function compileRule({ when, policy, note }: AssignmentDocument['rules'][number], line: number): AssignmentRule {
  const { kind, role, balanceAtLeast, balanceBelow, ...rest } = when;
  return {
    line,
    policy,
    note,
    ...rest,
    ...(kind && { kind: kind === 'consumer' ? 'CONSUMER' : 'BUSINESS' }),
    ...(role && { role: role === 'third-party' ? 'THIRD_PARTY' : 'FIRST_PARTY' }),
    ...(balanceAtLeast && { balanceAtLeast: inMinor(balanceAtLeast) }),
    ...(balanceBelow && { balanceBelow: inMinor(balanceBelow) }),
  } as AssignmentRule;
}
