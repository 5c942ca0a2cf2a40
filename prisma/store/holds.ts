import type { Day, Instant } from '../../domain/calendar/day.js';
import type { HoldKind } from '../../domain/facts.js';
import { toDate, toInstant, type Db } from './db.js';

/** A hold on an account, or on one of its items. */
export interface HoldToPlace {
  accountId: string;
  itemId: number | null;
  kind: HoldKind;
  reason: string;
  startsOn: Day;
  /** The first day on which it is no longer in force; null without end. */
  endsOn: Day | null;
  /** How much of the item; null: all of it, or of the account. */
  amountMinor: number | null;
  at: Instant;
  by: string;
}

/** Places a hold; answers its id. */
export async function placeHold(db: Db, { at, by, startsOn, endsOn, ...hold }: HoldToPlace): Promise<string> {
  const data = { ...hold, startsOn: toDate(startsOn), endsOn: endsOn && toDate(endsOn), placedAt: toInstant(at), placedBy: by };
  return (await db.hold.create({ data, select: { id: true } })).id;
}

/** Lifts holds as of a day. One that was lifted already keeps its lift, unless this one lies before it. */
export async function liftHolds(
  db: Db,
  ids: readonly string[],
  { at, by, reason, onDay }: { at: Instant; by: string; reason: string; onDay: Day },
): Promise<void> {
  const liftedOn = toDate(onDay);
  await db.hold.updateMany({
    where: { id: { in: [...ids] }, OR: [{ liftedOn: null }, { liftedOn: { gt: liftedOn } }] },
    data: { liftedAt: toInstant(at), liftedBy: by, liftReason: reason, liftedOn },
  });
}
