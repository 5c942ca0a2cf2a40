/** What all documents of the rule book have in common: YAML or JSON, checked, with line and column for each mistake. */
import { isMap, isScalar, LineCounter, parseDocument, type Document, type Scalar } from 'yaml';
import { fromDecimal, type Amounts } from '../money/minor.js';

/** A mistake in a document: where it is and what to do. */
export interface PolicyMistake {
  line: number;
  column: number;
  /** Where in the document, `ladder[2].when.daysPastDue`. */
  path: string;
  message: string;
}

/** Thrown when a document is not good; the message names the file, and line and column of each mistake. */
export class PolicyUnreadable extends Error {
  /** In the order of the document. */
  readonly mistakes: readonly PolicyMistake[];

  constructor(
    readonly fileName: string,
    found: readonly PolicyMistake[],
  ) {
    const mistakes = found.toSorted((a, b) => a.line - b.line || a.column - b.column);
    super(mistakes.map(({ line, column, path, message }) => `${fileName}:${line}:${column}: ${path ? `${path}: ` : ''}${message}`).join('\n'));
    this.name = 'PolicyUnreadable';
    this.mistakes = mistakes;
  }
}

/** Keys and positions from the top of a document to a value in it. */
export type Path = readonly (string | number)[];

/** Checks a value; zod's schemas do. */
interface Check<T> {
  safeParse(value: unknown): { success: true; data: T } | { success: false; error: { issues: readonly Issue[] } };
}

interface Issue {
  code: string;
  path: readonly PropertyKey[];
  message: string;
  keys?: readonly string[];
  /** What is wrong with a key of a record. */
  issues?: readonly { message: string }[];
  /** What is wrong by each of several forms that a value may have. */
  errors?: readonly (readonly Issue[])[];
  expected?: string;
}

/** A document that was read, with the places of what is in it. */
export interface ReadDocument<T> {
  data: T;
  /** 1-based line of a value, or of what it stands in. */
  lineOf(path: Path): number;
  /** A mistake at a value. */
  mistakeAt(path: Path, message: string): PolicyMistake;
}

/** The value of a document, unchecked; undefined when it is no YAML at all. */
export function peek(source: string): unknown {
  const document = parseDocument(source, { prettyErrors: false });
  return document.errors.length > 0 ? undefined : document.toJS();
}

/** Reads and checks a document. Throws PolicyUnreadable. */
export function readDocument<T>(source: string, fileName: string, check: Check<T>): ReadDocument<T> {
  const lines = new LineCounter();
  const document = parseDocument(source, { lineCounter: lines, prettyErrors: false });
  if (document.errors.length > 0)
    throw new PolicyUnreadable(
      fileName,
      document.errors.map((error) => ({ ...position(lines, error.pos[0]), path: '', message: error.message })),
    );
  const mistakeAt = (path: Path, message: string): PolicyMistake => ({ ...positionOf(document, lines, path), path: pathText(path), message });
  const checked = check.safeParse(document.toJS());
  if (!checked.success)
    throw new PolicyUnreadable(
      fileName,
      checked.error.issues
        .flatMap(plainIssues)
        .map((issue) => ({ ...mistakeAt(pathOf(issue), messageOf(issue)), ...positionOf(document, lines, pathOf(issue), issue.keys?.[0]) })),
    );
  return { data: checked.data, mistakeAt, lineOf: (path) => positionOf(document, lines, path).line };
}

/** Of a value that may have several forms, what is wrong by the form that it has; by all of them where it has none. */
function plainIssues(issue: Issue): Issue[] {
  if (issue.code !== 'invalid_union' || !issue.errors) return [issue];
  const forms = issue.errors.map((form) => form.map((each) => ({ ...each, path: [...issue.path, ...each.path] })));
  const whole = ({ path }: Issue): boolean => path.length === issue.path.length;
  const meant = forms.find((form) => !form.some(whole)) ?? forms.find((form) => !form.some((each) => whole(each) && each.code === 'invalid_type'));
  if (meant) return meant.flatMap(plainIssues);
  return [{ ...issue, message: `expected ${forms.flatMap((form) => form[0]?.expected ?? []).join(' or ')}; docs/policies.md has examples` }];
}

function messageOf({ code, message, keys, issues }: Issue): string {
  if (code === 'unrecognized_keys') return `${(keys ?? []).map((key) => `'${key}'`).join(', ')} is no key here; docs/policies.md has those that there are`;
  return code === 'invalid_key' ? (issues?.[0]?.message ?? message) : message;
}

const pathOf = ({ path }: Issue): (string | number)[] => path.filter((part) => typeof part !== 'symbol');

/** Amounts by currency as they are written, in major units. */
export type WrittenAmounts = Readonly<Record<string, string | number>>;

/** Written amounts in minor units. Throws RangeError for one that is finer than its currency. */
export function inMinor(written: WrittenAmounts): Amounts {
  return Object.fromEntries(Object.entries(written).map(([currency, amount]) => [currency, fromDecimal(String(amount), currency)]));
}

/** What is wrong with written amounts. */
export function amountMistakes({ mistakeAt }: Pick<ReadDocument<unknown>, 'mistakeAt'>, path: Path, written: WrittenAmounts | undefined): PolicyMistake[] {
  return Object.entries(written ?? {}).flatMap(([currency, amount]) => {
    try {
      fromDecimal(String(amount), currency);
      return [];
    } catch (error) {
      return [mistakeAt([...path, currency], (error as Error).message)];
    }
  });
}

function pathText(path: Path): string {
  return path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${part}`))
    .join('')
    .replace(/^\./, '');
}

/** The position of a node, or of the nearest one above it that exists; of a key that should not be there, its own. */
function positionOf(document: Document, lines: LineCounter, path: Path, stranger?: string): { line: number; column: number } {
  const key = stranger === undefined ? null : keyNamed(document.getIn(path, true), stranger);
  if (key?.range) return position(lines, key.range[0]);
  for (let length = path.length; length > 0; length--) {
    const node = document.getIn(path.slice(0, length), true) as { range?: [number, number, number] } | undefined;
    if (node?.range) return position(lines, node.range[0]);
  }
  return { line: 1, column: 1 };
}

function keyNamed(node: unknown, name: string): Scalar | null {
  const keys = isMap(node) ? node.items.map(({ key }) => key) : [];
  return keys.filter(isScalar).find(({ value }) => String(value) === name) ?? null;
}

function position(lines: LineCounter, offset: number): { line: number; column: number } {
  const { line, col } = lines.linePos(offset);
  return { line, column: col };
}
