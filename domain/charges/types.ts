/** Fees and interest: what a policy says of them, and what was booked. Plain values. */
import type { Day } from '../calendar/day.js';
import type { InterestRule } from '../interest/interest.js';
import type { DatedAllocation } from '../ledger/openAmount.js';
import type { CrossRate } from '../money/exchange.js';
import type { Amounts, Minor } from '../money/minor.js';

/** Who is charged: everybody, or only one kind of debtor. */
export type Debtors = 'all' | 'businesses' | 'consumers';

/** A fee of a policy. One of `amount`, `percent` and `lumpSum` is there. */
export interface FeeTerms {
  id: string;
  line: number;
  /** A fixed sum; a currency that is not named has none. */
  amount: Amounts | null;
  /** Of what is asked for, in percent as decimal text. */
  percent: string | null;
  /** The sum that a law fixes for each late item, by bands where it has them. */
  lumpSum: 'DE' | 'UK' | 'ES' | 'EU' | null;
  /** One for the message, or one for each item that it asks for. */
  per: 'message' | 'item';
  /** Only once: in a case where it is per message, for an item where it is per item. */
  once: boolean;
  /** A fee below this is not booked. */
  minimum: Amounts;
  debtors: Debtors;
  /** By which a sum is exchanged into a currency for which none is named. */
  rates: readonly CrossRate[];
}

/** Interest of a policy: simple, from the day after the due date, never on interest and fees. */
export interface InterestTerms {
  line: number;
  rule: InterestRule;
  /** Booked on the first of each month for the time until then, besides the steps that name it. */
  monthly: boolean;
  /** A booking for an item below this waits for the next. */
  minimum: Amounts;
  debtors: Debtors;
}

export interface ChargeTerms {
  /** An item of its own, or named with its invoice and paid with it. */
  booked: 'apart' | 'on-invoice';
  whenPrincipalPaid: 'claim' | 'waive' | 'convert';
  /** Days from its conversion to the due date of a converted charge. */
  convertDueDays: number;
  /** What money that names no item pays first: costs, interest and principal of the oldest debt, or all principal. */
  application: Application;
  fees: FeeTerms[];
  interest: InterestTerms | null;
}

export type Application = 'interest-first' | 'principal-first';

export type ChargeKind = 'FEE' | 'LUMP_SUM' | 'INTEREST';

/**
 * What an entry does: books a charge; takes back what was booked too much; gives up, because the principal is paid; turns into an
 * ordinary item; or reverses, as a person said.
 */
export type ChargeDeed = 'BOOK' | 'CORRECT' | 'WAIVE' | 'CONVERT' | 'REVERSE';

/** What every entry says, made or to be made. */
export interface ChargeSaid {
  /** Unique within the account, so that nothing is booked twice. */
  key: string;
  what: ChargeKind;
  /** The fee's name in the policy; `interest`. */
  name: string;
  /** Number of the ledger item. */
  number: string;
  /** The case and the step that it was charged in; null where no step did. */
  caseId: string | null;
  step: string | null;
  round: number;
  /** What it was charged for, oldest first. */
  itemIds: number[];
  /** Named with its invoice, and paid with it; else an item of its own. */
  onInvoice: boolean;
  currency: string;
  /** Positive. */
  minor: Minor;
  /** First and last day of the interest, with its rates in percent. */
  from: Day | null;
  to: Day | null;
  percent: string | null;
}

/** An entry that was made: a charge, or what took it back. Never changed. */
export interface ChargeFacts extends ChargeSaid {
  /** The ledger item that was booked: a debit for BOOK, else the credit. */
  id: number;
  /** The debit that it is about: its own for BOOK. */
  chargeId: number;
  does: ChargeDeed;
  onDay: Day;
}

/** An entry that is to be made. */
export interface ChargeEntry extends ChargeSaid {
  does: Exclude<ChargeDeed, 'REVERSE'>;
  /** The charge that is taken back; null for BOOK. */
  chargeId: number | null;
  dueOn: Day;
  /** How interest came about, stretch by stretch. */
  periods: string | null;
  line: number | null;
}

/** What an account's ledger has booked: what interest is reckoned on. What lies in the future of the day asked about is left out of account. */
export interface BookedLedger {
  debits: readonly BookedDebit[];
  allocations: readonly DatedAllocation[];
}

/** A debit as it was booked, whether open or not. */
export interface BookedDebit {
  id: number;
  kind: string;
  number: string;
  instalment: number;
  issuedOn: Day;
  dueOn: Day;
  currency: string;
  amountMinor: Minor;
}
