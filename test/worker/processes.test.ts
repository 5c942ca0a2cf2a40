import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { createProcesses } from '../../worker/processes.js';
import { workflowIds } from '../../workflows/messages.js';
import { startTimeSkipping } from '../support/temporal.js';
import { account, close, day, hour, play, wait } from '../workflows/stage.js';

let env: TestWorkflowEnvironment;
beforeAll(async () => {
  env = await startTimeSkipping();
});
afterAll(() => env.teardown());

describe('Starting and nudging processes', () => {
  it('an account has one process: starting it again nudges it, and after the close begins anew', async () => {
    let looks = 0;
    const assess = async ({ nowMs }: { nowMs: number }) => (++looks < 3 ? wait(nowMs + 30 * day) : close());
    const runs = await play(env, { assess }, async (client) => {
      const processes = createProcesses(client);
      const run = async () => (await client.workflow.getHandle(workflowIds.collectAccount(account)).describe()).runId;
      await processes.collectAccount(account, null);
      const first = await run();
      await env.sleep(hour);
      await processes.collectAccount(account, 'campaign');
      const second = await run();
      await env.sleep(hour);
      expect(looks).toBe(2);
      await client.workflow.getHandle(workflowIds.collectAccount(account)).result();
      await processes.collectAccount(account, null);
      const third = await run();
      await client.workflow.getHandle(workflowIds.collectAccount(account)).result();
      return { first, second, third };
    });
    expect(runs.second).toBe(runs.first);
    expect(runs.third).not.toBe(runs.first);
  });

  it('nudging a process that does not run is no error, and starts none', async () => {
    const processes = createProcesses(env.client);
    await processes.nudge('watchPlan', 'nobody');
    await expect(env.client.workflow.getHandle(workflowIds.watchPlan('nobody')).describe()).rejects.toThrow();
  });

  it('a watch is started once', async () => {
    const judgePlan = async ({ nowMs }: { nowMs: number }) => ({ finished: false, status: 'OPEN', wakeMs: nowMs + day });
    await play(env, { judgePlan }, async (client) => {
      const processes = createProcesses(client);
      const handle = client.workflow.getHandle(workflowIds.watchPlan('p1'));
      await processes.startWatch('watchPlan', 'p1');
      const { runId } = await handle.describe();
      await processes.startWatch('watchPlan', 'p1');
      expect((await handle.describe()).runId).toBe(runId);
      await handle.terminate();
    });
  });
});
