import type { Command } from 'commander';
import { rateOn, rateSeries, seriesWithoutRate } from '../../../domain/interest/rates.js';
import { exits, Failure } from '../failure.js';
import { tableOf, type Output } from '../print.js';
import { day } from '../read.js';

/** `duly rates`: the series of rates that interest is reckoned with. Fails where one has no rate for the day. */
export function addRates(program: Command, out: Output): void {
  program
    .command('rates')
    .description('the rates of interest by law on a day; exit code 1 when the half-year of one is not known; needs no server')
    .requiredOption('--on <day>', 'the day', day)
    .action(async (_options: unknown, command: Command) => {
      const { on, json } = command.optsWithGlobals<{ on: string; json?: boolean }>();
      const rows = Object.values(rateSeries).map((series) => ({ series: series.code, percent: rateOn(series, on)?.percent ?? null, source: series.source }));
      const missing = seriesWithoutRate(on).map(({ code, knownTo }) => `${code} is known up to ${knownTo}`);
      if (missing.length > 0)
        throw new Failure(
          `No rate for ${on}: ${missing.join('; ')}. Nothing is charged by these laws until the policy states it (charges.interest.referenceRates) or a newer release has it.`,
          exits.refused,
        );
      out.write(json ? `${JSON.stringify(rows, null, 2)}\n` : printed(rows));
      return Promise.resolve();
    });
}

function printed(rows: readonly { series: string; percent: string | null; source: string }[]): string {
  return tableOf(rows, [
    { title: 'SERIES', width: 14, of: ({ series }) => series },
    { title: 'PERCENT', width: 8, of: ({ percent }) => percent ?? '' },
    { title: 'SOURCE', width: 90, of: ({ source }) => source },
  ]);
}
