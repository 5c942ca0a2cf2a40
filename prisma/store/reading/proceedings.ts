/** What runs beside the ladder: plans, disputes, holds, placements, write-offs and the approvals they wait for. */
import type { Day, Instant } from '../../../domain/calendar/day.js';
import type { Amounts } from '../../../domain/money/minor.js';
import { fromDate, fromInstant, toMinor, type Db } from '../db.js';
import { dayOrNull, instantOrNull, minorOrNull, readPage, type Page, type Slice } from './page.js';

/** One of them, those of one account, or all; with one status, or with any. */
export interface ProceedingFilter extends Slice {
  id?: string | undefined;
  accountId?: string | undefined;
  status?: string | undefined;
}

export interface PlanRow {
  id: string;
  accountId: string;
  kind: string;
  status: string;
  currency: string;
  totalMinor: number;
  paidMinor: number;
  items: string[];
  level: number;
  agreedAt: Instant;
  agreedBy: string;
  note: string | null;
  closedAt: Instant | null;
  instalments: { number: number; dueOn: Day; amountMinor: number; paidMinor: number; status: string }[];
}

/** Promises and payment plans, newest first. */
export async function listPlans(db: Db, filter: ProceedingFilter): Promise<Page<PlanRow>> {
  const where = whereOf(filter);
  const rows = db.plan.findMany({
    where,
    include: { instalments: { orderBy: { number: 'asc' } } },
    orderBy: [{ agreedAt: 'desc' }, { id: 'desc' }],
    ...slice(filter),
  });
  const numbers = await itemNumbers(
    db,
    (await rows).flatMap((plan) => plan.itemIds),
  );
  return readPage(db.plan.count({ where }), rows, (plan) => ({
    id: plan.id,
    accountId: plan.accountId,
    kind: plan.kind,
    status: plan.status,
    currency: plan.currency,
    totalMinor: toMinor(plan.totalMinor),
    paidMinor: plan.instalments.reduce((paid, each) => paid + toMinor(each.paidMinor), 0),
    items: named(plan.itemIds, numbers),
    level: plan.level,
    agreedAt: fromInstant(plan.agreedAt),
    agreedBy: plan.agreedBy,
    note: plan.note,
    closedAt: instantOrNull(plan.closedAt),
    instalments: plan.instalments.map((each) => ({
      number: each.number,
      dueOn: fromDate(each.dueOn),
      amountMinor: toMinor(each.amountMinor),
      paidMinor: toMinor(each.paidMinor),
      status: each.status,
    })),
  }));
}

export interface DisputeRow {
  id: string;
  accountId: string;
  status: string;
  reason: string;
  note: string | null;
  ownerId: string | null;
  raisedAt: Instant;
  raisedBy: string;
  respondBy: Day;
  escalatedAt: Instant | null;
  resolvedAt: Instant | null;
  resolvedBy: string | null;
  resolution: string | null;
  items: { item: string; currency: string; amountMinor: number | null }[];
}

/** Disputes, the next to be answered first. */
export async function listDisputes(db: Db, filter: ProceedingFilter): Promise<Page<DisputeRow>> {
  const where = whereOf(filter);
  const rows = db.dispute.findMany({
    where,
    include: { items: { include: { item: true } } },
    orderBy: [{ respondBy: 'asc' }, { id: 'asc' }],
    ...slice(filter),
  });
  return readPage(db.dispute.count({ where }), rows, (dispute) => ({
    id: dispute.id,
    accountId: dispute.accountId,
    status: dispute.status,
    reason: dispute.reason,
    note: dispute.note,
    ownerId: dispute.ownerId,
    raisedAt: fromInstant(dispute.raisedAt),
    raisedBy: dispute.raisedBy,
    respondBy: fromDate(dispute.respondBy),
    escalatedAt: instantOrNull(dispute.escalatedAt),
    resolvedAt: instantOrNull(dispute.resolvedAt),
    resolvedBy: dispute.resolvedBy,
    resolution: dispute.resolution,
    items: dispute.items.map(({ item, amountMinor }) => ({ item: numberOf(item), currency: item.currency, amountMinor: minorOrNull(amountMinor) })),
  }));
}

export interface HoldRow {
  id: string;
  accountId: string;
  kind: string;
  item: string | null;
  reason: string;
  startsOn: Day;
  endsOn: Day | null;
  /** How much of the item is held, in minor units; null for all of it. */
  amountMinor: number | null;
  placedAt: Instant;
  placedBy: string;
  liftedAt: Instant | null;
  liftedBy: string | null;
  liftReason: string | null;
  /** The first day on which a lifted hold no longer held. */
  liftedOn: Day | null;
}

/** Holds, newest first; `status` is `OPEN` for those that have not been lifted, `LIFTED` for the others. */
export async function listHolds(db: Db, filter: ProceedingFilter): Promise<Page<HoldRow>> {
  const { status, ...which } = filter;
  const where = { ...whereOf(which), ...(status === 'OPEN' ? { liftedAt: null } : status ? { liftedAt: { not: null } } : {}) };
  const rows = db.hold.findMany({ where, orderBy: [{ placedAt: 'desc' }, { id: 'desc' }], ...slice(filter) });
  const numbers = await itemNumbers(
    db,
    (await rows).flatMap(({ itemId }) => itemId ?? []),
  );
  return readPage(db.hold.count({ where }), rows, ({ itemId, startsOn, endsOn, placedAt, liftedAt, liftedOn, amountMinor, ...hold }) => ({
    ...hold,
    item: itemId === null ? null : (numbers.get(itemId) ?? null),
    startsOn: fromDate(startsOn),
    endsOn: dayOrNull(endsOn),
    placedAt: fromInstant(placedAt),
    liftedAt: instantOrNull(liftedAt),
    liftedOn: dayOrNull(liftedOn),
    amountMinor: minorOrNull(amountMinor),
  }));
}

