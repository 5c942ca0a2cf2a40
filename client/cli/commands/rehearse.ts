import { InvalidArgumentError, Option, type Command } from 'commander';
import type { Policy } from '../../../domain/policy/types.js';
import type { Span } from '../../../domain/rehearsal/rehearse.js';
import { checkAssignment, readAssignmentFile } from '../../rehearse/assigned.js';
import { playAll, type Stage } from '../../rehearse/play.js';
import { rehearsalFormats, report, type RehearsalFormat } from '../../rehearse/report.js';
import { toldApart } from '../../rehearse/versions.js';
import { readRates } from '../../rehearse/rates.js';
import { readFacts, readPolicyFile } from '../../rehearse/setStage.js';
import { exits, Failure } from '../failure.js';
import type { Output } from '../print.js';
import { day } from '../read.js';

interface Options {
  policy: string[];
  assignment?: string;
  ledger: string[];
  events?: string[];
  from: string;
  to: string;
  preset?: string;
  format: RehearsalFormat;
  explain?: string;
  at?: string[];
  runDates?: string[];
  jump?: Span[];
  against?: string;
  rates?: string;
}

/** `duly rehearse`: what would happen, from files alone. */
export function addRehearse(program: Command, out: Output): void {
  program
    .command('rehearse')
    .description('what a policy would do over a ledger and a span of days; needs no server')
    .requiredOption('--policy <files...>', 'a policy document, or the name of one that ships; an assignment or events may name further ones')
    .option('--assignment <file>', 'which account is played by which of the policies; those of which it says nothing, by the first')
    .requiredOption(
      '--ledger <files...>',
      'entities, customers, contacts, open-items or items, payments, allocations; recognised by their columns, or KIND=FILE',
    )
    .option('--events <files...>', 'what people and the world do: one JSON object to a line')
    .option('--preset <name>', 'how the ledger files are written, when not as Duly writes them')
    .requiredOption('--from <day>', 'the first day', day)
    .requiredOption('--to <day>', 'the last day', day)
    .addOption(new Option('--format <format>').choices(rehearsalFormats).default('jsonl'))
    .option('--explain <account>', 'adds its reasons day by day')
    .option('--at <days>', 'the state at the end of these days, by commas', days)
    .option('--run-dates <days>', 'asks the rule on these days only, by commas', days)
    .option('--jump <from..to>', 'nobody asks the rule on these days; may be repeated', jump)
    .option('--against <file>', 'another policy, to be compared with')
    .option('--rates <file>', 'rates of exchange (from, to, rate, valid_from), for totals in one currency in the table and the page')
    .addHelpText(
      'after',
      '\nExample:\n  duly rehearse --policy standard-b2b --ledger items.csv contacts.csv --events events.jsonl --from 2026-01-01 --to 2026-06-30 --format html > plan.html\n\nThe formats are described in docs/rehearsal.md.',
    )
    .action(async (_options: unknown, command: Command) => out.write(await answer(command.opts<Options>())));
}

async function answer(options: Options): Promise<string> {
  const { from, to, runDates } = options;
  if (to < from) throw new Failure(`--to ${to} lies before --from ${from}.`, exits.badInput);
  const outside = options.at?.find((each) => each < from || each > to);
  if (outside) throw new Failure(`--at ${outside} is not between --from and --to.`, exits.badInput);
  const given = [...new Set(options.policy)];
  const files = [...given, ...(options.against === undefined ? [] : [options.against])];
  const read = toldApart((await Promise.all(files.map(readPolicyFile))).map((policy) => onDates(policy, runDates)));
  const policies = read.slice(0, given.length) as [Policy, ...Policy[]];
  const other = read[given.length] ?? null;
  const facts = await readFacts({ ledger: options.ledger, events: options.events ?? [], preset: options.preset ?? null }, from);
  if (options.explain !== undefined && !facts.ledger.accounts.has(options.explain))
    throw new Failure(`--explain: there is no account ${options.explain} in the ledger files; write it as ENTITY/CUSTOMER.`, exits.badInput);
  const assignment = options.assignment === undefined ? null : await readAssignmentFile(options.assignment);
  if (options.assignment !== undefined && assignment) checkAssignment(options.assignment, assignment, policies, facts.ledger);
  const stage: Stage = {
    ...facts,
    policies,
    assignment,
    span: { from, to },
    states: options.at ?? [],
    explain: options.explain ?? null,
    jumps: options.jump ?? [],
    exchange: options.rates === undefined ? null : await readRates(options.rates),
  };
  const played = [playAll(stage, policies[0]), ...(other ? [playAll({ ...stage, policies: [other, ...policies] }, other)] : [])];
  return report(stage, played, options.format);
}

/** The policy with other days on which it is asked. */
function onDates(policy: Policy, dates: readonly string[] | undefined): Policy {
  return dates === undefined ? policy : { ...policy, contact: { ...policy.contact, runs: { weekdays: [], daysOfMonth: [], on: [...dates] } } };
}

/** Days by commas. */
function days(text: string): string[] {
  return text
    .split(',')
    .map((each) => day(each.trim()))
    .sort();
}

function jump(text: string, before: Span[] | undefined): Span[] {
  const [from, to, ...more] = text.split('..');
  if (!from || !to || more.length > 0) throw new InvalidArgumentError('Write it as 2026-03-01..2026-03-10.');
  if (to < from) throw new InvalidArgumentError('It ends before it begins.');
  return [...(before ?? []), { from: day(from), to: day(to) }];
}
