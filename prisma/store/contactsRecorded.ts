import type { Instant } from '../../domain/calendar/day.js';
import type { ContactCorrected, ContactRecorded } from '../../domain/instructing/change.js';
import { splitCourseId } from '../../domain/rule/strandNames.js';
import { toInstant, type Db } from './db.js';

/** Records a contact that a person made or took: it counts in the contact budget, and has no day slot. */
export async function recordContact(
  db: Db,
  key: string,
  contact: ContactRecorded,
  { accountId, at, by }: { accountId: string; at: Instant; by: string },
): Promise<void> {
  const { note, suppress: _suppress, ...made } = contact;
  const data = {
    ...made,
    ...(made.caseId !== null && splitCourseId(made.caseId)),
    key,
    accountId,
    automatic: false,
    amounts: {},
    gate: {},
    status: 'RECORDED',
    claimedAt: toInstant(at),
    settledAt: toInstant(at),
    detail: note,
    actor: by,
  };
  await db.contactMade.create({ data });
}

/** Keeps what a contact by hand really was; the newest correction counts, and the contact stays as it was recorded. */
export async function correctContact(
  db: Db,
  { key: contactKey, reason, corrected, at, by }: { key: string; reason: string; corrected: ContactCorrected; at: Instant; by: string },
): Promise<void> {
  await db.contactCorrection.create({ data: { contactKey, reason, ...corrected, at: toInstant(at), by } });
}
