import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Client, WorkflowFailedError, WorkflowUpdateFailedError, type WorkflowHandle } from '@temporalio/client';
import { ApplicationFailure, CancelledFailure } from '@temporalio/common';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { AccountTurn, Activities, Assessed } from '../../activities/activities.js';
import type { InstructionResult } from '../../domain/instructions.js';
import type { CaseClosed, CurrentCase } from '../../workflows/messages.js';
import { processes, taskQueue } from '../../workflows/messages.js';
import { account, because, cached, close, day, done, gate, hour, play, remindNow, request, wait } from './stage.js';
import { record } from '../support/record.js';
import { startTimeSkipping } from '../support/temporal.js';

let env: TestWorkflowEnvironment;
/** What happened, in order. */
let diary: string[];
let looks: AccountTurn[];
let started = 0;

beforeAll(async () => {
  env = await startTimeSkipping();
});
afterAll(() => env.teardown());
beforeEach(() => {
  diary = [];
  looks = [];
});

type Handle = WorkflowHandle<() => Promise<CaseClosed>>;

function start(client: Client): Promise<Handle> {
  const workflowId = `account-${++started}`;
  return client.workflow.start(processes.collectAccount, { workflowId, taskQueue, args: [{ accountId: account, campaignId: null }] });
}

/** Answers each look by the turn and its number, from 1. */
function assessing(answer: (turn: AccountTurn, look: number) => Assessed): Pick<Activities, 'assess'> {
  return {
    assess: async (turn) => {
      looks.push(turn);
      diary.push('look');
      return answer(turn, looks.length);
    },
  };
}

const reminding: Pick<Activities, 'remind'> = {
  remind: async ({ act }) => {
    diary.push(`remind ${act.step}`);
    return done;
  },
};

const obeying: Pick<Activities, 'carryOut'> = {
  carryOut: async ({ request: { instruction } }) => {
    diary.push(instruction.kind);
    return { status: 'done', subjectId: 'hold-1', message: 'Paused' };
  },
};

const instruct = (handle: Handle, id: string, instruction?: Parameters<typeof request>[1]) =>
  handle.executeUpdate<InstructionResult, [ReturnType<typeof request>]>('instruct', { args: [request(id, instruction)], updateId: id });

const current = (handle: Handle) => handle.query<CurrentCase>('currentCase');

