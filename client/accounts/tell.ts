import type { Client } from '@temporalio/client';
import { WorkflowNotFoundError } from '@temporalio/common';
import { processes, standingChangedName, taskQueue, workflowIds } from '../../workflows/messages.js';

/** Signals under way at the same time. */
const atOnce = 20;
/** How long telling may take, in milliseconds; who was not reached by then hears of it from the worker's sweeper. */
const patienceMs = 20_000;

/** Tells the processes of accounts that their facts changed. An account that no process looks after is no error. */
export async function tellAccounts(temporal: Client, accountIds: readonly string[]): Promise<void> {
  await eachOf(temporal, accountIds, async (id) => {
    try {
      await temporal.workflow.getHandle(workflowIds.collectAccount(id)).signal(standingChangedName);
    } catch (error) {
      if (!(error instanceof WorkflowNotFoundError)) throw error;
    }
  });
}

/** Starts the processes of disputes; those that run go on. */
export async function startDisputes(temporal: Client, disputeIds: readonly string[]): Promise<void> {
  await eachOf(temporal, disputeIds, async (id) => {
    await temporal.workflow.start(processes.resolveDispute, {
      workflowId: workflowIds.resolveDispute(id),
      taskQueue,
      args: [{ id }],
      workflowIdConflictPolicy: 'USE_EXISTING',
    });
  });
}

async function eachOf(temporal: Client, ids: readonly string[], work: (id: string) => Promise<void>): Promise<void> {
  const left = [...ids];
  const workThrough = async () => {
    for (let id = left.pop(); id !== undefined; id = left.pop()) await work(id);
  };
  await temporal.withDeadline(Date.now() + patienceMs, () => Promise.all(Array.from({ length: atOnce }, workThrough)));
}
