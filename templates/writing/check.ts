import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Handlebars from 'handlebars';
import type { Channel } from '../../domain/facts.js';
import type { Policy, Step } from '../../domain/policy/types.js';
import { channelsOf, templateFor } from '../../domain/rule/reach.js';
import { blockNames } from './compile.js';
import { sampleMessage } from './sample.js';
import { segmentsOf } from './segments.js';
import { candidates, namesOf, openShelf, partialName, type Shelf } from './shelf.js';
import { TemplateError } from './templateError.js';
import { isVariable, unknownVariable } from './variables.js';
import { write } from './write.js';

/** Something that would go wrong, or be missing, when a message is written. */
export interface TemplateProblem {
  template: string;
  channel: Channel;
  language: string;
  /** The file at fault, or the one that is missing. */
  file: string;
  line: number | null;
  problem: string;
}

/**
 * Finds what a policy's ladder needs of the templates and would not get, in each language: templates and words that
 * are missing, variables and texts that do not exist, values that are missing when a step sets no deadline or an
 * entity has no telephone, short messages that take more than two segments. Nothing is sent.
 */
export function checkTemplates(
  policy: Pick<Policy, 'ladder'>,
  { templates, languages }: { templates: string | null; languages: readonly string[] },
): TemplateProblem[] {
  const shelf = openShelf(templates);
  return onceEach(
    eachMessage(policy, languages, (step, channel, language) => [...missing(shelf, step, channel, language), ...faults(shelf, step, channel, language)]),
  );
}

/**
 * Finds what would stop a message of a policy's ladder, in any language that there is: a template that is in neither the
 * recipient's language nor the one fallen back on, and what is wrong in those that are.
 */
export function stoppages(policy: Pick<Policy, 'ladder'>, shelf: Shelf): TemplateProblem[] {
  return onceEach(
    eachMessage(policy, shelf.languages, (step, channel, wanted) => {
      const language = candidates(wanted).find((each) => shelf.fileOf(templateFor(step, channel), channel, each) !== null);
      return language === undefined
        ? missing(shelf, step, channel, wanted)
        : faults(shelf, step, channel, language).filter(({ problem }) => !isLength(problem));
    }),
  );
}

function eachMessage(
  { ladder }: Pick<Policy, 'ladder'>,
  languages: readonly string[],
  check: (step: Step, channel: Channel, language: string) => TemplateProblem[],
): TemplateProblem[] {
  return languages.flatMap((language) => ladder.flatMap((step) => channelsOf(step).flatMap((channel) => check(step, channel, language))));
}

function onceEach(problems: readonly TemplateProblem[]): TemplateProblem[] {
  const where = ({ file, line, problem }: TemplateProblem) => `${file}:${line}:${problem}`;
  return problems.filter((problem, at) => problems.findIndex((other) => where(other) === where(problem)) === at);
}

function missing(shelf: Shelf, step: Step, channel: Channel, language: string): TemplateProblem[] {
  const template = templateFor(step, channel);
  if (shelf.fileOf(template, channel, language) !== null) return [];
  return [{ template, channel, language, file: join(language, namesOf(template, channel)[0] ?? ''), line: null, problem: 'this template is missing' }];
}

function faults(shelf: Shelf, step: Step, channel: Channel, language: string): TemplateProblem[] {
  const template = templateFor(step, channel);
  const about = { template, channel, language };
  const file = shelf.fileOf(template, channel, language);
  if (file === null) return [];
  const unknown = namesIn(file, shelf, language).map(({ line, problem, at }) => ({ ...about, file: at, line, problem }));
  return unknown.length > 0 ? unknown : trials({ ...step, template }).flatMap((trial) => tryOut(shelf, { ...about, file }, trial));
}

/** A message as full, and one as bare, as the step can make them. */
function trials({ template, tone, deadline }: Step) {
  const asked = { template, tone, deadlineOn: deadline === null ? null : '2020-07-14' };
  return [
    { ...asked, bare: false },
    { ...asked, bare: true },
  ];
}

type Trial = ReturnType<typeof trials>[number];

function tryOut(shelf: Shelf, about: Pick<TemplateProblem, 'template' | 'channel' | 'language' | 'file'>, { bare, ...asked }: Trial): TemplateProblem[] {
  const message = sampleMessage({ ...asked, channel: about.channel, language: about.language });
  const none = { email: null, phone: null, iban: null, bic: null, bankName: null, addressLines: [] };
  const sample = bare
    ? { ...message, recipient: { ...message.recipient, name: null }, statement: { ...message.statement, entity: { ...message.statement.entity, ...none } } }
    : message;
  try {
    const { text, subject } = write(shelf, sample);
    if (about.channel === 'sms') return tooLong(text).map((problem) => ({ ...about, line: null, problem }));
    return subject === '' ? [{ ...about, line: 1, problem: 'the first line must be `Subject: …`' }] : [];
  } catch (error) {
    if (error instanceof TemplateError) return [{ ...about, file: error.file, line: error.line, problem: error.problem }];
    throw error;
  }
}

function tooLong(text: string): string[] {
  const { segments, length, encoding } = segmentsOf(text);
  return segments > 2 ? [`takes ${segments} segments (${length} characters in ${encoding}); two are enough for a reminder`] : [];
}

/** A long short message is dear, and no reason to hold it back. */
const isLength = (problem: string): boolean => /^takes \d+ segments/.test(problem);

interface Unknown {
  at: string;
  line: number;
  problem: string;
}

/** Names in a template, and in the texts that it calls in, that stand for nothing. */
function namesIn(file: string, shelf: Shelf, language: string, seen: Set<string> = new Set()): Unknown[] {
  if (seen.has(file)) return [];
  seen.add(file);
  const found = parsed(file);
  if ('problem' in found) return [found];
  return found.uses.flatMap(({ kind, name, line }) => {
    if (kind === 'variable') return isVariable(name) ? [] : [{ at: file, line, problem: unknownVariable(name) }];
    if ((blockNames as readonly string[]).includes(name)) return [];
    const partial = shelf.find(join(language, `_${name}.hbs`));
    if (partial !== null && partialName(partial) === name) return namesIn(partial, shelf, language, seen);
    return [{ at: file, line, problem: `there is no text _${name}.hbs to call in with {{> ${name}}}` }];
  });
}

interface Use {
  kind: 'variable' | 'partial';
  name: string;
  line: number;
}

function parsed(file: string): { uses: Use[] } | Unknown {
  const source = readFileSync(file, 'utf8');
  try {
    const uses = new Uses();
    uses.accept(Handlebars.parse(source));
    return uses;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { at: file, line: Number(/line (\d+)/.exec(message)?.[1] ?? 1), problem: message.split('\n').filter(Boolean).join(' ') };
  }
}

const helpers = ['if', 'unless', 'each', 'with', 'lookup', 'log', 'plural', 'is'];

/** Collects the names that a template uses, with their lines. */
class Uses extends Handlebars.Visitor {
  readonly uses: Use[] = [];

  override PathExpression(path: hbs.AST.PathExpression): void {
    if (!path.data && !helpers.includes(path.original) && path.original !== 'this') this.note('variable', path.original, path);
  }

  override PartialStatement(partial: hbs.AST.PartialStatement): void {
    this.note('partial', (partial.name as hbs.AST.PathExpression).original, partial);
  }

  private note(kind: Use['kind'], name: string, { loc }: hbs.AST.Node): void {
    this.uses.push({ kind, name, line: loc.start.line });
  }
}
