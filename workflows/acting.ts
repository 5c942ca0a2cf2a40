/** How the activities are called: each kind with the time and the retries that fit what it does to the world. */
import { ActivityCancellationType, proxyActivities, proxyLocalActivities } from '@temporalio/workflow';
import type { Act } from '../domain/verdict.js';
import type { ActResult, Activities, Turn } from '../activities/activities.js';

/** What has begun is finished also when the process is cancelled: a message may be on its way. */
const cancellationType = ActivityCancellationType.WAIT_CANCELLATION_COMPLETED;

/**
 * A look is one quick transaction on our own store, so it runs beside the workflow: one event instead of six,
 * and the verdict is in the history all the same. Retries that take longer wait by a timer and hold no worker.
 */
export const { assess } = proxyLocalActivities<Activities>({
  startToCloseTimeout: '1 minute',
  localRetryThreshold: '1 second',
  retry: { initialInterval: '500 milliseconds', backoffCoefficient: 3, maximumInterval: '1 minute', maximumAttempts: 6 },
  cancellationType,
});

/** Reading and writing our own store: quick, and safe to repeat. */
export const { bookCharges, carryOut, setCreditHold, judgePlan, attendDispute, instructCampaign } = proxyActivities<Activities>({
  startToCloseTimeout: '1 minute',
  retry: { initialInterval: '1 second', backoffCoefficient: 3, maximumInterval: '1 minute', maximumAttempts: 6 },
  cancellationType,
});

/** Files, evidence and the start of other processes: slower, and still safe to repeat. */
const { draftNotice, openTask, requestPlacement, recommendWriteOff } = proxyActivities<Activities>({
  scheduleToStartTimeout: '15 minutes',
  startToCloseTimeout: '3 minutes',
  retry: { initialInterval: '2 seconds', backoffCoefficient: 3, maximumInterval: '2 minutes', maximumAttempts: 5 },
  cancellationType,
});

export const { attendPlacement, attendWriteOff } = proxyActivities<Activities>({
  startToCloseTimeout: '3 minutes',
  retry: { initialInterval: '2 seconds', backoffCoefficient: 3, maximumInterval: '2 minutes', maximumAttempts: 5 },
  cancellationType,
});

/**
 * A slow mail server gets five minutes; a lost worker is noticed by its missing heartbeat, and the second attempt finds
 * the first one's claim and settles it as unknown instead of sending again. A message that no worker has taken up
 * for a quarter of an hour is decided anew, because its hour may have passed.
 */
const { remind } = proxyActivities<Activities>({
  scheduleToStartTimeout: '15 minutes',
  startToCloseTimeout: '5 minutes',
  heartbeatTimeout: '30 seconds',
  retry: { initialInterval: '2 seconds', backoffCoefficient: 2, maximumInterval: '1 minute', maximumAttempts: 4 },
  cancellationType,
});

/** Pages over many accounts; each start is idempotent, so a lost worker's page is simply done again. */
export const { startNextAccounts, enrolDelinquent } = proxyActivities<Activities>({
  startToCloseTimeout: '30 minutes',
  heartbeatTimeout: '1 minute',
  retry: { initialInterval: '2 seconds', backoffCoefficient: 2, maximumInterval: '1 minute', maximumAttempts: 10 },
  cancellationType,
});

/** Carries out what was decided, by its kind. */
export function perform(act: Act, turn: Turn & { accountId: string; caseId: string }): Promise<ActResult> {
  switch (act.kind) {
    case 'contact':
      return remind({ ...turn, act });
    case 'draft':
      return draftNotice({ ...turn, act });
    case 'task':
      return openTask({ ...turn, act });
    case 'credit-hold':
      return setCreditHold({ ...turn, act });
    case 'place':
      return requestPlacement({ ...turn, act });
    case 'write-off':
      return recommendWriteOff({ ...turn, act });
    case 'charge':
      return bookCharges({ ...turn, act });
    default:
      throw new TypeError(`No such act: ${(act satisfies never as Act).kind}`);
  }
}
