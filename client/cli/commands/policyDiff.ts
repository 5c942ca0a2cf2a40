import { existsSync } from 'node:fs';
import { Argument, type Command } from 'commander';
import { differenceLine, diffPolicies, type PolicyDifference } from '../../../domain/policy/diff.js';
import { PolicyUnreadable } from '../../../domain/policy/document.js';
import { readPolicyDocument } from '../../../domain/policy/read.js';
import { apiOf } from '../api.js';
import { exits, Failure } from '../failure.js';
import type { Output } from '../print.js';
import { file } from '../read.js';
import { findServer, type GlobalOptions } from '../server.js';

/** `duly policy diff`: what differs between two documents, by step and field. Files need no server. */
export function addPolicyDiff(policy: Command, out: Output): void {
  const what = 'a file, or a published policy as NAME or NAME@VERSION';
  policy
    .command('diff')
    .addArgument(new Argument('<before>', what))
    .addArgument(new Argument('<after>', what))
    .description('what differs, by step and field; exits with 1 when something does')
    .addHelpText('after', '\nExamples:\n  duly policy diff old.yaml new.yaml\n  duly policy diff standard-b2b@2 standard-b2b')
    .action(async (before: string, after: string, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<GlobalOptions>();
      const [one, other] = [await sourceOf(before, options), await sourceOf(after, options)];
      const differences = diffPolicies(documentOf(one, before), documentOf(other, after));
      out.write(options.json ? `${JSON.stringify(differences, null, 2)}\n` : told(differences, before, after));
      if (differences.length > 0) process.exitCode = exits.refused;
    });
}

/** A published version as people name it: `standard-b2b`, or `standard-b2b@3`. Throws Failure when it is neither. */
export function namedVersion(text: string): { name: string; version: number | undefined } {
  const [, name, version] = /^([a-z0-9][a-z0-9-]*)(?:@([1-9]\d{0,8}))?$/.exec(text) ?? [];
  if (!name) throw new Failure(`'${text}' is neither a file nor a policy; write a policy as standard-b2b or standard-b2b@3.`, exits.badInput);
  return { name, version: version === undefined ? undefined : Number(version) };
}

async function sourceOf(named: string, options: GlobalOptions): Promise<string> {
  if (existsSync(named) || /\.(ya?ml|json)$/.test(named)) return Buffer.from((await file(named)).content).toString('utf8');
  const { name, version } = namedVersion(named);
  const api = apiOf(await findServer(options));
  return (await api.get<{ source: string }>(`/policies/${encodeURIComponent(name)}`, { version })).source;
}

function documentOf(source: string, name: string) {
  try {
    return readPolicyDocument(source, name).data;
  } catch (error) {
    if (error instanceof PolicyUnreadable) throw new Failure(error.message, exits.badInput);
    throw error;
  }
}

function told(differences: readonly PolicyDifference[], before: string, after: string): string {
  if (differences.length === 0) return `${before} and ${after} say the same.\n`;
  return `${[`${before} → ${after}`, ...differences.map((each) => `  ${differenceLine(each)}`)].join('\n')}\n`;
}
