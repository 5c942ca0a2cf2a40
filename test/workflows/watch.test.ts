import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Client, WorkflowHandle } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { Watched, WatchTurn } from '../../activities/activities.js';
import type { CurrentWatch, WatchInput } from '../../workflows/messages.js';
import { processes, taskQueue } from '../../workflows/messages.js';
import { cached, day, hour, play } from './stage.js';
import { record } from '../support/record.js';
import { startTimeSkipping } from '../support/temporal.js';

let env: TestWorkflowEnvironment;
let looks: WatchTurn[];
let started = 0;

beforeAll(async () => {
  env = await startTimeSkipping();
});
afterAll(() => env.teardown());
beforeEach(() => {
  looks = [];
});

type Handle = WorkflowHandle<(input: WatchInput) => Promise<string>>;

function start(client: Client, process: string): Promise<Handle> {
  return client.workflow.start(process, { workflowId: `${process}-${++started}`, taskQueue, args: [{ id: 'it' }] });
}

function looking(answer: (turn: WatchTurn, look: number) => Watched) {
  return async (turn: WatchTurn) => {
    looks.push(turn);
    return answer(turn, looks.length);
  };
}

const waiting = (wakeMs: number): Watched => ({ finished: false, status: 'OPEN', wakeMs });
const finished = (status: string): Watched => ({ finished: true, status, wakeMs: null });

describe('Where another party’s clock runs', () => {
  it.each([
    ['a plan', processes.watchPlan, 'judgePlan'],
    ['a dispute', processes.resolveDispute, 'attendDispute'],
    ['a placement', processes.placeDebt, 'attendPlacement'],
    ['a write-off request', processes.approveWriteOff, 'attendWriteOff'],
  ])('%s is looked at again at its time, until it is finished', async (_, process, activity) => {
    const look = looking(({ nowMs }, n) => (n < 4 ? waiting(nowMs + 30 * day) : finished('KEPT')));
    await play(env, { [activity]: look }, async (client) => {
      const handle = await start(client, process);
      expect(await handle.result()).toBe('KEPT');
      await record(process, handle);
    });
    expect(looks.map(({ id }) => id)).toEqual(['it', 'it', 'it', 'it']);
    for (const [i, { plannedMs }] of looks.slice(1).entries()) expect(plannedMs).toBe(looks[i]!.nowMs + 30 * day);
  });

  it('a promise is judged at once when a payment arrives', async () => {
    const judgePlan = looking(({ nowMs }, n) => (n === 1 ? waiting(nowMs + 30 * day) : finished('KEPT')));
    await play(env, { judgePlan }, async (client) => {
      const handle = await start(client, processes.watchPlan);
      await env.sleep(2 * day);
      expect(await handle.query<CurrentWatch>('currentCase')).toMatchObject({ id: 'it', status: 'OPEN', trouble: null });
      await handle.signal('standingChanged');
      await handle.result();
      await record('watchPlan-nudged', handle);
    });
    expect(looks[1]?.plannedMs).toBeNull();
    expect(looks[1]!.nowMs - looks[0]!.nowMs).toBeLessThan(3 * day);
  });

  it('goes on after a failure, and says what it is meanwhile', async () => {
    let broken = true;
    const judgePlan = async (turn: WatchTurn) => {
      looks.push(turn);
      if (broken) throw ApplicationFailure.nonRetryable('no connection');
      return finished('BROKEN');
    };
    await play(env, { judgePlan }, async (client) => {
      const handle = await start(client, processes.watchPlan);
      await env.sleep(3 * hour);
      expect(await handle.query<CurrentWatch>('currentCase')).toMatchObject({ trouble: 'no connection' });
      expect(looks.length).toBeLessThan(12);
      broken = false;
      expect(await handle.result()).toBe('BROKEN');
      await record('watchPlan-failing', handle);
    });
  });

  it('keeps its time over a rollover', async () => {
    const attendDispute = looking(({ nowMs }, n) => (n <= 120 ? waiting(nowMs + day) : finished('RESOLVED')));
    await play(
      env,
      { attendDispute },
      async (client) => {
        const handle = await start(client, processes.resolveDispute);
        await handle.result();
        await record('resolveDispute-rolled-over', handle);
      },
      cached,
    );
    expect(looks).toHaveLength(121);
    for (const [i, { plannedMs }] of looks.slice(1).entries()) expect(plannedMs).toBe(looks[i]!.nowMs + day);
  });
});

describe('The daily enrolment', () => {
  it('starts a lifecycle for each account that has become delinquent, and says how many', async () => {
    const enrolled: number[] = [];
    const enrolDelinquent = async ({ nowMs }: { nowMs: number }) => ({ started: enrolled.push(nowMs) });
    await play(env, { enrolDelinquent }, async (client) => {
      const handle = await client.workflow.start(processes.enrolDaily, { workflowId: `enrol-${++started}`, taskQueue });
      expect(await handle.result()).toEqual({ started: 1 });
      await record('enrolDaily', handle);
    });
  });
});
