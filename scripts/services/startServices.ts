/** Everything that Duly needs, found or started, and Duly itself: for `npm start`, the demo and the measurements. */
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { Connection } from '@temporalio/client';
import { migrate } from '../../prisma/migrate.js';
import { taskQueue } from '../../workflows/messages.js';
import { generateClient } from './client.js';
import { keepPorts, type Ports } from './ports.js';
import { ensureDatabase, startCluster } from './postgres.js';
import { openPostOffice, type PostOffice } from './postOffice.js';
import { type Supervised, supervise } from './supervise.js';
import { obtainTemporal, startDevServer } from './temporal.js';
import { logFile, root } from './workspace.js';

export interface ServiceOptions {
  /** Folder of all data and logs. It is made when it is missing. */
  dataDir: string;
  /** For data that nobody will miss: Temporal's state stays in memory, and PostgreSQL doesn't wait for the disk. */
  memory?: boolean;
  /** Whether Duly's own worker and API are started too; true unless told otherwise. */
  serve?: boolean;
  /** More environment for the worker and the API. */
  env?: Record<string, string>;
  /** Told what takes long and what went wrong. */
  say?: (line: string) => void;
}

/** What was found or started. */
export interface Services {
  dataDir: string;
  /** Connection string. A secret. */
  databaseUrl: string;
  /** Whether PostgreSQL is an embedded one. */
  embedded: boolean;
  temporal: { address: string; ui: string | null; namespace: string };
  /** Pages on which a person reads what was sent; null where it really left. */
  mailbox: string | null;
  sms: string | null;
  /** Names of the migrations that were applied at this start. */
  migrated: string[];
  /** The environment that worker and API run in: for starting more of them. */
  env: NodeJS.ProcessEnv;
  /** Address of the API; null when it was not started. */
  url: string | null;
  worker: Supervised | null;
  api: Supervised | null;
  /** Ends all that was started, in order. What was configured goes on. */
  stop(): Promise<void>;
}

type Say = (line: string) => void;
type Undo = (() => Promise<unknown>)[];

interface Surroundings {
  dataDir: string;
  memory: boolean;
  ports: Ports;
  say: Say;
  undo: Undo;
}

async function openDatabase({ dataDir, memory, ports, undo }: Surroundings) {
  const configured = process.env['DATABASE_URL'];
  if (configured) return { url: configured, embedded: false, migrated: await migrate(configured) };
  const cluster = await startCluster({ folder: path.join(dataDir, 'postgres'), port: ports.postgres, log: logFile(dataDir, 'postgres'), durable: !memory });
  undo.push(() => cluster.stop());
  const url = await ensureDatabase(cluster, 'duly');
  return { url, embedded: true, migrated: await migrate(url) };
}

async function openTemporal({ dataDir, memory, ports, say, undo }: Surroundings) {
  const found = await obtainTemporal(say);
  if (found.kind === 'server') return { address: found.address, ui: null, namespace: process.env['TEMPORAL_NAMESPACE'] || 'default' };
  const { address, ui, running } = await startDevServer({
    program: found.program,
    port: ports.temporal,
    uiPort: ports.temporalUi,
    log: logFile(dataDir, 'temporal'),
    database: memory ? null : path.join(dataDir, 'temporal.db'),
  });
  undo.push(() => running.stop());
  return { address, ui, namespace: 'default' };
}

async function openPost({ dataDir, ports, say, undo }: Surroundings): Promise<PostOffice> {
  const post = await openPostOffice(dataDir, ports, say);
  undo.push(() => post.stop());
  return post;
}

/** A program of ours, run from its source. */
const own = (program: string, dataDir: string, name: string, env: NodeJS.ProcessEnv) => ({
  command: [process.execPath, '--import', 'tsx', path.join(root, program)] as [string, ...string[]],
  cwd: root,
  log: logFile(dataDir, name),
  env,
});

