import type { PolicyDocument } from './schema.js';

type Complain = (path: (string | number)[], message: string) => void;

/** What one field alone can't show of states and age classes: names, order, gaps, overlaps, and conditions that name what is not there. */
export function checkStanding(data: PolicyDocument, complain: Complain): void {
  checkStates(data, complain);
  checkClasses(data, complain);
  const groups = [
    ...data.ladder.map(({ when }, n) => ({ when, path: ['ladder', n, 'when'] as (string | number)[] })),
    ...data.states.map(({ when }, n) => ({ when, path: ['states', n, 'when'] as (string | number)[] })),
  ];
  for (const { when, path } of groups) {
    [when, ...(when.anyOf ?? [])].forEach((each, n) => {
      const at = n === 0 ? path : [...path, 'anyOf', n - 1];
      checkNames(data, each, at, complain);
      checkRanges(each, at, complain);
    });
  }
}

function checkStates({ states }: PolicyDocument, complain: Complain): void {
  states.forEach(({ state, when }, n) => {
    if (state === 'clear') complain(['states', n, 'state'], `'clear' is the state of accounts for which none of these holds; choose another name`);
    if (states.findIndex((each) => each.state === state) !== n)
      complain(['states', n, 'state'], `'${state}' is used by an earlier state; give each its own name`);
    if (Object.keys(when).length === 0) complain(['states', n, 'when'], `state '${state}' needs at least one condition`);
  });
}

/** Each class begins on the day after the last of the one before; only the last has no end. */
function checkClasses({ classes }: PolicyDocument, complain: Complain): void {
  classes.forEach(({ class: name, minDays, maxDays }, n) => {
    const before = classes[n - 1];
    const expected = before?.maxDays === undefined ? minDays : before.maxDays + 1;
    if (name === 'none') complain(['classes', n, 'class'], `'none' is the class of what is in none of these; choose another name`);
    if (classes.findIndex((each) => each.class === name) !== n)
      complain(['classes', n, 'class'], `'${name}' is used by an earlier class; give each its own name`);
    if (maxDays !== undefined && maxDays < minDays) complain(['classes', n, 'maxDays'], `class '${name}' ends before it begins`);
    if (minDays > expected) complain(['classes', n, 'minDays'], `between '${before?.class}' and '${name}' there is a gap: begin with ${expected}`);
    if (minDays < expected) complain(['classes', n, 'minDays'], `'${name}' overlaps '${before?.class}': begin with ${expected}`);
    if (maxDays === undefined && n < classes.length - 1) complain(['classes', n], `class '${name}' needs maxDays; only the last has no end`);
    if (maxDays !== undefined && n === classes.length - 1) complain(['classes', n, 'maxDays'], `'${name}' is the last class and has no end: leave out maxDays`);
  });
}

function checkNames(
  { states, classes }: PolicyDocument,
  when: { state?: string[] | undefined; class?: string[] | undefined },
  path: (string | number)[],
  complain: Complain,
): void {
  for (const name of when.state ?? [])
    if (name !== 'clear' && !states.some(({ state }) => state === name)) complain([...path, 'state'], `there is no state '${name}' among the states`);
  for (const name of when.class ?? [])
    if (name !== 'none' && !classes.some((each) => each.class === name)) complain([...path, 'class'], `there is no class '${name}' among the classes`);
}

interface Range {
  atLeast?: number | undefined;
  moreThan?: number | undefined;
  atMost?: number | undefined;
  below?: number | undefined;
}

/** A range that nothing lies in. */
function checkRanges(when: { [Key in (typeof ranges)[number]]?: Range | undefined }, path: (string | number)[], complain: Complain): void {
  for (const key of ranges) {
    const { atLeast = 0, moreThan = -1, atMost = Number.MAX_SAFE_INTEGER, below = Number.MAX_SAFE_INTEGER } = when[key] ?? {};
    const [least, most] = [Math.max(atLeast, moreThan + 1), Math.min(atMost, below - 1)];
    if (least > most) complain([...path, key], `never holds: it asks for ${least} or more and for ${most} or fewer`);
  }
}

const ranges = ['daysPastDue', 'daysSincePayment', 'brokenPromises', 'attempts'] as const;
