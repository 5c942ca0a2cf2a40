/** What the store knows of an account: the input of the rule. Plain values; days and instants as text, money in minor units. */
import type { Day, Instant } from './calendar/day.js';
import type { DraftFacts } from './draft.js';
import type { BookedLedger, ChargeFacts } from './charges/types.js';
import type { Amounts, Minor } from './money/minor.js';
import type { SpokenFor, StepFacts, StrandFacts } from './steps.js';
import type { ConsentFacts, InconvenienceFacts, Place } from './people.js';

export type ItemKind = 'INVOICE' | 'CREDIT_NOTE' | 'PAYMENT' | 'CHARGE' | 'ADJUSTMENT' | 'REFUND' | 'CHARGEBACK' | 'WRITE_OFF';

export type Channel = 'email' | 'sms' | 'letter' | 'call';

/** How far another system had dunned an item before Duly took it over. */
export interface DunnedBefore {
  level: number;
  onDay: Day;
}

/** A ledger item with what is open of it as of the facts' day. Debits are positive, credits negative. */
export interface OpenItem {
  id: number;
  kind: ItemKind;
  number: string;
  instalment: number;
  issuedOn: Day;
  dueOn: Day;
  currency: string;
  amountMinor: Minor;
  openMinor: Minor;
  purchaseOrder?: string | null;
  /** The day on which the ledger learnt of it, where that is later than its date. */
  knownOn?: Day | null;
  /** Null or left out: not at all. */
  dunned?: DunnedBefore | null;
}

export interface EntityFacts {
  code: string;
  name: string;
  country: string;
  currency: string;
  timeZone: string;
  language: string;
  /** Whose debts it collects: its own (when left out), or those of others. */
  role?: DebtRole;
  /** Its own address, where it is known. */
  email?: string | null;
}

/** First party: our own debts. Third party: those of others. */
export type DebtRole = 'FIRST_PARTY' | 'THIRD_PARTY';

export interface CustomerFacts {
  number: string;
  name: string;
  kind: 'BUSINESS' | 'CONSUMER';
  language: string;
  country: string | null;
  region: string | null;
  postcode: string | null;
  timeZone: string | null;
  city?: string | null;
  /** Lines of the postal address; empty when no letter can be sent. */
  addressLines: string[];
  segment: string | null;
  riskClass: string | null;
  tags: string[];
}

export interface ContactFacts {
  id: string;
  name: string;
  role: string;
  language: string | null;
  email: string | null;
  phone: string | null;
  mobile: string | null;
  timeZone: string | null;
  rank: number;
}

export type SuppressionKind = 'BOUNCED' | 'INVALID' | 'OPTED_OUT' | 'COMPLAINT';

/** An address that must not be used on a channel. Only those in force are facts. */
export interface SuppressionFacts {
  address: string;
  channel: Channel;
  kind: SuppressionKind;
}

export type HoldKind =
  | 'PAUSE'
  | 'BANKRUPTCY'
  | 'DECEASED'
  | 'CEASE_COMMUNICATION'
  | 'ATTORNEY_REPRESENTED'
  | 'LITIGATION'
  | 'FRAUD'
  | 'REGULATOR_COMPLAINT'
  | 'VULNERABLE'
  | 'EXCLUDED';

/** A hold, in force from `startsOn` up to and including the day before `endsOn`; one that was lifted ended on that day. */
export interface HoldFacts {
  id: string;
  kind: HoldKind;
  itemId: number | null;
  reason: string;
  startsOn: Day;
  endsOn: Day | null;
  /** How much of the item is held; the whole item, or the whole account, when not stated. */
  amountMinor?: Minor | null;
  /** The campaign whose pause it is, which alone lifts it. */
  campaignId?: string | null;
}

export interface DisputeFacts {
  id: string;
  reason: string;
  respondBy: Day;
  /** `amountMinor` null: the whole item. */
  items: { itemId: number; amountMinor: Minor | null }[];
}

export interface InstalmentFacts {
  number: number;
  dueOn: Day;
  amountMinor: Minor;
  paidMinor: Minor;
  status: 'OPEN' | 'KEPT' | 'PARTLY_KEPT' | 'BROKEN';
}

/**
 * A plan; a promise is a plan of one instalment, a settlement a promise of less than is owed, with which all is settled.
 * `OPEN` ones exclude their items from collection.
 */
export interface PlanFacts {
  id: string;
  kind: 'PROMISE' | 'PLAN' | 'SETTLEMENT';
  /** A settlement that waits for its approval is `PROPOSED`, and `DECLINED` when it does not get it. */
  status: 'PROPOSED' | 'DECLINED' | 'OPEN' | 'KEPT' | 'PARTLY_KEPT' | 'BROKEN' | 'CANCELLED';
  currency: string;
  itemIds: number[];
  graceDays: number;
  level: number;
  /** What was open of the items when a settlement was agreed. */
  owedMinor?: Minor | null;
  instalments: InstalmentFacts[];
}

export type ContactStatus = 'CLAIMED' | 'ACCEPTED' | 'REJECTED' | 'RETRYABLE' | 'UNKNOWN' | 'HELD_BACK' | 'RECORDED';

