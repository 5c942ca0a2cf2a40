/** What becomes of a placement once it is requested. */
import type { Day, Instant } from '../../domain/calendar/day.js';
import type { PlacementFacts } from '../../domain/facts.js';
import type { Amounts, Minor } from '../../domain/money/minor.js';
import { fromDate, fromInstant, toInstant, toMinor, type Db } from './db.js';

/** A placement and how far it has come. */
export interface PlacementFile {
  id: string;
  accountId: string;
  caseId: string | null;
  status: PlacementFacts['status'];
  agency: { code: string; name: string };
  amounts: Amounts;
  itemIds: number[];
  approvalId: string | null;
  requestedAt: Instant;
  handedOverAt: Instant | null;
  acknowledgedAt: Instant | null;
  recalledAt: Instant | null;
  closeReason: string | null;
}

/** Reads a placement; null when there is none. */
export async function findPlacement(db: Db, id: string): Promise<PlacementFile | null> {
  const row = await db.placement.findUnique({ where: { id }, include: { agency: { select: { code: true, name: true } } } });
  if (!row) return null;
  const { accountId, caseId, agency, itemIds, approvalId, requestedAt, handedOverAt, acknowledgedAt, recalledAt, closeReason } = row;
  return {
    id,
    accountId,
    caseId,
    agency,
    itemIds,
    approvalId,
    closeReason,
    status: row.status as PlacementFacts['status'],
    amounts: row.amounts as Amounts,
    requestedAt: fromInstant(requestedAt),
    handedOverAt: handedOverAt && fromInstant(handedOverAt),
    acknowledgedAt: acknowledgedAt && fromInstant(acknowledgedAt),
    recalledAt: recalledAt && fromInstant(recalledAt),
  };
}

/** A step on a placement's way, with the instant at which it was taken. */
export type PlacementStep =
  | { to: 'APPROVED' }
  | { to: 'DECLINED' | 'CLOSED'; reason: string }
  | { to: 'PLACED'; at: Instant; itemIds: number[]; amounts: Amounts; fileName: string; fileSha256: string }
  | { to: 'ACKNOWLEDGED'; at: Instant }
  | { to: 'RECALLED' | 'RETURNED'; at: Instant; reason: string };

/** Moves a placement on. Whether it may is decided before. */
export async function movePlacement(db: Db, id: string, step: PlacementStep): Promise<void> {
  await db.placement.update({ where: { id }, data: dataOf(step) });
}

function dataOf(step: PlacementStep) {
  switch (step.to) {
    case 'APPROVED':
      return { status: 'APPROVED' };
    case 'DECLINED':
    case 'CLOSED':
      return { status: step.to, closeReason: step.reason };
    case 'PLACED':
      return {
        status: 'PLACED',
        handedOverAt: toInstant(step.at),
        itemIds: step.itemIds,
        amounts: { ...step.amounts },
        fileName: step.fileName,
        fileSha256: step.fileSha256,
      };
    case 'ACKNOWLEDGED':
      return { acknowledgedAt: toInstant(step.at) };
    case 'RECALLED':
      return { status: 'RECALLED', recalledAt: toInstant(step.at), closeReason: step.reason };
    case 'RETURNED':
      return { status: 'RETURNED', returnedAt: toInstant(step.at), closeReason: step.reason };
    default:
      return step satisfies never;
  }
}

/** Where a debtor's post goes. Throws when the account does not exist. */
export async function postalAddressOf(
  db: Db,
  accountId: string,
): Promise<{ addressLines: string[]; postcode: string | null; city: string | null; country: string | null }> {
  const select = { addressLines: true, postcode: true, city: true, country: true };
  return (await db.account.findUniqueOrThrow({ where: { id: accountId }, select: { customer: { select } } })).customer;
}

/** The newest payment of an account up to a day; null when it never paid. */
export async function lastPaymentOf(db: Db, accountId: string, today: Day): Promise<{ on: Day; amountMinor: Minor; currency: string } | null> {
  const row = await db.ledgerItem.findFirst({
    where: { accountId, kind: 'PAYMENT', amountMinor: { lt: 0 }, issuedOn: { lte: new Date(`${today}T00:00:00Z`) } },
    orderBy: [{ issuedOn: 'desc' }, { id: 'desc' }],
  });
  return row && { on: fromDate(row.issuedOn), amountMinor: -toMinor(row.amountMinor), currency: row.currency };
}
