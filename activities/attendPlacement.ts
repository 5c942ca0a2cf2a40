import { addDays, type Instant } from '../domain/calendar/day.js';
import { total } from '../domain/money/minor.js';
import { claimsAsked, takeStock } from '../domain/rule/standing.js';
import type { Reason, ReasonCode } from '../domain/verdict.js';
import type { Store, StoreTx } from '../prisma/store/store.js';
import type { Activities } from './activities.js';
import { bySystem } from './assess.js';
import { handoverOf } from './handOver.js';
import { acknowledgeTask, handoverTask, recallTask, reviewTask } from './keys.js';
import { lapseApproval } from './lapse.js';
import { byPolicyOf, look, type Look } from './look.js';
import { openFollowUp, type FollowUpTask } from './openFollowUp.js';
import type { BusinessClock, Files, HandoverFormatter, Processes } from './ports.js';
import { beginOf, isCleared, ledgerDay, noteChange, report, type Seen } from './watching.js';

type PlacementFile = NonNullable<Awaited<ReturnType<StoreTx['placementCourse']['findPlacement']>>>;

export interface PlacementPorts {
  store: Store;
  clock: BusinessClock;
  processes: Processes;
  files: Files;
  handover: HandoverFormatter;
}

/** Days after the hand-over on which a missing acknowledgement is asked for. */
const acknowledgeDays = 7;
/** Days after a recall in which the third party may still object or give the debt back. */
const objectionDays = 30;

/**
 * Takes a placement from its request to its end: waits for the approval, hands the debt over in one file, asks for the acknowledgement,
 * recalls what was paid or took too long. Called twice, it hands over once: the file is the same, and the second call finds it handed over.
 */
export function attendPlacement(ports: PlacementPorts): Activities['attendPlacement'] {
  const { store, clock } = ports;
  return async (turn) => report(ports, await store.transact((tx) => attend(tx, ports, turn.id, clock.at(turn))));
}

async function attend(tx: StoreTx, ports: PlacementPorts, id: string, at: Instant): Promise<Seen> {
  const { accountId } = await placementOf(tx, id);
  await tx.cases.lockAccount(accountId);
  const placement = await placementOf(tx, id);
  const seen = byPolicyOf(await look(tx, accountId, null, at), placement.itemIds);
  switch (placement.status) {
    case 'REQUESTED':
      return awaitDecision(tx, placement, seen);
    case 'DECLINED':
      await giveBack(tx, placement, 'DECLINED', seen);
      return over(placement);
    case 'APPROVED':
      return handOver(tx, ports, placement, seen);
    case 'PLACED':
      return watchPlaced(tx, placement, seen);
    case 'RECALLED':
      await tellAgency(tx, placement, seen);
      return { ...over(placement), nextAt: objectionsEnd(placement, seen) };
    case 'RETURNED':
      await giveBack(tx, placement, 'RETURNED', seen);
      return over(placement);
    case 'CLOSED':
      return over(placement);
    default:
      return placement.status satisfies never;
  }
}

async function placementOf(tx: StoreTx, id: string): Promise<PlacementFile> {
  const placement = await tx.placementCourse.findPlacement(id);
  if (!placement) throw new Error(`There is no placement ${id}`);
  return placement;
}

async function awaitDecision(tx: StoreTx, placement: PlacementFile, seen: Look): Promise<Seen> {
  const { id, accountId } = placement;
  const waiting = await lapseApproval(tx, accountId, placement.approvalId, { at: seen.now, paid: isCleared(seen, placement.itemIds) });
  if (!waiting.lapsed) return { ...over(placement), nextAt: waiting.until };
  const paid = waiting.code === 'PAID';
  await tx.placementCourse.movePlacement(id, { to: paid ? 'CLOSED' : 'DECLINED', reason: paid ? 'nothing is open any more' : 'approval expired' });
  if (!paid) await giveBack(tx, placement, 'APPROVAL_EXPIRED', seen);
  return changed(tx, placement, paid ? 'CLOSED' : 'DECLINED', seen, { reason: waiting.code });
}

/** Hands over what is still to be collected. While the account is on hold, or all of it disputed or promised, it waits for another day. */
async function handOver(tx: StoreTx, ports: PlacementPorts, placement: PlacementFile, seen: Look): Promise<Seen> {
  const { id, agency, itemIds } = placement;
  if (isCleared(seen, itemIds)) {
    await tx.placementCourse.movePlacement(id, { to: 'CLOSED', reason: 'nothing is open any more' });
    return changed(tx, placement, 'CLOSED', seen, { reason: 'PAID' });
  }
  const standing = takeStock(withoutPlacement(seen, id), seen.policy, seen.today);
  const claims = claimsAsked(standing).filter(({ item }) => itemIds.includes(item.id));
  if (claims.length === 0 || standing.holds.length > 0) return { ...over(placement), nextAt: beginOf(addDays(ledgerDay(seen, seen.now), 1), seen) };
  const file = await ports.handover.format(await handoverOf(tx, placement, claims, seen));
  const { location, sha256 } = await ports.files.write(file.fileName, file.content);
  const amounts = total(claims.map(({ item, minor }) => ({ currency: item.currency, minor })));
  const placed = { at: seen.now, itemIds: claims.map(({ item }) => item.id), amounts, fileName: file.fileName, fileSha256: sha256 };
  await tx.placementCourse.movePlacement(id, { to: 'PLACED', ...placed });
  const reason: Reason = { code: 'HANDED_OVER', figures: { agency: agency.code, file: file.fileName }, line: null };
  const task = { key: handoverTask(id), title: `Send the hand-over file to ${agency.name}`, dueOn: seen.today, priority: 80, reason };
  await openPlacementTask(tx, placement, seen, { ...task, about: { placementId: id, fileName: file.fileName, location } });
  const told = await changed(tx, placement, 'PLACED', seen, { agency: agency.code, amounts, file: file.fileName, sha256 });
  return { ...told, nextAt: beginOf(addDays(ledgerDay(seen, seen.now), acknowledgeDays), seen) };
}

