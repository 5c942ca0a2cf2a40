import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { run } from '../../client/cli/program.js';
import type { AgendaLine } from '../../domain/rehearsal/agenda.js';

export interface Answer {
  code: number;
  out: string;
  err: string;
}

/** A folder of files, gone when the test is over. */
export class Folder {
  readonly path = mkdtempSync(join(tmpdir(), 'duly-rehearsal-'));

  constructor(files: Readonly<Record<string, string>> = {}) {
    for (const [name, content] of Object.entries(files)) this.write(name, content);
  }

  write(name: string, content: string): string {
    writeFileSync(join(this.path, name), content);
    return name;
  }

  /** Runs the command line in this process; names of files of this folder are made whole, and in the answer short again. */
  async duly(...args: string[]): Promise<Answer> {
    const answer = { out: '', err: '' };
    const whole = args.map((each) =>
      /\.(csv|jsonl|yaml)$/.test(each) && !each.includes('/') ? each.replace(/[^=]+$/, (name) => join(this.path, name)) : each,
    );
    process.exitCode = 0;
    const code = await run(whole, { write: (text) => void (answer.out += text) }, { write: (text) => void (answer.err += text) });
    const short = (text: string) => text.replaceAll(`${this.path}/`, '');
    return { code, out: short(answer.out), err: short(answer.err) };
  }

  remove(): void {
    rmSync(this.path, { recursive: true });
  }
}

export const linesOf = (out: string): AgendaLine[] =>
  out
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as AgendaLine);

/** The files of the example in the documentation. */
export function exampleFiles(): Record<string, string> {
  const text = readFileSync(new URL('../../docs/rehearsal.md', import.meta.url), 'utf8');
  return Object.fromEntries([...text.matchAll(/<!-- file: (\S+) -->\n```\w+\n([\s\S]*?)```/g)].map(([, name = '', body = '']) => [basename(name), body]));
}

export const ledger = ['entities.csv', 'items.csv', 'customers.csv', 'contacts.csv', 'payments.csv', 'allocations.csv'];
