import type { MessageToRender } from '../../activities/ports.js';
import { blocksOf, type Block } from './blocks.js';
import { footOf, htmlOf } from './emailPage.js';
import { formatsFor, type Formats } from './formats.js';
import { textOf } from './plainText.js';
import { shortMessage } from './segments.js';
import { candidates, type Shelf } from './shelf.js';
import { tablesOf, type Tables } from './tables.js';
import { subjectOf, variablesOf } from './variables.js';
import type { Words } from './words.js';

/** Items that a message shows in itself; the attached statement shows the others. */
export const mostItems = { email: 20, letter: 12, sms: 0, call: 20 } as const;

/** A message in words, before anything is made of it that needs more than text. */
export interface WrittenMessage {
  subject: string;
  text: string;
  /** null but for e-mail. */
  html: string | null;
  /** BCP 47 tag of language and region. */
  language: string;
  blocks: Block[];
  tables: Tables;
  words: Words;
  formats: Formats;
  /** Whether the statement has to go with it. */
  statementAttached: boolean;
}

/** Writes a message for its channel in the recipient's language. Throws TemplateError when the template is missing or asks for what is not known. */
export function write(shelf: Shelf, message: MessageToRender): WrittenMessage {
  const { template, channel, statement } = message;
  const language = writtenLanguage(shelf, message.language);
  const formats = formatsFor(language, statement.customer.country ?? statement.entity.country);
  const words = shelf.words(language);
  const atMost = mostItems[channel];
  const statementAttached = channel === 'email' || (channel === 'letter' && statement.items.length > atMost);
  const variables = variablesOf(subjectOf(message, formats, statementAttached), formats);
  const text = shelf.message(template, channel, language);
  const subject = text.subject?.(variables) ?? '';
  const blocks = blocksOf(text.body(variables));
  const tables = tablesOf(statement, words, formats, atMost);
  const written = { subject, html: null, language: formats.locale, blocks, tables, words, formats, statementAttached };
  if (channel === 'sms') return { ...written, text: shortMessage(text.body(variables)) };
  const plain = textOf(blocks, tables, words, formats);
  if (channel !== 'email') return { ...written, text: plain };
  const page = { subject, language, blocks, tables, statement };
  return { ...written, text: `${plain}\n${footOf(page, words)}`, html: htmlOf(shelf, words, page) };
}

/** The language that a message for a speaker of another is written in: amounts and days must not speak another than the text. */
export function writtenLanguage(shelf: Shelf, language: string): string {
  const written = candidates(language).find((each) => shelf.languages.includes(each)) ?? language;
  return language.split('-')[0] === written.split('-')[0] ? language : written;
}
