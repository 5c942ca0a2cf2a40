import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Handlebars from 'handlebars';
import { parse, YAMLParseError } from 'yaml';
import { blockMark, blockNames, compileMessage, compileText, type MessageTemplate } from './compile.js';
import { TemplateError } from './templateError.js';
import { wordsSchema, type Words } from './words.js';

/** The templates at hand: the user's own before the ones that ship, each read and compiled once. */
export interface Shelf {
  /** The template for a channel in a language, or in the fallback language. Throws TemplateError when there is none. */
  message(template: string, channel: string, language: string): MessageTemplate;
  /** The file that a message would be written from in exactly this language; null when there is none. */
  fileOf(template: string, channel: string, language: string): string | null;
  words(language: string): Words;
  /** The frame around an e-mail's HTML. */
  layout(content: object): string;
  /** A file in the user's folder, or else in the one that ships; null when it is in neither. */
  find(path: string): string | null;
  /** The languages that have a folder. */
  languages: readonly string[];
}

/** What is written in when a language has no template. */
export const fallbackLanguage = 'en';

/** Opens the shelf. `own`: a folder laid out as `templates/`, whose files come first; null when there is none. */
export function openShelf(own: string | null): Shelf {
  if (own !== null && !existsSync(own)) throw new TemplateError(own, null, 'there is no such folder of templates');
  const folders = own === null ? [shippedFolder()] : [own, shippedFolder()];
  const found = remember((path: string) => ({ file: folders.map((folder) => join(folder, path)).find((file) => existsSync(file)) ?? null }));
  const find = (path: string) => found(path).file;
  const fileOf = (template: string, channel: string, language: string) => firstOf(namesOf(template, channel).map((name) => find(join(language, name))));
  const languages = [...new Set(folders.flatMap(languagesIn))].sort();
  const desk = remember((language: string) => deskOf(folders, language));
  const compiled = remember((file: string, language: string) => compileMessage(readFileSync(file, 'utf8'), file, desk(language)));
  const words = remember((language: string) => readWords(folders, language));
  let layout: ((content: object) => string) | null = null;
  return {
    message(template, channel, language) {
      for (const each of candidates(language)) {
        const file = fileOf(template, channel, each);
        if (file !== null) return compiled(file, each);
      }
      throw new TemplateError(
        join(folders[0] ?? '', language, `${template}.${channel}.hbs`),
        null,
        'there is no such template, and none in the fallback language',
      );
    },
    fileOf,
    words: (language) => words(candidates(language).find((each) => find(join(each, 'words.yaml')) !== null) ?? fallbackLanguage),
    layout: (content) => (layout ??= readLayout(find('layout.email.hbs')))(content),
    find,
    languages,
  };
}

/** A language, the language without its region, and the one to fall back on. */
export function candidates(language: string): string[] {
  return [...new Set([language, language.split('-')[0] ?? language, fallbackLanguage])];
}

/** The file names that a template may have for a channel. One file may serve both e-mail and letter. */
export function namesOf(template: string, channel: string): string[] {
  const own = `${template}.${channel}.hbs`;
  return channel === 'email' || channel === 'letter' ? [own, `${template}.hbs`] : [own];
}

/** The folder that ships: the nearest one above this file, whether it runs as written or as compiled. */
export function shippedFolder(): string {
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    const templates = join(folder, 'templates');
    if (existsSync(join(templates, 'layout.email.hbs'))) return templates;
    if (folder === dirname(folder)) throw new Error('The templates that ship are missing from the installation');
  }
}

/** A place to compile in: the helpers, and a language's partials (`_name.hbs`). */
function deskOf(folders: readonly string[], language: string): typeof Handlebars {
  const desk = Handlebars.create();
  const plurals = new Intl.PluralRules(language);
  desk.registerHelper('plural', (n: number, one: string, other: string) => (plurals.select(n) === 'one' ? one : other));
  desk.registerHelper('is', function (this: unknown, a: unknown, b: unknown, options: Handlebars.HelperOptions) {
    return a === b ? options.fn(this) : options.inverse(this);
  });
  for (const name of blockNames) desk.registerPartial(name, () => blockMark(name));
  for (const file of [...folders].reverse().flatMap((folder) => partialsIn(join(folder, language))))
    desk.registerPartial(partialName(file), compileText(readFileSync(file, 'utf8').trim(), file, desk));
  return desk;
}

function partialsIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => /^_.+\.hbs$/.test(name))
    .map((name) => join(folder, name));
}

/** The name under which a file's text is called into others. */
export function partialName(file: string): string {
  return (file.split(/[/\\]/).at(-1) ?? file).replace(/^_|\.hbs$/g, '');
}

function readLayout(file: string | null): (content: object) => string {
  if (file === null) throw new Error('layout.email.hbs is missing from the installation');
  return compileText(readFileSync(file, 'utf8'), file, Handlebars.create(), { escape: true });
}

/** The user's words over the ones that ship: a file of one's own need only hold what is different. */
function readWords(folders: readonly string[], language: string): Words {
  const files = [...folders]
    .reverse()
    .map((folder) => join(folder, language, 'words.yaml'))
    .filter((file) => existsSync(file));
  const merged = files.reduce<unknown>((words, file) => merge(words, readYaml(file)), {});
  const read = wordsSchema.safeParse(merged);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw new TemplateError(files.at(-1) ?? join(language, 'words.yaml'), null, `${issue?.path.join('.')}: ${issue?.message}`);
}

function readYaml(file: string): unknown {
  try {
    return parse(readFileSync(file, 'utf8'));
  } catch (error) {
    if (error instanceof YAMLParseError) throw new TemplateError(file, error.linePos?.[0]?.line ?? null, error.message.split('\n')[0] ?? 'is no YAML');
    throw error;
  }
}

function merge(base: unknown, over: unknown): unknown {
  if (!isRecord(base) || !isRecord(over)) return over ?? base;
  return { ...base, ...Object.fromEntries(Object.entries(over).map(([key, value]) => [key, merge(base[key], value)])) };
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
const firstOf = (files: readonly (string | null)[]): string | null => files.find((file) => file !== null) ?? null;

function languagesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && /^[a-z]{2,3}(-[A-Z]{2})?$/.test(entry.name))
    .map(({ name }) => name);
}

function remember<A extends string[], T>(make: (...key: A) => T): (...key: A) => T {
  const made = new Map<string, T>();
  return (...key) => {
    const name = key.join('\0');
    const value = made.get(name) ?? make(...key);
    made.set(name, value);
    return value;
  };
}
