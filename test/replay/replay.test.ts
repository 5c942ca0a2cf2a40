import { readdirSync } from 'node:fs';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { DefaultLogger, Runtime, Worker, type WorkflowBundleOption } from '@temporalio/worker';
import { DeterminismViolationError } from '@temporalio/workflow';
import { processes } from '../../workflows/messages.js';
import { workflowBundle } from '../../worker/bundle.js';
import { historiesFolder, recorded } from '../support/record.js';

Runtime.install({ logger: new DefaultLogger('ERROR'), telemetryOptions: { logging: { filter: 'OFF', forward: {} } } });

const files = readdirSync(historiesFolder).filter((file) => file.endsWith('.json'));

let bundle: WorkflowBundleOption;
beforeAll(async () => {
  bundle = await workflowBundle();
});

describe('Workflows that are running somewhere', () => {
  it('are represented by a history of each kind', async () => {
    const histories = await Promise.all(files.map(recorded));
    const kinds = histories.map(({ events }) => events?.[0]?.workflowExecutionStartedEventAttributes?.workflowType?.name ?? '');
    expect([...new Set(kinds)].sort()).toEqual(Object.values(processes).sort());
  });

  it.each(files)('go on with the present code: %s', async (file) => {
    await Worker.runReplayHistory({ workflowBundle: bundle, replayName: file }, await recorded(file), file);
  });

  it('would not go on with code that gives other commands', async () => {
    const history = await recorded('account-ladder.json');
    for (const { activityTaskScheduledEventAttributes: scheduled } of history.events ?? []) if (scheduled) scheduled.activityType = { name: 'dun' };
    await expect(Worker.runReplayHistory({ workflowBundle: bundle }, history, 'other')).rejects.toBeInstanceOf(DeterminismViolationError);
  });
});
