import type { Instant } from '../../domain/calendar/day.js';
import type { ApprovalSubject } from '../../domain/instructing/change.js';
import type { Role } from '../../domain/policy/types.js';
import { fromInstant, toInstant, type Db } from './db.js';

/** Reads an approval of an account; null when the account has none of this id. */
export async function findApproval(db: Db, accountId: string, id: string): Promise<ApprovalSubject | null> {
  const row = await db.approval.findFirst({ where: { id, accountId } });
  if (!row) return null;
  return {
    of: 'approval',
    id,
    status: row.status as ApprovalSubject['status'],
    role: row.role as Role,
    proposedBy: row.proposedBy,
    expiresAt: fromInstant(row.expiresAt),
    about: row.subject as ApprovalSubject['about'],
    aboutId: row.subjectId,
  };
}

/** Decides on an approval that is pending, or lets it expire by nobody; answers false when it no longer is. */
export async function decideApproval(
  db: Db,
  id: string,
  { status, by, at, reason }: { status: 'APPROVED' | 'DECLINED' | 'EXPIRED'; by: string | null; at: Instant; reason: string | null },
): Promise<boolean> {
  const { count } = await db.approval.updateMany({ where: { id, status: 'PENDING' }, data: { status, decidedBy: by, decidedAt: toInstant(at), reason } });
  return count > 0;
}
