import { WithStartWorkflowOperation, type Client } from '@temporalio/client';
import {
  instructName,
  processes,
  taskQueue,
  workflowIds,
  type CampaignInstruction,
  type CampaignProgress,
  type RunCampaignInput,
} from '../../workflows/messages.js';
import type { Instant } from '../../domain/calendar/day.js';
import type { PrismaClient } from '../../prisma/generated/client.js';
import { moveCampaign } from '../../prisma/store/campaigns.js';
import { startCampaign } from './launch.js';
import { answerTo, patienceMs, type Refused, type Unanswered } from '../accounts/unanswered.js';

/**
 * Pauses a campaign whose accounts were all started: nothing is left for its process to do, so that what is known is changed, and the process taken up
 * anew, which waits for whoever resumes it.
 */
export async function pauseStarted(
  { db, temporal }: { db: PrismaClient; temporal: Client },
  input: RunCampaignInput,
  instruction: CampaignInstruction,
  at: Instant,
): Promise<boolean> {
  const { actor, role = 'manager', reason } = instruction;
  const paused = await moveCampaign(db, input.campaignId, { kind: 'pause', actor, role, reason, at });
  if (paused) await startCampaign(temporal, input).catch(() => undefined);
  return paused;
}

/** Pauses, resumes or cancels a campaign by its process, which is started when it does not run. The same id is carried out once. */
export async function instructCampaign(
  temporal: Client,
  input: RunCampaignInput,
  { id, instruction }: { id: string; instruction: CampaignInstruction },
): Promise<{ status: 'done'; progress: CampaignProgress } | Refused | Unanswered> {
  const startWorkflowOperation = new WithStartWorkflowOperation<(input: RunCampaignInput) => Promise<unknown>>(processes.runCampaign, {
    workflowId: workflowIds.runCampaign(input.campaignId),
    taskQueue,
    args: [input],
    workflowIdConflictPolicy: 'USE_EXISTING',
  });
  try {
    const progress = await temporal.withDeadline(Date.now() + patienceMs, () =>
      temporal.workflow.executeUpdateWithStart<(input: RunCampaignInput) => Promise<unknown>, CampaignProgress, [CampaignInstruction]>(instructName, {
        updateId: id,
        args: [instruction],
        startWorkflowOperation,
      }),
    );
    return { status: 'done', progress };
  } catch (error) {
    return answerTo(error);
  }
}
