import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { InvalidArgumentError, type Command } from 'commander';
import { isDay } from '../../domain/instructing/shape.js';
import { fromDecimal, type Minor } from '../../domain/money/minor.js';
import { exits, Failure } from './failure.js';

/** A day as people type it. */
export function day(text: string): string {
  if (!isDay(text)) throw new InvalidArgumentError('Write a day as 2020-06-30.');
  return text;
}

export function wholeNumber(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('Write a whole number.');
  return Number(text);
}

export function currency(text: string): string {
  if (!/^[A-Za-z]{3}$/.test(text)) throw new InvalidArgumentError('Write a currency by its ISO 4217 code, as EUR.');
  return text.toUpperCase();
}

/** Gathers an option that may be given several times. */
export const several = (text: string, before: string[] | undefined): string[] => [...(before ?? []), text];

/** An amount as people type it, in major units: `1250.00`. Throws Failure when it is none in this currency. */
export function amount(text: string, of: string): Minor {
  try {
    const minor = fromDecimal(text, of);
    if (minor <= 0) throw new RangeError(`'${text}' is not above zero`);
    return minor;
  } catch (error) {
    throw new Failure(`${error instanceof Error ? error.message : String(error)}. Write it as 1250.00, without thousands separators.`, exits.badInput);
  }
}

const types: Readonly<Record<string, string>> = {
  '.xlsx': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  '.csv': 'text/csv',
  '.txt': 'text/csv',
  '.tsv': 'text/csv',
  '.yaml': 'application/yaml',
  '.yml': 'application/yaml',
};

/** A file with its content type; throws Failure when it can't be read. */
export async function file(path: string): Promise<{ content: Uint8Array; type: string; name: string }> {
  const content = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    throw new Failure(
      error.code === 'ENOENT' ? `There is no file ${path}.` : `The file ${path} can't be read (${error.code ?? error.message}).`,
      exits.badInput,
    );
  });
  return { content, type: types[extname(path).toLowerCase()] ?? 'application/octet-stream', name: path };
}

/** Gives a command the options that all lists have. */
export function paging(command: Command): Command {
  return command.option('--limit <n>', 'most rows', wholeNumber, 50).option('--offset <n>', 'rows to leave out first', wholeNumber, 0);
}

/** Lines of a file, without empty ones. `what` they name is for the message when there are none. */
export async function linesOf(path: string, what: string): Promise<string[]> {
  const text = await readFile(path, 'utf8').catch(() => {
    throw new Failure(`The file ${path} can't be read.`, exits.badInput);
  });
  const lines = text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
  if (lines.length === 0) throw new Failure(`The file ${path} names no ${what}.`, exits.badInput);
  return lines;
}
