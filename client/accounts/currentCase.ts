import type { Client } from '@temporalio/client';
import { WorkflowNotFoundError } from '@temporalio/common';
import { currentCaseName, workflowIds, type CurrentCase } from '../../workflows/messages.js';

/** How an account's process sees it, and whether it still runs; null when there never was one, or its history is gone. */
export async function readCurrentCase(temporal: Client, accountId: string): Promise<(CurrentCase & { running: boolean }) | null> {
  const handle = temporal.workflow.getHandle(workflowIds.collectAccount(accountId));
  try {
    return await temporal.withDeadline(Date.now() + 10_000, async () => {
      const [current, { status }] = await Promise.all([handle.query<CurrentCase>(currentCaseName), handle.describe()]);
      return { ...current, running: status.name === 'RUNNING' };
    });
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return null;
    throw error;
  }
}
