import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import type { Running } from '../../scripts/services/lifeline.js';
import { findFreePort } from '../../scripts/services/ports.js';
import { obtainTemporal, startDevServer as startServer } from '../../scripts/services/temporal.js';
import { startTimeSkippingServer } from '../../scripts/services/timeSkippingServer.js';

/** What the SDK's own starters call. They give a server five seconds to start, which a busy machine does not keep. */
const connect = TestWorkflowEnvironment as unknown as {
  create(options: {
    server: { type: 'existing' };
    address: string;
    namespace: string;
    supportsTimeSkipping: boolean;
    connectionOptions: { channelArgs: Record<string, number> };
  }): Promise<TestWorkflowEnvironment>;
};

/** The time-skipping server hangs up on a client that pings it, as the SDK does every half minute. */
const quiet = { channelArgs: { 'grpc.keepalive_time_ms': 2 ** 31 - 1, 'grpc.keepalive_permit_without_calls': 0 } };

/** Where each environment's server logs to. */
const logs = new WeakMap<TestWorkflowEnvironment, string>();

/** The environment on a server that ends with it. */
async function environmentOn(address: string, running: Running, folder: string, supportsTimeSkipping: boolean): Promise<TestWorkflowEnvironment> {
  const environment = await connect.create({ server: { type: 'existing' }, address, namespace: 'default', supportsTimeSkipping, connectionOptions: quiet });
  const close = environment.teardown.bind(environment);
  logs.set(environment, path.join(folder, 'log'));
  environment.teardown = async () => {
    await close();
    await running.stop();
    await rm(folder, { recursive: true, force: true });
  };
  return environment;
}

/** A server on which months pass in seconds. It has no list of workflows and no schedules. End it with `teardown()`. */
export async function startTimeSkipping(): Promise<TestWorkflowEnvironment> {
  const folder = await mkdtemp(path.join(tmpdir(), 'duly-temporal-'));
  const { address, running } = await startTimeSkippingServer(await findFreePort(), path.join(folder, 'log'));
  return environmentOn(address, running, folder, true);
}

/** The real server at the real speed, its state in memory. End it with `teardown()`. */
export async function startDevServer(): Promise<TestWorkflowEnvironment> {
  const found = await obtainTemporal();
  if (found.kind === 'server') return TestWorkflowEnvironment.createFromExistingServer({ address: found.address });
  const folder = await mkdtemp(path.join(tmpdir(), 'duly-temporal-'));
  const ports = { port: await findFreePort(), uiPort: await findFreePort() };
  const { address, running } = await startServer({ program: found.program, ...ports, log: path.join(folder, 'log'), database: null });
  return environmentOn(address, running, folder, false);
}

const hour = 3_600_000;
const patienceMs = 120_000;

/** Lets a piece of time pass; throws, with what the server last said, when its clock stands still. */
async function pass(environment: TestWorkflowEnvironment, ms: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const standstill = new Promise<'standstill'>((resolve) => (timer = setTimeout(resolve, patienceMs, 'standstill')));
  const end = await Promise.race([environment.sleep(ms), standstill]).finally(() => clearTimeout(timer));
  if (end !== 'standstill') return;
  const log = await readFile(logs.get(environment) ?? '', 'utf8').catch(() => '');
  throw new Error(`The time-skipping server's clock stands still: an activity or a workflow task has not ended.\n${log.slice(-4000)}`);
}

/**
 * Lets time pass on a time-skipping server. It passes in steps of at most a day: what a timer sets off on the way is done
 * before the clock goes on. Nothing else may move the clock meanwhile.
 */
export async function advance(environment: TestWorkflowEnvironment, { days = 0, hours = 0 }: { days?: number; hours?: number }): Promise<void> {
  for (let left = (days * 24 + hours) * hour; left > 0; left -= 24 * hour) await pass(environment, Math.min(left, 24 * hour));
}

/** The server's time, in milliseconds. */
export const nowMs = (environment: TestWorkflowEnvironment): Promise<number> => environment.currentTimeMs();
