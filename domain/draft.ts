import type { Day } from './calendar/day.js';
import type { Minor } from './money/minor.js';
import type { Role } from './policy/types.js';

/** A message that waits, or waited, for somebody's approval. */
export interface DraftFacts {
  id: string;
  caseId: string;
  step: string;
  round: number;
  role: Role;
  status: 'WAITING' | 'APPROVED' | 'DECLINED' | 'LAPSED' | 'WITHDRAWN';
  /** The first day on which it counts no more, unless it was sent. */
  lapsesOn: Day;
  /** What it asks for, by item. */
  asked: { itemId: number; minor: Minor }[];
  /** Why it was declined. */
  reason: string | null;
}
