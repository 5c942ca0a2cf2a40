import { LineCounter, parseDocument, type Document } from 'yaml';
import { shippedPacks } from '../gate/packs/all.js';
import { fromDecimal, type Amounts } from '../money/minor.js';
import { policyDocument, type PolicyDocument } from './schema.js';
import type { Conditions, Policy, Step } from './types.js';

/** A mistake in a policy document: where it is and what to do. */
export interface PolicyMistake {
  line: number;
  column: number;
  /** Where in the document, `ladder[2].when.daysPastDue`. */
  path: string;
  message: string;
}

/** Thrown by `readPolicy`; the message names the file, and line and column of each mistake. */
export class PolicyUnreadable extends Error {
  constructor(
    readonly fileName: string,
    readonly mistakes: readonly PolicyMistake[],
  ) {
    super(mistakes.map(({ line, column, path, message }) => `${fileName}:${line}:${column}: ${path ? `${path}: ` : ''}${message}`).join('\n'));
    this.name = 'PolicyUnreadable';
  }
}

/** Reads and checks a policy document (YAML or JSON). Version 0 means: not published. Throws PolicyUnreadable. */
export function readPolicy(source: string, fileName: string, version = 0): Policy {
  const lines = new LineCounter();
  const document = parseDocument(source, { lineCounter: lines, prettyErrors: false });
  if (document.errors.length > 0)
    throw new PolicyUnreadable(
      fileName,
      document.errors.map((error) => ({ ...position(lines, error.pos[0]), path: '', message: error.message })),
    );
  const checked = policyDocument.safeParse(document.toJS());
  if (!checked.success)
    throw new PolicyUnreadable(
      fileName,
      checked.error.issues.map((issue) => {
        const path = issue.path.filter((part) => typeof part !== 'symbol');
        return { ...positionOf(document, lines, path), path: pathText(path), message: issue.message };
      }),
    );
  const mistakes = crossCheck(checked.data, document, lines);
  if (mistakes.length > 0) throw new PolicyUnreadable(fileName, mistakes);
  return compile(checked.data, document, lines, version);
}

/** What one field alone can't show: names used twice, windows that end before they begin, amounts finer than their currency. */
function crossCheck(data: PolicyDocument, document: Document, lines: LineCounter): PolicyMistake[] {
  const mistakes: PolicyMistake[] = [];
  const complain = (path: (string | number)[], message: string) => mistakes.push({ ...positionOf(document, lines, path), path: pathText(path), message });
  data.ladder.forEach((step, n) => {
    if (data.ladder.findIndex(({ id }) => id === step.id) !== n)
      complain(['ladder', n, 'id'], `'${step.id}' is used by an earlier step; give each step its own id`);
    const sends = step.action !== 'place' && step.action !== 'write-off';
    if (sends && !step.template) complain(['ladder', n], `step '${step.id}' needs a template`);
    const { daysPastDue, daysBeforeDue, daysSinceInvoice } = step.when;
    if (!daysPastDue?.atLeast && daysPastDue?.moreThan === undefined && !daysSinceInvoice && !daysBeforeDue)
      complain(['ladder', n, 'when'], `step '${step.id}' needs daysPastDue.atLeast (1 or more), daysPastDue.moreThan, daysSinceInvoice or daysBeforeDue`);
    if (daysPastDue && daysBeforeDue) complain(['ladder', n, 'when'], 'daysPastDue and daysBeforeDue exclude each other');
  });
  const entry = typeof data.entry === 'object' ? data.entry.step : null;
  if (entry && !data.ladder.some(({ id }) => id === entry)) complain(['entry', 'step'], `there is no step '${entry}' on the ladder`);
  data.packs.forEach((name, n) => {
    if (!shippedPacks.some((pack) => pack.name === name))
      complain(['packs', n], `there is no pack '${name}'; known are ${shippedPacks.map((pack) => pack.name).join(', ')}`);
  });
  if (data.contact.window.from >= data.contact.window.to) complain(['contact', 'window'], 'the window ends before it begins');
  if (data.writeOff.at(-1)?.upTo) complain(['writeOff', data.writeOff.length - 1], 'the last approver must have no limit (leave out upTo)');
  for (const { path, amounts } of amountsIn(data))
    for (const [currency, amount] of Object.entries(amounts ?? {})) {
      try {
        fromDecimal(String(amount), currency);
      } catch (error) {
        complain([...path, currency], (error as Error).message);
      }
    }
  return mistakes;
}

