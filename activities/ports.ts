/** What the activities need of the world. The worker gives real ones; unit tests give recording ones. */
import type { Instant } from '../domain/calendar/day.js';
import type { Channel } from '../domain/facts.js';
import type { Amounts } from '../domain/money/minor.js';
import type { Turn } from './activities.js';

/** Business time. At normal speed it is real time; in a demo it runs faster. */
export interface BusinessClock {
  /** Business time of a turn. Lateness against `plannedMs` counts at real speed. */
  at(turn: Turn): Instant;
  /** Real time, in milliseconds, at which a business instant is reached. */
  realMs(instant: Instant): number;
}

/** Who a message goes to and what it says. Rendering is the port's affair: the activity gives facts, no formatting. */
export interface MessageToRender {
  template: string;
  tone: string;
  channel: Channel;
  language: string;
  /** The day on the message. */
  onDay: string;
  deadlineOn: string | null;
  recipient: { name: string | null; address: string };
  statement: StatementData;
}

/** An account's statement: items as of a day, credits negative, totals by currency. */
export interface StatementData {
  accountId: string;
  asOf: string;
  entity: {
    code: string;
    name: string;
    country: string;
    addressLines: string[];
    email: string | null;
    phone: string | null;
    iban: string | null;
    bic: string | null;
    bankName: string | null;
  };
  customer: { number: string; name: string; country: string | null; addressLines: string[]; kind?: 'BUSINESS' | 'CONSUMER' };
  items: StatementItem[];
  /** Open, net of credits. */
  open: Amounts;
  /** Overdue, net of credits. */
  overdue: Amounts;
  /** What is asked for now: overdue less credits and less what is disputed, promised, held or placed. Without it, it follows from the items. */
  asked?: Amounts;
}

export interface StatementItem {
  number: string;
  kind: string;
  issuedOn: string;
  dueOn: string;
  /** 0 when not past due, and for credits. */
  daysPastDue: number;
  currency: string;
  amountMinor: number;
  paidMinor: number;
  openMinor: number;
  /** Shown on the statement but not asked for. */
  disputed: boolean;
  /** How much of what is open is not asked for, and why. Without it, the whole item when it is disputed. */
  notAsked?: { because: 'EXCLUDED' | 'DISPUTED' | 'PROMISED' | 'ON_HOLD' | 'PLACED' | 'PAYMENT_PENDING'; minor: number };
  /** A fee or interest: shown apart from what it was charged for. Interest with its days and its rates in percent. */
  charge?: { what: 'FEE' | 'LUMP_SUM' | 'INTEREST'; from: string | null; to: string | null; percent: string | null };
}

export interface Attachment {
  fileName: string;
  contentType: string;
  content: Uint8Array;
}

export interface RenderedMessage {
  subject: string;
  /** Plain text; for an SMS the whole message. */
  text: string;
  /** HTML for e-mail; null elsewhere. */
  html: string | null;
  attachments: Attachment[];
  /** BCP 47 tag of the language it is written in. */
  language?: string;
}

export interface Renderer {
  render(message: MessageToRender): Promise<RenderedMessage>;
}

/** What is handed over. `messageId` is derived from the key, so that a repeated delivery can be recognised. */
export interface Delivery {
  key: string;
  channel: Channel;
  to: string;
  /** Addresses that get a copy of an e-mail. */
  cc?: readonly string[];
  recipientName: string | null;
  from: { name: string; email: string | null };
  message: RenderedMessage;
}

/** Outcomes are values; an exception from a port means the outcome is not known. */
export type DeliveryOutcome =
  | { outcome: 'accepted'; providerId: string }
  | { outcome: 'rejected'; reason: string; /** The address itself is bad and must not be used again. */ suppress: 'BOUNCED' | 'INVALID' | 'OPTED_OUT' | null }
  | { outcome: 'retryable'; reason: string }
  | { outcome: 'unknown'; reason: string };

export interface Post {
  deliver(delivery: Delivery): Promise<DeliveryOutcome>;
}

/** The processes in which another party's clock runs. */
export type Watch = 'watchPlan' | 'resolveDispute' | 'placeDebt' | 'approveWriteOff';

/** The processes that activities start or nudge. Both are idempotent. */
export interface Processes {
  /** Signals `standingChanged`; a process that is not running is no error. */
  nudge(process: 'collectAccount' | Watch, id: string): Promise<void>;
  startWatch(process: Watch, id: string): Promise<void>;
  /** Starts the account's workflow, or nudges it when it runs. */
  collectAccount(accountId: string, campaignId: string | null): Promise<void>;
}

/** Where files for third parties go. */
export interface Files {
  /** Writes the whole file or nothing; the same name and content twice is one file. Answers where it is. */
  write(fileName: string, content: Uint8Array): Promise<{ location: string; sha256: string }>;
}

/** Builds the hand-over file for an agency. */
export interface HandoverFormatter {
  format(handover: HandoverData): Promise<{ fileName: string; content: Uint8Array }>;
}

export interface HandoverData {
  placementId: string;
  agency: { code: string; name: string };
  onDay: string;
  accountId: string;
  creditor: { code: string; name: string };
  debtor: {
    number: string;
    kind: string;
    name: string;
    language: string;
    addressLines: string[];
    postcode: string | null;
    city: string | null;
    country: string | null;
    contacts: { name: string; role: string; email: string | null; phone: string | null; mobile: string | null }[];
  };
  items: (StatementItem & { purchaseOrder: string | null })[];
  lastPayment: { on: string; amountMinor: number; currency: string } | null;
  flags: { disputed: boolean; cease: boolean; attorney: boolean; bankruptcy: boolean; deceased: boolean };
}
