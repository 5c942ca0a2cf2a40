/** Settlements: the approval of a discount, and what a kept one writes down. */
import { addDays, instantOf } from '../domain/calendar/day.js';
import { debtorZone } from '../domain/rule/debtorZone.js';
import type { PlanFacts } from '../domain/facts.js';
import { sum, toDecimal, type Minor } from '../domain/money/minor.js';
import type { StoreTx } from '../prisma/store/store.js';
import { whoAndWhen, type Occasion, type Of } from './applied.js';
import { settlementNumber } from './keys.js';
import { lapseApproval } from './lapse.js';
import type { Look } from './look.js';
import { ledgerDay, noteChange, type Seen } from './watching.js';

/** Puts the discount of a settlement up for a decision of somebody else. */
export async function askApproval(
  tx: StoreTx,
  { id, approvalId, plan }: { id: string; approvalId: string; plan: Of<'plan-agreed'> },
  occasion: Occasion,
): Promise<void> {
  const { accountId, by, at } = whoAndWhen(occasion);
  const { facts, policy, today } = occasion.situation;
  const role = plan.settles?.approval ?? 'manager';
  const owedMinor = plan.settles?.owedMinor ?? plan.totalMinor;
  const expiresAt = instantOf(addDays(today, policy.approvalExpiresDays), '00:00', debtorZone(facts));
  await tx.approvalRequests.requestApproval({
    id: approvalId,
    subject: 'settlement',
    subjectId: id,
    accountId,
    role,
    proposedBy: by,
    proposedAt: at,
    expiresAt,
  });
  const say = (minor: Minor) => `${toDecimal(minor, plan.currency)} ${plan.currency}`;
  const brief = { approvalId, about: 'settlement', subjectId: id, role, proposedBy: by, owedMinor, amountMinor: plan.totalMinor, currency: plan.currency };
  await tx.tasks.openTask({
    key: `${approvalId}/approve`,
    kind: 'APPROVE',
    title: `Approve settling ${say(owedMinor)} of ${facts.customer.name} with ${say(plan.totalMinor)}`,
    accountId,
    caseId: facts.case?.id ?? null,
    step: null,
    round: 0,
    brief,
    dueOn: addDays(today, 1),
    priority: 100,
    assigneeId: null,
    openedAt: at,
  });
}

type Proposed = { id: string; accountId: string; approvalId: string | null };

/** Waits for the approval of a settlement until it lapses. */
export async function awaitApproval(tx: StoreTx, { id, accountId, approvalId }: Proposed, seen: Look): Promise<Seen> {
  const waiting = await lapseApproval(tx, accountId, approvalId, { at: seen.now, paid: false });
  if (!waiting.lapsed) return { accountId, status: 'PROPOSED', changed: false, nextAt: waiting.until };
  await tx.plans.decidePlan(id, 'DECLINED', seen.now);
  await noteChange(tx, seen, { action: 'plan.decline', subject: 'plan', id, change: { from: 'PROPOSED', to: 'DECLINED' }, reason: 'nobody decided in time' });
  return { accountId, status: 'DECLINED', changed: true, nextAt: null };
}

type Settled = { id: string; accountId: string; kind: PlanFacts['kind']; status: PlanFacts['status']; currency: string; itemIds: number[] };

/** A settlement that is kept leaves nothing of its items; one that is no longer kept leaves what it left before. */
export async function settle(tx: StoreTx, plan: Settled, after: PlanFacts['status'], seen: Look): Promise<void> {
  if (plan.kind !== 'SETTLEMENT' || (plan.status === 'KEPT') === (after === 'KEPT')) return;
  const base = settlementNumber(plan.id);
  const times = await tx.bookings.timesBooked(plan.accountId, 'WRITE_OFF', base);
  const booking = { accountId: plan.accountId, kind: 'WRITE_OFF', onDay: ledgerDay(seen, seen.now), at: seen.now } as const;
  if (after === 'KEPT') {
    const number = times === 0 ? base : `${base}/${times + 1}`;
    await writeDown(tx, plan, { ...booking, number, reason: 'the settlement was kept' });
  } else {
    const number = times <= 1 ? base : `${base}/${times}`;
    const reversed = await tx.bookings.reverseCredits({ ...booking, number, reason: 'the settlement is no longer kept' });
    await noteChange(tx, seen, { action: 'settlement.reopen', subject: 'plan', id: plan.id, change: { reversed } });
  }
}

async function writeDown(
  tx: StoreTx,
  { itemIds, currency }: Settled,
  booking: Omit<Parameters<StoreTx['bookings']['bookCredit']>[0], 'part' | 'currency' | 'against'>,
): Promise<void> {
  await tx.bookings.lockItems(itemIds);
  const room = await tx.bookings.roomLeft(itemIds, booking.onDay);
  const against = itemIds.map((itemId) => ({ itemId, minor: room.get(itemId) ?? 0 })).filter(({ minor }) => minor > 0);
  if (sum(against.map(({ minor }) => minor)) > 0) await tx.bookings.bookCredit({ ...booking, part: 0, currency, against });
}
