import type { Instant } from '../../domain/calendar/day.js';
import type { Amounts } from '../../domain/money/minor.js';
import { splitCourseId } from '../../domain/rule/strandNames.js';
import { toInstant, type Db, type Prisma } from './db.js';

/** A write-off that is recommended, with what speaks for it. */
export interface WriteOffToRequest {
  id: string;
  accountId: string;
  caseId: string;
  amounts: Amounts;
  itemIds: number[];
  evidence: object;
  requestedAt: Instant;
  requestedBy: string;
  approvalId: string;
}

/** Requests a write-off; answers false when it was requested already. */
export async function requestWriteOff(db: Db, { amounts, evidence, requestedAt, ...request }: WriteOffToRequest): Promise<boolean> {
  const data = {
    ...request,
    caseId: splitCourseId(request.caseId).caseId,
    amounts: { ...amounts },
    evidence: evidence as Prisma.InputJsonObject,
    requestedAt: toInstant(requestedAt),
    status: 'REQUESTED',
  };
  return (await db.writeOffRequest.createMany({ data: [data], skipDuplicates: true })).count > 0;
}

/** Whether a request exists. */
export async function hasWriteOff(db: Db, id: string): Promise<boolean> {
  return (await db.writeOffRequest.count({ where: { id } })) > 0;
}
