/** What people and the world do to an account: the events of a rehearsal, in memory. Their published form is JSON Lines. */
import type { Day, Instant } from '../calendar/day.js';
import type { Channel, HoldKind, TaskKind } from '../facts.js';
import type { Place } from '../gate/pack.js';
import type { CallOutcome } from '../instructions.js';
import type { Minor } from '../money/minor.js';

interface Dated {
  /** When it happens. An event of a day happens before business begins. */
  at: Instant;
  accountId: string;
  /** 1-based line in its file. */
  line: number;
  /** A name by which a later event can refer to it. */
  id: string | null;
}

/** An item, or a part of it, by its number (`4711`, or `4711/2` for an instalment). */
export interface ItemPart {
  item: string;
  amountMinor: Minor | null;
}

/** Whose address: the address itself, or that of a person on the channel. */
interface Addressed {
  address: string | null;
  person: string | null;
  channel: Channel;
}

/** A call that never rang anywhere is an outcome of its own, as it counts nowhere. */
export type LoggedOutcome = CallOutcome | 'NOT_CONNECTED';

export type RehearsalEvent = Dated &
  /** Money in: set off against the named items, else against the oldest. `paidOn` may lie before `at`: it became known late. */
  (
    | { type: 'payment'; number: string; currency: string; amountMinor: Minor; paidOn: Day; items: ItemPart[] }
    | { type: 'payment-reversed'; number: string; reason: string }
    | { type: 'credit-note'; number: string; currency: string; amountMinor: Minor; items: ItemPart[] }
    /** A draft is no debt until it is issued. */
    | { type: 'invoice'; number: string; instalment: number; currency: string; amountMinor: Minor; issuedOn: Day; dueOn: Day; draft?: boolean }
    | { type: 'invoice-issued'; number: string; issuedOn: Day | null; dueOn: Day | null }
    /** It was never owed. */
    | { type: 'void'; number: string; reason: string }
    /** The bank or the card scheme takes a payment back, or a part of it; and gives it again. */
    | { type: 'chargeback'; number: string; currency: string; amountMinor: Minor | null; reason: string }
    | { type: 'chargeback-won'; number: string; reason: string }
    /** Money under way that is expected to have arrived by a day; and that it will not. */
    | { type: 'payment-pending'; number: string; currency: string; amountMinor: Minor; expectedOn: Day; items: string[] | null }
    | { type: 'payment-failed'; number: string; reason: string }
    | { type: 'promise'; currency: string; amountMinor: Minor; dueOn: Day; items: string[] | null }
    | { type: 'plan'; currency: string; instalments: { dueOn: Day; amountMinor: Minor }[]; items: string[] | null }
    /** `by` is who says so: who proposes a discount does not approve it. */
    | { type: 'settlement'; currency: string; amountMinor: Minor; dueOn: Day; items: string[] | null; by: string | null }
    | { type: 'cancel-plan'; plan: string | null; reason: string }
    | { type: 'dispute'; reason: string; items: ItemPart[] }
    | { type: 'resolve-dispute'; dispute: string | null; resolution: 'UPHELD' | 'REJECTED' }
    | {
        type: 'hold';
        kind: HoldKind;
        item: string | null;
        startsOn: Day | null;
        endsOn: Day | null;
        reason: string;
        /** How much of the item is held; left out or null: all of it. */
        part?: { currency: string; amountMinor: Minor } | null;
      }
    /** Lifts the named hold, as of a day that may lie in the past; without a name, what a person may lift. */
    | { type: 'release'; reason: string; hold?: string | null; endsOn?: Day | null }
    | {
        type: 'call';
        person: string | null;
        number: string | null;
        direction: 'IN' | 'OUT';
        outcome: LoggedOutcome;
        debts: string[];
        place?: Place | null;
        step?: string | null;
        /** With CALL_BACK: the day; that of the call when nothing is said. */
        callBackOn?: Day | null;
      }
    | {
        type: 'call-corrected';
        call: string;
        outcome: LoggedOutcome | null;
        direction: 'IN' | 'OUT' | null;
        person: string | null;
        removed: boolean;
        debts?: string[] | null;
        number?: string | null;
        place?: Place | null;
      }
    | { type: 'contact'; channel: Exclude<Channel, 'call'>; direction: 'IN' | 'OUT'; person: string | null; debts?: string[]; step?: string | null }
    | { type: 'task-done'; task: TaskKind; outcome: string }
    /** `until` is the first instant at which it holds no more; null: until it is withdrawn. */
    | { type: 'consent'; person: string; channels: Channel[]; until: Instant | null }
    | { type: 'consent-withdrawn'; person: string; channels: Channel[] }
    | { type: 'inconvenience'; person: string; channels: Channel[]; weekdays: number[] | null; from: string | null; to: string | null; place: Place | null }
    | { type: 'inconvenience-ended'; person: string; channels: Channel[] }
    | ({ type: 'opt-out' | 'opt-in' | 'bounce' } & Addressed)
    | { type: 'cease'; reason: string }
    | { type: 'credit-hold'; hold: 'on' | 'off'; reason: string }
    /** Takes back a fee or interest, by the number of its item. */
    | { type: 'reverse-charge'; charge: string; reason: string }
    | {
        type: 'approval';
        subject: 'notice' | 'placement' | 'write-off' | 'settlement';
        decision: 'APPROVED' | 'DECLINED';
        reason: string;
        step?: string | null;
        /** Of a notice: an item that it asks for. */
        item?: string | null;
        by?: string | null;
      }
    /** Of the account, or of one item. */
    | { type: 'policy'; policy: string; reason: string; item?: string | null }
    /** Of the account, or of an item. */
    | { type: 'set-level'; level: number; item: string | null; reason: string }
    | { type: 'skip-notice'; item: string | null; reason: string }
    | { type: 'tag'; add: string[]; remove: string[] }
    | { type: 'person'; name: string; role: string; email: string | null; phone: string | null; mobile: string | null; timeZone?: string | null }
  );

export type RehearsalEventType = RehearsalEvent['type'];
export type EventOf<Type extends RehearsalEventType> = Extract<RehearsalEvent, { type: Type }>;
