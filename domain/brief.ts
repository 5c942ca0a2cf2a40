import type { Day, Instant } from './calendar/day.js';
import type { Amounts, Minor } from './money/minor.js';
import type { Tone } from './policy/types.js';
import type { Reason } from './verdict.js';

/** What a person needs to do a task on an account: who to call, what is owed, what was said. Stored with the task. */
export interface TaskBrief {
  reason: Reason;
  /** Why else, where further calls are done with this one. */
  also?: Reason[];
  customer: { number: string; name: string; country: string | null; language: string };
  /** The step's script, by its template's name; null where no step asked for the task. */
  script: { template: string; tone: Tone; language: string } | null;
  /** Everybody that is known, in the order in which to try them. */
  people: BriefedPerson[];
  debt: BriefedDebt;
  /** Newest first. */
  contacts: BriefedContact[];
  promises: BriefedPromise[];
}

export interface BriefedPerson {
  contactId: string;
  name: string;
  role: string;
  language: string;
  phone: string | null;
  mobile: string | null;
  email: string | null;
  /** The zone in which to choose the hour. */
  timeZone: string;
  /** Numbers and addresses of this person that must not be used. */
  suppressed: string[];
}

export interface BriefedDebt {
  /** Net of credits, by currency. */
  open: Amounts;
  overdue: Amounts;
  /** Overdue and neither disputed, promised, held nor placed. */
  collectable: Amounts;
  daysPastDue: number | null;
  oldestDueOn: Day | null;
  itemCount: number;
  /** The oldest open items, at most twenty. */
  oldest: { number: string; dueOn: Day; currency: string; openMinor: Minor; disputed: boolean }[];
}

export interface BriefedContact {
  at: Instant;
  channel: string;
  direction: string;
  step: string | null;
  status: string;
  outcome: string | null;
  detail: string | null;
  actor: string;
}

export interface BriefedPromise {
  kind: 'PROMISE' | 'PLAN' | 'SETTLEMENT';
  status: string;
  currency: string;
  instalments: { dueOn: Day; amountMinor: Minor; paidMinor: Minor; status: string }[];
}
