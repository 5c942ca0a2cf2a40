import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { keyFile } from '../auth/bootstrap.js';
import { exits, Failure } from './failure.js';

/** Where the server is, and with which key it is asked. */
export interface Server {
  url: string;
  key: string;
}

/** Options that every command has. */
export interface GlobalOptions {
  as: string;
  json?: boolean;
}

const running = z.object({ url: z.url() });

/** The folder in which `npm start` keeps everything. */
export const dataDir = (env = process.env): string => env['DULY_DATA_DIR'] || '.duly';

/** Finds the server (`DULY_URL`, else what `npm start` wrote) and the key (`DULY_API_KEY`, else that of `--as`). Throws Failure that says what to do. */
export async function findServer({ as }: GlobalOptions, env = process.env): Promise<Server> {
  return { url: (await findUrl(env)).replace(/\/+$/, ''), key: await findKey(as, env) };
}

async function findUrl(env: NodeJS.ProcessEnv): Promise<string> {
  const stated = env['DULY_URL'];
  if (stated) {
    if (!URL.canParse(stated)) throw new Failure(`DULY_URL is '${stated}'; it should be like http://127.0.0.1:4400.`, exits.badInput);
    return stated;
  }
  const file = join(dataDir(env), 'running.json');
  const found = running.safeParse(await readJson(file));
  if (!found.success) throw new Failure(`No server is running here (${file} is not there). Start one with: npm start. Or name another in DULY_URL.`);
  return found.data.url;
}

async function findKey(as: string, env: NodeJS.ProcessEnv): Promise<string> {
  const stated = env['DULY_API_KEY'];
  if (stated) return stated;
  if (!/^[\w.-]+$/.test(as)) throw new Failure(`'${as}' is no user's id.`, exits.badInput);
  const file = keyFile(dataDir(env), as);
  const key = await readFile(file, 'utf8').catch(() => null);
  if (key === null)
    throw new Failure(
      `There is no key of '${as}' (${file}). An administrator makes one: duly key create ${as}, or for a new user duly user add ${as} --role …. Or set DULY_API_KEY.`,
    );
  return key.trim();
}

async function readJson(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch {
    return null;
  }
}