/** A contact that was made, is being made, or was held back. */
export interface ContactMadeFacts {
  key: string;
  caseId: string | null;
  step: string | null;
  round: number;
  channel: Channel;
  direction: 'OUT' | 'IN';
  automatic: boolean;
  status: ContactStatus;
  at: Instant;
  /** Attempts so far and, while RETRYABLE, the instant before which it is not tried again. */
  attempt: number;
  notBefore: Instant | null;
  contactId: string | null;
  outcome: string | null;
  /** Items that it was about; all of the account when not known. */
  itemIds?: number[];
  /** Where items climb by themselves: which steps it is, and of which items. */
  spokenFor?: SpokenFor[] | null;
  address?: string | null;
  /** Where the number reaches the person, when it was said. */
  place?: Place | null;
  /** Addresses that got a copy. They are no contacts of their own. */
  cc?: string[];
  /** The deadline that it set. */
  deadlineOn?: Day | null;
}

export interface TaskFacts {
  id: string;
  key: string;
  kind: TaskKind;
  step: string | null;
  round: number;
  status: 'OPEN' | 'DONE' | 'CANCELLED';
  outcome: string | null;
  openedAt: Instant;
  closedAt: Instant | null;
  /** Keys of further calls for which it does. */
  joined?: string[];
}

export type TaskKind = 'CALL' | 'FIND_CONTACT' | 'VERIFY_DELIVERY' | 'APPROVE' | 'ANSWER_DISPUTE' | 'REVIEW_ACCOUNT' | 'RECORD_HANDOVER' | 'OTHER';

export interface PlacementFacts {
  id: string;
  status: 'REQUESTED' | 'APPROVED' | 'DECLINED' | 'PLACED' | 'RECALLED' | 'RETURNED' | 'CLOSED';
  itemIds: number[];
}

export interface WriteOffFacts {
  id: string;
  /** The case that it was recommended in. */
  caseId: string | null;
  status: 'REQUESTED' | 'APPROVED' | 'DECLINED' | 'EXPIRED' | 'BOOKED' | 'REVERSED';
  itemIds: number[];
}

/** Money under way: up to and including the day by which it is expected, what it pays is not asked for: the named items, else the oldest. */
export interface PendingPaymentFacts {
  number: string;
  currency: string;
  amountMinor: Minor;
  itemIds: number[];
  expectedOn: Day;
}

/** The running case, as `assess` last left it. */
export interface CaseFacts {
  id: string;
  episode: number;
  openedAt: Instant;
  entryStep: string | null;
  campaignId: string | null;
  /** Where items have policies of their own: the courses of their strands so far. */
  strands?: StrandFacts[];
}

/** Everything the rule may look at. */
export interface AccountFacts {
  accountId: string;
  entity: EntityFacts;
  customer: CustomerFacts;
  collectorId: string | null;
  /** The day of the newest load of the entity's ledger; null when none was loaded. */
  ledgerAsOf: Day | null;
  items: OpenItem[];
  contacts: ContactFacts[];
  suppressions: SuppressionFacts[];
  holds: HoldFacts[];
  /** Items that a policy leaves alone which does nothing. */
  excludedItems?: { itemId: number; policy: string }[];
  /** Items that are collected by a policy of their own; of each item the last one counts. */
  itemPolicies?: { itemId: number; policy: string }[];
  /** The account with everything of it, where these facts are those of one of its strands. */
  whole?: AccountFacts;
  disputes: DisputeFacts[];
  plans: PlanFacts[];
  /** All of this case, and all of the account within the last 60 days. */
  contactsMade: ContactMadeFacts[];
  /** Those of the customer's accounts with other entities within the last 60 days: they use the same budget. */
  contactsElsewhere?: ContactMadeFacts[];
  steps: StepFacts[];
  tasks: TaskFacts[];
  placements: PlacementFacts[];
  writeOffs: WriteOffFacts[];
  /** Messages of the running case that somebody has to approve, or had to; oldest first. */
  drafts?: DraftFacts[];
  /** E-mail address of the account's collector, where it is known. */
  collectorEmail?: string | null;
  /** The stop of credit and deliveries that is on, and the step that set it (null: a person); null or left out: none. */
  creditHold?: { sinceOn: Day; step: string | null } | null;
  /** Consents and wishes of the customer's people, where they are known. */
  consents?: ConsentFacts[];
  inconveniences?: InconvenienceFacts[];
  /** The value date of the newest payment up to today that was not taken back as a whole; null or left out: none. */
  lastPaidOn?: Day | null;
  /** Payments under way that have not ended. */
  pendingPayments?: PendingPaymentFacts[];
  /** Fees and interest that were booked, and what took them back; all of the account, oldest first. */
  charges?: ChargeFacts[];
  /** What interest is reckoned on; needed where the policy charges or something was charged. */
  booked?: BookedLedger | null;
  case: CaseFacts | null;
}

export type { Amounts, Minor };
export type { ConsentFacts, InconvenienceFacts, Place };
