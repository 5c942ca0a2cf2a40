/** A policy as the rule uses it: checked, with amounts in minor units and the line of each step in its document. */
import type { ChargeTerms } from '../charges/types.js';
import type { Channel } from '../facts.js';
import type { Amounts } from '../money/minor.js';

export type Tone = 'friendly' | 'firm' | 'final';
export type Role = 'finance' | 'collector' | 'manager' | 'controller' | 'auditor' | 'admin';

/** What a step does. The contact channels, a call task, another task, a credit hold on or off, fees or interest alone, a hand-over to a third party, a write-off recommendation. */
export type StepAction = Channel | 'task' | 'credit-hold' | 'fee' | 'interest' | 'place' | 'write-off';

/** All stated conditions must hold. Days are whole calendar days in the debtor's zone; the grace of the policy is taken off. */
export interface Conditions {
  /** Days the oldest collectable item is past due. `endOfMonth`: not before the last day of the month in which that day falls. */
  daysPastDue?: { atLeast?: number; moreThan?: number; atMost?: number; endOfMonth?: boolean };
  /** Days until the next item falls due; makes the step a courtesy before the due date. */
  daysBeforeDue?: { atMost: number };
  /** Days since the previous step of this case was taken. */
  daysSincePrevious?: { atLeast?: number; moreThan?: number };
  /** Days since the deadline that the newest message of this case with a deadline set; holds where none did. */
  afterDeadline?: { atLeast: number };
  /** Days since the oldest collectable item was invoiced. */
  daysSinceInvoice?: { atLeast: number };
  /** Days since the newest payment of the account; one that never paid is as far from it as can be. */
  daysSincePayment?: { atLeast?: number; moreThan?: number; atMost?: number };
  /** Number of items past due and collectable. */
  overdueItems?: { atLeast: number };
  /** Share of the open balance that is past due, in percent, in any one currency. */
  overdueShare?: { atLeastPercent: number };
  /** Promises and plans of the account that were broken. */
  brokenPromises?: { atLeast?: number; atMost?: number };
  /** Tags of the customer: all of `with`, none of `without`. */
  tags?: { with?: string[]; without?: string[] };
  /** Risk classes of which the customer has one. */
  riskClass?: string[];
  /** Whether somebody can be reached on a channel. */
  reachable?: Channel;
  /** Automatic messages of this case so far. */
  attempts?: { atLeast?: number; below?: number };
  /** Automatic messages of this case that asked for something still open in a currency, fewer than this; no most for a currency that is not named. */
  attemptsBelow?: Readonly<Record<string, number>>;
  /** Items of which something is open, due or not, after credits. */
  unpaidItems?: { atLeast: number };
  /** Days since the earliest such item was invoiced; of states alone. */
  daysSinceEarliestUnpaid?: { atLeast: number };
  /** Balance, due or not, less credits, of at least this much in any one currency. */
  balanceAtLeast?: Amounts;
  /** States of which the account is in one; `clear` when it is in none. */
  state?: string[];
  /** Age classes of which the account is in one; `none` when it is in none. */
  class?: string[];
  /** At least one of these must hold as well. */
  anyOf?: Omit<Conditions, 'anyOf' | 'daysBeforeDue' | 'daysSincePrevious' | 'afterDeadline'>[];
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
  /** Templates of their own, by channel. */
  templates: Partial<Record<Channel, string>>;
  tone: Tone;
  /** The language of the message, whatever the recipient's. */
  language: string | null;
  /** Roles of the recipient in order of preference; falls back to any reachable contact. */
  recipients: readonly string[];
  /** Attempts at one of `recipients` within the case after which the next has its turn; null: only when nobody of the role can be reached. */
  escalateAfter: number | null;
  /** Who gets a copy of an e-mail: roles of contacts, `collector` (the account's), `sales` (the seller's own address). */
  cc: readonly string[];
  /** Who has to approve the message before it goes out; null: nobody. */
  approval: NoticeApproval | null;
  when: Conditions;
  repeat: { everyDays: number; atMost: number } | null;
  /** Of a step `task`: what is to be done, by whom (a role or department), and within how many days. */
  task: { title: string; role: string; dueInDays: number } | null;
  /** Of a step `credit-hold`. */
  hold: 'on' | 'off';
  /** What becomes of the step when a later one is due as well: send it all the same, leave it out, or let the later speak for it. */
  missed: 'send' | 'skip' | 'coalesce';
  /** The deadline that the message sets; null: none. */
  deadline: DeadlineRule | null;
  /** Least days between the automatic message before and this one; null: the policy's. */
  minGapDays: number | null;
  /** What has to be past due for the step; with less, the step before it is tested instead. */
  fallBack: Minimum | null;
  /** Fees, by name, and `interest`: booked once the step's message may go, before it goes. */
  charge: string[];
}

/** Who approves a draft, and for how long it may wait (null: as long as any approval of the policy). */
export interface NoticeApproval {
  role: Role;
  lapsesAfterDays: number | null;
}