describe('The life of an account', () => {
  it('climbs the ladder over months, each look at the time that the last one named, and ends when nothing is owed', async () => {
    const steps = ['reminder', 'second-reminder', 'final-notice'];
    const rule = assessing(({ nowMs }, look) => (look > steps.length ? close() : remindNow(steps[look - 1]!, nowMs + 30 * day)));
    const outcome = await play(env, { ...rule, ...reminding }, async (client) => {
      const handle = await start(client);
      const outcome = await handle.result();
      await record('account-ladder', handle);
      return outcome;
    });

    expect(outcome).toEqual({ accountId: account, caseId: `${account}#1`, outcome: 'PAID' });
    expect(diary).toEqual(['look', 'remind reminder', 'look', 'remind second-reminder', 'look', 'remind final-notice', 'look']);
    expect(looks[0]?.plannedMs).toBeNull();
    for (const [i, look] of looks.slice(1).entries()) {
      expect(look.plannedMs).toBe(looks[i]!.nowMs + 30 * day);
      expect(look.nowMs).toBeGreaterThanOrEqual(look.plannedMs!);
    }
  });

  it('takes three commands for a contact: look, act, wait', async () => {
    const steps = ['one', 'two', 'three', 'four'];
    const rule = assessing(({ nowMs }, look) => (look > steps.length ? close() : remindNow(steps[look - 1]!, nowMs + 10 * day)));
    const history = await play(env, { ...rule, ...reminding }, async (client) => {
      const handle = await start(client);
      await handle.result();
      return handle.fetchHistory();
    });
    const of = (type: string) => (history.events ?? []).filter((event) => event[type as keyof typeof event]).length;
    expect(of('markerRecordedEventAttributes') - 1).toBe(steps.length);
    expect(of('activityTaskScheduledEventAttributes')).toBe(steps.length);
    expect(of('timerStartedEventAttributes')).toBe(steps.length);
  });

  it('looks at once when the standing changes during a wait', async () => {
    const rule = assessing(({ nowMs }, look) => (look === 1 ? wait(nowMs + 30 * day) : close()));
    await play(env, rule, async (client) => {
      const handle = await start(client);
      await env.sleep(5 * day);
      expect(looks).toHaveLength(1);
      await handle.signal('standingChanged');
      await handle.result();
      await record('account-nudged', handle);
    });
    expect(looks).toHaveLength(2);
    expect(looks[1]?.plannedMs).toBeNull();
    expect(looks[1]!.nowMs - looks[0]!.nowMs).toBeLessThan(6 * day);
  });

  it('carries out an instruction during a wait without waiting for the timer, and looks again', async () => {
    const rule = assessing(({ nowMs }, look) => (look === 1 ? wait(nowMs + 30 * day) : close()));
    await play(env, { ...rule, ...obeying }, async (client) => {
      const handle = await start(client);
      await env.sleep(hour);
      expect(await instruct(handle, 'r1')).toEqual({ status: 'done', subjectId: 'hold-1', message: 'Paused' });
      await handle.result();
      await record('account-instructed', handle);
    });
    expect(diary).toEqual(['look', 'pause', 'look']);
    expect(looks[1]!.nowMs - looks[0]!.nowMs).toBeLessThan(day);
  });

  it('lets an act that has begun end before an instruction, and the instruction before the next act', async () => {
    const [begun, mayEnd] = [gate(), gate()];
    const rule = assessing(({ nowMs }, look) => (look === 1 ? remindNow('reminder', nowMs) : look === 2 ? wait(nowMs + 30 * day, 'ON_HOLD') : close()));
    const slow: Pick<Activities, 'remind'> = {
      remind: async () => {
        begun.open();
        await mayEnd.passed;
        diary.push('remind ends');
        return done;
      },
    };
    await play(env, { ...rule, ...obeying, ...slow }, async (client) => {
      const handle = await start(client);
      await begun.passed;
      const instructed = instruct(handle, 'r1');
      setTimeout(mayEnd.open, 500);
      await instructed;
      await env.sleep(day);
      expect((await current(handle)).verdict).toMatchObject({ kind: 'wait', reason: { code: 'ON_HOLD' } });
      await handle.result();
      await record('account-instructed-during-an-act', handle);
    });
    expect(diary).toEqual(['look', 'remind ends', 'pause', 'look', 'look']);
  });

  it('carries out an instruction that came while it looked, and decides anew before it acts', async () => {
    const rule = assessing(({ nowMs }, look) => {
      if (look < 3) throw new Error('no connection to the database');
      return look === 3 ? remindNow('reminder', nowMs) : look === 4 ? wait(nowMs + 30 * day, 'ON_HOLD') : close();
    });
    await play(env, { ...rule, ...obeying, ...reminding }, async (client) => {
      const handle = await start(client);
      while (looks.length < 2) await new Promise((resolve) => setTimeout(resolve, 20));
      const instructed = instruct(handle, 'r1');
      await handle.result();
      await record('account-instructed-during-a-look', handle);
      await instructed;
    });
    expect(diary).toEqual(['look', 'look', 'look', 'pause', 'look', 'look']);
  });

  it('refuses what cannot be right, says why, and leaves no trace in the history', async () => {
    const rule = assessing(({ nowMs }, look) => (look === 1 ? wait(nowMs + 30 * day) : close()));
    await play(env, rule, async (client) => {
      const handle = await start(client);
      await env.sleep(hour);
      const before = (await handle.fetchHistory()).events?.length;
      const refused = await instruct(handle, 'r1', { kind: 'promise', currency: 'EUR', amountMinor: -1, dueOn: '2026-12-01' }).catch((error: unknown) => error);
      expect(refused).toBeInstanceOf(WorkflowUpdateFailedError);
      expect((refused as WorkflowUpdateFailedError).cause).toMatchObject({ type: 'MALFORMED', message: expect.stringContaining('amountMinor') });
      const after = (await handle.fetchHistory()).events ?? [];
      expect(after.some((event) => event.workflowExecutionUpdateAcceptedEventAttributes)).toBe(false);
      expect(after.length - before!).toBeLessThanOrEqual(3);
      await handle.result();
    });
    expect(diary).toEqual(['look', 'look']);
  });

  it('hands on a refusal by the facts as an answer', async () => {
    const rule = assessing(({ nowMs }, look) => (look === 1 ? wait(nowMs + day) : close()));
    const refusing: Pick<Activities, 'carryOut'> = { carryOut: async () => ({ status: 'refused', code: 'NO_HOLD', why: 'There is no hold to lift.' }) };
    await play(env, { ...rule, ...refusing }, async (client) => {
      const handle = await start(client);
      expect(await instruct(handle, 'r1')).toEqual({ status: 'refused', code: 'NO_HOLD', why: 'There is no hold to lift.' });
      await handle.result();
    });
  });

  it('looks once more when something changes while it closes', async () => {
    let handle: Handle | undefined;
    const rule: Pick<Activities, 'assess'> = {
      assess: async (turn) => {
        looks.push(turn);
        if (looks.length === 2) await handle?.signal('standingChanged');
        return looks.length === 1
          ? wait(turn.nowMs + day)
          : looks.length === 2
            ? close()
            : looks.length === 3
              ? remindNow('reminder', turn.nowMs + day)
              : close();
      },
    };
    await play(env, { ...rule, ...reminding }, async (client) => {
      handle = await start(client);
      await handle.result();
      await record('account-nudged-while-closing', handle);
    });
    expect(diary).toEqual(['remind reminder']);
  });
});

