/** What people may ask of an account: the payload of the `instruct` update, the HTTP API and the CLI. */
import type { Day } from './calendar/day.js';
import type { Channel, HoldKind, Place } from './facts.js';
import type { Minor } from './money/minor.js';
import type { Role } from './policy/types.js';

/** Items are named by their ledger number; an instalment of an invoice as `NUMBER/2`. */
export type ItemNumber = string;

export type CallOutcome = 'REACHED' | 'NO_ANSWER' | 'VOICEMAIL' | 'WRONG_NUMBER' | 'CALL_BACK' | 'REFUSES' | 'PAYMENT_SENT' | 'NOT_RECEIVED' | 'NOT_CONNECTED';

/** Either all addresses of a person on the channel, or one address. */
interface Addressed {
  channel: Channel;
  contactId?: string;
  address?: string;
  reason?: string;
}

export type Instruction =
  | { kind: 'pause'; until?: Day; reason: string; hold?: HoldKind; item?: ItemNumber; startsOn?: Day; amountMinor?: Minor }
  /** `hold` is the id of one hold, else all are lifted; `endsOn` the day as of which, today or earlier. */
  | { kind: 'resume'; reason: string; hold?: string; endsOn?: Day }
  | { kind: 'dispute'; items: { item: ItemNumber; amountMinor?: Minor }[]; reason: string; note?: string; ownerId?: string }
  | { kind: 'resolve-dispute'; disputeId: string; resolution: 'UPHELD' | 'REJECTED'; note: string }
  | { kind: 'promise'; currency: string; amountMinor: Minor; dueOn: Day; items?: ItemNumber[]; note?: string }
  | { kind: 'plan'; currency: string; instalments: { dueOn: Day; amountMinor: Minor }[]; items?: ItemNumber[]; note?: string }
  /** An amount to be paid by a day, with which all that is owed on the items (without items: on the account) is settled. */
  | { kind: 'settlement'; currency: string; amountMinor: Minor; dueOn: Day; items?: ItemNumber[]; note?: string }
  | { kind: 'cancel-plan'; planId: string; reason: string }
  /** `address` is the number that was dialled; without it, the contact's phone, or else its mobile. */
  | {
      kind: 'task-done';
      taskId: string;
      outcome: string;
      note?: string;
      contactId?: string;
      address?: string;
      callBackOn?: Day;
      items?: ItemNumber[];
      place?: Place;
    }
  | {
      kind: 'record-contact';
      channel: Channel;
      direction: 'IN' | 'OUT';
      outcome: CallOutcome | 'SENT' | 'RECEIVED';
      note?: string;
      contactId?: string;
      address?: string;
      /** What it was about; all of the account when left out. */
      items?: ItemNumber[];
      place?: Place;
      /** The step of the ladder that it stands for, which then counts as taken. */
      step?: string;
    }
  /** A contact by hand was not as it was recorded: what is stated here is right, from now on; `removed`: it never took place. */
  | {
      kind: 'correct-contact';
      contact: string;
      reason: string;
      outcome?: CallOutcome;
      direction?: 'IN' | 'OUT';
      contactId?: string;
      address?: string;
      items?: ItemNumber[];
      place?: Place;
      removed?: boolean;
    }
  /** `until` is the first day on which it holds no more. */
  | { kind: 'consent'; contactId: string; channels: Channel[]; until?: Day }
  | { kind: 'withdraw-consent'; contactId: string; channels: Channel[] }
  /** A time (weekdays 1 to 7, times of day) or a place that a person does not want to be reached at. */
  | { kind: 'inconvenience'; contactId: string; channels: Channel[]; weekdays?: number[]; from?: string; to?: string; place?: Place }
  /** Ends what was recorded so of a person, on these channels. */
  | { kind: 'end-inconvenience'; contactId: string; channels: Channel[] }
  /** A direct debit or a cheque under way, and that it will not arrive. */
  | { kind: 'payment-pending'; number: string; currency: string; amountMinor: Minor; expectedOn: Day; items?: ItemNumber[]; note?: string }
  | { kind: 'payment-failed'; number: string; reason: string }
  /** The bank or the card scheme takes a payment back, whole or in part; and gives it again. By its number. */
  | { kind: 'payment-reversed'; number: string; reason: string }
  | { kind: 'chargeback'; number: string; amountMinor?: Minor; reason: string }
  | { kind: 'chargeback-won'; number: string; reason: string }
  /** An invoice that was never owed. */
  | { kind: 'void'; item: ItemNumber; reason: string }
  /** Whose addresses, or which one, must not be used on a channel, or may be used again. */
  | ({ kind: 'opt-out' } & Addressed)
  | ({ kind: 'opt-in' } & Addressed)
  | ({ kind: 'bounce' } & Addressed)
  | { kind: 'approve'; approvalId: string; reason?: string }
  | { kind: 'decline'; approvalId: string; reason: string }
  | { kind: 'acknowledge-placement'; placementId: string; note?: string }
  | { kind: 'recall-placement'; placementId: string; reason: string }
  | { kind: 'return-placement'; placementId: string; reason: string }
  | { kind: 'reverse-write-off'; writeOffId: string; reason: string }
  /** `level` is a position on the ladder from 1; 0 is before the first step. Without `item`, that of the account. */
  | { kind: 'set-level'; level: number; item?: ItemNumber; reason: string }
  | { kind: 'skip-notice'; item?: ItemNumber; reason: string }
  /** A stop of credit and deliveries for other systems to heed, set or ended by hand. */
  | { kind: 'credit-hold'; hold: 'on' | 'off'; reason: string }
  /** A fee or interest by its ledger number. It is not charged again. */
  | { kind: 'reverse-charge'; charge: ItemNumber; reason: string }
  | { kind: 'note'; text: string }
  | { kind: 'change-policy'; policy: string; version?: number; reason: string };

export type InstructionKind = Instruction['kind'];

/** Who asks. The role is the one of the key that authorises the instruction. */
export interface Actor {
  userId: string;
  roles: Role[];
}

export interface InstructionRequest {
  /** Chosen by the caller; the same id twice is carried out once. */
  id: string;
  accountId: string;
  actor: Actor;
  instruction: Instruction;
}

/** A refusal changes nothing and says why and what would be accepted. */
export type InstructionResult =
  | { status: 'done'; /** Id of what was made or changed. */ subjectId: string; message: string }
  | { status: 'refused'; code: string; why: string };
