import { channels } from '../../../domain/instructing/choices.js';
import { Option, type Command } from 'commander';
import { NoSuchDebt, type GateReport } from '../../gate/report.js';
import { askAnyone } from '../../rehearse/askGate.js';
import { readFacts, readPolicyFile } from '../../rehearse/setStage.js';
import { apiOf } from '../api.js';
import { exits, Failure } from '../failure.js';
import type { Output } from '../print.js';
import { several } from '../read.js';
import { findServer, type GlobalOptions } from '../server.js';

interface Options extends GlobalOptions {
  channel: 'email' | 'sms' | 'letter' | 'call';
  at?: string;
  ledger?: string[];
  events?: string[];
  preset?: string;
  policy?: string;
  person?: string;
  number?: string;
  place?: 'home' | 'work' | 'mobile' | 'other';
  debt?: string[];
  role?: 'first-party' | 'third-party';
}

/** `duly gate`: whether a contact may be made at an instant, by the server or from files alone. */
export function addGate(program: Command, out: Output): void {
  program
    .command('gate')
    .description('whether a contact may be made at an instant, and why not; with --ledger from files, without a server')
    .argument('<account or person>', 'an account as ENTITY/CUSTOMER, or a person by name')
    .addOption(new Option('--channel <channel>').choices(channels).makeOptionMandatory())
    .option('--at <instant>', 'as 2026-03-31T14:30:00Z, or with +02:00 for Z; of a server, now when left out')
    .option('--ledger <files...>', 'as for rehearse; when left out the server is asked')
    .option('--events <files...>', 'as for rehearse: those up to the instant count')
    .option('--preset <name>', 'how the ledger files are written, when not as Duly writes them')
    .option(
      '--policy <file>',
      'a policy document, or the name of one that ships, whose hours and budget count as well; without it the law, holds and wishes alone',
    )
    .option('--person <name>', 'whom of the account; else whoever comes first')
    .option('--number <number>', 'the number or address that would be used')
    .addOption(
      new Option('--place <place>', 'where that number reaches the person; else as it was said of an earlier call').choices([
        'home',
        'work',
        'mobile',
        'other',
      ]),
    )
    .option('--debt <item>', 'the item that it is about; may be repeated; else all', several)
    .addOption(new Option('--role <role>', 'whose debts they are; else as the policy says').choices(['first-party', 'third-party']))
    .addHelpText(
      'after',
      '\nExamples:\n  duly gate US01/1000 --channel call --as collector\n  duly gate US01/1000 --channel call --at 2026-03-31T14:30:00Z --ledger items.csv customers.csv contacts.csv --events calls.jsonl\n\nNot legal advice.',
    )
    .action(async (subject: string, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<Options>();
      const report = await answer(subject, options);
      out.write(options.json ? `${JSON.stringify(report, null, 2)}\n` : printed(report));
    });
}

async function answer(subject: string, options: Options): Promise<GateReport> {
  const at = options.at === undefined ? null : instantIn(options.at);
  if (options.ledger) return fromFiles(subject, options, options.ledger, at);
  for (const name of ['events', 'preset', 'policy', 'role'] as const)
    if (options[name] !== undefined) throw new Failure(`--${name} goes with --ledger; the server has its own.`, exits.badInput);
  const { channel, person, number, place, debt: [debt, ...more] = [] } = options;
  if (more.length > 0) throw new Failure('The server is asked about one --debt at a time, or about all.', exits.badInput);
  return apiOf(await findServer(options)).get<GateReport>('/gate', {
    subject,
    channel,
    ...(at && { at }),
    ...(person && { person }),
    ...(number && { number }),
    ...(place && { place }),
    ...(debt && { debt }),
  });
}

function instantIn(text: string): string {
  if (!/^\d{4}-\d{2}-\d{2}T[\d:.]+(Z|[+-]\d{2}:\d{2})$/.test(text) || Number.isNaN(Date.parse(text)))
    throw new Failure(`--at ${text} is no instant; write it as 2026-03-31T14:30:00Z, or with +02:00 for Z.`, exits.badInput);
  return new Date(text).toISOString().replace('.000Z', 'Z');
}

async function fromFiles(subject: string, options: Options, ledger: readonly string[], at: string | null): Promise<GateReport> {
  if (at === null) throw new Failure('With --ledger, --at says for which instant.', exits.badInput);
  const policy = await readPolicyFile(options.policy ?? 'standard-b2b');
  const role = options.role === undefined ? policy.role : options.role === 'third-party' ? 'THIRD_PARTY' : 'FIRST_PARTY';
  const facts = await readFacts({ ledger, events: options.events ?? [], preset: options.preset ?? null }, at.slice(0, 10));
  const { channel, person = null, number = null, place = null, debt = [] } = options;
  try {
    return askAnyone(facts, { ...policy, role }, { subject, channel, person, number, place, debts: debt }, at, options.policy !== undefined);
  } catch (error) {
    if (error instanceof NoSuchDebt) throw new Failure(`--debt ${error.message}`, exits.badInput);
    throw error;
  }
}

function printed({ decision, until, account, person, channel, at, reasons, warnings }: GateReport): string {
  const head = `${decision}${until === null ? '' : ` until ${until}`}  ${channel} to ${person ?? 'anybody'} of ${account} at ${at}`;
  return [head, ...reasons.map(({ code, sentence }) => `  ${code}: ${sentence}`), ...warnings.map((warning) => `  Note: ${warning}`)].join('\n') + '\n';
}