describe('An account in trouble', () => {
  it('tries again ever more rarely when looking fails, says so, and goes on when it works again', async () => {
    const repairedMs = { at: Infinity };
    const rule = assessing(({ nowMs }) => {
      if (nowMs < repairedMs.at) throw new Error('no connection to the database');
      return close();
    });
    await play(
      env,
      rule,
      async (client) => {
        const handle = await start(client);
        await env.sleep(4 * hour);
        expect(await current(handle)).toMatchObject({ trouble: 'no connection to the database', verdict: null });
        expect(looks.length).toBeLessThan(6 * 10);
        repairedMs.at = 0;
        await handle.result();
        await record('account-look-failing', handle);
      },
      cached,
    );
  });

  it('does not spin when an act comes to nothing again and again', async () => {
    const rule = assessing(({ nowMs }, look) => (look > 30 ? close() : remindNow('reminder', nowMs + day)));
    const acts = { remind: async () => ({ result: 'RETRY_LATER' as const, reason: because('RETRY_LATER') }) };
    await play(
      env,
      { ...rule, ...acts },
      async (client) => {
        const handle = await start(client);
        await env.sleep(day);
        expect(await current(handle)).toMatchObject({ trouble: expect.stringContaining('RETRY_LATER') });
        expect(looks.length).toBeGreaterThan(10);
        expect(looks.length).toBeLessThan(30);
        await handle.result();
        await record('account-act-in-vain', handle);
      },
      cached,
    );
  });

  it('does not spin when the rule names an instant that has passed', async () => {
    const rule = assessing(({ nowMs }, look) => (look > 30 ? close() : wait(nowMs - hour)));
    await play(
      env,
      rule,
      async (client) => {
        const handle = await start(client);
        await env.sleep(day);
        expect(looks.length).toBeLessThan(30);
        await handle.result();
      },
      cached,
    );
  });

  it('looks again at once after an act that was held back', async () => {
    const rule = assessing(({ nowMs }, look) => (look === 1 ? remindNow('reminder', nowMs + 30 * day) : close()));
    const acts = { remind: async () => ({ result: 'HELD_BACK' as const, reason: because('PAID') }) };
    await play(env, { ...rule, ...acts }, async (client) => {
      const handle = await start(client);
      const outcome = await handle.result();
      await record('account-held-back', handle);
      return outcome;
    });
    expect(looks[1]!.nowMs - looks[0]!.nowMs).toBeLessThan(hour);
  });

  it('goes on after an act that failed for good', async () => {
    const rule = assessing(({ nowMs }, look) => (look === 1 ? remindNow('reminder', nowMs + day) : close()));
    const acts: Pick<Activities, 'remind'> = {
      remind: async () => {
        throw ApplicationFailure.nonRetryable('the template is gone');
      },
    };
    const outcome = await play(env, { ...rule, ...acts }, async (client) => {
      const handle = await start(client);
      const outcome = await handle.result();
      await record('account-act-failed', handle);
      return outcome;
    });
    expect(outcome.outcome).toBe('PAID');
  });

  it('answers an instruction that could not be carried out with its failure, and goes on', async () => {
    const rule = assessing(({ nowMs }, look) => (look === 1 ? wait(nowMs + day) : close()));
    const acts: Pick<Activities, 'carryOut'> = {
      carryOut: async () => {
        throw ApplicationFailure.nonRetryable('the disk is full');
      },
    };
    await play(env, { ...rule, ...acts }, async (client) => {
      const handle = await start(client);
      await expect(instruct(handle, 'r1')).rejects.toBeInstanceOf(WorkflowUpdateFailedError);
      await handle.result();
      await record('account-instruction-failed', handle);
    });
  });
});

