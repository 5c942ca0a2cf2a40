/** What a rehearsal prints: one line for each thing that would happen. Fields are added to, never renamed. */
import type { ChargeKind } from '../charges/types.js';
import type { DraftFacts } from '../draft.js';
import type { Channel, DisputeFacts, HoldFacts, ItemKind, PlanFacts } from '../facts.js';
import type { Day, Instant } from '../calendar/day.js';
import type { Amounts, Minor } from '../money/minor.js';
import type { Chosen } from '../policy/assignment.js';
import type { Reason } from '../verdict.js';

export type AgendaKind =
  | 'contact'
  | 'draft'
  | 'task'
  | 'deferral'
  | 'block'
  | 'wait'
  | 'level'
  | 'plan'
  | 'settlement'
  | 'dispute'
  | 'placement'
  | 'write-off'
  | 'fee'
  | 'interest'
  | 'close'
  | 'open'
  | 'refused'
  | 'event'
  | 'reason'
  | 'state-change'
  | 'credit-hold'
  | 'class'
  | 'state';

export interface AgendaLine {
  kind: AgendaKind;
  /** Day in the debtor's zone. */
  date: Day;
  at: Instant;
  account: string;
  case: string | null;
  step: string | null;
  round: number | null;
  channel: string | null;
  /** Where it goes: an address, a task's kind, an agency. */
  to: string | null;
  /** Numbers of the items that it is about. */
  items: string[];
  /** What is asked for, by currency in minor units. */
  amounts: Amounts;
  /** In one word: an outcome, a status, what was refused. */
  result: string | null;
  reason: Reason | null;
  /** 1-based line of the policy document that says so. */
  policyLine: number | null;
  /** The same as a sentence. */
  sentence: string;
  /** How far up the ladder: the position of the newest step taken, from 1; 0 before the first. Where items climb, the highest of them. */
  level: number;
  /** The policy that says so: the account's, or that of the items concerned. */
  policy: string;
  /** Where items have a policy of their own: the course of theirs that it is of; left out for the account's first. */
  strand?: string;
  /** What chose the policy, where an assignment was given: on lines that open a case or leave the account alone, and on states. `line` is that of the assignment. */
  assignment?: { by: Chosen['by']; line: number | null };
  /** On lines of a change: what it was before (`to` has what it is then), and what other systems are told to do. */
  from?: string | null;
  actions?: string[];
  /** Days counted, on lines of kind `state-change` and `class`. */
  days?: number | null;
  /** Of a message: the deadline that it sets, who gets a copy, its language and template. */
  deadlineOn?: Day | null;
  cc?: string[];
  language?: string;
  template?: string;
  /** What is to be done, on lines of a task of the policy's own words. */
  task?: { title: string; role: string; dueOn: Day };
  /** What of `amounts` are fees and interest, where some are asked for. */
  charges?: Amounts;
  /** What was booked, on lines of kind `fee` and `interest`. */
  charge?: ChargeLine;
  /** How the account stands, on lines of kind `state`. */
  state?: AccountState;
}

/** A state or class that the account or an item was in; `liftedOn` null: it is in it still. */
export interface CourseState {
  kind: string;
  item: string | null;
  name: string;
  addedOn: Day;
  liftedOn: Day | null;
}

/** A fee or interest that was booked or taken back. */
export interface ChargeLine {
  /** Number of the item that was booked. */
  number: string;
  name: string;
  what: ChargeKind;
  onInvoice: boolean;
  dueOn: Day;
  /** Of interest: its days, both counted, its rates in percent, and how it came about. */
  from: Day | null;
  to: Day | null;
  percent: string | null;
  periods: string | null;
}

/** A charge at the end of a day. */
export interface ChargeState {
  number: string;
  name: string;
  what: ChargeKind;
  /** What it was charged for. */
  items: string[];
  onInvoice: boolean;
  bookedOn: Day;
  currency: string;
  amountMinor: Minor;
  openMinor: Minor;
  from: Day | null;
  to: Day | null;
  percent: string | null;
  /** OPEN, PAID, or what took it back: CORRECTED, WAIVED, CONVERTED, REVERSED, WRITTEN_OFF. */
  status: string;
}