/** Recalls what was paid or took too long; asks for an acknowledgement that does not come. */
async function watchPlaced(tx: StoreTx, placement: PlacementFile, seen: Look): Promise<Seen> {
  const today = ledgerDay(seen, seen.now);
  const placedOn = ledgerDay(seen, placement.handedOverAt ?? placement.requestedAt);
  const recallOn = addDays(placedOn, seen.policy.placement.recallAfterDays);
  const askOn = addDays(placedOn, acknowledgeDays);
  const cleared = isCleared(seen, placement.itemIds);
  if (cleared || today >= recallOn) return recall(tx, placement, cleared ? 'paid' : 'time is up', seen);
  const asked = placement.acknowledgedAt !== null || today >= askOn;
  if (placement.acknowledgedAt === null && asked) await askForAcknowledgement(tx, placement, seen);
  return { ...over(placement), nextAt: beginOf(asked || recallOn < askOn ? recallOn : askOn, seen) };
}

async function recall(tx: StoreTx, placement: PlacementFile, why: string, seen: Look): Promise<Seen> {
  await tx.placementCourse.movePlacement(placement.id, { to: 'RECALLED', at: seen.now, reason: why });
  const recalled: PlacementFile = { ...placement, status: 'RECALLED', recalledAt: seen.now, closeReason: why };
  await tellAgency(tx, recalled, seen);
  const told = await changed(tx, placement, 'RECALLED', seen, { reason: why });
  return { ...told, nextAt: objectionsEnd(recalled, seen) };
}

/** The recall notice goes out by hand, as the file did. One that was never handed over needs none. */
async function tellAgency(tx: StoreTx, placement: PlacementFile, seen: Look): Promise<void> {
  if (placement.handedOverAt === null) return;
  const { id, agency, closeReason } = placement;
  const keys = [handoverTask(id), acknowledgeTask(id)];
  await tx.tasks.cancelTasks({ keys }, { at: seen.now, by: bySystem.actor, why: 'the placement is recalled' });
  const reason: Reason = { code: 'RECALLED', figures: { agency: agency.code, why: closeReason }, line: null };
  const task = { key: recallTask(id), title: `Tell ${agency.name} that the debt is recalled`, dueOn: seen.today, priority: 90, reason };
  await openPlacementTask(tx, placement, seen, { ...task, about: { placementId: id } });
}

async function askForAcknowledgement(tx: StoreTx, placement: PlacementFile, seen: Look): Promise<void> {
  const { id, agency } = placement;
  const reason: Reason = { code: 'HANDED_OVER', figures: { agency: agency.code }, line: null };
  const task = { key: acknowledgeTask(id), title: `Ask ${agency.name} to acknowledge the hand-over`, dueOn: seen.today, priority: 80, reason };
  await openPlacementTask(tx, placement, seen, { ...task, about: { placementId: id } });
}

/** Work with the third party goes on when the account is paid. */
function openPlacementTask(tx: StoreTx, { agency }: PlacementFile, seen: Look, task: Omit<FollowUpTask, 'kind'>): Promise<void> {
  return openFollowUp(tx, seen, { ...task, kind: 'RECORD_HANDOVER', outlives: true, about: { ...task.about, agency } });
}

async function giveBack(tx: StoreTx, { id, agency, closeReason }: PlacementFile, code: ReasonCode, seen: Look): Promise<void> {
  const reason: Reason = { code, figures: { what: 'placement', agency: agency.code, why: closeReason }, line: null };
  const title = `Review ${seen.facts.customer.name}: ${code === 'RETURNED' ? `returned by ${agency.name}` : 'not placed'}`;
  await openFollowUp(tx, seen, {
    key: reviewTask('placement', id),
    kind: 'REVIEW_ACCOUNT',
    title,
    dueOn: seen.today,
    priority: 60,
    reason,
    about: { placementId: id },
  });
}

async function changed(
  tx: StoreTx,
  { id, accountId }: PlacementFile,
  status: PlacementFile['status'],
  seen: Look,
  change: Record<string, unknown>,
): Promise<Seen> {
  await noteChange(tx, seen, { action: `placement.${status.toLowerCase()}`, subject: 'placement', id, change });
  return { accountId, status, changed: true, nextAt: null };
}

function over({ accountId, status }: PlacementFile): Seen {
  return { accountId, status, changed: false, nextAt: null };
}

/** The facts as if this placement did not take its items out of collection. */
function withoutPlacement({ facts }: Look, id: string): Look['facts'] {
  return { ...facts, placements: facts.placements.filter((placement) => placement.id !== id) };
}

function objectionsEnd({ recalledAt, handedOverAt }: PlacementFile, seen: Look): Instant | null {
  if (recalledAt === null || handedOverAt === null) return null;
  const end = addDays(ledgerDay(seen, recalledAt), objectionDays);
  return ledgerDay(seen, seen.now) < end ? beginOf(end, seen) : null;
}
