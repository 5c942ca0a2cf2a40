import type { Client } from '@temporalio/client';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { DefaultLogger, Runtime, Worker, type WorkerOptions } from '@temporalio/worker';
import type { Activities, ActResult, Assessed } from '../../activities/activities.js';
import type { InstructionRequest } from '../../domain/instructions.js';
import type { ContactAct, Reason, ReasonCode, Verdict } from '../../domain/verdict.js';
import { workflowBundle } from '../../worker/bundle.js';
import { taskQueue } from '../../workflows/messages.js';
import { everyTaskReplayed } from '../support/replayed.js';

// Activities fail here on purpose.
Runtime.install({ logger: new DefaultLogger('ERROR'), telemetryOptions: { logging: { filter: 'ERROR', forward: {} } } });

/** For scenes of hundreds of tasks. */
export const cached = { maxCachedWorkflows: 10 };

/** Milliseconds. */
export const day = 86_400_000;
export const hour = 3_600_000;

export const account = 'ACME/4711';

/**
 * Runs a scene against scripted activities. Nothing is cached, so that every workflow task replays the whole history;
 * a scene of hundreds of tasks may say otherwise.
 */
export async function play<T>(
  env: TestWorkflowEnvironment,
  activities: Partial<Activities>,
  scene: (client: Client) => Promise<T>,
  cache: Pick<WorkerOptions, 'maxCachedWorkflows'> = everyTaskReplayed,
): Promise<T> {
  const bundle = await workflowBundle();
  const worker = await Worker.create({ connection: env.nativeConnection, taskQueue, workflowBundle: bundle, activities, ...cache });
  return worker.runUntil(scene(env.client));
}

export function because(code: ReasonCode): Reason {
  return { code, figures: {}, line: null };
}

/** The rule says: wait until then. */
export function wait(wakeMs: number, code: ReasonCode = 'STEP_NOT_YET_DUE'): Assessed {
  const verdict: Verdict = { kind: 'wait', until: new Date(wakeMs).toISOString(), reason: because(code) };
  return { caseId: `${account}#1`, verdict, wakeMs };
}

/** The rule says: send the reminder of this step, and look again then. */
export function remindNow(step: string, wakeMs: number): Assessed {
  const at = new Date(wakeMs).toISOString();
  const verdict: Verdict = { kind: 'act', act: contact(step), at, reason: because('STEP_DUE'), lookAgainAt: at };
  return { caseId: `${account}#1`, verdict, wakeMs };
}

/** The rule says: nothing is owed any more. */
export function close(): Assessed {
  return { caseId: `${account}#1`, verdict: { kind: 'close', outcome: 'PAID', reason: because('PAID') }, wakeMs: null };
}

export const done: ActResult = { result: 'DONE', reason: null };

function contact(step: string): ContactAct {
  return {
    kind: 'contact',
    key: `${account}#1/${step}/1/email`,
    step,
    round: 1,
    channel: 'email',
    template: 'reminder',
    tone: 'friendly',
    contactId: null,
    address: 'ap@example.com',
    language: 'en',
    deadlineOn: null,
  };
}

/** A manager asks for a pause, unless said otherwise. */
export function request(id: string, instruction: InstructionRequest['instruction'] = { kind: 'pause', reason: 'On holiday' }): InstructionRequest {
  return { id, accountId: account, actor: { userId: 'manager', roles: ['manager'] }, instruction };
}

/** A promise to be settled by hand. */
export function gate(): { passed: Promise<void>; open(): void } {
  let open = () => {};
  const passed = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { passed, open };
}
