import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import type { BatchRow } from '../../../prisma/store/reading/records.js';
import { importKinds, type ImportKind } from '../../imports/fields.js';
import type { ImportReport } from '../../imports/report.js';
import type { Act } from '../act.js';
import { factsOf, heading, listOf, moment, money, tableOf, type Listed } from '../print.js';
import { currency, day, file, paging } from '../read.js';

interface Options {
  preset?: string;
  mapping?: string;
  asOf?: string;
  entity?: string;
  currency?: string;
  delimiter?: string;
  encoding?: string;
  decimal?: string;
  dateFormat?: string;
  acceptClearing?: boolean;
  dryRun?: boolean;
}

type Report = Omit<ImportReport, 'accountsChanged' | 'disputesRaised'> & { accountsChanged: number; disputesRaised: number };

const descriptions: Record<ImportKind, string> = {
  'open-items': "the ledger's list of open items of a day; what it does not name any more has been cleared",
  payments: 'payments, and what they pay',
  customers: 'customers with their addresses',
  contacts: "people and mailboxes at the customers'",
  entities: 'the legal entities that sell',
};

/** `duly import`: load files, see what was loaded, have a mapping proposed. */
export function addImports(program: Command, act: Act): void {
  const group = program.command('import').description('load facts from CSV or XLSX files: the whole of a file or nothing');
  for (const kind of importKinds) addImport(group, act, kind);
  paging(group.command('list').description('loads so far, newest first')).action(
    act(
      async (api, _args, { limit, offset }: { limit: number; offset: number }) => api.get<Listed<BatchRow>>('/imports', { limit, offset }),
      (page) =>
        listOf(page, [
          { title: 'WHEN', of: ({ importedAt }) => moment(importedAt) },
          { title: 'KIND', of: ({ kind }) => kind },
          { title: 'AS OF', of: ({ asOf }) => asOf },
          { title: 'FILE', width: 40, of: ({ fileName }) => fileName },
          { title: 'ROWS', right: true, of: ({ rows }) => rows },
          { title: 'NEW', right: true, of: ({ created }) => created },
          { title: 'CHANGED', right: true, of: ({ changed }) => changed },
          { title: 'CLEARED', right: true, of: ({ cleared }) => cleared },
          { title: 'BY', of: ({ importedBy }) => importedBy },
        ]),
    ),
  );
  group
    .command('presets')
    .description('presets that ship with Duly')
    .action(
      act(
        async (api) => api.get<{ items: { name: string; kind: string; title: string }[] }>('/import-presets'),
        ({ items }) =>
          tableOf(items, [
            { title: 'PRESET', of: ({ name }) => name },
            { title: 'FOR', of: ({ kind }) => kind },
            { title: 'TITLE', of: ({ title }) => title },
          ]),
      ),
    );
  addPropose(group, act);
}

function addImport(group: Command, act: Act, kind: ImportKind): void {
  group
    .command(kind)
    .argument('<file>', 'CSV or XLSX')
    .description(descriptions[kind])
    .option('--preset <name>', 'as in: duly import presets; without one the columns are told from the header')
    .option('--mapping <file>', "a preset of one's own, YAML")
    .option('--as-of <day>', 'the day of the list; needed for open items', day)
    .option('--entity <code>', 'of a file that names none')
    .option('--currency <code>', 'of rows that name none', currency)
    .option('--delimiter <character>', 'as ; or \\t')
    .option('--encoding <name>', 'as windows-1252')
    .option('--decimal <mark>', '. or ,')
    .option('--date-format <format>', 'as DD/MM/YYYY')
    .option('--accept-clearing', 'take a list that clears more than half of what is open')
    .option('--dry-run', 'do everything but keep it')
    .addHelpText('after', `\nExample:\n  duly import ${kind} ${kind}.csv${kind === 'open-items' ? ' --as-of 2020-06-30' : ''} --dry-run --as finance`)
    .action(
      act(
        async (api, [path = ''], { as: _as, json: _json, mapping, ...options }: Options & { as: string; json?: boolean }) =>
          api.send<Report>('POST', `/imports/${kind}`, {
            file: await file(path),
            query: { ...options, mapping: mapping ? await readFile(mapping, 'utf8') : undefined },
          }),
        showReport,
      ),
    );
}

function showReport(report: Report): string {
  const { asOf, rows, created, changed, cleared, reopened, unchanged } = report;
  const top = factsOf([
    ['File', report.fileName],
    ['Result', resultOf(report)],
    ['Preset', report.preset],
    ['As of', asOf],
    ['Entities', report.entities.join(', ')],
    ['Rows', rows],
    ['New', created],
    ['Changed', changed],
    ['Cleared', cleared],
    ['Open again', reopened || null],
    ['As before', unchanged],
    ['Not open', report.notOpen || null],
    ['Left out', report.ignoredCount || null],
    ['New customers', report.newCustomers || null],
    ['New accounts', report.newAccounts || null],
    ['Accounts changed', report.accountsChanged],
    ['Disputes', report.disputesRaised || null],
  ]);
  const totals =
    report.totals.length === 0
      ? ''
      : heading('Control totals') +
        tableOf(report.totals, [
          { title: 'ENTITY', of: ({ entity }) => entity },
          { title: 'ITEMS', right: true, of: ({ items }) => items },
          { title: 'IN THE FILE', right: true, of: (row) => money(row.openMinor, row.currency) },
          { title: 'IN THE STORE', right: true, of: (row) => money(row.storeOpenMinor, row.currency) },
          { title: 'OF IT CREDITS', right: true, of: (row) => money(row.creditMinor, row.currency) },
        ]);
  return top + totals + report.warnings.map((warning) => `\nNote: ${warning}\n`).join('');
}

function resultOf({ status, batchId, repeats }: Report): string {
  if (status === 'dry-run') return 'good; nothing was kept, as this was a dry run';
  if (repeats && !batchId) return `nothing to do: the same file was loaded on ${moment(repeats.importedAt)}`;
  return 'loaded';
}

interface Proposal {
  columns: Record<string, string>;
  unplaced: string[];
  missing: string[];
  doubtful: { field: string; columns: string[] }[];
}

function addPropose(group: Command, act: Act): void {
  group
    .command('propose')
    .argument('<kind>', importKinds.join(', '))
    .argument('<file>', 'CSV or XLSX')
    .description('which column is which, as a mapping to keep and correct')
    .action(
      act(
        async (api, [kind = '', path = '']) => api.send<Proposal>('POST', '/imports/propose-mapping', { file: await file(path), query: { kind } }),
        showProposal,
      ),
    );
}

function showProposal({ columns, unplaced, missing, doubtful }: Proposal): string {
  const notes = [
    ...missing.map((field) => `# missing: a column for ${field}`),
    ...doubtful.map(({ field, columns: several }) => `# doubtful: ${field} could be ${several.join(' or ')}`),
    ...(unplaced.length > 0 ? [`# not used: ${unplaced.join(', ')}`] : []),
  ];
  return `${[...notes, 'columns:', ...Object.entries(columns).map(([field, column]) => `  ${field}: ${JSON.stringify(column)}`)].join('\n')}\n`;
}
