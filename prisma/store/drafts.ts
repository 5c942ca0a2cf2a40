import type { Day, Instant } from '../../domain/calendar/day.js';
import type { DraftFacts } from '../../domain/draft.js';
import { splitCourseId } from '../../domain/rule/strandNames.js';
import { toDate, toInstant, type Db, type Prisma } from './db.js';

/** What a message would say, as whoever approves it sees it. */
export interface DraftPreview {
  channel: string;
  to: string;
  cc: string[];
  language: string;
  deadlineOn: Day | null;
  subject: string;
  text: string;
}

/** A message that is put up for approval. */
export interface DraftToKeep extends Pick<DraftFacts, 'id' | 'caseId' | 'step' | 'round' | 'role' | 'lapsesOn' | 'asked'> {
  accountId: string;
  approvalId: string;
  preview: DraftPreview;
  proposedAt: Instant;
}

/** Whether a draft of this id was ever made. */
export async function hasDraft(db: Db, id: string): Promise<boolean> {
  return (await db.noticeDraft.count({ where: { id } })) > 0;
}

/** Keeps a draft; the same id twice is one. */
export async function keepDraft(db: Db, { lapsesOn, proposedAt, asked, preview, ...draft }: DraftToKeep): Promise<void> {
  const json = (value: object) => value as unknown as Prisma.InputJsonValue;
  const data = {
    ...draft,
    ...splitCourseId(draft.caseId),
    asked: json(asked),
    preview: json(preview),
    lapsesOn: toDate(lapsesOn),
    proposedAt: toInstant(proposedAt),
    status: 'WAITING',
  };
  await db.noticeDraft.createMany({ data: [data], skipDuplicates: true });
}

/** Moves a draft that is neither declined nor ended; answers its approval, or null when it is no longer open. */
export async function moveDraft(
  db: Db,
  id: string,
  to: { status: Exclude<DraftFacts['status'], 'WAITING'>; reason: string | null; at: Instant; lapsesOn?: Day },
): Promise<string | null> {
  const { status, reason, at, lapsesOn } = to;
  const [moved] = await db.noticeDraft.updateManyAndReturn({
    where: { id, status: { in: ['WAITING', 'APPROVED'] } },
    data: { status, reason, decidedAt: toInstant(at), ...(lapsesOn && { lapsesOn: toDate(lapsesOn) }) },
    select: { approvalId: true },
  });
  return moved?.approvalId ?? null;
}

/** Who proposes what a case does: whoever launched its campaign, or the system. */
export async function proposerOf(db: Db, campaignId: string | null): Promise<string> {
  const campaign = campaignId === null ? null : await db.campaign.findUnique({ where: { id: campaignId }, select: { launchedBy: true } });
  return campaign?.launchedBy ?? 'system';
}
