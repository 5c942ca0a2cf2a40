import type { Day, Instant } from '../calendar/day.js';
import type { ChargeFacts } from '../charges/types.js';
import type {
  AccountFacts,
  Channel,
  HoldKind,
  PendingPaymentFacts,
  InconvenienceFacts,
  Place,
  PlacementFacts,
  SuppressionKind,
  TaskKind,
  WriteOffFacts,
} from '../facts.js';
import type { StepFacts } from '../steps.js';
import type { Actor, CallOutcome } from '../instructions.js';
import type { LedgerChange } from '../ledger/change.js';
import type { Minor } from '../money/minor.js';
import type { Policy, Role } from '../policy/types.js';
import type { LedgerSubject } from './bookings.js';
import type { Refusal } from './refuse.js';

/** What an instruction changes: everything that the store needs to write it, and nothing that it has to decide. */
export type Change =
  | { change: 'hold-placed'; kind: HoldKind; itemId: number | null; reason: string; startsOn: Day; endsOn: Day | null; amountMinor: Minor | null }
  /** `onDay`: the first day on which they no longer hold. */
  | { change: 'holds-lifted'; holdIds: string[]; reason: string; onDay: Day }
  | { change: 'dispute-raised'; reason: string; note: string | null; ownerId: string | null; respondBy: Day; items: DisputedPart[] }
  | { change: 'dispute-resolved'; disputeId: string; resolution: 'UPHELD' | 'REJECTED'; note: string; credits: ItemAmount[] }
  | ({ change: 'plan-agreed' } & PlanAgreed)
  | { change: 'plan-cancelled'; planId: string; reason: string }
  | {
      change: 'task-closed';
      task: TaskSubject;
      outcome: string;
      note: string | null;
      contact: ContactRecorded | null;
      delivered: boolean | null;
      opens: TaskOpened[];
    }
  | { change: 'contact-recorded'; contact: ContactRecorded }
  | { change: 'contact-corrected'; key: string; reason: string; corrected: ContactCorrected }
  | { change: 'consent-given'; contactId: string; channels: Channel[]; until: Instant | null }
  | { change: 'consent-withdrawn'; contactId: string; channels: Channel[] }
  | { change: 'wish-recorded'; wish: InconvenienceFacts }
  | { change: 'wishes-ended'; contactId: string; channels: Channel[] }
  | ({ change: 'payment-expected'; note: string | null } & PendingPaymentFacts)
  | { change: 'payment-failed'; number: string; reason: string }
  /** `batchId`: the load whose item it is about, of which what is booked becomes a part. */
  | { change: 'ledger-booked'; ledger: LedgerChange; batchId: string | null; itemId: number; action: string; reason: string; currency: string; minor: Minor }
  | { change: 'addresses-suppressed'; channel: Channel; addresses: string[]; kind: 'BOUNCED' | 'OPTED_OUT'; reason: string | null }
  | { change: 'addresses-freed'; channel: Channel; addresses: string[]; reason: string | null }
  | { change: 'approval-decided'; approval: ApprovalSubject; decision: 'APPROVED' | 'DECLINED'; reason: string | null }
  | { change: 'placement-moved'; placementId: string; to: 'ACKNOWLEDGED' | 'RECALLED' | 'RETURNED'; reason: string | null }
  | { change: 'write-off-reversed'; writeOffId: string; reason: string }
  | { change: 'steps-noted'; kind: 'level-set' | 'notice-skipped'; steps: StepFacts[]; reason: string }
  | { change: 'credit-hold-set'; hold: 'on' | 'off'; reason: string }
  | { change: 'charge-reversed'; charge: ChargeFacts; key: string; number: string; minor: Minor; reason: string }
  | { change: 'note-written'; text: string }
  | { change: 'policy-changed'; caseId: string; policy: string; version: number; reason: string };

export interface DisputedPart {
  itemId: number;
  /** null: the whole item. */
  amountMinor: Minor | null;
}