type WrittenAmounts = PolicyDocument['tolerance'] | undefined;

function amountsIn(data: PolicyDocument): { path: (string | number)[]; amounts: WrittenAmounts }[] {
  return [
    { path: ['tolerance'], amounts: data.tolerance },
    ...data.ladder.flatMap(({ when }, n) => [
      { path: ['ladder', n, 'when', 'overdueAtLeast'], amounts: when.overdueAtLeast },
      { path: ['ladder', n, 'when', 'overdueBelow'], amounts: when.overdueBelow },
      ...(when.anyOf ?? []).flatMap((each, k) => [
        { path: ['ladder', n, 'when', 'anyOf', k, 'overdueAtLeast'], amounts: each.overdueAtLeast },
        { path: ['ladder', n, 'when', 'anyOf', k, 'overdueBelow'], amounts: each.overdueBelow },
      ]),
    ]),
    ...data.writeOff.map(({ upTo }, n) => ({ path: ['writeOff', n, 'upTo'], amounts: upTo })),
  ];
}

function compile(data: PolicyDocument, document: Document, lines: LineCounter, version: number): Policy {
  const { policy: name, ladder, writeOff, tolerance, role, contact, promises, ...rest } = data;
  return {
    ...rest,
    role: role === 'third-party' ? 'THIRD_PARTY' : 'FIRST_PARTY',
    contact: { ...contact, runs: contact.runs ?? null },
    promises: { ...promises, downPayment: promises.downPayment ?? null, settlement: promises.settlement ?? null },
    name,
    version,
    tolerance: inMinor(tolerance),
    writeOff: writeOff.map(({ upTo, role }) => ({ upTo: upTo ? inMinor(upTo) : null, role })),
    ladder: ladder.map((step, n) => compileStep(step, positionOf(document, lines, ['ladder', n]).line)),
  };
}

function compileStep(step: PolicyDocument['ladder'][number], line: number): Step {
  const { anyOf, ...all } = step.when;
  const when = { ...withMinor(all), ...(anyOf && { anyOf: anyOf.map(withMinor) }) } as Conditions;
  return { ...step, line, when, template: step.template ?? '', repeat: step.repeat ?? null, deadlineDays: step.deadlineDays ?? null };
}

function withMinor<W extends { overdueAtLeast?: WrittenAmounts; overdueBelow?: WrittenAmounts }>(when: W) {
  const { overdueAtLeast, overdueBelow } = when;
  return { ...when, ...(overdueAtLeast && { overdueAtLeast: inMinor(overdueAtLeast) }), ...(overdueBelow && { overdueBelow: inMinor(overdueBelow) }) };
}

function inMinor(written: Readonly<Record<string, string | number>>): Amounts {
  return Object.fromEntries(Object.entries(written).map(([currency, amount]) => [currency, fromDecimal(String(amount), currency)]));
}

function pathText(path: readonly (string | number)[]): string {
  return path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${part}`))
    .join('')
    .replace(/^\./, '');
}

/** The position of a node, or of the nearest one above it that exists. */
function positionOf(document: Document, lines: LineCounter, path: readonly (string | number)[]): { line: number; column: number } {
  for (let length = path.length; length > 0; length--) {
    const node = document.getIn(path.slice(0, length), true) as { range?: [number, number, number] } | undefined;
    if (node?.range) return position(lines, node.range[0]);
  }
  return { line: 1, column: 1 };
}

function position(lines: LineCounter, offset: number): { line: number; column: number } {
  const { line, col } = lines.linePos(offset);
  return { line, column: col };
}