/** How a deadline is counted from the day on which the message arrives. */
export interface DeadlineRule {
  days: number;
  /** Fewest calendar days, whatever `days` comes to. */
  atLeast: number;
  /** Whether `days` are business days of the debtor. */
  businessDays: boolean;
}

/** Conditions that can be asked without a step. */
export type StandingConditions = Omit<Conditions, 'daysBeforeDue' | 'daysSincePrevious'>;

/** A named state of an account. States are listed strictest first; the first whose conditions hold is the account's. */
export interface StateRule {
  state: string;
  /** 1-based line in the document. */
  line: number;
  when: StandingConditions;
  /** What other systems are told to do when it is entered, and when it is left. */
  enter: string[];
  leave: string[];
}

/** An age class: a range of days counted, both ends included; `maxDays` null: no end. */
export interface AgeClass {
  class: string;
  line: number;
  minDays: number;
  maxDays: number | null;
}

/** A least amount past due, and a least share of the open balance in percent; both must hold in one currency. */
export interface Minimum {
  minAmount: Amounts | null;
  minPercent: number | null;
}

/** Who climbs the ladder, and how items that have something due on the same day share a message. */
export interface LevelRules {
  /** The account climbs, as its oldest item decides; or each item by itself. */
  track: 'account' | 'item';
  /** One message for all items that have one due, one for each level, or one for each item. */
  message: 'account' | 'level' | 'item';
  /** With which of its items' steps a message for the account speaks: the highest, or that of the oldest item. */
  speaks: 'highest' | 'oldest';
  /**
   * `strict`: a step needs each earlier one. `ordered`: a step is passed by while its conditions do not hold, never because its day has not come.
   * `free`: the first step whose day and conditions hold.
   */
  sequence: 'strict' | 'ordered' | 'free';
}

export interface ContactRules {
  /** Wall-clock window in the debtor's zone, `09:00` to `17:00`; the end is exclusive. */
  window: { from: string; to: string };
  /** Whether Saturdays, Sundays and public holidays of the debtor's country are left out. */
  businessDaysOnly: boolean;
  /** Days on which nothing is sent, both ends counted. */
  blackouts: { from: string; to: string }[];
  /** The only days on which anything is done; null: every day. ISO weekdays 1 to 7, days of the month, and single days add up. */
  runs: { weekdays: number[]; daysOfMonth: number[]; on: string[] } | null;
  /** Most contacts made (automatic and by hand, all channels, attempts at a call included) in any 7 days. */
  maxIn7Days: number;
  /** Least days between two automatic messages. */
  minGapDays: number;
  /** Days that a letter is on its way; in business days of the debtor, or in calendar days. */
  post: { days: number; businessDays: boolean };
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
  /** Whether a running plan defers the collection of its items alone, or all of the account. */
  defers: 'items' | 'account';
  /** With what a plan of several instalments has to begin; null: with anything. */
  downPayment: { atLeastPercent: number; withinDays: number } | null;
  /** The discount that takes nobody's approval, in percent, and who approves of a higher one; null: there are no settlements. */
  settlement: { discountPercent: number; approval: Role } | null;
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
  /** Where existing debt enters: at the first step, at the furthest whose conditions hold, or at a named step that it is old enough for. */
  entry: 'first' | 'furthest' | { step: string };
  /** One step after the other, or always the furthest whose conditions hold; what is passed is left behind. */
  climb: 'one' | 'furthest';
  levels: LevelRules;
  /** Whose debts they are: our own, or those of others for whom we collect. */
  role: 'FIRST_PARTY' | 'THIRD_PARTY';
  /** Packs of contact rules that apply by choice, beside those that apply by law. */
  packs: string[];
  /** How days past due and thresholds are counted. */
  count: {
    /** Days after the due date that do not count. */
    graceDays: number;
    /** Whether a hold stops the count of days, or only silences. */
    pause: 'silences' | 'freezes';
    /** Whether thresholds look at what is overdue net of credits or before them. */
    thresholds: 'net' | 'gross';
  };
  /** Open amounts up to this are no debt. A currency that is not named has none. */
  tolerance: Amounts;
  /** Whether it leaves accounts and items alone: no case, no contact, and no ladder. */
  doNothing: boolean;
  /** Fees and interest; null where the policy charges nothing. */
  charges: ChargeTerms | null;
  ladder: Step[];
  /** Strictest first. */
  states: StateRule[];
  /** By rising age, without gap or overlap. */
  classes: AgeClass[];
  /** When a credit hold ends by itself. */
  creditHold: { release: 'nothing-overdue' | 'by-hand' | { overdueBelow: Amounts } };
  contact: ContactRules;
  promises: PromiseRules;
  disputes: DisputeRules;
  placement: { agency: string; approval: Role; recallAfterDays: number };
  /** Who decides on a write-off: the first whose limit covers the amount; the last has none. */
  writeOff: { upTo: Amounts | null; role: Role }[];
  /** Days after which an undecided approval goes back to the collector. */
  approvalExpiresDays: number;
}
