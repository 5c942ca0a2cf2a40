import type { Instant } from '../../domain/calendar/day.js';
import type { Role } from '../../domain/policy/types.js';
import { toInstant, type Db } from './db.js';

/** Something that somebody else has to decide. */
export interface ApprovalToRequest {
  id: string;
  subject: 'notice' | 'placement' | 'write-off' | 'settlement';
  subjectId: string;
  accountId: string;
  role: Role;
  proposedBy: string;
  proposedAt: Instant;
  expiresAt: Instant;
}

/** Requests an approval; the same id twice is one request. */
export async function requestApproval(db: Db, { proposedAt, expiresAt, ...approval }: ApprovalToRequest): Promise<void> {
  const data = { ...approval, proposedAt: toInstant(proposedAt), expiresAt: toInstant(expiresAt), status: 'PENDING' };
  await db.approval.createMany({ data: [data], skipDuplicates: true });
}
