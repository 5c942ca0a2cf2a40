import type { Command } from 'commander';
import type { Assignment } from '../../../domain/policy/assignment.js';
import { peek, PolicyUnreadable } from '../../../domain/policy/document.js';
import { readPolicy } from '../../../domain/policy/read.js';
import { isAssignment, readAssignment } from '../../../domain/policy/readAssignment.js';
import type { Policy } from '../../../domain/policy/types.js';
import type { PolicyRef, PublishedPolicy } from '../../../prisma/store/policies.js';
import type { Act } from '../act.js';
import { exits, Failure } from '../failure.js';
import { groupOf } from '../group.js';
import { moment, tableOf, type Column, type Output } from '../print.js';
import { file, wholeNumber } from '../read.js';
import { addPolicyMoves, warned } from './policyMoves.js';
import { addPolicyDiff, namedVersion } from './policyDiff.js';

/** `duly policy`: check a document here, publish it, read what is published. */
export function addPolicies(program: Command, act: Act, out: Output): void {
  const policy = groupOf(program, 'policy', 'the rule book: versioned documents');
  policy
    .command('check')
    .argument('<file...>', 'policies and assignments, as YAML')
    .description('check documents; needs no server')
    .action((files: string[]) => checkAll(files, out));
  policy
    .command('list')
    .description('published versions')
    .action(
      act(
        async (api) => api.get<{ items: PublishedPolicy[] }>('/policies'),
        ({ items }) => tableOf(items, policyColumns),
      ),
    );
  addPolicyDiff(policy, out);
  addPolicyMoves(policy, act);
  addPolicy(policy, act);
}

const policyColumns: readonly Column<PublishedPolicy>[] = [
  { title: 'POLICY', of: ({ name }) => name },
  { title: 'VERSION', right: true, of: ({ version }) => version },
  { title: 'TITLE', of: ({ title }) => title },
  { title: 'PUBLISHED', of: ({ publishedAt }) => moment(publishedAt) },
  { title: 'BY', of: ({ publishedBy }) => publishedBy },
];

function addPolicy(policy: Command, act: Act): void {
  policy
    .command('show')
    .argument('<name>', 'NAME, or NAME@VERSION; the newest when left out')
    .option('--version <n>', 'the newest when left out', wholeNumber)
    .description('the document as it was published')
    .action(
      act(
        async (api, [text = ''], { version }: { version?: number }) => {
          const named = namedVersion(text);
          return api.get<{ source: string }>(`/policies/${encodeURIComponent(named.name)}`, { version: version ?? named.version });
        },
        ({ source }) => source,
      ),
    );
  policy
    .command('publish')
    .argument('<file>', 'a YAML document')
    .description('publish the next version; cases that run keep theirs')
    .action(
      act(
        async (api, [path = '']) => api.send<PolicyRef & { isNew: boolean; warnings: string[] }>('POST', '/policies', { file: await file(path) }),
        ({ name, version, isNew, warnings }) =>
          (isNew ? `Published ${name} as version ${version}.\n` : `${name} is the same as version ${version}: nothing was published.\n`) + warned(warnings),
      ),
    );
}

/** Checks documents one after the other; fails when any of them is not good. */
async function checkAll(files: readonly string[], out: Output): Promise<void> {
  const mistakes: string[] = [];
  for (const path of files) {
    const source = Buffer.from((await file(path)).content).toString('utf8');
    try {
      out.write(`${path}: good. ${isAssignment(peek(source)) ? assignmentTold(readAssignment(source, path)) : policyTold(readPolicy(source, path))}\n`);
    } catch (error) {
      if (!(error instanceof PolicyUnreadable)) throw error;
      mistakes.push(error.message);
    }
  }
  if (mistakes.length > 0) throw new Failure(mistakes.join('\n'), exits.badInput);
}

function policyTold({ name, ladder, doNothing }: Policy): string {
  if (doNothing) return `Policy ${name} does nothing: accounts and items that it is given are left alone.`;
  return `Policy ${name} with ${ladder.length} steps: ${ladder.map(({ id }) => id).join(', ')}`;
}

function assignmentTold({ name, rules, accounts, items }: Assignment): string {
  return `Assignment ${name}: ${rules.length} rules, ${accounts.size} accounts and ${items.length} items with a policy of their own`;
}
