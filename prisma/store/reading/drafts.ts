import type { Day, Instant } from '../../../domain/calendar/day.js';
import { fromDate, fromInstant, type Db } from '../db.js';
import type { DraftPreview } from '../drafts.js';
import { instantOrNull, readPage, type Page } from './page.js';
import type { ProceedingFilter } from './proceedings.js';

/** A message that waits, or waited, for its approval, with what it would have said when it was drafted. */
export interface DraftRow {
  id: string;
  accountId: string;
  step: string;
  round: number;
  role: string;
  status: string;
  lapsesOn: Day;
  approvalId: string;
  proposedBy: string;
  proposedAt: Instant;
  decidedAt: Instant | null;
  reason: string | null;
  preview: DraftPreview;
}

/** Drafts of messages, the next to lapse first. */
export async function listDrafts(db: Db, { id, accountId, status, limit, offset }: ProceedingFilter): Promise<Page<DraftRow>> {
  const where = { ...(id ? { id } : {}), ...(accountId ? { accountId } : {}), ...(status ? { status } : {}) };
  const rows = db.noticeDraft.findMany({
    where,
    omit: { caseId: true, asked: true },
    include: { approval: { select: { proposedBy: true } } },
    orderBy: [{ lapsesOn: 'asc' }, { id: 'asc' }],
    take: limit,
    skip: offset,
  });
  return readPage(db.noticeDraft.count({ where }), rows, ({ approval: { proposedBy }, lapsesOn, proposedAt, decidedAt, preview, ...draft }) => ({
    ...draft,
    proposedBy,
    lapsesOn: fromDate(lapsesOn),
    proposedAt: fromInstant(proposedAt),
    decidedAt: instantOrNull(decidedAt),
    preview: preview as unknown as DraftPreview,
  }));
}
