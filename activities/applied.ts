import { dayOf, type Day, type Instant } from '../domain/calendar/day.js';
import type { Change, Situation } from '../domain/instructing/change.js';
import type { InstructionRequest } from '../domain/instructions.js';
import type { Watch } from './ports.js';

/** What was written: for the audit entry, the answer, and the processes that have to hear of it. */
export interface Applied {
  action: string;
  subject: string;
  subjectId: string;
  reason: string | null;
  follows: { process: Watch; id: string; how: 'start' | 'nudge' }[];
  /** What the instruction itself does not say. */
  details?: Record<string, unknown>;
}

/** Who asked, and on what it was decided. */
export interface Occasion {
  request: InstructionRequest;
  situation: Situation;
}

/** A change of one kind. */
export type Of<Kind extends Change['change']> = Extract<Change, { change: Kind }>;

/** Who does it and when; `onDay` is the day in the creditor's calendar, in which the ledger is kept. */
export function whoAndWhen({ request, situation }: Occasion): { accountId: string; by: string; at: Instant; onDay: Day } {
  const { at, facts } = situation;
  return { accountId: request.accountId, by: request.actor.userId, at, onDay: dayOf(at, facts.entity.timeZone) };
}

/** What is told of a change; `details` is what the instruction itself does not say. */
export function told(
  action: string,
  subject: string,
  subjectId: string,
  reason: string | null,
  follows: Applied['follows'] = [],
  details: Record<string, unknown> = {},
): Applied {
  return { action, subject, subjectId, reason, follows, details };
}