export interface ItemAmount {
  itemId: number;
  currency: string;
  minor: Minor;
}

export interface PlanAgreed {
  kind: 'PROMISE' | 'PLAN' | 'SETTLEMENT';
  currency: string;
  totalMinor: Minor;
  itemIds: number[];
  level: number;
  graceDays: number;
  tolerancePercent: number;
  /** Day in the creditor's calendar, in which money is dated. */
  agreedOn: Day;
  instalments: { number: number; dueOn: Day; amountMinor: Minor }[];
  note: string | null;
  /** Of a settlement: what is owed on its items, and whose approval its discount takes (null: nobody's). */
  settles?: { owedMinor: Minor; approval: Role | null };
}

/** A contact that a person made or took. */
export interface ContactRecorded {
  channel: Channel;
  direction: 'IN' | 'OUT';
  outcome: CallOutcome | 'SENT' | 'RECEIVED';
  contactId: string | null;
  address: string | null;
  caseId: string | null;
  step: string | null;
  round: number;
  note: string | null;
  itemIds: number[];
  place: Place | null;
  /** Set when the address turned out to be nobody's. */
  suppress: { address: string; channel: Channel; kind: SuppressionKind } | null;
}

/** A contact as it really was. */
export interface ContactCorrected {
  direction: 'IN' | 'OUT';
  outcome: string | null;
  contactId: string | null;
  address: string | null;
  itemIds: number[];
  place: Place | null;
  removed: boolean;
}

/** A task to open; `key` is unique within the account's tasks of that origin. */
export interface TaskOpened {
  key: string;
  kind: TaskKind;
  title: string;
  dueOn: Day;
  priority: number;
}

/** The thing that an instruction names by its id, if the account has it. */
export type Subject = TaskSubject | ApprovalSubject | DisputeSubject | PlacementSubject | WriteOffSubject | UserSubject | PolicySubject | LedgerSubject;

export interface TaskSubject {
  of: 'task';
  id: string;
  kind: TaskKind;
  status: 'OPEN' | 'DONE' | 'CANCELLED';
  caseId: string | null;
  step: string | null;
  round: number;
}

export interface ApprovalSubject {
  of: 'approval';
  id: string;
  status: 'PENDING' | 'APPROVED' | 'DECLINED' | 'EXPIRED';
  role: Role;
  proposedBy: string;
  expiresAt: Instant;
  /** What is to be approved. */
  about: 'notice' | 'placement' | 'write-off' | 'settlement';
  aboutId: string;
}

export interface DisputeSubject {
  of: 'dispute';
  id: string;
  status: 'OPEN' | 'RESOLVED';
  raisedBy: string;
  items: DisputedPart[];
}

export interface PlacementSubject {
  of: 'placement';
  id: string;
  status: PlacementFacts['status'];
  acknowledged: boolean;
}

export interface WriteOffSubject {
  of: 'write-off';
  id: string;
  status: WriteOffFacts['status'];
}

export interface UserSubject {
  of: 'user';
  id: string;
  active: boolean;
}

export interface PolicySubject {
  of: 'policy';
  name: string;
  /** Published versions, ascending. */
  versions: number[];
  /** The policy and version that the running case is pinned to. */
  current: { name: string; version: number } | null;
}

/** Everything that a decision may look at. */
export interface Situation {
  actor: Actor;
  facts: AccountFacts;
  policy: Policy;
  /** By name the policies that its items may have for themselves. */
  policiesOfItems?: ReadonlyMap<string, Policy>;
  at: Instant;
  /** Day in the debtor's zone. */
  today: Day;
  subject: Subject | null;
  /** Whether a level may be set before a case runs, which then begins there. */
  beforeCase?: boolean;
}

/** A change with the sentence that tells of it, or a refusal. */
export type Decided = { refused: Refusal } | { refused?: never; change: Change; message: string };

/** A refusal; `why` says what would be accepted. */
export function refuse(code: string, why: string): { refused: Refusal } {
  return { refused: { code, why } };
}
