import type { Day, Instant } from '../../domain/calendar/day.js';
import type { DisputedPart } from '../../domain/instructing/change.js';
import { fromDate, fromInstant, toDate, toInstant, toMinor, type Db } from './db.js';

/** A dispute that is raised. */
export interface DisputeToRaise {
  accountId: string;
  reason: string;
  note: string | null;
  ownerId: string | null;
  respondBy: Day;
  items: DisputedPart[];
  at: Instant;
  by: string;
}

/** A dispute and how far its answer has come. */
export interface DisputeFile {
  id: string;
  accountId: string;
  reason: string;
  note: string | null;
  ownerId: string | null;
  raisedAt: Instant;
  raisedBy: string;
  respondBy: Day;
  remindedAt: Instant | null;
  escalatedAt: Instant | null;
  resolvedAt: Instant | null;
  resolution: string | null;
  items: DisputedPart[];
}

/** Raises a dispute; answers its id. */
export async function raiseDispute(db: Db, { at, by, respondBy, items, ...dispute }: DisputeToRaise): Promise<string> {
  const parts = items.map(({ itemId, amountMinor }) => ({ itemId, amountMinor: amountMinor === null ? null : BigInt(amountMinor) }));
  const data = { ...dispute, respondBy: toDate(respondBy), raisedAt: toInstant(at), raisedBy: by, status: 'OPEN', items: { create: parts } };
  return (await db.dispute.create({ data, select: { id: true } })).id;
}

/** Reads a dispute; null when there is none. */
export async function findDispute(db: Db, id: string): Promise<DisputeFile | null> {
  const row = await db.dispute.findUnique({ where: { id }, include: { items: { orderBy: { itemId: 'asc' } } } });
  if (!row) return null;
  const { raisedAt, respondBy, remindedAt, escalatedAt, resolvedAt, items, status: _status, resolvedBy: _resolvedBy, ...rest } = row;
  return {
    ...rest,
    raisedAt: fromInstant(raisedAt),
    respondBy: fromDate(respondBy),
    remindedAt: remindedAt && fromInstant(remindedAt),
    escalatedAt: escalatedAt && fromInstant(escalatedAt),
    resolvedAt: resolvedAt && fromInstant(resolvedAt),
    items: items.map(({ itemId, amountMinor }) => ({ itemId, amountMinor: amountMinor === null ? null : toMinor(amountMinor) })),
  };
}

/** Resolves a dispute that is open. */
export async function closeDispute(
  db: Db,
  id: string,
  { at, by, resolution }: { at: Instant; by: string; resolution: 'UPHELD' | 'REJECTED' | 'CLEARED' },
): Promise<void> {
  await db.dispute.updateMany({ where: { id, resolvedAt: null }, data: { status: 'RESOLVED', resolution, resolvedAt: toInstant(at), resolvedBy: by } });
}

/** Notes that the owner was reminded, or that the dispute went to a manager. */
export async function noteOnDispute(db: Db, id: string, note: { remindedAt: Instant } | { escalatedAt: Instant }): Promise<void> {
  const data = 'remindedAt' in note ? { remindedAt: toInstant(note.remindedAt) } : { escalatedAt: toInstant(note.escalatedAt) };
  await db.dispute.update({ where: { id }, data });
}
