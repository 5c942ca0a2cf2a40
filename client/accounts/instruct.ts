import { WithStartWorkflowOperation, type Client } from '@temporalio/client';
import type { InstructionRequest, InstructionResult } from '../../domain/instructions.js';
import { instructName, processes, taskQueue, workflowIds, type CollectAccountInput } from '../../workflows/messages.js';
import { answerTo, patienceMs, type Unanswered } from './unanswered.js';

/**
 * Asks the account's process, which is started when it does not run, to carry out an instruction, and waits for the answer.
 * The request's id is the update's: the same id again asks for the same thing, which is done once.
 */
export async function instruct(temporal: Client, request: InstructionRequest): Promise<InstructionResult | Unanswered> {
  const input: CollectAccountInput = { accountId: request.accountId, campaignId: null };
  const startWorkflowOperation = new WithStartWorkflowOperation<(input: CollectAccountInput) => Promise<unknown>>(processes.collectAccount, {
    workflowId: workflowIds.collectAccount(request.accountId),
    taskQueue,
    args: [input],
    workflowIdConflictPolicy: 'USE_EXISTING',
  });
  try {
    return await temporal.withDeadline(Date.now() + patienceMs, () =>
      temporal.workflow.executeUpdateWithStart<(input: CollectAccountInput) => Promise<unknown>, InstructionResult, [InstructionRequest]>(instructName, {
        updateId: request.id,
        args: [request],
        startWorkflowOperation,
      }),
    );
  } catch (error) {
    return answerTo(error);
  }
}
