import { resolve } from 'node:path';
import type { Command } from 'commander';
import { exits, Failure } from '../failure.js';
import type { Output } from '../print.js';
import { dataDir } from '../server.js';

/** `duly doctor`: what was found on this machine, what is missing and how to get it. Needs no server. */
export function addDoctor(program: Command, out: Output): void {
  program
    .command('doctor')
    .description('what was found here, what is missing, and how to get it; needs no server')
    .action(async (_options: unknown, command: Command) => {
      // Loaded when it is asked for: it knows of every service that Duly can start.
      const { doctor, describe } = await import('../../../scripts/services/doctor.js');
      const diagnosis = await doctor(resolve(dataDir()));
      const said = command.optsWithGlobals<{ json?: boolean }>().json ? JSON.stringify(diagnosis, null, 2) : describe(diagnosis);
      if (!diagnosis.ok) throw new Failure(said, exits.refused);
      out.write(`${said}\n`);
    });
}
