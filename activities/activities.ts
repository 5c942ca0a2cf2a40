/**
 * The activities as the workflows see them. Each may be called twice with the same input and has one effect.
 * Instants named `…Ms` are milliseconds of real time as the workflow sees it; business time is the activities' affair.
 */
import type { InstructionRequest, InstructionResult } from '../domain/instructions.js';
import type { ChargeAct, ContactAct, CreditHoldAct, DraftAct, PlaceAct, Reason, TaskAct, Verdict, WriteOffAct } from '../domain/verdict.js';

/** One look at an account or a process. */
export interface Turn {
  /** `Date.now()` of the workflow. */
  nowMs: number;
  /**
   * The time that this turn was planned for, when a timer began it: on a compressed business clock
   * lateness passes at real speed, so that a slow worker is late by seconds and not by days.
   */
  plannedMs: number | null;
}

/** The answer of the `assess` activity: the verdict, with the real time at which to look again. */
export interface Assessed {
  /** null when there was nothing to open a case for. */
  caseId: string | null;
  verdict: Verdict;
  /** Real time of `verdict.until` or `verdict.lookAgainAt`; null when the case closes. */
  wakeMs: number | null;
}

/** What became of an act. Only `DONE` lets the workflow wait for `wakeMs`; everything else looks again at once. */
export interface ActResult {
  result: 'DONE' | 'HELD_BACK' | 'FAILED' | 'UNKNOWN' | 'RETRY_LATER';
  reason: Reason | null;
}

/** What a watching activity found: finished, or when to look again. */
export interface Watched {
  finished: boolean;
  status: string;
  wakeMs: number | null;
}

export interface CampaignProgress {
  campaignId: string;
  status: 'RUNNING' | 'PAUSED' | 'CANCELLED' | 'DONE';
  started: number;
  remaining: number;
}

/** Asked of `runCampaign` by the `instruct` update. */
export interface CampaignInstruction {
  kind: 'pause' | 'resume' | 'cancel';
  actor: string;
  /** The role that authorises it; `manager` when it is not said. */
  role?: string;
  reason: string;
}

export interface AccountTurn extends Turn {
  accountId: string;
  campaignId: string | null;
}

export interface ActTurn<A> extends Turn {
  accountId: string;
  caseId: string;
  act: A;
}

export interface WatchTurn extends Turn {
  id: string;
}

export interface Activities {
  /** Reads the facts, asks the rule, saves the case and the decision in one transaction. Opens the case when there is reason to. */
  assess(turn: AccountTurn): Promise<Assessed>;
  /** Claims the contact, asks the gate with fresh facts, hands the message over, settles. */
  remind(turn: ActTurn<ContactAct>): Promise<ActResult>;
  /** Puts a message up for approval: keeps it as a draft with what it would say, requests the approval, opens the task for it. */
  draftNotice(turn: ActTurn<DraftAct>): Promise<ActResult>;
  openTask(turn: ActTurn<TaskAct>): Promise<ActResult>;
  /** Sets or ends the credit hold, for other systems to heed. */
  setCreditHold(turn: ActTurn<CreditHoldAct>): Promise<ActResult>;
  /** Requests a placement and its approval and starts `placeDebt`. */
  requestPlacement(turn: ActTurn<PlaceAct>): Promise<ActResult>;
  /** Collects the evidence, requests the approval and starts `approveWriteOff`. */
  recommendWriteOff(turn: ActTurn<WriteOffAct>): Promise<ActResult>;
  /** Books fees and interest, or puts them right. */
  bookCharges(turn: ActTurn<ChargeAct>): Promise<ActResult>;
  /** Carries out what a person asked for, or refuses; starts or nudges the process concerned. */
  carryOut(turn: Turn & { request: InstructionRequest }): Promise<InstructionResult>;

  judgePlan(turn: WatchTurn): Promise<Watched>;
  attendDispute(turn: WatchTurn): Promise<Watched>;
  attendPlacement(turn: WatchTurn): Promise<Watched>;
  attendWriteOff(turn: WatchTurn): Promise<Watched>;

  /** Starts or nudges the next accounts of a campaign, at most `limit`; answers the progress after them. */
  startNextAccounts(input: Turn & { campaignId: string; limit: number }): Promise<CampaignProgress>;
  /** Writes the campaign's status as a person asked. */
  instructCampaign(input: Turn & { campaignId: string; instruction: CampaignInstruction }): Promise<CampaignProgress>;
  /** Starts an account workflow for each account that has become delinquent; answers how many. */
  enrolDelinquent(input: Turn): Promise<{ started: number }>;
}