describe('A long life', () => {
  it('begins a new history now and then, and keeps each look at its time', async () => {
    const days = 250;
    const rule = assessing(({ nowMs }, look) => (look > days ? close() : wait(nowMs + day)));
    const runs = await play(
      env,
      rule,
      async (client) => {
        const handle = await start(client);
        const { runId } = await handle.describe();
        await handle.result();
        const last = await client.workflow.getHandle(handle.workflowId).describe();
        const first = await client.workflow.getHandle(handle.workflowId, runId).describe();
        await record('account-rolling-over', client.workflow.getHandle(handle.workflowId, runId));
        return { first: first.runId, last: last.runId, firstStatus: first.status.name };
      },
      cached,
    );
    expect(runs).toMatchObject({ firstStatus: 'CONTINUED_AS_NEW' });
    expect(runs.last).not.toBe(runs.first);
    expect(looks).toHaveLength(days + 1);
    for (const [i, look] of looks.slice(1).entries()) expect(look.plannedMs).toBe(looks[i]!.nowMs + day);
  });

  it('says the same about the case after a rollover', async () => {
    const rule = assessing(({ nowMs }, look) => (look < 101 ? wait(nowMs + hour) : look === 101 ? wait(nowMs + 30 * day, 'ON_HOLD') : close()));
    await play(
      env,
      rule,
      async (client) => {
        const handle = await start(client);
        await env.sleep(101 * hour);
        const { verdict, turns, caseId } = await current(client.workflow.getHandle(handle.workflowId));
        expect({ turns, caseId }).toEqual({ turns: looks.length, caseId: `${account}#1` });
        expect(verdict).toMatchObject({ kind: 'wait' });
        await handle.result();
        await record('account-rolled-over', handle);
      },
      cached,
    );
  });
});

describe('A cancelled process', () => {
  it('ends its wait', async () => {
    const rule = assessing(({ nowMs }) => wait(nowMs + 30 * day));
    const ended = await play(env, rule, async (client) => {
      const handle = await start(client);
      await env.sleep(hour);
      await handle.cancel();
      const error = await handle.result().catch((reason: unknown) => reason);
      await record('account-cancelled', handle);
      return error;
    });
    expect(ended).toBeInstanceOf(WorkflowFailedError);
    expect((ended as WorkflowFailedError).cause).toBeInstanceOf(CancelledFailure);
    expect(looks).toHaveLength(1);
  });

  it('lets the message that is being handed over end first', async () => {
    const [begun, mayEnd] = [gate(), gate()];
    const rule = assessing(({ nowMs }) => remindNow('reminder', nowMs + day));
    const slow: Pick<Activities, 'remind'> = {
      remind: async () => {
        begun.open();
        await mayEnd.passed;
        diary.push('remind ends');
        return done;
      },
    };
    await play(env, { ...rule, ...slow }, async (client) => {
      const handle = await start(client);
      await begun.passed;
      await handle.cancel();
      setTimeout(mayEnd.open, 300);
      await handle.result().catch(() => diary.push('ended'));
      await record('account-cancelled-during-an-act', handle);
    });
    expect(diary).toEqual(['look', 'remind ends', 'ended']);
  });
});
