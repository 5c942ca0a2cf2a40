import type { Command } from 'commander';
import { apiOf, type Api } from './api.js';
import type { Output } from './print.js';
import { findServer, type GlobalOptions } from './server.js';

/** Makes the action of a command: finds the server, asks it, and prints its answer, as it is with `--json`, else as `show` tells it. */
export type Act = <Options, Answer>(
  ask: (api: Api, args: string[], options: Options & GlobalOptions) => Promise<Answer>,
  show: (answer: Answer, options: Options & GlobalOptions) => string,
) => (...given: unknown[]) => Promise<void>;

/** Actions that write to `out`. */
export function actsOn(out: Output): Act {
  return (ask, show) =>
    async (...given) => {
      const command = given.at(-1) as Command;
      const options = command.optsWithGlobals<GlobalOptions & Parameters<typeof show>[1]>();
      const answer = await ask(apiOf(await findServer(options)), command.processedArgs as string[], options);
      out.write(options.json ? `${JSON.stringify(answer, null, 2)}\n` : show(answer, options));
    };
}
