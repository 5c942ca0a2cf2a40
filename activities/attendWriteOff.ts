import type { Instant } from '../domain/calendar/day.js';
import { total, type Minor } from '../domain/money/minor.js';
import { claimsAsked, type Claim } from '../domain/rule/standing.js';
import type { Reason } from '../domain/verdict.js';
import type { Store, StoreTx } from '../prisma/store/store.js';
import type { Activities } from './activities.js';
import { reviewTask, writeOffNumber } from './keys.js';
import { lapseApproval } from './lapse.js';
import { look, type Look } from './look.js';
import { openFollowUp } from './openFollowUp.js';
import type { BusinessClock, Processes } from './ports.js';
import { isCleared, ledgerDay, noteChange, report, type Seen } from './watching.js';

type WriteOffFile = NonNullable<Awaited<ReturnType<StoreTx['writeOffCourse']['findWriteOff']>>>;

/** Waits for the decision on a write-off and books it, once: what is still open, and never more than was approved. */
export function attendWriteOff({ store, clock, processes }: { store: Store; clock: BusinessClock; processes: Processes }): Activities['attendWriteOff'] {
  return async (turn) => report({ clock, processes }, await store.transact((tx) => attend(tx, turn.id, clock.at(turn))));
}

async function attend(tx: StoreTx, id: string, at: Instant): Promise<Seen> {
  const { accountId, itemIds } = await writeOffOf(tx, id);
  await tx.cases.lockAccount(accountId);
  const request = await writeOffOf(tx, id);
  const unchanged = { accountId, status: request.status, changed: false, nextAt: null };
  switch (request.status) {
    case 'REQUESTED':
      return awaitDecision(tx, request, await look(tx, accountId, null, at));
    case 'APPROVED':
      await tx.bookings.lockItems(itemIds);
      return book(tx, request, await look(tx, accountId, null, at));
    case 'DECLINED':
      await giveBack(tx, request, 'DECLINED', await look(tx, accountId, null, at));
      return unchanged;
    case 'EXPIRED':
    case 'BOOKED':
    case 'REVERSED':
      return unchanged;
    default:
      return request.status satisfies never;
  }
}

async function writeOffOf(tx: StoreTx, id: string): Promise<WriteOffFile> {
  const request = await tx.writeOffCourse.findWriteOff(id);
  if (!request) throw new Error(`There is no write-off request ${id}`);
  return request;
}

async function awaitDecision(tx: StoreTx, request: WriteOffFile, seen: Look): Promise<Seen> {
  const { id, accountId, itemIds } = request;
  const paid = isCleared(seen, itemIds);
  const waiting = await lapseApproval(tx, accountId, request.approvalId, { at: seen.now, paid });
  if (!waiting.lapsed) return { accountId, status: request.status, changed: false, nextAt: waiting.until };
  return end(tx, request, 'EXPIRED', waiting.code, seen, { id });
}

/** Books the credits by currency. Disputed, promised and paid parts are left out; what nobody approved is left open. */
async function book(tx: StoreTx, request: WriteOffFile, seen: Look): Promise<Seen> {
  const { id, accountId } = request;
  const room = await tx.bookings.roomLeft(request.itemIds, ledgerDay(seen, seen.now));
  const approved: Record<string, Minor> = { ...request.amounts };
  const claims = claimsAsked(seen.standing).flatMap(({ item, minor }) => withinApproved({ item, minor: Math.min(minor, room.get(item.id) ?? 0) }, approved));
  if (claims.length === 0) return end(tx, request, 'DECLINED', 'DECLINED', seen, { why: 'nothing was left to write off' });
  const currencies = [...new Set(claims.map(({ item }) => item.currency))];
  for (const [n, currency] of currencies.entries()) {
    const against = claims.filter(({ item }) => item.currency === currency).map(({ item, minor }) => ({ itemId: item.id, minor }));
    const credit = { accountId, kind: 'WRITE_OFF', number: writeOffNumber(id), part: n + 1, currency, onDay: ledgerDay(seen, seen.now), at: seen.now } as const;
    await tx.bookings.bookCredit({ ...credit, reason: 'written off', against });
  }
  await tx.writeOffCourse.moveWriteOff(id, 'BOOKED', seen.now);
  const booked = total(claims.map(({ item, minor }) => ({ currency: item.currency, minor })));
  await noteChange(tx, seen, {
    action: 'write-off.book',
    subject: 'write-off',
    id,
    change: { booked, approved: request.amounts, items: claims.map(({ item }) => item.id) },
  });
  return { accountId, status: 'BOOKED', changed: true, nextAt: null };
}

/** The part of a claim that the approval still covers; `left` is what it covers of each currency, and shrinks. */
function withinApproved({ item, minor }: Claim, left: Record<string, Minor>): Claim[] {
  const covered = Math.min(minor, left[item.currency] ?? 0);
  left[item.currency] = (left[item.currency] ?? 0) - covered;
  return covered > 0 ? [{ item, minor: covered }] : [];
}

/** Ends a request without a booking; what is still owed goes back to the collector. */
async function end(
  tx: StoreTx,
  request: WriteOffFile,
  status: 'DECLINED' | 'EXPIRED',
  code: 'DECLINED' | 'APPROVAL_EXPIRED' | 'PAID',
  seen: Look,
  why: Record<string, string>,
): Promise<Seen> {
  const { id, accountId } = request;
  await tx.writeOffCourse.moveWriteOff(id, status, seen.now);
  if (code !== 'PAID') await giveBack(tx, request, code, seen);
  await noteChange(tx, seen, { action: 'write-off.end', subject: 'write-off', id, change: { status, ...why }, reason: code });
  return { accountId, status, changed: true, nextAt: null };
}

async function giveBack(tx: StoreTx, { id }: WriteOffFile, code: 'DECLINED' | 'APPROVAL_EXPIRED', seen: Look): Promise<void> {
  const reason: Reason = { code, figures: { what: 'write-off', writeOff: id }, line: null };
  const title = `Review ${seen.facts.customer.name}: not written off`;
  await openFollowUp(tx, seen, {
    key: reviewTask('write-off', id),
    kind: 'REVIEW_ACCOUNT',
    title,
    dueOn: seen.today,
    priority: 60,
    reason,
    about: { writeOffId: id },
  });
}
