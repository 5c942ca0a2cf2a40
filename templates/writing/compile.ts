import type Handlebars from 'handlebars';
import { TemplateError } from './templateError.js';
import { isVariable, unknownVariable, type Variables } from './variables.js';

/** The text of one message, ready to be filled in. */
export interface MessageTemplate {
  file: string;
  /** null for a channel that has none. */
  subject: ((variables: Variables) => string) | null;
  body(variables: Variables): string;
}

/** Marks that stand for a block until the text is laid out: nothing that comes from a ledger can hold them. */
export const blockMark = (name: string): string => `\u0001${name}\u0001`;

/** The blocks that a text can call in with `{{> name}}`. */
export const blockNames = ['items', 'totals', 'bank'] as const;
export type BlockName = (typeof blockNames)[number];

const subjectLine = /^Subject:[ \t]*(.+)\r?\n/;

/** Compiles a message: `Subject: …` on the first line where the channel has one, then the text. */
export function compileMessage(source: string, file: string, desk: typeof Handlebars): MessageTemplate {
  const [line, subject] = subjectLine.exec(source) ?? [];
  if (line === undefined || subject === undefined) return { file, subject: null, body: compileText(source, file, desk) };
  // An empty line in its place keeps the numbers of the lines in errors right.
  return { file, subject: compileText(subject, file, desk), body: compileText(`\n${source.slice(line.length)}`, file, desk) };
}

/** Compiles text strictly: what it prints must be there. Errors name file and line. */
export function compileText(source: string, file: string, desk: typeof Handlebars, { escape = false } = {}): (context: object) => string {
  const write = inFile(file, () => {
    desk.parse(source);
    return desk.compile<object>(source, { strict: true, noEscape: !escape, ignoreStandalone: !escape });
  });
  return (context) => inFile(file, () => write(context));
}

function missingValue(name: string): string {
  return isVariable(name)
    ? `{{${name}}} is not known for this message; write it inside {{#if ${name}}}…{{/if}} where it may be missing`
    : unknownVariable(name);
}

function inFile<T>(file: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof TemplateError || !(error instanceof Error)) throw error;
    throw asTemplateError(file, error.message);
  }
}

function asTemplateError(file: string, message: string): TemplateError {
  const missing = /^"(.+)" not defined in .* - (\d+):\d+/s.exec(message);
  if (missing) return new TemplateError(file, Number(missing[2]), missingValue(missing[1] ?? ''));
  const partial = /partial (\S+) could not be found/.exec(message);
  if (partial) return new TemplateError(file, null, `there is no text _${partial[1]}.hbs to call in with {{> ${partial[1]}}}`);
  const line = /line (\d+)/.exec(message);
  return new TemplateError(file, line ? Number(line[1]) : null, message.split('\n').filter(Boolean).join(' '));
}
