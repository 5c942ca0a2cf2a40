/** The wire contract between the rule and the workflow. Kinds and fields are added to, never renamed. */
import type { Day, Instant } from './calendar/day.js';
import type { Channel, TaskKind } from './facts.js';
import type { SpokenFor } from './steps.js';
import type { Amounts } from './money/minor.js';
import type { Role } from './policy/types.js';

/** Why: a stable code with the figures it was decided on, and the policy line that says so (null where no line does). */
export interface Reason {
  code: ReasonCode;
  figures: Record<string, string | number | null>;
  line: number | null;
}

export type ReasonCode =
  | 'STEP_DUE'
  | 'STEP_NOT_YET_DUE'
  | 'STEP_OVER'
  | 'ENTERED_LATER'
  | 'OUTSIDE_WINDOW'
  | 'FREQUENCY'
  | 'MIN_GAP'
  | 'ONE_A_DAY'
  | 'LEDGER_TOO_OLD'
  | 'ON_HOLD'
  | 'ALL_DISPUTED'
  | 'PLAN_RUNNING'
  | 'PAYMENT_PENDING'
  | 'PLACED'
  | 'APPROVAL_PENDING'
  | 'WRITE_OFF_PENDING'
  | 'CALL_OPEN'
  | 'UNREACHABLE'
  | 'DELIVERY_UNKNOWN'
  | 'RETRY_LATER'
  | 'LADDER_FINISHED'
  | 'PAID'
  | 'CREDIT_HOLD_OVER'
  | 'NOTHING_OVERDUE'
  | 'WRITTEN_OFF'
  | 'FREQ_CAP'
  | 'FREQ_AFTER_CONVERSATION'
  | 'QUIET_HOURS'
  | 'HOLIDAY'
  | 'DEBTOR_INCONVENIENT'
  | 'NO_CONSENT'
  | 'CHANNEL_PROHIBITED'
  | 'CONDITIONS_UNMET'
  | 'NOT_YET_DUE'
  | 'BELOW_TOLERANCE'
  | 'MESSAGE_REJECTED'
  | 'ADDRESS_SUPPRESSED'
  | 'BALANCE_IN_CREDIT'
  | 'STANDING_CHANGED'
  | 'PLAN_BROKEN'
  | 'DISPUTE_OPEN'
  | 'DISPUTE_LATE'
  | 'DECLINED'
  | 'APPROVAL_EXPIRED'
  | 'CALL_BACK_AGREED'
  | 'NUMBER_WRONG'
  | 'HANDED_OVER'
  | 'RECALLED'
  | 'RETURNED'
  | 'EXCLUDED_BY_POLICY'
  | 'DRAFT_WAITING'
  | 'DRAFT_DECLINED'
  | 'DRAFT_LAPSED'
  | 'LEVEL_SET'
  | 'NOTICE_SKIPPED'
  | 'CHARGE_DUE'
  | 'NOTHING_TO_CHARGE'
  | 'CHARGED_TOO_MUCH'
  | 'PRINCIPAL_PAID'
  | 'RATE_MISSING'
  | 'FEE_CURRENCY';

/** What an act is about where items climb by themselves or have messages of their own; else neither is there. */
export interface About {
  /** The items that it is about. */
  itemIds?: number[];
  /** The steps that are taken with it, and for which of the items: its own first, then those that it speaks for. */
  spokenFor?: SpokenFor[];
  /** The strand that it is for, where items have policies of their own; the account's own first one when left out. */
  strand?: string;
}

/** The recipient and channel that a contact was decided for. */
export interface ContactAct extends About {
  kind: 'contact';
  /** `case/step/round/channel`: the business key that makes it happen once. */
  key: string;
  step: string;
  round: number;
  channel: Channel;
  template: string;
  tone: string;
  contactId: string | null;
  address: string;
  language: string;
  deadlineOn: Day | null;
  /** Addresses that get a copy of an e-mail. */
  cc?: string[];
}

