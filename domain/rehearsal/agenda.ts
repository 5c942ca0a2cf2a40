/** What a rehearsal prints: one line for each thing that would happen. Fields are added to, never renamed. */
import type { Day, Instant } from '../calendar/day.js';
import type { Amounts } from '../money/minor.js';
import type { Reason } from '../verdict.js';

export type AgendaKind =
  | 'contact' | 'task' | 'deferral' | 'block' | 'wait' | 'level' | 'plan' | 'dispute' | 'placement' | 'write-off' | 'close' | 'open' | 'refused' | 'event';

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
}
