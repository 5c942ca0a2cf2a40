/** Temporal for a machine that has none configured: where its server is looked for, and how it is started. */
import { existsSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { Connection } from '@temporalio/client';
import { cacheFolder, fromCache } from './cache.js';
import { ask, run } from './commands.js';
import { launch, type Running } from './lifeline.js';
import { canDownload, downloadBySdk } from './temporalDownload.js';

/** The newest that can also be built from source. */
export const temporalVersion = '1.5.1';
const cacheName = `temporal-${temporalVersion}`;

export type FoundTemporal = { kind: 'server'; address: string } | { kind: 'program'; program: string; where: 'path' | 'cache' };

/** Looks without fetching anything: a server that runs, the PATH, the cache. */
export async function findTemporal(): Promise<FoundTemporal | null> {
  const address = process.env['TEMPORAL_ADDRESS'];
  if (address) return { kind: 'server', address };
  if ((await ask('temporal', ['--version']))?.startsWith('temporal version')) return { kind: 'program', program: 'temporal', where: 'path' };
  const program = path.join(cacheFolder(), cacheName, 'temporal');
  return existsSync(program) ? { kind: 'program', program, where: 'cache' } : null;
}

async function download(folder: string): Promise<void> {
  const { TestWorkflowEnvironment } = await import('@temporalio/testing');
  await downloadBySdk(path.join(folder, 'temporal'), `v${temporalVersion}`, async (executable) => {
    const environment = await TestWorkflowEnvironment.createLocal({ server: { executable } });
    await environment.teardown();
  });
}

async function build(folder: string): Promise<void> {
  await run('go', ['install', '-ldflags=-s -w', `github.com/temporalio/cli/cmd/temporal@v${temporalVersion}`], {
    env: { ...process.env, GOBIN: folder, GOFLAGS: '' },
  });
}

const missing = `Temporal's server was not found, and neither its download nor Go is within reach.
Install Temporal's CLI (https://docs.temporal.io/cli#install) so that "temporal" is on the PATH, or set TEMPORAL_ADDRESS to a server that runs.`;

/** Finds Temporal, or fetches it: the SDK's download, then a build from source. Throws an Error that says what to install. */
export async function obtainTemporal(say: (line: string) => void = () => {}): Promise<FoundTemporal> {
  const found = await findTemporal();
  if (found) return found;
  const make = async (folder: string) => {
    if (await canDownload()) {
      say(`Downloading Temporal's server ${temporalVersion} …`);
      if (
        await download(folder).then(
          () => true,
          () => false,
        )
      )
        return;
    }
    if ((await ask('go', ['version'])) === null) throw new Error(missing);
    say(`Building Temporal's server ${temporalVersion} from source, which takes some minutes, once …`);
    await build(folder);
  };
  const folder = await fromCache(cacheName, make);
  return { kind: 'program', program: path.join(folder, 'temporal'), where: 'cache' };
}

export interface DevServer {
  address: string;
  /** null when the program has no UI. */
  ui: string | null;
  running: Running;
}

export interface DevServerOptions {
  program: string;
  port: number;
  uiPort: number;
  log: string;
  /** File of its state; in memory when null. */
  database: string | null;
}

function knock(address: string): Promise<void> {
  const [host = '', port = ''] = address.split(':');
  return new Promise((resolve, reject) => {
    const socket = net.connect({ host, port: Number(port) });
    socket.once('error', reject);
    socket.once('connect', () => {
      socket.destroy();
      resolve();
    });
  });
}

/** Resolves once a server of Temporal answers, and knows the namespace where one is named; throws when it stops before, or takes longer than a minute. */
export async function untilAnswers(address: string, running: Running, log: string, namespace?: string): Promise<void> {
  let gone = false;
  void running.exited.then(() => (gone = true));
  const deadline = Date.now() + 60_000;
  for (;;) {
    if (gone) throw new Error(`Temporal's server stopped while it was starting. Its log is ${log}.`);
    try {
      // A connection that fails goes on trying behind one's back, so the port is asked first.
      await knock(address);
      const connection = await Connection.connect({ address, connectTimeout: 2000 });
      try {
        if (namespace !== undefined) await connection.workflowService.describeNamespace({ namespace });
        return;
      } finally {
        await connection.close();
      }
    } catch (error) {
      if (Date.now() > deadline) throw new Error(`Temporal's server did not answer within a minute. Its log is ${log}.`, { cause: error });
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

/** Starts Temporal's dev server on loopback. It stops with `running.stop()`, or when this process is gone. */
export async function startDevServer({ program, port, uiPort, log, database }: DevServerOptions): Promise<DevServer> {
  const state = database === null ? [] : ['--db-filename', database];
  const ports = ['--ip', '127.0.0.1', '--port', String(port), '--ui-ip', '127.0.0.1', '--ui-port', String(uiPort)];
  const running = launch({ command: [program, 'server', 'start-dev', '--log-level', 'error', ...ports, ...state], log });
  const address = `127.0.0.1:${port}`;
  await untilAnswers(address, running, log, 'default');
  const ui = `http://127.0.0.1:${uiPort}`;
  const hasUi = await fetch(ui, { signal: AbortSignal.timeout(2000) }).then(
    (response) => response.ok,
    () => false,
  );
  return { address, ui: hasUi ? ui : null, running };
}
