import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Client, type WorkflowHandle, WorkflowUpdateFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { Activities, CampaignInstruction, CampaignProgress } from '../../activities/activities.js';
import type { RunCampaignInput } from '../../workflows/messages.js';
import { processes, taskQueue } from '../../workflows/messages.js';
import { cached, hour, play } from './stage.js';
import { record } from '../support/record.js';
import { startTimeSkipping } from '../support/temporal.js';

const minute = 60_000;

let env: TestWorkflowEnvironment;
let campaigns = 0;

beforeAll(async () => {
  env = await startTimeSkipping();
});
afterAll(() => env.teardown());

/** The campaign as the store would keep it. */
let stored: CampaignProgress;
let pages: { nowMs: number; limit: number }[];

beforeEach(() => {
  stored = { campaignId: 'c1', status: 'RUNNING', started: 0, remaining: 0 };
  pages = [];
});

const activities: Partial<Activities> = {
  startNextAccounts: async ({ nowMs, limit }) => {
    pages.push({ nowMs, limit });
    const count = Math.min(limit, stored.remaining);
    const remaining = stored.remaining - count;
    stored = { ...stored, started: stored.started + count, remaining, status: remaining === 0 ? 'DONE' : stored.status };
    return stored;
  },
  instructCampaign: async ({ instruction }) => {
    const status = { pause: 'PAUSED', resume: 'RUNNING', cancel: 'CANCELLED' } as const;
    stored = { ...stored, status: status[instruction.kind] };
    return stored;
  },
};

type Handle = WorkflowHandle<(input: RunCampaignInput) => Promise<CampaignProgress>>;

function launch(client: Client, accounts: number, perMinute: number): Promise<Handle> {
  stored.remaining = accounts;
  return client.workflow.start(processes.runCampaign, { workflowId: `campaign-${++campaigns}`, taskQueue, args: [{ campaignId: 'c1', perMinute }] });
}

const instruct = (handle: Handle, kind: CampaignInstruction['kind'], actor = 'finance') =>
  handle.executeUpdate<CampaignProgress, [CampaignInstruction]>('instruct', { args: [{ kind, actor, reason: 'Because' }] });

const refusalOf = async (asked: Promise<unknown>) => {
  const error = await asked.catch((failure: unknown) => failure);
  expect(error).toBeInstanceOf(WorkflowUpdateFailedError);
  return ((error as WorkflowUpdateFailedError).cause as ApplicationFailure).type;
};

const progress = (handle: Handle) => handle.query<CampaignProgress | null>('progress');

describe('A campaign', () => {
  it('starts all its accounts, never more in a minute than it may', async () => {
    const outcome = await play(env, activities, async (client) => {
      const handle = await launch(client, 95, 20);
      const progress = await handle.result();
      await record('campaign-done', handle);
      return progress;
    });
    expect(outcome).toEqual({ campaignId: 'c1', status: 'DONE', started: 95, remaining: 0 });
    expect(pages.map(({ limit }) => limit)).toEqual([20, 20, 20, 20, 20]);
    for (const [i, { nowMs }] of pages.slice(1).entries()) expect(nowMs - pages[i]!.nowMs).toBeGreaterThanOrEqual(minute);
  });

  it('goes in pages that one activity can manage when the rate is high', async () => {
    await play(env, activities, async (client) => (await launch(client, 1_000, 600)).result());
    expect(pages.map(({ limit }) => limit)).toEqual([200, 200, 200, 200, 200]);
    expect(pages[3]!.nowMs - pages[0]!.nowMs).toBeGreaterThanOrEqual(minute);
  });

  it('stops while it is paused and goes on when it is resumed', async () => {
    await play(env, activities, async (client) => {
      const handle = await launch(client, 100, 10);
      await env.sleep(2.5 * minute);
      expect(await instruct(handle, 'pause')).toMatchObject({ status: 'PAUSED' });
      const { started } = stored;
      await env.sleep(3 * hour);
      expect(await progress(handle)).toMatchObject({ status: 'PAUSED', started });
      await instruct(handle, 'resume');
      expect(await handle.result()).toMatchObject({ status: 'DONE', started: 100 });
      await record('campaign-paused', handle);
    });
  });

  it('ends at once when it is cancelled, and starts nobody after that', async () => {
    const outcome = await play(env, activities, async (client) => {
      const handle = await launch(client, 100, 10);
      await env.sleep(1.5 * minute);
      await instruct(handle, 'cancel');
      return handle.result();
    });
    expect(outcome).toMatchObject({ status: 'CANCELLED', started: 20 });
    expect(pages).toHaveLength(2);
  });

  it('can be cancelled while it is paused', async () => {
    await play(env, activities, async (client) => {
      const handle = await launch(client, 100, 10);
      await env.sleep(0.5 * minute);
      await instruct(handle, 'pause');
      await instruct(handle, 'cancel');
      expect(await handle.result()).toMatchObject({ status: 'CANCELLED', started: 10 });
      await record('campaign-cancelled', handle);
    });
  });

  it('refuses what makes no sense as it stands, and says why', async () => {
    await play(env, activities, async (client) => {
      const handle = await launch(client, 30, 10);
      await env.sleep(0.5 * minute);
      expect(await refusalOf(instruct(handle, 'resume'))).toBe('NOT_PAUSED');
      expect(await refusalOf(instruct(handle, 'stop' as 'cancel'))).toBe('UNKNOWN_KIND');
      expect(await refusalOf(instruct(handle, 'pause', ''))).toBe('MALFORMED');
      await instruct(handle, 'pause');
      expect(await refusalOf(instruct(handle, 'pause'))).toBe('ALREADY_PAUSED');
      await instruct(handle, 'resume');
      await handle.result();
    });
  });

  it('does a page again that failed, later', async () => {
    let failures = 2;
    const failing: Partial<Activities> = {
      ...activities,
      startNextAccounts: async (page) => {
        if (failures-- > 0) throw ApplicationFailure.nonRetryable('no connection');
        return activities.startNextAccounts!(page);
      },
    };
    const outcome = await play(env, failing, async (client) => {
      const handle = await launch(client, 15, 10);
      const progress = await handle.result();
      await record('campaign-failing', handle);
      return progress;
    });
    expect(outcome).toMatchObject({ status: 'DONE', started: 15 });
  });

  it('keeps count and pace over the rollovers of a large campaign', async () => {
    const outcome = await play(
      env,
      activities,
      async (client) => {
        const handle = await launch(client, 220, 1);
        const progress = await handle.result();
        await record('campaign-rolled-over', handle);
        return progress;
      },
      cached,
    );
    expect(outcome).toMatchObject({ status: 'DONE', started: 220 });
    expect(pages).toHaveLength(220);
    for (const [i, { nowMs }] of pages.slice(1).entries()) expect(nowMs - pages[i]!.nowMs).toBeGreaterThanOrEqual(minute);
  });
});
