import { isBefore, type Instant } from '../domain/calendar/day.js';
import type { StoreTx } from '../prisma/store/store.js';
import { bySystem } from './assess.js';

/** How a proposal stands that waits for its approval. */
export type Waiting = { lapsed: false; until: Instant } | { lapsed: true; code: 'APPROVAL_EXPIRED' | 'PAID' };

/** Ends an approval that came too late, or whose subject was paid meanwhile; answers until when it may still be given. */
export async function lapseApproval(tx: StoreTx, accountId: string, approvalId: string | null, { at, paid }: { at: Instant; paid: boolean }): Promise<Waiting> {
  const approval = approvalId === null ? null : await tx.approvals.findApproval(accountId, approvalId);
  if (!approval) throw new Error(`A proposal of account ${accountId} has no approval ${approvalId}`);
  if (!paid && isBefore(at, approval.expiresAt)) return { lapsed: false, until: approval.expiresAt };
  const reason = paid ? 'nothing is open any more' : 'nobody decided in time';
  await tx.approvals.decideApproval(approval.id, { status: 'EXPIRED', by: null, at, reason });
  await tx.taskOutcomes.closeTasks({ approvalId: approval.id }, { outcome: 'EXPIRED', note: reason, at, by: bySystem.actor });
  return { lapsed: true, code: paid ? 'PAID' : 'APPROVAL_EXPIRED' };
}
