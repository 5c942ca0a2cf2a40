import { InvalidArgumentError, Option, type Command } from 'commander';
import type { InterestRule } from '../../../domain/interest/interest.js';
import type { StatedRate } from '../../../domain/interest/rates.js';
import { interestOn, type InterestLine, type InterestReport } from '../../rehearse/interest.js';
import { worldsOn } from '../../rehearse/openNow.js';
import { readFacts } from '../../rehearse/setStage.js';
import { exits, Failure } from '../failure.js';
import { money, monies, tableOf, type Output } from '../print.js';
import { day } from '../read.js';

interface Options {
  files: string[];
  events?: string[];
  preset?: string;
  law?: 'DE' | 'UK' | 'ES' | 'EU';
  rate?: string;
  referenceRate: StatedRate[];
  asOf: string;
  consumer?: boolean;
  account?: string;
  format: 'table' | 'json' | 'jsonl';
}

/** `duly interest`: what late payment costs, from files alone. */
export function addInterest(program: Command, out: Output): void {
  program
    .command('interest')
    .description('interest and lump sums on late items, by law or contract; needs no server')
    .requiredOption('--files <files...>', 'items, payments, allocations, customers, entities; recognised by their columns, or KIND=FILE')
    .option('--events <files...>', 'payments, credit notes and invoices among events count as well')
    .option('--preset <name>', 'how the files are written, when not as Duly writes them')
    .addOption(new Option('--law <law>', 'by the law of').choices(['DE', 'UK', 'ES', 'EU']).conflicts('rate'))
    .option('--rate <percent>', 'by contract, percent a year', percent)
    .option('--reference-rate <day=percent>', 'with --law: the published rate of the half-year that begins on the day; may be repeated', stated, [])
    .requiredOption('--as-of <day>', 'up to and including this day', day)
    .option('--consumer', 'everybody is a consumer; without it, who is one by the file of customers')
    .option('--account <account>', 'of one account only')
    .addOption(new Option('--format <format>').choices(['table', 'json', 'jsonl']).default('table'))
    .addHelpText(
      'after',
      '\nExamples:\n  duly interest --files items.csv payments.csv --law DE --as-of 2026-03-31\n  duly interest --files items.csv --rate 9.5 --as-of 2026-03-31 --format json\n\nNot legal advice.',
    )
    .action(async (_options: unknown, command: Command) => out.write(await answer(command.optsWithGlobals<Options & { json?: boolean }>())));
}

async function answer(options: Options & { json?: boolean }): Promise<string> {
  const rule = ruleOf(options);
  const { asOf, account, files, events = [], preset = null } = options;
  const worlds = worldsOn(await readFacts({ ledger: files, events, preset }, asOf), asOf).filter(
    ({ base }) => account === undefined || base.accountId === account,
  );
  if (account !== undefined && worlds.length === 0)
    throw new Failure(`There is no account ${account} in the files; write it as ENTITY/CUSTOMER.`, exits.badInput);
  const report = interestOn(worlds, rule, asOf, options.consumer ?? false);
  const format = options.json ? 'json' : options.format;
  switch (format) {
    case 'json':
      return `${JSON.stringify(report, null, 2)}\n`;
    case 'jsonl':
      return report.lines.map((line) => `${JSON.stringify(line)}\n`).join('');
    case 'table':
      return printed(report);
    default:
      return format satisfies never;
  }
}

function ruleOf({ law, rate, referenceRate }: Options): InterestRule {
  if (law) return referenceRate.length > 0 ? { law, stated: referenceRate } : { law };
  if (referenceRate.length > 0) throw new Failure('--reference-rate is the rate that a law refers to: say which with --law DE, UK, ES or EU.', exits.badInput);
  if (rate !== undefined) return { law: 'contract', percent: rate };
  throw new Failure('Say by which law or contract: --law DE, UK, ES or EU, or --rate PERCENT.', exits.badInput);
}

function stated(text: string, before: StatedRate[]): StatedRate[] {
  const [, from = '', given = ''] = /^(\d{4}-0[17]-01)=(-?\d{1,3}(?:\.\d{1,6})?)$/.exec(text) ?? [];
  if (from === '') throw new InvalidArgumentError('Write the first day of a half-year and its rate, as 2027-01-01=1.52.');
  return [...before, { from, percent: given }];
}

function percent(text: string): string {
  if (!/^\d{1,3}(\.\d{1,6})?$/.test(text)) throw new InvalidArgumentError('Write a rate as 9.5.');
  return text;
}

function printed({ asOf, rule, lines, totals }: InterestReport): string {
  const by = rule.law === 'contract' ? `${rule.percent} % a year by contract` : `the law of ${rule.law}`;
  if (lines.length === 0) return `Interest up to ${asOf}, by ${by}: nothing was late.\n`;
  const table = tableOf(lines.flatMap(rowsOf), [
    { title: 'ACCOUNT', of: ({ account }) => account },
    { title: 'ITEM', of: ({ item }) => item },
    { title: 'DUE', of: ({ due }) => due },
    { title: 'FROM', of: ({ from }) => from },
    { title: 'TO', of: ({ to }) => to },
    { title: 'DAYS', right: true, of: ({ days }) => days },
    { title: 'RATE', right: true, of: ({ rate }) => rate },
    { title: 'PRINCIPAL', right: true, of: ({ principal }) => principal },
    { title: 'INTEREST', right: true, of: ({ interest }) => interest },
    { title: 'LUMP SUM', right: true, of: ({ lump }) => lump },
  ]);
  return `Interest up to ${asOf}, by ${by}\n${table}\nInterest   ${monies(totals.interest)}\nLump sums  ${monies(totals.lumpSums)}\nTotal      ${monies(totals.all)}\n`;
}

interface Row {
  account?: string;
  item?: string;
  due?: string;
  from?: string;
  to?: string;
  days?: number;
  rate?: string;
  principal?: string;
  interest?: string;
  lump?: string;
}

const none = { NOT_COVERED: 'not covered by this law', NOT_LATE: 'not late', NO_RATE: 'no rate is known' } as const;

function rowsOf(line: InterestLine): Row[] {
  const head = { account: line.account, item: line.item, due: line.dueOn };
  if ('none' in line) return [{ ...head, interest: none[line.none] }];
  const periods = line.parts.flatMap(({ principalMinor, periods: each }) =>
    each.map(({ from, to, days, percent: rate }) => ({ from, to, days, rate: `${rate} %`, principal: money(principalMinor, line.currency) })),
  );
  return [
    { ...head, interest: money(line.interestMinor, line.currency), lump: line.lumpSumMinor === 0 ? '' : money(line.lumpSumMinor, line.lumpSumCurrency) },
    ...periods,
  ];
}