export interface PlacementRow {
  id: string;
  accountId: string;
  agencyCode: string;
  status: string;
  amounts: Amounts;
  items: string[];
  requestedAt: Instant;
  requestedBy: string;
  approvalId: string | null;
  fileName: string | null;
  fileSha256: string | null;
  handedOverAt: Instant | null;
  acknowledgedAt: Instant | null;
  recalledAt: Instant | null;
  returnedAt: Instant | null;
  closeReason: string | null;
}

/** Placements with a third party, newest first. */
export async function listPlacements(db: Db, filter: ProceedingFilter): Promise<Page<PlacementRow>> {
  const where = whereOf(filter);
  const rows = db.placement.findMany({ where, omit: { caseId: true }, orderBy: [{ requestedAt: 'desc' }, { id: 'desc' }], ...slice(filter) });
  const numbers = await itemNumbers(
    db,
    (await rows).flatMap(({ itemIds }) => itemIds),
  );
  return readPage(
    db.placement.count({ where }),
    rows,
    ({ itemIds, amounts, requestedAt, handedOverAt, acknowledgedAt, recalledAt, returnedAt, ...placement }) => ({
      ...placement,
      amounts: amounts as Amounts,
      items: named(itemIds, numbers),
      requestedAt: fromInstant(requestedAt),
      handedOverAt: instantOrNull(handedOverAt),
      acknowledgedAt: instantOrNull(acknowledgedAt),
      recalledAt: instantOrNull(recalledAt),
      returnedAt: instantOrNull(returnedAt),
    }),
  );
}

export interface WriteOffRow {
  id: string;
  accountId: string;
  status: string;
  amounts: Amounts;
  items: string[];
  evidence: unknown;
  requestedAt: Instant;
  requestedBy: string;
  approvalId: string | null;
  bookedAt: Instant | null;
  reversedAt: Instant | null;
}

/** Write-off requests with their evidence, newest first. */
export async function listWriteOffs(db: Db, filter: ProceedingFilter): Promise<Page<WriteOffRow>> {
  const where = whereOf(filter);
  const rows = db.writeOffRequest.findMany({ where, omit: { caseId: true }, orderBy: [{ requestedAt: 'desc' }, { id: 'desc' }], ...slice(filter) });
  const numbers = await itemNumbers(
    db,
    (await rows).flatMap(({ itemIds }) => itemIds),
  );
  return readPage(db.writeOffRequest.count({ where }), rows, ({ itemIds, amounts, requestedAt, bookedAt, reversedAt, ...request }) => ({
    ...request,
    amounts: amounts as Amounts,
    items: named(itemIds, numbers),
    requestedAt: fromInstant(requestedAt),
    bookedAt: instantOrNull(bookedAt),
    reversedAt: instantOrNull(reversedAt),
  }));
}

export interface ApprovalRow {
  id: string;
  subject: string;
  subjectId: string;
  accountId: string;
  role: string;
  status: string;
  proposedBy: string;
  proposedAt: Instant;
  expiresAt: Instant;
  decidedBy: string | null;
  decidedAt: Instant | null;
  reason: string | null;
}

/** Approvals, the next to expire first; those that one of `roles` decides when given. */
export async function listApprovals(db: Db, { role, ...filter }: ProceedingFilter & { role?: string | undefined }): Promise<Page<ApprovalRow>> {
  const where = { ...whereOf(filter), ...(role ? { role } : {}) };
  const rows = db.approval.findMany({ where, orderBy: [{ expiresAt: 'asc' }, { id: 'asc' }], ...slice(filter) });
  return readPage(db.approval.count({ where }), rows, ({ proposedAt, expiresAt, decidedAt, ...approval }) => ({
    ...approval,
    proposedAt: fromInstant(proposedAt),
    expiresAt: fromInstant(expiresAt),
    decidedAt: instantOrNull(decidedAt),
  }));
}

const slice = ({ limit, offset }: Slice) => ({ take: limit, skip: offset });

function whereOf({ id, accountId, status }: ProceedingFilter): { id?: string; accountId?: string; status?: string } {
  return { ...(id ? { id } : {}), ...(accountId ? { accountId } : {}), ...(status ? { status } : {}) };
}

/** The number by which people know an item: an instalment of an invoice as `NUMBER/2`. */
export const numberOf = ({ number, instalment }: { number: string; instalment: number }): string => (instalment === 0 ? number : `${number}/${instalment}`);

async function itemNumbers(db: Db, ids: readonly number[]): Promise<ReadonlyMap<number, string>> {
  if (ids.length === 0) return new Map();
  const items = await db.ledgerItem.findMany({ where: { id: { in: [...new Set(ids)] } }, select: { id: true, number: true, instalment: true } });
  return new Map(items.map((item) => [item.id, numberOf(item)]));
}

const named = (ids: readonly number[], numbers: ReadonlyMap<number, string>): string[] => ids.map((id) => numbers.get(id) ?? `#${id}`);
