import { writeFile } from 'node:fs/promises';
import { Option, type Command } from 'commander';
import type { AccountBase } from '../../../domain/rehearsal/world.js';
import { ageingFormats, printAgeing } from '../../ageing/print.js';
import { ageingBy, reportOn } from '../../ageing/report.js';
import { withRates } from '../../ageing/withRates.js';
import { openAmountsIn, worldsOn } from '../../rehearse/openNow.js';
import { readRates } from '../../rehearse/rates.js';
import { readFacts } from '../../rehearse/setStage.js';
import { apiOf } from '../api.js';
import { exits, Failure } from '../failure.js';
import type { Output } from '../print.js';
import { day, several } from '../read.js';
import { findServer, type GlobalOptions } from '../server.js';

interface Options extends GlobalOptions {
  asOf?: string;
  by: string;
  buckets?: string;
  format: (typeof ageingFormats)[number];
  entity?: string[];
  customer?: string[];
  segment?: string[];
  collector?: string[];
  output?: string;
  files?: string[];
  events?: string[];
  preset?: string;
  rates?: string;
}

/** `duly ageing`: the report as the server prints it. */
export function addAgeing(program: Command, out: Output): void {
  program
    .command('ageing')
    .description('open amounts by age as of any day')
    .option('--as-of <day>', 'today when left out', day)
    .addOption(new Option('--by <what>', 'a row for each').choices(ageingBy).default('customer'))
    .option('--buckets <edges>', 'the last day of each bucket, as 30,60,90')
    .addOption(new Option('--format <format>').choices(ageingFormats).default('table'))
    .option('--entity <code>', 'of this legal entity; may be repeated', several)
    .option('--customer <number>', 'of this customer; may be repeated', several)
    .option('--segment <name>', 'of this segment; may be repeated', several)
    .option('--collector <user>', 'of this collector; may be repeated', several)
    .option('--output <file>', 'write it there')
    .option('--files <files...>', 'from ledger files alone, without a server: items or open-items, payments, allocations, customers, entities')
    .option('--events <files...>', 'with --files: payments, credit notes and invoices among events count as well')
    .option('--preset <name>', 'with --files: how they are written, when not as Duly writes them')
    .option('--rates <file>', 'with --files: rates of exchange (from, to, rate, valid_from), for a total in one currency')
    .addHelpText(
      'after',
      '\nExamples:\n  duly ageing --as-of 2020-06-30 --by entity\n  duly ageing --by bucket --buckets 15,30,60 --format xlsx --output ageing.xlsx',
    )
    .action(async (_options: unknown, command: Command) => report(command.optsWithGlobals<Options>(), out));
}

async function report(options: Options, out: Output): Promise<void> {
  const { as: _as, json, output, files: _files, events: _events, preset: _preset, rates, ...query } = options;
  if (rates !== undefined && !options.files) throw new Failure('--rates goes with --files.', exits.badInput);
  const format = json ? 'json' : options.format;
  if (format === 'xlsx' && !output) throw new Failure('A workbook needs a file to go to: --output ageing.xlsx.', exits.badInput);
  const content = options.files ? await fromFiles(options, format) : await apiOf(await findServer(options)).download('/ageing', { ...query, format });
  if (!output) return out.write(Buffer.from(content).toString('utf8').replace(/\n*$/, '\n'));
  await writeFile(output, content).catch((error: NodeJS.ErrnoException) => {
    throw new Failure(`${output} can't be written (${error.code ?? error.message}).`, exits.badInput);
  });
  out.write(`Written to ${output}.\n`);
}

async function fromFiles(options: Options, format: Options['format']): Promise<Uint8Array> {
  const { files = [], events = [], preset = null, by, buckets, asOf = new Date().toISOString().slice(0, 10) } = options;
  const worlds = worldsOn(await readFacts({ ledger: files, events, preset }, asOf), asOf).filter(({ base }) => isAsked(base, options));
  const what = by as (typeof ageingBy)[number];
  const read = reportOn(openAmountsIn(worlds, asOf, what), { asOf, by: what, buckets });
  if ('why' in read) throw new Failure(`${read.why}.`, exits.badInput);
  const reported = options.rates === undefined ? read : withRates(read, await readRates(options.rates));
  return Buffer.from(await printAgeing(reported, format));
}

function isAsked({ entity, customer, collectorId }: AccountBase, options: Options): boolean {
  const among = (allowed: readonly string[] | undefined, value: string | null) => !allowed || (value !== null && allowed.includes(value));
  return (
    among(options.entity, entity.code) &&
    among(options.customer, customer.number) &&
    among(options.segment, customer.segment) &&
    among(options.collector, collectorId)
  );
}
