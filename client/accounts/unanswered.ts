import { WorkflowUpdateFailedError, WorkflowUpdateRPCTimeoutOrCancelledError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';

/** It is not known whether it was carried out. */
export interface Unanswered {
  status: 'unanswered';
}

export interface Refused {
  status: 'refused';
  code: string;
  why: string;
}

/** How long a person waits for a process to answer, in milliseconds. */
export const patienceMs = 30_000;

/** What a failed update means to the person who asked; throws again what is a failure of the server. */
export function answerTo(error: unknown): Refused | Unanswered {
  if (error instanceof WorkflowUpdateRPCTimeoutOrCancelledError) return { status: 'unanswered' };
  const refusal = error instanceof WorkflowUpdateFailedError ? error.cause : null;
  if (refusal instanceof ApplicationFailure && refusal.type) return { status: 'refused', code: refusal.type, why: refusal.message };
  throw error;
}