/** Whether a worker has begun to poll since the instant. */
async function polls({ address, namespace }: Services['temporal'], sinceMs: number): Promise<boolean> {
  const connection = await Connection.connect({ address });
  try {
    const { pollers } = await connection.workflowService.describeTaskQueue({ namespace, taskQueue: { name: taskQueue }, taskQueueType: 1 });
    return (pollers ?? []).some(({ lastAccessTime: last }) => Number(last?.seconds ?? 0) * 1000 + (last?.nanos ?? 0) / 1e6 > sinceMs);
  } finally {
    await connection.close();
  }
}

function startWorker(dataDir: string, env: NodeJS.ProcessEnv, temporal: Services['temporal'], say: Say): Promise<Supervised> {
  const isReady = async (sinceMs: number) => {
    if (!(await polls(temporal, sinceMs))) throw new Error('No worker polls the task queue yet.');
  };
  return supervise({ name: 'worker', launch: own('worker/main.ts', dataDir, 'worker', env), isReady, say, graceMs: 30_000 });
}

async function startApi(dataDir: string, env: NodeJS.ProcessEnv, url: string, say: Say): Promise<Supervised> {
  const isReady = async () => {
    const response = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(3000) });
    if (!response.ok) throw new Error(`The API answers ${response.status}.`);
  };
  return supervise({ name: 'API', launch: own('client/api/main.ts', dataDir, 'api', env), isReady, say, graceMs: 15_000 });
}

/** Waits for all; when one failed, throws its error after the others are done. */
async function all<T extends readonly unknown[]>(work: { [K in keyof T]: Promise<T[K]> }): Promise<T> {
  const results = await Promise.allSettled(work);
  for (const result of results) if (result.status === 'rejected') throw result.reason;
  return Promise.all(work) as unknown as Promise<T>;
}

async function undoAll(undo: Undo): Promise<void> {
  await Promise.allSettled(undo.splice(0).map((step) => step()));
}

const bind = () => ({ host: process.env['HOST'] || '127.0.0.1', port: process.env['PORT'] });

/** What the worker and the API are told of what was found. */
function environmentOf(it: { dataDir: string; database: { url: string }; temporal: Services['temporal']; host: string; port: string }): NodeJS.ProcessEnv {
  const { dataDir, database, temporal, host, port } = it;
  const servers = { DATABASE_URL: database.url, TEMPORAL_ADDRESS: temporal.address, TEMPORAL_NAMESPACE: temporal.namespace };
  return { ...servers, DULY_DATA_DIR: dataDir, HOST: host, PORT: port };
}

/** Finds or starts all services, applies the migrations, and serves. Throws, with everything stopped again, when something is missing. */
export async function startServices(options: ServiceOptions): Promise<Services> {
  const { dataDir: given, memory = false, serve = true, say = () => {} } = options;
  const dataDir = path.resolve(given);
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const ports = await keepPorts(path.join(dataDir, 'ports.json'));
  const around: Surroundings = { dataDir, memory, ports, say, undo: [] };
  const serving: Undo = [];
  const stop = async () => {
    await undoAll(serving);
    await undoAll(around.undo);
  };
  try {
    const [database, temporal, post] = await all([openDatabase(around), openTemporal(around), openPost(around), generateClient()] as const);
    const { host, port = String(ports.api) } = bind();
    const env = { ...process.env, ...post.env, ...options.env, ...environmentOf({ dataDir, database, temporal, host, port }) };
    const found = {
      dataDir,
      databaseUrl: database.url,
      embedded: database.embedded,
      migrated: database.migrated,
      temporal,
      mailbox: post.mailbox,
      sms: post.sms,
      env,
      stop,
    };
    if (!serve) return { ...found, url: null, worker: null, api: null };
    const url = `http://${host === '0.0.0.0' ? '127.0.0.1' : host}:${port}`;
    const keep = (child: Supervised) => (serving.push(() => child.stop()), child);
    const [worker, api] = await all([startWorker(dataDir, env, temporal, say).then(keep), startApi(dataDir, env, url, say).then(keep)] as const);
    return { ...found, url, worker, api };
  } catch (error) {
    await stop();
    throw error;
  }
}
