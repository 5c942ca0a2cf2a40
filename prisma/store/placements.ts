import type { Instant } from '../../domain/calendar/day.js';
import type { Amounts } from '../../domain/money/minor.js';
import { splitCourseId } from '../../domain/rule/strandNames.js';
import { toInstant, type Db } from './db.js';

/** A placement that is asked for. */
export interface PlacementToRequest {
  id: string;
  accountId: string;
  caseId: string;
  agencyCode: string;
  amounts: Amounts;
  itemIds: number[];
  requestedAt: Instant;
  requestedBy: string;
  approvalId: string;
}

/** Requests a placement, with an agency of that code if none is known yet; answers false when it was requested already. */
export async function requestPlacement(db: Db, { amounts, requestedAt, ...placement }: PlacementToRequest): Promise<boolean> {
  await db.agency.createMany({ data: [{ code: placement.agencyCode, name: placement.agencyCode }], skipDuplicates: true });
  const data = {
    ...placement,
    caseId: splitCourseId(placement.caseId).caseId,
    amounts: { ...amounts },
    requestedAt: toInstant(requestedAt),
    status: 'REQUESTED',
  };
  return (await db.placement.createMany({ data: [data], skipDuplicates: true })).count > 0;
}

/** Whether a placement exists. */
export async function hasPlacement(db: Db, id: string): Promise<boolean> {
  return (await db.placement.count({ where: { id } })) > 0;
}
