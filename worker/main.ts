/** The composition root: environment → ports → worker. Serves until SIGINT or SIGTERM, and finishes what it has begun. */
import { join } from 'node:path';
import { Client } from '@temporalio/client';
import { NativeConnection, Runtime, Worker } from '@temporalio/worker';
import type { Logger } from 'pino';
import { createActivities, type Ports } from '../activities/createActivities.js';
import type { Post, Processes } from '../activities/ports.js';
import type { PrismaClient } from '../prisma/generated/client.js';
import { readClock } from '../prisma/store/clock.js';
import { connect } from '../prisma/store/db.js';
import { storeOn } from '../prisma/store/store.js';
import { taskQueue } from '../workflows/messages.js';
import { createFiles } from './adapters/files.js';
import { createHandoverFormatter } from './adapters/handover.js';
import { createLetterbox } from './adapters/letterbox.js';
import { createMailer } from './adapters/mailer.js';
import { composePost } from './adapters/post.js';
import { createRenderer } from './adapters/renderer.js';
import { createTexter } from './adapters/texter.js';
import { workflowBundle } from './bundle.js';
import { followClock } from './businessClock.js';
import { ConfigError, readConfig, type WorkerConfig } from './config.js';
import { beat } from './heartbeat.js';
import { createLog, temporalLog } from './log.js';
import { createProcesses } from './processes.js';
import { ensureSchedule } from './schedule.js';
import { keepSweeping, sweep } from './sweeper.js';

/**
 * Lifecycles wait for days, so that most of the cache would lie idle: one that wakes is replayed in milliseconds. It is
 * far larger than the number of tasks at once, so that none is dropped while it is looked at.
 */
const capacity = {
  maxCachedWorkflows: 400,
  maxConcurrentWorkflowTaskExecutions: 40,
  maxConcurrentLocalActivityExecutions: 20,
  maxConcurrentActivityTaskExecutions: 20,
} as const;

/** What is under way has so long to finish when the worker is asked to stop. */
const shutdownGraceTime = '20 seconds';
const poolSize = 24;

async function serve(config: WorkerConfig, log: Logger): Promise<void> {
  const { address, namespace } = config.temporal;
  const db = connect(config.databaseUrl, poolSize);
  const clock = await patiently('The database', log, () => followClock(() => readClock(db)));
  const connection = await patiently('Temporal', log, () => NativeConnection.connect({ address }));
  const client = new Client({ connection, namespace });
  const processes = createProcesses(client);
  const post = openPost(config);
  const activities = createActivities({ store: storeOn(db), clock, processes, post, ...createPapers(config) });
  const bundle = await workflowBundle();
  const interceptors = { activity: [beat] };
  const options = { connection, namespace, taskQueue, activities, workflowBundle: bundle, interceptors, shutdownGraceTime, ...capacity };
  const worker = await Worker.create(options);
  await patiently('Temporal', log, () => ensureSchedule(client, config.timeZone));
  await runWith(worker, db, processes, log);
  clock.stop();
  post.close();
  await Promise.all([db.$disconnect(), connection.close()]);
}

function openPost({ smtpUrl, smtpFrom, twilio, dataDir }: WorkerConfig): Post & { close(): void } {
  const email = createMailer({ url: smtpUrl, sender: smtpFrom });
  const sms = twilio && createTexter(twilio);
  const letter = createLetterbox({ folder: join(dataDir, 'letters') });
  return { ...composePost({ email, sms, letter }), close: () => email.close() };
}

function createPapers({ templatesDir, dataDir }: WorkerConfig): Pick<Ports, 'renderer' | 'files' | 'handover'> {
  return {
    renderer: createRenderer({ templates: templatesDir }),
    files: createFiles({ folder: join(dataDir, 'handover') }),
    handover: createHandoverFormatter(),
  };
}

/** Runs the worker, and sweeps beside it, until it is asked to stop. */
async function runWith(worker: Worker, db: PrismaClient, processes: Processes, log: Logger): Promise<void> {
  const running = worker.run();
  const sweeping = keepSweeping(
    () => sweep(db, processes),
    (error) => log.warn({ err: error }, 'Nudges could not be told; they are tried again'),
  );
  process.stdout.write('worker ready\n');
  try {
    await running;
  } finally {
    await sweeping.stop();
  }
}

/** Servers that start at the same time as the worker get a minute to be there. */
async function patiently<T>(what: string, log: Logger, open: () => Promise<T>): Promise<T> {
  for (let left = 60; ; left -= 1) {
    try {
      return await open();
    } catch (error) {
      if (left === 0) throw new Error(`${what} can't be reached: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
      if (left % 10 === 0) log.warn({ err: error }, `${what} can't be reached; trying again`);
      await new Promise((resolve) => setTimeout(resolve, 1_000));
    }
  }
}

/** Answers the exit code: 0 after a clean stop, 1 after a failure, 2 when the environment is not right. */
async function main(): Promise<number> {
  const log = createLog();
  try {
    const config = readConfig(process.env);
    Runtime.install({ logger: temporalLog(log), shutdownSignals: ['SIGINT', 'SIGTERM'] });
    await serve(config, log);
    return 0;
  } catch (error) {
    if (error instanceof ConfigError) {
      process.stderr.write(`${error.message}\n`);
      return 2;
    }
    log.fatal({ err: error }, "The worker can't go on");
    return 1;
  }
}

process.exit(await main());
