/** Accounts that live through months: real activities on a real PostgreSQL, on the time-skipping server, with a post that keeps what it is given. */
import { createHash, randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { type WorkflowHandle, WithStartWorkflowOperation } from '@temporalio/client';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import { defineUpdate } from '@temporalio/workflow';
import { createActivities, type Ports } from '../../activities/createActivities.js';
import type { Delivery, DeliveryOutcome, Files, HandoverFormatter, Post, Renderer } from '../../activities/ports.js';
import type { Day, Instant } from '../../domain/calendar/day.js';
import type { Actor, Instruction, InstructionResult } from '../../domain/instructions.js';
import { publishPolicy } from '../../prisma/store/policies.js';
import { storeOn } from '../../prisma/store/store.js';
import { clockBy } from '../../worker/businessClock.js';
import { workflowBundle } from '../../worker/bundle.js';
import { createProcesses } from '../../worker/processes.js';
import type { CaseClosed, CollectAccountInput, CurrentCase, InstructionRequest } from '../../workflows/messages.js';
import { currentCaseName, instructName, processes, taskQueue, workflowIds } from '../../workflows/messages.js';
import { createDatabase, type TestDatabase } from './database.js';
import { everyTaskReplayed } from './replayed.js';
import { advance, startTimeSkipping } from './temporal.js';

Runtime.install({ logger: new DefaultLogger('ERROR'), telemetryOptions: { logging: { filter: 'OFF', forward: {} } } });

export type AccountHandle = WorkflowHandle<(input: CollectAccountInput) => Promise<CaseClosed>>;

export interface Lifecycle {
  env: TestWorkflowEnvironment;
  db: TestDatabase['db'];
  ports: Ports & { post: RecordingPost; files: KeptFiles };
  /** Business time. */
  now(): Promise<Instant>;
  /** Lets time pass until nine in the evening, UTC, of a day. */
  until(day: Day): Promise<void>;
  /** Starts the account's workflow. */
  collect(accountId: string): Promise<AccountHandle>;
  handleOf(accountId: string): AccountHandle;
  currentCase(accountId: string): Promise<CurrentCase>;
  /** Asks something of an account, and starts its workflow if it does not run. */
  instruct(accountId: string, instruction: Instruction, actor?: Actor): Promise<InstructionResult>;
  /** Tells the account that its facts changed, as an import does after its commit. */
  nudge(accountId: string): Promise<void>;
  stop(): Promise<void>;
}

export interface RecordingPost extends Post {
  delivered: Delivery[];
  /** What comes of the deliveries to an address, in order; accepted when nothing is said. */
  outcomes: Map<string, (() => Promise<DeliveryOutcome>)[]>;
}

export interface KeptFiles extends Files {
  kept: { name: string; text: string }[];
}

/** A world with the standard policy and one creditor, DE01, whose clock stands at eight in the morning, UTC, of a day, or at another hour. */
export async function startLifecycle(from: Day, { hour = '08:00:00', worker: options = everyTaskReplayed as object } = {}): Promise<Lifecycle> {
  const [{ db, drop }, env] = await Promise.all([createDatabase(), startTimeSkipping()]);
  await openBooks(db);
  const anchorReal = new Date(await env.currentTimeMs()).toISOString();
  const clock = clockBy({ anchorReal, anchorBusiness: `${from}T${hour}Z`, rate: 1 });
  const processes = createProcesses(env.client);
  const ports = { store: storeOn(db), clock, post: recordingPost(), files: keptFiles(), renderer: plain, handover: oneLine, processes };
  const worker = await startWorker(env, ports, options);
  const now = async () => clock.at({ nowMs: await env.currentTimeMs(), plannedMs: null });
  const stop = async () => {
    await worker.stop();
    await env.teardown();
    await drop();
  };
  return { env, db, ports, now, stop, until: (day) => letPass(env, now, day), ...spokenTo(env, ports) };
}

async function startWorker(env: TestWorkflowEnvironment, ports: Ports, options: object): Promise<{ stop(): Promise<void> }> {
  const activities = createActivities(ports);
  const bundle = await workflowBundle();
  const worker = await Worker.create({ connection: env.nativeConnection, taskQueue, workflowBundle: bundle, activities, ...options });
  const running = worker.run();
  return {
    stop: async () => {
      worker.shutdown();
      await running;
    },
  };
}

async function letPass(env: TestWorkflowEnvironment, now: () => Promise<Instant>, day: Day): Promise<void> {
  const at = await now();
  if (day < at.slice(0, 10)) throw new Error(`${day} has passed; it is ${at}`);
  await advance(env, { hours: (Date.parse(`${day}T21:00:00Z`) - Date.parse(at)) / 3_600_000 });
}

const instruct = defineUpdate<InstructionResult, [InstructionRequest]>(instructName);

function spokenTo({ client }: TestWorkflowEnvironment, { processes: running }: Ports) {
  const handleOf = (accountId: string): AccountHandle => client.workflow.getHandle(workflowIds.collectAccount(accountId));
  return {
    handleOf,
    collect: async (accountId: string) => {
      await running.collectAccount(accountId, null);
      return handleOf(accountId);
    },
    currentCase: (accountId: string) => handleOf(accountId).query<CurrentCase>(currentCaseName),
    nudge: (accountId: string) => running.nudge('collectAccount', accountId),
    instruct: (accountId: string, instruction: Instruction, actor: Actor = collector) => {
      const id = randomUUID();
      const startWorkflowOperation = new WithStartWorkflowOperation<(input: CollectAccountInput) => Promise<CaseClosed>>(processes.collectAccount, {
        workflowId: workflowIds.collectAccount(accountId),
        taskQueue,
        args: [{ accountId, campaignId: null }],
        workflowIdConflictPolicy: 'USE_EXISTING',
      });
      const request: InstructionRequest = { id, accountId, actor, instruction };
      return client.workflow.executeUpdateWithStart(instruct, { startWorkflowOperation, args: [request], updateId: id });
    },
  };
}

export const collector: Actor = { userId: 'collector-1', roles: ['collector'] };
export const manager: Actor = { userId: 'manager-1', roles: ['manager'] };
export const controller: Actor = { userId: 'controller-1', roles: ['controller'] };

async function openBooks(db: TestDatabase['db']): Promise<void> {
  const creditor = {
    code: 'DE01',
    name: 'Seller',
    country: 'DE',
    currency: 'EUR',
    timeZone: 'Europe/Berlin',
    language: 'en',
    addressLines: ['1 Main Street'],
    email: 'ar@example.com',
  };
  await db.entity.create({ data: creditor });
  for (const { userId: id, roles } of [collector, manager, controller])
    await db.user.create({ data: { id, name: id, roles: { create: roles.map((role) => ({ role })) } } });
  const fileName = 'policies/standard-b2b.yaml';
  const source = await readFile(new URL(`../../${fileName}`, import.meta.url), 'utf8');
  await publishPolicy(db, { source, fileName, by: 'admin', role: 'admin', at: '2020-01-01T00:00:00Z' });
}

/** What is written is of no account here: the template's name and the day. */
const plain: Renderer = { render: async ({ template, onDay }) => ({ subject: `${template} ${onDay}`, text: template, html: null, attachments: [] }) };

const oneLine: HandoverFormatter = {
  format: async ({ placementId, accountId, items }) => ({
    fileName: `${placementId}.csv`,
    content: Buffer.from(`${accountId};${items.map(({ number, openMinor }) => `${number}=${openMinor}`).join(',')}\n`),
  }),
};

function recordingPost(): RecordingPost {
  const post: RecordingPost = {
    delivered: [],
    outcomes: new Map(),
    deliver: async (delivery) => {
      post.delivered.push(delivery);
      const outcome = post.outcomes.get(delivery.to)?.shift();
      return outcome ? outcome() : { outcome: 'accepted', providerId: `<${delivery.key}@example.com>` };
    },
  };
  return post;
}

function keptFiles(): KeptFiles {
  const kept: KeptFiles['kept'] = [];
  return {
    kept,
    write: async (name, content) => {
      kept.push({ name, text: Buffer.from(content).toString() });
      return { location: name, sha256: createHash('sha256').update(content).digest('hex') };
    },
  };
}