/** The message as it is put up for approval; what is sent is made from the facts of its day. */
export interface DraftAct extends Omit<ContactAct, 'kind'> {
  kind: 'draft';
  role: Role;
  /** The first day on which it counts no more. */
  lapsesOn: Day;
}

export interface TaskAct extends About {
  kind: 'task';
  /** `case/step/round/kind`. */
  key: string;
  step: string | null;
  round: number;
  task: TaskKind;
  dueOn: Day;
  reason: Reason;
  /** What is to be done and by whom, of a task of kind OTHER. */
  title?: string;
  role?: string;
}

/** Sets or ends the credit hold of the account. */
export interface CreditHoldAct extends About {
  kind: 'credit-hold';
  key: string;
  /** null: the policy ends it by itself. */
  step: string | null;
  round: number;
  hold: 'on' | 'off';
}

export interface PlaceAct extends About {
  kind: 'place';
  key: string;
  step: string;
  round: number;
  agency: string;
}

export interface WriteOffAct extends About {
  kind: 'write-off';
  key: string;
  step: string;
  round: number;
}

/** Fees and interest to be booked, or put right. What exactly is reckoned anew when it is carried out, so that the contract stays small. */
export interface ChargeAct extends About {
  kind: 'charge';
  /** `case/step/round/charge`; `case/-/n/charge` where no step charges. */
  key: string;
  step: string | null;
  round: number;
  /** For a step, for the months that are over, or to put right what was charged. */
  cause: 'STEP' | 'MONTH' | 'SETTLE';
  /** Whether the step does nothing else and is done with it. */
  takesStep: boolean;
  /** What is booked less what is taken back, by currency. */
  amounts: Amounts;
}

export type Act = ContactAct | DraftAct | TaskAct | CreditHoldAct | PlaceAct | WriteOffAct | ChargeAct;

/** Whether an act takes its step: a search for a contact or a review does not. */
export function takesStep(act: Act): act is Act & { step: string } {
  return act.step !== null && act.kind !== 'draft' && act.kind !== 'charge' && (act.kind !== 'task' || act.task === 'CALL' || act.task === 'OTHER');
}

/** What the rule says. `lookAgainAt` is when to assess next if the act is carried out and nothing else happens. */
export type Verdict =
  | { kind: 'act'; act: Act; at: Instant; reason: Reason; lookAgainAt: Instant }
  | { kind: 'wait'; until: Instant; reason: Reason }
  | { kind: 'close'; outcome: CaseOutcome; reason: Reason };

export type CaseOutcome = 'PAID' | 'WRITTEN_OFF' | 'NOTHING_OVERDUE' | 'EXCLUDED';

/** Steps that an assessment leaves behind without an act. */
export interface PassedStep {
  step: string;
  round: number;
  result: 'SKIPPED' | 'COALESCED' | 'UNREACHABLE' | 'REJECTED';
  reason: Reason;
  /** The items that leave it behind; undefined: the account does. */
  itemIds?: number[];
  /** The round with which its turn began, where several messages make one turn. */
  turn?: number;
  /** The strand that leaves it behind; the account's own first one when left out. */
  strand?: string;
}

/** A draft that an assessment ends: it lapsed, or what it asks for is no longer owed or no longer asked for. */
export interface EndedDraft {
  id: string;
  step: string;
  round: number;
  result: 'LAPSED' | 'WITHDRAWN';
  reason: Reason;
}

/** The answer of the pure rule: the verdict, what it passes over, and the figures it was made on. */
export interface Assessment {
  verdict: Verdict;
  passed: PassedStep[];
  endedDrafts: EndedDraft[];
  /** Overdue and collectable (not disputed, promised or held) by currency, in minor units. */
  overdue: Amounts;
  collectable: Amounts;
  /** Days the oldest collectable item is past due; null when none is. */
  daysPastDue: number | null;
  /** Open fees and interest that are asked for with it, by currency: not part of `collectable`. */
  charges: Amounts;
  /** What the step at hand could not charge, and why. */
  notCharged?: Reason[];
}
