/** The composition root: environment → ports → worker. Serves until SIGINT or SIGTERM, then finishes what it has begun. */
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { NativeConnection, Runtime, Worker } from '@temporalio/worker';
import type { Logger } from 'pino';
import { createActivities } from '../activities/createActivities.js';
import type { Post } from '../activities/ports.js';
import { connect } from '../prisma/store/db.js';
import { readClock } from '../prisma/store/clock.js';
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

/** Open lifecycles kept in memory; the others are replayed when they wake. */
const maxCachedWorkflows = 600;
/** What is under way has so long to finish when the worker is asked to stop. */
const shutdownGraceTime = '20 seconds';
const connectAttempts = 30;

async function main(): Promise<void> {
  const config = readConfig(process.env);
  const log = createLog();
  Runtime.install({ logger: temporalLog(log), shutdownSignals: ['SIGINT', 'SIGTERM'] });
  const { address, namespace } = config.temporal;
  const [native, connection] = await Promise.all([patiently(() => NativeConnection.connect({ address }), log), patiently(() => Connection.connect({ address }), log)]);
  const client = new Client({ connection, namespace });
  const db = connect(config.databaseUrl, 20);
  const clock = await patiently(() => followClock(() => readClock(db)), log);
  const processes = createProcesses(client);
  const post = openPost(config);
  const activities = createActivities({
    store: storeOn(db), clock, processes, post: post.post, renderer: createRenderer({ templates: config.templatesDir }),
    files: createFiles({ folder: join(config.dataDir, 'handover') }), handover: createHandoverFormatter(),
  });
  const worker = await Worker.create({
    connection: native, namespace, taskQueue, activities: { ...activities }, workflowBundle: await workflowBundle(), maxCachedWorkflows, shutdownGraceTime,
    maxConcurrentActivityTaskExecutions: 20, interceptors: { activity: [beat] },
  });
  await ensureSchedule(client, config.timeZone);
  const sweeping = keepSweeping(() => sweep(db, processes), (error) => log.warn({ err: error }, 'nudges could not be told; they are tried again'));
  console.log('worker ready');
  await worker.run();
  await sweeping.stop();
  clock.stop();
  post.close();
  await Promise.all([db.$disconnect(), native.close(), connection.close()]);
}

function openPost({ smtpUrl, smtpFrom, twilio, dataDir }: WorkerConfig): { post: Post; close(): void } {
  const email = createMailer({ url: smtpUrl, sender: smtpFrom });
  const sms = twilio ? createTexter(twilio) : noTexts;
  const letter = createLetterbox({ folder: join(dataDir, 'letters') });
  return { post: composePost({ email, sms, letter }), close: () => email.close() };
}

/** Without Twilio's variables a text message is refused, and the step's next channel has its turn. */
const noTexts: Post = { deliver: () => Promise.resolve({ outcome: 'rejected', reason: 'no text message service is configured', suppress: null }) };

/** Servers that start at the same time as the worker get half a minute to be there. */
async function patiently<T>(open: () => Promise<T>, log: Logger): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await open();
    } catch (error) {
      if (attempt === connectAttempts) throw error;
      if (attempt === 1) log.warn({ err: error }, 'a server is not there yet; it is tried again');
      await new Promise((resolve) => setTimeout(resolve, 1000));
    }
  }
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    if (error instanceof ConfigError) {
      console.error(error.message);
      process.exit(2);
    }
    console.error(`The worker could not go on: ${error instanceof Error ? error.message : String(error)}`);
    process.exit(1);
  },
);