/** Interest of an item at the end of a day. */
export interface InterestState {
  bookedMinor: Minor;
  /** The last day that is booked. */
  bookedTo: Day | null;
  /** What has come about since and is not booked. */
  accruedMinor: Minor;
  /** Why nothing is reckoned: NOT_COVERED by the law, or RATE_MISSING. */
  why: string | null;
}

/** An item at the end of a day. */
export interface ItemState {
  item: string;
  kind: ItemKind;
  issuedOn: Day;
  dueOn: Day;
  currency: string;
  amountMinor: Minor;
  openMinor: Minor;
  /** Its age class; CREDIT for what is open in the customer's favour. */
  bucket: string;
  /** Days past due; negative before. */
  daysPastDue: number;
  /** Days past due less paused days, never below 0, and the policy's class for them; null where there is none. */
  daysCounted: number;
  class: string | null;
  /** What is not asked for at present, and why. */
  withheld: { because: string; minor: Minor } | null;
  /** The policy that governs it: its own, else the account's. */
  policy: string;
  /** What it is asked for with, and how far up the ladder that is; null and 0 where nothing was sent about it. */
  step: string | null;
  level: number;
  /** Where the policy charges interest and the item bears any. */
  interest?: InterestState;
}

/** A message that is not sent yet because somebody has to approve it. */
export type DraftState = Pick<DraftFacts, 'step' | 'round' | 'role' | 'status' | 'lapsesOn'> & {
  items: string[];
  /** Whose step it is, where items have policies of their own. */
  policy?: string;
};

/** An account at the end of a day: what happened on the day is in it, what follows is not. */
export interface AccountState {
  /** Open net of credits, past due net of credits, and what is to be collected now, by currency. */
  open: Amounts;
  overdue: Amounts;
  collectable: Amounts;
  /** Open debits by age class, and credits under CREDIT. */
  buckets: Record<string, Amounts>;
  /** The age class of the oldest item to be collected; null when there is none. */
  bucket: string | null;
  daysPastDue: number | null;
  /** Days counted of what is past due, withheld or not: less grace and paused days, never below 0; and the policy's class for them. */
  daysCounted: number;
  class: string | null;
  /** The named state of the policy that holds; `clear` when none does. */
  accountState: string;
  /** The credit hold that is on, with the step that set it (null: a person); null when none is. */
  creditHold: { sinceOn: Day; step: string | null } | null;
  /** States, classes and credit holds so far, in the order in which they began. */
  history: CourseState[];
  step: string | null;
  /** Open charges: fees and interest that were booked. */
  charges: Amounts;
  /** Every charge that was booked, oldest first. */
  chargeStates?: ChargeState[];
  /** Interest that has come about and is not booked, by currency. */
  accrued?: Amounts;
  holds: (Omit<HoldFacts, 'itemId'> & { item: string | null })[];
  disputes: (Omit<DisputeFacts, 'items'> & { items: string[] })[];
  plans: (Pick<PlanFacts, 'id' | 'kind' | 'status' | 'level' | 'currency' | 'instalments' | 'owedMinor'> & { items: string[] })[];
  /** Invoices that are drawn up and not issued. */
  draftInvoices: string[];
  /** Money that does not count yet: payments under way, and payments of a later date. */
  expected: { number: string; on: Day; currency: string; minor: Minor; because: 'PENDING' | 'LATER_DATE' }[];
  /** Contacts made so far, all and by channel, and those of the last seven days. */
  attempts: { all: number; byChannel: Partial<Record<Channel, number>>; last7Days: number };
  openTasks: string[];
  /** Messages that wait for an approval, or for their hour once approved. */
  drafts: DraftState[];
  tags: string[];
  /** What follows if nothing changes but the day; null when nothing does within 120 days. */
  next: { at: Instant; kind: string; step: string | null; channel: string | null; to: string | null; sentence: string; policy?: string } | null;
  /** Why the account waits now. */
  waits: { until: Instant | null; reason: Reason; sentence: string; policy?: string };
  itemStates: ItemState[];
}
