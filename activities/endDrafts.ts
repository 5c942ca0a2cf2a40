import type { EndedDraft } from '../domain/verdict.js';
import type { StoreTx } from '../prisma/store/store.js';
import type { Look } from './look.js';

/** Ends drafts that an assessment finds lapsed or overtaken, with their approvals and the tasks that ask for them. */
export async function endDrafts(tx: StoreTx, { now, facts: { accountId } }: Look, ended: readonly EndedDraft[]): Promise<void> {
  for (const { id, result, reason } of ended) {
    const approvalId = await tx.drafts.moveDraft(id, { status: result, reason: reason.code, at: now });
    if (approvalId === null) continue;
    await tx.approvals.decideApproval(approvalId, { status: 'EXPIRED', by: null, at: now, reason: reason.code });
    await tx.taskOutcomes.closeTasks({ approvalId }, { outcome: result, note: reason.code, at: now, by: 'system' });
    const change = { status: result, approvalId };
    await tx.audit.appendAudit({
      at: now,
      actor: 'system',
      role: 'system',
      action: 'notice.end',
      subject: 'notice',
      subjectId: id,
      accountId,
      change,
      reason: reason.code,
    });
  }
}
