import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { setClock } from '../../prisma/store/clock.js';
import { publishPolicy } from '../../prisma/store/policies.js';
import { createProcesses } from '../../worker/processes.js';
import { currentCaseName, enrolDailyScheduleId, workflowIds, type CurrentCase } from '../../workflows/messages.js';
import { invoicesOf, owes, pays } from '../activities/world.js';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { startMailServer, type MailServer } from '../support/smtp.js';
import { startDevServer } from '../support/temporal.js';

const root = fileURLToPath(new URL('../../', import.meta.url));

let env: TestWorkflowEnvironment;
let database: TestDatabase;
let mail: MailServer;
let dataDir: string;
const workers: ChildProcess[] = [];

beforeAll(async () => {
  [env, mail, dataDir] = await Promise.all([startDevServer(), startMailServer(), mkdtemp(join(tmpdir(), 'duly-worker-'))]);
});
afterAll(async () => {
  await env.teardown();
  await mail.close();
  await rm(dataDir, { recursive: true });
});
beforeEach(async () => {
  database = await createDatabase();
  await openBooks(database.db);
});
afterEach(async () => {
  for (const worker of workers.splice(0)) worker.kill('SIGKILL');
  await database.drop();
});

/** A creditor, the standard policy, and a clock on which an hour passes in a second, from a Thursday morning on. */
async function openBooks(db: TestDatabase['db']): Promise<void> {
  await db.entity.create({
    data: {
      code: 'DE01',
      name: 'Seller',
      country: 'DE',
      currency: 'EUR',
      timeZone: 'Europe/Berlin',
      language: 'en',
      addressLines: ['1 Main Street'],
      email: 'ar@example.com',
    },
  });
  await db.user.create({ data: { id: 'collector-1', name: 'Collector' } });
  const source = await readFile(join(root, 'policies/standard-b2b.yaml'), 'utf8');
  await publishPolicy(db, { source, fileName: 'standard-b2b.yaml', by: 'admin', role: 'admin', at: '2020-01-01T00:00:00Z' });
  await setClock(db, { anchorReal: new Date().toISOString(), anchorBusiness: '2026-03-12T07:00:00Z', rate: 3_600 });
}

/** Starts the worker as users do; resolves when it says that it is ready. */
async function startWorker(): Promise<ChildProcess> {
  const worker = spawn(process.execPath, ['--import', 'tsx', join(root, 'worker/main.ts')], {
    env: { ...process.env, DATABASE_URL: database.url, TEMPORAL_ADDRESS: env.address, SMTP_URL: mail.url, DULY_DATA_DIR: dataDir },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  workers.push(worker);
  let errors = '';
  worker.stderr?.on('data', (text) => (errors += String(text)));
  await new Promise<void>((ready, failed) => {
    worker.stdout?.on('data', (text) => String(text).includes('worker ready') && ready());
    worker.once('exit', (code) => failed(new Error(`The worker ended with ${code}: ${errors}`)));
  });
  return worker;
}

const ended = (worker: ChildProcess) => new Promise<number | null>((resolve) => worker.once('exit', resolve));

/** Asks until there is an answer; the test's own time-out ends it. */
async function until<T>(ask: () => Promise<T | null | undefined | false>): Promise<T> {
  for (;;) {
    const answer = await ask();
    if (answer) return answer;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

const mailsTo = (address: string) => mail.mails.filter(({ to }) => to.includes(address));
const contactOf = (accountId: string, status: string) => database.db.contactMade.findFirst({ where: { accountId, status } });

describe('The worker', () => {
  it('collects: a reminder goes out by real mail, a payment closes the case, and SIGTERM ends it well', async () => {
    const worker = await startWorker();
    const id = await owes(database, { number: 'prompt', invoices: [['2026-03-09', 120_000]] });
    await createProcesses(env.client).collectAccount(id, null);
    await until(() => contactOf(id, 'ACCEPTED'));
    const [sent, ...more] = mailsTo('prompt@example.com');
    expect(more).toEqual([]);
    expect(sent?.raw).toMatch(/^Content-Type: application\/pdf/m);

    // Only the store is told; the sweeper tells the workflow.
    const [item = 0] = await invoicesOf(database, id);
    await pays(database, id, item, 120_000, '2026-03-12');
    await until(() => database.db.collectionCase.findFirst({ where: { accountId: id, status: 'CLOSED', outcome: 'PAID' } }));
    expect(await database.db.nudge.count()).toBe(0);

    const exit = ended(worker);
    worker.kill('SIGTERM');
    expect(await exit).toBe(0);
  });

  it('makes the daily enrolment, off until someone switches it on', async () => {
    await startWorker();
    const { state, spec } = await env.client.schedule.getHandle(enrolDailyScheduleId).describe();
    expect(state.paused).toBe(true);
    expect(spec.calendars).toMatchObject([{ hour: [{ start: 6 }], minute: [{ start: 0 }] }]);
  });

  it('finishes the message that it is handing over before it stops', async () => {
    const worker = await startWorker();
    const id = await owes(database, { number: 'slow', invoices: [['2026-03-09', 120_000]] });
    mail.towards.set('slow@example.com', { kind: 'slow', ms: 2_000 });
    await createProcesses(env.client).collectAccount(id, null);
    await until(() => contactOf(id, 'CLAIMED'));
    const exit = ended(worker);
    worker.kill('SIGTERM');
    expect(await exit).toBe(0);
    expect(await contactOf(id, 'ACCEPTED')).not.toBeNull();
  });

  it('that is lost between claim and settlement never sends twice: another finds out, and a person is asked', async () => {
    const lost = await startWorker();
    const id = await owes(database, { number: 'doubtful', invoices: [['2026-03-09', 120_000]] });
    mail.towards.set('doubtful@example.com', { kind: 'slow', ms: Infinity });
    await createProcesses(env.client).collectAccount(id, null);
    await until(async () => mailsTo('doubtful@example.com').length > 0);
    expect(await contactOf(id, 'CLAIMED')).not.toBeNull();
    lost.kill('SIGKILL');
    mail.towards.delete('doubtful@example.com');

    await startWorker();
    await until(() => contactOf(id, 'UNKNOWN'));
    const task = await until(() => database.db.task.findFirst({ where: { accountId: id } }));
    expect(task.kind).toBe('VERIFY_DELIVERY');
    const current = await until(async () => {
      const answer = await env.client.workflow.getHandle(workflowIds.collectAccount(id)).query<CurrentCase>(currentCaseName);
      return answer.verdict?.kind === 'wait' || answer.turns > 2 ? answer : null;
    });
    expect(current.wakeMs).not.toBeNull();
    const keys = (await database.db.contactMade.findMany({ where: { accountId: id, step: 'reminder' } })).map(({ status }) => status);
    expect(keys).toEqual(['UNKNOWN']);
  }, 120_000);
});
