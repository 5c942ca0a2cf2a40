/** What becomes of a write-off request once it is made. */
import type { Instant } from '../../domain/calendar/day.js';
import type { WriteOffFacts } from '../../domain/facts.js';
import type { Amounts } from '../../domain/money/minor.js';
import { toInstant, type Db } from './db.js';

/** A write-off request and how far it has come. */
export interface WriteOffFile {
  id: string;
  accountId: string;
  caseId: string | null;
  status: WriteOffFacts['status'];
  amounts: Amounts;
  itemIds: number[];
  approvalId: string | null;
}

/** Reads a write-off request; null when there is none. */
export async function findWriteOff(db: Db, id: string): Promise<WriteOffFile | null> {
  const row = await db.writeOffRequest.findUnique({ where: { id } });
  if (!row) return null;
  const { accountId, caseId, itemIds, approvalId } = row;
  return { id, accountId, caseId, itemIds, approvalId, status: row.status as WriteOffFacts['status'], amounts: row.amounts as Amounts };
}

/** Moves a request on. Whether it may is decided before. */
export async function moveWriteOff(db: Db, id: string, to: 'APPROVED' | 'DECLINED' | 'EXPIRED' | 'BOOKED' | 'REVERSED', at: Instant): Promise<void> {
  const when = to === 'BOOKED' ? { bookedAt: toInstant(at) } : to === 'REVERSED' ? { reversedAt: toInstant(at) } : {};
  await db.writeOffRequest.update({ where: { id }, data: { status: to, ...when } });
}
