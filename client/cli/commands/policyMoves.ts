import { existsSync } from 'node:fs';
import type { Command } from 'commander';
import type { Move } from '../../../domain/policy/moves.js';
import type { PublishedAssignment, OwnPolicy } from '../../../prisma/store/assignments.js';
import type { AssignmentPreview } from '../../policies/assign.js';
import type { MigrationPreview } from '../../policies/migrate.js';
import type { MovesPreview } from '../../policies/moves.js';
import type { Act } from '../act.js';
import { accountPath, type Api } from '../api.js';
import { exits, Failure } from '../failure.js';
import { heading, moment, tableOf, type Column } from '../print.js';
import { file, linesOf } from '../read.js';
import { namedVersion } from './policyDiff.js';

/** `duly policy assign|assigned|migrate`: which accounts a policy governs, and moving them. */
export function addPolicyMoves(policy: Command, act: Act): void {
  addAssign(policy, act);
  policy
    .command('assigned')
    .description('the assignment in force, and accounts and items with a policy of their own')
    .action(act(async (api) => api.get<Shown>('/assignment'), showAssigned));
  addMigrate(policy, act);
}

interface Shown {
  current: PublishedAssignment | null;
  own: OwnPolicy[];
}

interface AssignOptions {
  item?: string;
  none?: boolean;
  reason?: string;
  preview?: boolean;
  fingerprint?: string;
}

type Published = { name: string; version: number; isNew: boolean; preview: AssignmentPreview };
type Given = { done: boolean; move: Move | null };

function addAssign(policy: Command, act: Act): void {
  policy
    .command('assign')
    .argument('<what>', 'an assignment document, or an account as ENTITY/CUSTOMER')
    .argument('[policy]', 'of the account: a published policy')
    .option('--item <number>', 'one item of the account; its policy must do nothing')
    .option('--none', 'take the policy of the account or the item away')
    .option('--reason <text>', 'why; needed for an account or an item')
    .option('--preview', 'list who would move, and change nothing')
    .option('--fingerprint <text>', 'of a preview: that and nothing else')
    .description('say which policy governs which accounts; cases that run keep theirs, but for the account that is named')
    .addHelpText(
      'after',
      '\nExamples:\n  duly policy assign assignment.yaml --preview --as manager\n  duly policy assign DE01/4711 gentle --reason "key customer" --as manager\n  duly policy assign DE01/4711 leave-alone --item R-17 --reason "with the lawyers" --as manager',
    )
    .action(
      act(
        async (api, [what = '', name], options: AssignOptions): Promise<AssignmentPreview | Published | Given> =>
          existsSync(what) || /\.(ya?ml|json)$/.test(what) ? assignDocument(api, what, options) : assignAccount(api, what, name, options),
        showOutcome,
      ),
    );
}

async function assignDocument(api: Api, path: string, { preview, fingerprint }: AssignOptions): Promise<AssignmentPreview | Published> {
  const document = await file(path);
  if (preview) return api.send<AssignmentPreview>('POST', '/assignment/preview', { file: document });
  return api.send<Published>('POST', '/assignment', { file: document, query: { fingerprint } });
}

async function assignAccount(api: Api, account: string, name: string | undefined, { item, none, reason, preview = false }: AssignOptions): Promise<Given> {
  if ((name === undefined) === (none === undefined)) throw new Failure('Name a policy for the account, or say --none.', exits.badInput);
  if (!preview && reason === undefined) throw new Failure('Say why: --reason "…".', exits.badInput);
  const body = { policy: name ?? null, preview, ...(item !== undefined && { item }), ...(reason !== undefined && { reason }) };
  return api.send<Given>('POST', `${accountPath(account)}/policy`, { body });
}

function addMigrate(policy: Command, act: Act): void {
  interface Options {
    to: string;
    accounts?: string;
    preview?: boolean;
    fingerprint?: string;
    reason?: string;
  }
  policy
    .command('migrate')
    .argument('<name>', 'the policy by which the cases run')
    .requiredOption('--to <version>', 'a version, as 3; or another policy with its version, as gentle@2')
    .option('--accounts <file>', 'only these accounts, one to a line')
    .option('--preview', 'list who would move where and be contacted when, and change nothing')
    .option('--fingerprint <text>', 'of a preview: that and nothing else')
    .option('--reason <text>', 'why; needed unless it is previewed')
    .description('move running cases to another version')
    .addHelpText('after', '\nExample:\n  duly policy migrate standard-b2b --to 3 --preview --as manager')
    .action(
      act(
        async (api, [name = ''], { to, accounts, preview, fingerprint, reason }: Options) => {
          const body = { to: targetOf(to), ...(accounts !== undefined && { accounts: await linesOf(accounts, 'account') }) };
          const path = `/policies/${encodeURIComponent(name)}/migration`;
          if (preview) return { moved: false, ...(await api.send<MigrationPreview>('POST', `${path}/preview`, { body })) };
          if (reason === undefined) throw new Failure('Say why: --reason "…".', exits.badInput);
          const asked = { ...body, reason, ...(fingerprint !== undefined && { fingerprint }) };
          return { moved: true, ...(await api.send<MigrationPreview>('POST', path, { body: asked })) };
        },
        (shown) => showMigration(shown, shown.moved),
      ),
    );
}

