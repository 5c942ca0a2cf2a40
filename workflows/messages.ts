/**
 * What goes into and out of the workflows. A wire contract: names and fields are added to, never renamed.
 * Instants named `…Ms` are milliseconds of real time as the workflow sees it; business time is the activities' affair.
 */
import type { InstructionRequest, InstructionResult } from '../domain/instructions.js';
import type { CaseOutcome, Verdict } from '../domain/verdict.js';
import type { CampaignInstruction, CampaignProgress } from '../activities/activities.js';

export const taskQueue = 'duly';

/** Names of the workflow types. */
export const processes = {
  runCampaign: 'runCampaign',
  collectAccount: 'collectAccount',
  watchPlan: 'watchPlan',
  resolveDispute: 'resolveDispute',
  placeDebt: 'placeDebt',
  approveWriteOff: 'approveWriteOff',
  enrolDaily: 'enrolDaily',
} as const;

/** Workflow ids, one for each thing that a process looks after. */
export const workflowIds = {
  collectAccount: (accountId: string) => `collect-account/${accountId}`,
  runCampaign: (campaignId: string) => `run-campaign/${campaignId}`,
  watchPlan: (planId: string) => `watch-plan/${planId}`,
  resolveDispute: (disputeId: string) => `resolve-dispute/${disputeId}`,
  placeDebt: (placementId: string) => `place-debt/${placementId}`,
  approveWriteOff: (writeOffId: string) => `approve-write-off/${writeOffId}`,
} as const;

/** Signal: something changed, look again. Carries nothing. */
export const standingChangedName = 'standingChanged';
/** Update: carry out an `InstructionRequest`; answers an `InstructionResult`. */
export const instructName = 'instruct';
/** Query: the case as the workflow last saw it. */
export const currentCaseName = 'currentCase';
/** Query of `runCampaign`: its `CampaignProgress`, null before the first page. */
export const progressName = 'progress';
/** The Temporal Schedule of the daily enrolment. */
export const enrolDailyScheduleId = 'enrol-daily';

export type { CampaignInstruction, CampaignProgress, InstructionRequest, InstructionResult };

export interface CollectAccountInput {
  accountId: string;
  /** The campaign that started it; null for the daily enrolment and for a person's instruction. */
  campaignId: string | null;
  /** State carried over a rollover. */
  carried?: CarriedCase;
}

export interface CarriedCase {
  caseId: string | null;
  wakeMs: number | null;
  turns: number;
  verdict?: Verdict | null;
}

export interface CurrentCase {
  accountId: string;
  caseId: string | null;
  verdict: Verdict | null;
  /** Real time of the next look, if nothing changes before. */
  wakeMs: number | null;
  turns: number;
  /** Why the last look or act came to nothing; null when it succeeded. */
  trouble: string | null;
}

export interface CaseClosed {
  accountId: string;
  caseId: string | null;
  outcome: CaseOutcome;
}

/** Input of the processes where another party's clock runs: a plan, a dispute, a placement, a write-off request. */
export interface WatchInput {
  id: string;
  /** Carried over a rollover. */
  wakeMs?: number | null;
  status?: string | null;
}

/** The answer of `currentCase` by those processes. */
export interface CurrentWatch {
  id: string;
  status: string | null;
  wakeMs: number | null;
  trouble: string | null;
}

export interface RunCampaignInput {
  campaignId: string;
  /** Accounts that may be started in a minute of real time. */
  perMinute: number;
  /** State carried over a rollover. */
  carried?: { progress: CampaignProgress | null; nextPageMs: number };
}
