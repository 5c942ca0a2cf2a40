import { type Client, WorkflowNotFoundError } from '@temporalio/client';
import type { Processes } from '../activities/ports.js';
import { processes, standingChangedName, taskQueue, workflowIds } from '../workflows/messages.js';

/** A process that runs goes on; one that has ended may begin again, as an account's next episode does. */
const once = { taskQueue, workflowIdConflictPolicy: 'USE_EXISTING', workflowIdReusePolicy: 'ALLOW_DUPLICATE' } as const;

/** Starts and nudges processes through Temporal. Rejects when the server can't be reached; each call may be repeated. */
export function createProcesses({ workflow }: Pick<Client, 'workflow'>): Processes {
  return {
    nudge: async (process, id) => {
      try {
        await workflow.getHandle(workflowIds[process](id)).signal(standingChangedName);
      } catch (error) {
        if (!(error instanceof WorkflowNotFoundError)) throw error;
      }
    },
    startWatch: async (process, id) => {
      await workflow.start(processes[process], { ...once, workflowId: workflowIds[process](id), args: [{ id }] });
    },
    collectAccount: async (accountId, campaignId) => {
      const workflowId = workflowIds.collectAccount(accountId);
      const args = [{ accountId, campaignId }];
      await workflow.signalWithStart(processes.collectAccount, { ...once, workflowId, args, signal: standingChangedName, signalArgs: [] });
    },
  };
}
