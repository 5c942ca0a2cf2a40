import type { Day, Instant } from '../domain/calendar/day.js';
import type { ItemAmount } from '../domain/instructing/change.js';
import { sum } from '../domain/money/minor.js';
import type { StoreTx } from '../prisma/store/store.js';
import { told, whoAndWhen, type Applied, type Occasion, type Of } from './applied.js';
import { idOf } from './idOf.js';
import { disputeNumber, disputeTasks, writeOffNumber } from './keys.js';
import { askApproval } from './settlement.js';

/** Saves a plan, with the money of its day that was known and fulfils nothing. */
export async function agreePlan(tx: StoreTx, plan: Of<'plan-agreed'>, occasion: Occasion): Promise<Applied> {
  const { accountId, by, at } = whoAndWhen(occasion);
  const { agreedOn, itemIds, level, totalMinor } = plan;
  const known = [
    ...(await tx.plans.receiptsOn(itemIds, agreedOn, agreedOn)),
    ...(await tx.plans.unappliedReceipts({ accountId, currency: plan.currency }, agreedOn, agreedOn)),
  ];
  const approvalId = plan.settles?.approval ? idOf(`${occasion.request.id}/approval`) : null;
  const id = await tx.plans.agreePlan({ ...plan, accountId, at, by, approvalId, baselineMinor: sum(known.map(({ minor }) => minor)) });
  if (approvalId) await askApproval(tx, { id, approvalId, plan }, occasion);
  return told('plan.agree', 'plan', id, plan.note, [{ process: 'watchPlan', id, how: 'start' }], { items: itemIds, level, totalMinor });
}

/** Ends a plan. */
export async function cancelPlan(tx: StoreTx, { planId, reason }: Of<'plan-cancelled'>, occasion: Occasion): Promise<Applied> {
  await tx.plans.cancelPlan(planId, whoAndWhen(occasion).at);
  return told('plan.cancel', 'plan', planId, reason, [{ process: 'watchPlan', id: planId, how: 'nudge' }]);
}

/** Raises a dispute. */
export async function raiseDispute(tx: StoreTx, { reason, note, ownerId, respondBy, items }: Of<'dispute-raised'>, occasion: Occasion): Promise<Applied> {
  const { accountId, by, at } = whoAndWhen(occasion);
  const id = await tx.disputes.raiseDispute({ accountId, reason, note, ownerId, respondBy, items, at, by });
  return told('dispute.raise', 'dispute', id, reason, [{ process: 'resolveDispute', id, how: 'start' }], { respondBy, items });
}

/** An upheld dispute is booked as credits, so that what was disputed is not asked for again. */
export async function resolveDispute(tx: StoreTx, { disputeId, resolution, note, credits }: Of<'dispute-resolved'>, occasion: Occasion): Promise<Applied> {
  const { accountId, by, at, onDay } = whoAndWhen(occasion);
  const booked = await creditItems(tx, disputeNumber(disputeId), credits, { accountId, at, onDay, reason: `dispute upheld: ${note}` });
  await tx.disputes.closeDispute(disputeId, { at, by, resolution });
  await tx.taskOutcomes.closeTasks({ keys: disputeTasks(disputeId) }, { outcome: resolution, note, at, by });
  return told('dispute.resolve', 'dispute', disputeId, note, [{ process: 'resolveDispute', id: disputeId, how: 'nudge' }], { resolution, credits: booked });
}

/** Credits items, each with an adjustment of its own, by no more than is open of them once nobody else can touch them. */
async function creditItems(
  tx: StoreTx,
  number: string,
  credits: readonly ItemAmount[],
  it: { accountId: string; at: Instant; onDay: Day; reason: string },
): Promise<ItemAmount[]> {
  const itemIds = credits.map(({ itemId }) => itemId);
  await tx.bookings.lockItems(itemIds);
  const room = await tx.bookings.roomLeft(itemIds, it.onDay);
  const booked: ItemAmount[] = [];
  for (const [n, { itemId, currency, minor }] of credits.entries()) {
    const most = Math.min(minor, room.get(itemId) ?? 0);
    if (most <= 0) continue;
    await tx.bookings.bookCredit({ ...it, kind: 'ADJUSTMENT', number, part: n + 1, currency, against: [{ itemId, minor: most }] });
    booked.push({ itemId, currency, minor: most });
  }
  return booked;
}

/** Takes a booked write-off back. */
export async function reverseWriteOff(tx: StoreTx, { writeOffId, reason }: Of<'write-off-reversed'>, occasion: Occasion): Promise<Applied> {
  const { accountId, at, onDay } = whoAndWhen(occasion);
  const reversed = await tx.bookings.reverseCredits({ accountId, kind: 'WRITE_OFF', number: writeOffNumber(writeOffId), onDay, at, reason });
  await tx.writeOffCourse.moveWriteOff(writeOffId, 'REVERSED', at);
  return told('write-off.reverse', 'write-off', writeOffId, reason, [], { reversed });
}
