import { channels } from '../../../domain/instructing/choices.js';
import { readFile, writeFile } from 'node:fs/promises';
import { Option, type Command } from 'commander';
import type { Channel } from '../../../domain/facts.js';
import { PolicyUnreadable } from '../../../domain/policy/document.js';
import { readPolicy } from '../../../domain/policy/read.js';
import { previewPaper } from '../../../templates/paper/preview.js';
import { checkTemplates, type TemplateProblem } from '../../../templates/writing/check.js';
import { listTemplates, type TemplateEntry } from '../../../templates/writing/list.js';
import { previewTemplate } from '../../../templates/writing/preview.js';
import { TemplateError } from '../../../templates/writing/templateError.js';
import { exits, Failure } from '../failure.js';
import { groupOf } from '../group.js';
import { tableOf, type Column, type Output } from '../print.js';
import { day } from '../read.js';

const languages = ['en', 'de', 'es'];
const own = new Option('--templates <folder>', 'with templates of your own, which come first').env('DULY_TEMPLATES');

/** `duly template`: what a policy's messages need, and how they read; needs no server. */
export function addTemplates(program: Command, out: Output): void {
  const template = groupOf(program, 'template', 'the texts of messages; needs no server');
  template
    .command('list')
    .description('the templates at hand: channels, languages, and which files are your own')
    .addOption(own)
    .action(({ templates }: { templates?: string }) => out.write(list(templates ?? null)));
  template
    .command('check')
    .argument('<policy>', 'a policy document')
    .description('find what a policy needs of the templates and would not get, before anything is sent')
    .option('--language <code...>', 'these languages', languages)
    .addOption(own)
    .action((file: string, options: { language: string[]; templates?: string }) => check(file, options, out));
  template
    .command('preview')
    .argument('<template>', 'as reminder')
    .description('a message as it would read, for a sample account')
    .addOption(new Option('--channel <channel>').choices(channels).default('email'))
    .addOption(new Option('--tone <tone>').choices(['friendly', 'firm', 'final']).default('friendly'))
    .option('--language <code>', 'as de', 'en')
    .option('--deadline <day>', 'the deadline that it sets', day)
    .option('--html', 'the HTML of an e-mail')
    .option('--pdf <file>', 'write the letter, or the statement that goes with an e-mail, into a file')
    .addOption(own)
    .action((name: string, options: PreviewOptions) => (options.pdf ? print(name, options, options.pdf, out) : out.write(preview(name, options))));
}

interface PreviewOptions {
  channel: Channel;
  tone: string;
  language: string;
  deadline?: string;
  html?: boolean;
  pdf?: string;
  templates?: string;
}

/** Messages in full first, then the short and the spoken ones. */
const columnOrder: readonly Channel[] = ['email', 'letter', 'sms', 'call'];

function list(templates: string | null): string {
  const columns: Column<TemplateEntry>[] = [
    { title: 'TEMPLATE', of: ({ template }) => template },
    ...columnOrder.map((channel) => ({ title: channel.toUpperCase(), of: ({ languages: written }: TemplateEntry) => written[channel]?.join(' ') ?? '' })),
    { title: 'YOUR OWN FILES', of: ({ own: files }) => files.join(' ') },
  ];
  return tableOf(
    readable(() => listTemplates({ templates })),
    columns,
  );
}

async function check(file: string, { language, templates }: { language: string[]; templates?: string }, out: Output): Promise<void> {
  const problems = checkTemplates(await policyIn(file), { templates: templates ?? null, languages: language });
  if (problems.length > 0)
    throw new Failure(`${tableOf(problems, problemColumns)}\n${problems.length === 1 ? 'One problem' : `${problems.length} problems`} in ${file}.`);
  out.write(`Nothing is missing: every step of ${file} can be written in ${language.join(', ')}.\n`);
}

const problemColumns: readonly Column<TemplateProblem>[] = [
  { title: 'FILE', of: ({ file, line }) => (line === null ? file : `${file}:${line}`) },
  { title: 'TEMPLATE', of: ({ template }) => template },
  { title: 'CHANNEL', of: ({ channel }) => channel },
  { title: 'LANGUAGE', of: ({ language }) => language },
  { title: 'PROBLEM', width: 60, of: ({ problem }) => problem },
];

async function policyIn(file: string) {
  const source = await readFile(file, 'utf8').catch(() => {
    throw new Failure(`${file} can't be read.`, exits.badInput);
  });
  try {
    return readPolicy(source, file);
  } catch (error) {
    if (error instanceof PolicyUnreadable) throw new Failure(error.message, exits.badInput);
    throw error;
  }
}

function preview(template: string, { channel, tone, language, deadline, html, templates }: PreviewOptions): string {
  const asked = { template, channel, language, tone, deadlineOn: deadline ?? null };
  const message = readable(() => previewTemplate(asked, { templates: templates ?? null }));
  return html && message.html ? message.html : `${message.subject ? `${message.subject}\n\n` : ''}${message.text}\n`;
}

async function print(template: string, { channel, tone, language, deadline, templates }: PreviewOptions, file: string, out: Output): Promise<void> {
  const asked = { template, channel, language, tone, deadlineOn: deadline ?? null };
  const paper = readable(() => previewPaper(asked, { templates: templates ?? null }));
  if (!paper) throw new Failure(`Nothing goes on paper by ${channel}; take --channel letter or email.`, exits.badInput);
  await writeFile(file, paper.content).catch(() => {
    throw new Failure(`${file} can't be written.`, exits.badInput);
  });
  out.write(`Written to ${file}.\n`);
}

/** A mistake in a template is the user's to mend. */
function readable<T>(use: () => T): T {
  try {
    return use();
  } catch (error) {
    if (error instanceof TemplateError) throw new Failure(error.message, exits.badInput);
    throw error;
  }
}