function targetOf(text: string): { policy?: string; version: number } {
  if (/^[1-9]\d{0,6}$/.test(text)) return { version: Number(text) };
  const { name, version } = namedVersion(text);
  if (version === undefined) throw new Failure(`--to ${text} needs a version, as ${name}@2.`, exits.badInput);
  return { policy: name, version };
}

const moveColumns: readonly Column<Move>[] = [
  { title: 'ACCOUNT', of: ({ accountId }) => accountId },
  { title: 'NAME', width: 24, of: ({ name }) => name },
  { title: 'CASE', of: ({ caseId }) => caseId ?? 'none' },
  { title: 'FROM', of: ({ from }) => from.policy },
  { title: 'STEP', of: ({ from }) => `${from.level} ${from.step ?? ''}`.trim() },
  { title: 'TO', of: ({ to }) => to.policy },
  { title: 'STEP', of: ({ to }) => `${to.level} ${to.step ?? ''}`.trim() },
  { title: 'NEXT BEFORE', of: ({ from }) => from.nextOn ?? '-' },
  { title: 'NEXT AFTER', of: ({ to }) => to.nextOn ?? '-' },
  { title: 'CONTACT', of: ({ contact }) => contact },
  { title: 'WHAT', width: 60, of: ({ to }) => to.next },
];

/** One warning to a line. */
export const warned = (warnings: readonly string[]): string => warnings.map((each) => `Warning: ${each}\n`).join('');

function showMoves({ moves, totals, fingerprint, warnings }: MovesPreview, title: string): string {
  if (moves.length === 0) return 'Nobody moves.\n';
  const { accounts, ...contacts } = totals;
  const counted = Object.entries(contacts).filter(([, count]) => count > 0);
  return `${heading(`${title} (${accounts})`)}${tableOf(moves, moveColumns)}\n${counted.map(([what, count]) => `${count} ${what}`).join(', ')}\n${warned(warnings)}Fingerprint: ${fingerprint}\n`;
}

function showMigration(shown: MigrationPreview, moved: boolean): string {
  const left = shown.notRunning.length === 0 ? '' : `No case of the policy runs for: ${shown.notRunning.join(', ')}\n`;
  return showMoves(shown, moved ? 'Moved' : 'Would move') + left;
}

function showAssignment(shown: AssignmentPreview, title: string): string {
  const columns: readonly Column<AssignmentPreview['staying'][number]>[] = [
    { title: 'ACCOUNT', of: ({ accountId }) => accountId },
    { title: 'RUNS BY', of: ({ policy }) => policy },
    { title: 'ASSIGNED', of: ({ assigned }) => assigned },
  ];
  const staying =
    shown.staying.length === 0 ? '' : heading(`Keep the policy of their case until it closes (${shown.staying.length})`) + tableOf(shown.staying, columns);
  return showMoves(shown, title) + staying;
}

function showOutcome(outcome: AssignmentPreview | Published | Given): string {
  if ('done' in outcome) {
    const what = outcome.move ? tableOf([outcome.move], moveColumns) : '';
    return outcome.done ? `Assigned.\n${what}` : what;
  }
  if (!('isNew' in outcome)) return showAssignment(outcome, 'Would move');
  const { name, version, isNew, preview } = outcome;
  const head = isNew ? `Assignment ${name} is in force as version ${version}.\n` : `${name} is the same as version ${version}: nothing was published.\n`;
  return head + (isNew ? showAssignment(preview, 'Moved') : '');
}

function showAssigned({ current, own }: Shown): string {
  const head = current
    ? `# Version ${current.version}, published ${moment(current.publishedAt)} by ${current.publishedBy}\n${current.source}`
    : 'No assignment was published: accounts go by the default of their entity, or by standard-b2b.\n';
  const columns: readonly Column<OwnPolicy>[] = [
    { title: 'ACCOUNT', of: ({ accountId }) => accountId },
    { title: 'ITEM', of: ({ item }) => item ?? '' },
    { title: 'POLICY', of: ({ policy }) => policy },
    { title: 'REASON', width: 60, of: ({ reason }) => reason ?? '' },
  ];
  return own.length === 0 ? head : head + heading('With a policy of their own') + tableOf(own, columns);
}
