/** What differs between two policy documents, by step and field, in the words and amounts in which they are written. */
import type { PolicyDocument } from './schema.js';

/** One difference. `step` is the step that it is about, null for what holds for all; `was` and `is` are null where there was or is nothing. */
export interface PolicyDifference {
  step: string | null;
  /** `when.daysPastDue.atLeast`; empty for a step that came, went or moved as a whole. */
  field: string;
  change: 'added' | 'removed' | 'changed' | 'moved';
  was: string | null;
  is: string | null;
}

/** Compares documents with their defaults, so that what is left out and what is written as the default are the same. Empty: they say the same. */
export function diffPolicies(before: PolicyDocument, after: PolicyDocument): PolicyDifference[] {
  const { ladder: one, ...restOne } = before;
  const { ladder: other, ...restOther } = after;
  return [...fieldsOf(null, restOne, restOther), ...laddersDiffer(one, other)];
}

/** A difference as a line to read. */
export function differenceLine({ step, field, change, was, is }: PolicyDifference): string {
  const where = [step === null ? '' : `step ${step}`, field].filter(Boolean).join(': ');
  switch (change) {
    case 'added':
      return `+ ${where}${field ? ` ${is}` : ` (${is})`}`;
    case 'removed':
      return `- ${where}${field ? ` ${was}` : ` (${was})`}`;
    case 'changed':
      return `~ ${where} ${was} → ${is}`;
    case 'moved':
      return `~ ${where} moved: ${was} → ${is}`;
    default:
      return change satisfies never;
  }
}

type Step = PolicyDocument['ladder'][number];

function laddersDiffer(before: readonly Step[], after: readonly Step[]): PolicyDifference[] {
  const removed = before.filter(({ id }) => !after.some((step) => step.id === id));
  const kept = (ladder: readonly Step[], other: readonly Step[]) => ladder.filter(({ id }) => other.some((step) => step.id === id)).map(({ id }) => id);
  const [orderBefore, orderAfter] = [kept(before, after), kept(after, before)];
  const moved = movedAmong(orderBefore, orderAfter);
  return [
    ...removed.map((step): PolicyDifference => ({ step: step.id, field: '', change: 'removed', was: placeOf(step, before), is: null })),
    ...after.flatMap((step): PolicyDifference[] => {
      const was = before.find(({ id }) => id === step.id);
      if (!was) return [{ step: step.id, field: '', change: 'added', was: null, is: placeOf(step, after) }];
      const move: PolicyDifference[] = moved.has(step.id)
        ? [{ step: step.id, field: '', change: 'moved', was: placeIn(was.id, before), is: placeIn(step.id, after) }]
        : [];
      return [...move, ...fieldsOf(step.id, was, step)];
    }),
  ];
}

/** The fewest steps that have to be taken out for the others to stand in the same order. */
function movedAmong(before: readonly string[], after: readonly string[]): ReadonlySet<string> {
  let best: string[] = [];
  const longest = new Map<string, string[]>();
  for (const [n, id] of after.entries()) {
    const earlier = after.slice(0, n).filter((other) => before.indexOf(other) < before.indexOf(id));
    const chain = earlier.map((other) => longest.get(other) ?? []).reduce<string[]>((most, next) => (next.length > most.length ? next : most), []);
    longest.set(id, [...chain, id]);
    if (chain.length + 1 > best.length) best = [...chain, id];
  }
  return new Set(after.filter((id) => !best.includes(id)));
}

const placeOf = (step: Step, ladder: readonly Step[]): string => `${step.action}, ${placeIn(step.id, ladder)}`;

function placeIn(id: string, ladder: readonly Step[]): string {
  const at = ladder.findIndex((step) => step.id === id);
  return at === 0 ? 'first' : `after ${ladder[at - 1]?.id}`;
}

function fieldsOf(step: string | null, before: object, after: object): PolicyDifference[] {
  const [was, is] = [leaves(before), leaves(after)];
  const fields = [...new Set([...was.keys(), ...is.keys()])];
  return fields.flatMap((field): PolicyDifference[] => {
    const [one, other] = [was.get(field) ?? null, is.get(field) ?? null];
    if (one === other) return [];
    return [{ step, field, change: one === null ? 'added' : other === null ? 'removed' : 'changed', was: one, is: other }];
  });
}

/** Every value of a document by its path; lists of plain values as one. */
function leaves(value: unknown, path = ''): Map<string, string> {
  if (value === undefined || value === null) return new Map();
  if (typeof value !== 'object') return new Map([[path, plain(value)]]);
  if (Array.isArray(value) && value.every((each) => typeof each !== 'object')) return new Map([[path, `[${value.map(plain).join(', ')}]`]]);
  const entries = Array.isArray(value) ? value.map((each, n): [string, unknown] => [`${path}[${n}]`, each]) : keyed(value, path);
  return new Map(entries.flatMap(([at, each]) => [...leaves(each, at)]));
}

const keyed = (value: object, path: string): [string, unknown][] => Object.entries(value).map(([key, each]) => [path ? `${path}.${key}` : key, each]);

/** A value as it is read: 250.00, "250" and 250 are the same amount. */
function plain(value: unknown): string {
  const text = String(value).trim();
  return /^\d+(\.\d+)?$/.test(text) ? text.replace(/(\.\d*?)0+$/, '$1').replace(/\.$/, '') : text;
}
