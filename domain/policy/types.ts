/** A policy as the rule uses it: checked, with amounts in minor units and the line of each step in its document. */
import type { Channel } from '../facts.js';
import type { Amounts } from '../money/minor.js';

export type Tone = 'friendly' | 'firm' | 'final';
export type Role = 'finance' | 'collector' | 'manager' | 'controller' | 'auditor' | 'admin';

/** What a step does. The contact channels, a call task, a hand-over to a third party, a write-off recommendation. */
export type StepAction = Channel | 'place' | 'write-off';

/** All stated conditions must hold. Days are whole calendar days in the debtor's zone. */
export interface Conditions {
  /** Days the oldest collectable item is past due. */
  daysPastDue?: { atLeast?: number; atMost?: number };
  /** Days until the next item falls due; makes the step a courtesy before the due date. */
  daysBeforeDue?: { atMost: number };
  /** Days since the previous step of this case was taken. */
  daysSincePrevious?: { atLeast: number };
  /** Overdue total of at least this much in any one currency. */
  overdueAtLeast?: Amounts;
  /** Overdue total below this in every currency. */
  overdueBelow?: Amounts;
}

export interface Step {
  id: string;
  /** 1-based line in the document. */
  line: number;
  action: StepAction;
  /** Channels to try, in order, when the action's own has no usable address. */
  otherwise: Channel[];
  template: string;
  tone: Tone;
  /** Role of the recipient; falls back to any reachable contact. */
  recipient: string;
  when: Conditions;
  repeat: { everyDays: number; atMost: number } | null;
  /** What becomes of the step when a later one is due as well: send it all the same, leave it out, or let the later speak for it. */
  missed: 'send' | 'skip' | 'coalesce';
  /** Days from the message to the deadline that it sets. */
  deadlineDays: number | null;
}

export interface ContactRules {
  /** Wall-clock window in the debtor's zone, `09:00` to `17:00`; the end is exclusive. */
  window: { from: string; to: string };
  /** Whether Saturdays, Sundays and public holidays of the debtor's country are left out. */
  businessDaysOnly: boolean;
  /** Most contacts made (automatic and by hand, all channels, attempts at a call included) in any 7 days. */
  maxIn7Days: number;
  /** Least days between two automatic messages. */
  minGapDays: number;
  /** Most days that the ledger may be behind before messages wait for a newer one. */
  ledgerMaxAgeDays: number;
  /** Days that a search for a contact has before a step that reaches nobody is passed over. */
  findContactDays: number;
}

export interface PromiseRules {
  graceDays: number;
  /** Percent of the promised amount that may be missing. */
  tolerancePercent: number;
  /** Most days from today to the last instalment. */
  maxDays: number;
  maxInstalments: number;
  /** Most broken plans after which no further one is accepted without a manager. */
  maxBroken: number;
}

export interface DisputeRules {
  reasons: string[];
  /** Business days until the owner has to answer. */
  respondWithinDays: number;
  remindEveryDays: number;
}

export interface Policy {
  name: string;
  version: number;
  title: string;
  description: string;
  /** Where existing debt enters: at the first step, at the furthest whose conditions hold, or at a named step. */
  entry: 'first' | 'furthest' | { step: string };
  /** Open amounts up to this are no debt. A currency that is not named has none. */
  tolerance: Amounts;
  ladder: Step[];
  contact: ContactRules;
  promises: PromiseRules;
  disputes: DisputeRules;
  placement: { agency: string; approval: Role; recallAfterDays: number };
  /** Who decides on a write-off: the first whose limit covers the amount; the last has none. */
  writeOff: { upTo: Amounts | null; role: Role }[];
  /** Days after which an undecided approval goes back to the collector. */
  approvalExpiresDays: number;
}
