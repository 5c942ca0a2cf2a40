import { writeFile } from 'node:fs/promises';
import { Option, type Command } from 'commander';
import { ageingFormats } from '../../ageing/print.js';
import { ageingBy } from '../../ageing/report.js';
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
    .addHelpText(
      'after',
      '\nExamples:\n  duly ageing --as-of 2020-06-30 --by entity\n  duly ageing --by bucket --buckets 15,30,60 --format xlsx --output ageing.xlsx',
    )
    .action(async (_options: unknown, command: Command) => report(command.optsWithGlobals<Options>(), out));
}

async function report(options: Options, out: Output): Promise<void> {
  const { as: _as, json, output, ...query } = options;
  const format = json ? 'json' : options.format;
  if (format === 'xlsx' && !output) throw new Failure('A workbook needs a file to go to: --output ageing.xlsx.', exits.badInput);
  const content = await apiOf(await findServer(options)).download('/ageing', { ...query, format });
  if (!output) return out.write(Buffer.from(content).toString('utf8').replace(/\n*$/, '\n'));
  await writeFile(output, content).catch((error: NodeJS.ErrnoException) => {
    throw new Failure(`${output} can't be written (${error.code ?? error.message}).`, exits.badInput);
  });
  out.write(`Written to ${output}.\n`);
}
