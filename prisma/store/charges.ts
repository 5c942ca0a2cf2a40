/** Fees and interest in the ledger: what was charged, for what, and what took it back. Appended, never changed. */
import type { Day, Instant } from '../../domain/calendar/day.js';
import type { PaidCharge } from '../../domain/charges/ledger.js';
import type { ChargeDeed, ChargeKind, ChargeSaid } from '../../domain/charges/types.js';
import type { Minor } from '../../domain/money/minor.js';
import { splitCourseId } from '../../domain/rule/strandNames.js';
import { toDate, toInstant, type Db } from './db.js';

/** An entry to be booked. The key is unique within the account: the same entry twice fails. */
export interface ChargeToBook extends ChargeSaid {
  accountId: string;
  actKey: string;
  does: ChargeDeed;
  /** Of what is turned into an ordinary item, the number of that. */
  ordinaryNumber: string | null;
  /** How much of it is set against the charge that it takes back; the rest stands as a credit. */
  setOffMinor: Minor;
  /** The debit that is taken back; null for a charge. */
  chargeId: number | null;
  dueOn: Day;
  periods: string | null;
  policyLine: number | null;
  onDay: Day;
  at: Instant;
  reason: string;
  by: string;
}

/** Whether an act has booked anything. */
export async function hasBooked(db: Db, accountId: string, actKey: string): Promise<boolean> {
  return (await db.charge.count({ where: { accountId, actKey } })) > 0;
}

/** Fees and interest of accounts, as far as it decides what money pays: with the id of the debit. */
export async function chargesToPay(db: Db, accountIds: readonly string[]): Promise<(PaidCharge & { id: number; accountId: string })[]> {
  const rows = await db.charge.findMany({
    where: { accountId: { in: [...accountIds] }, does: 'BOOK' },
    orderBy: { itemId: 'asc' },
    select: { itemId: true, accountId: true, what: true, forItems: true, onInvoice: true },
  });
  return rows.map(({ itemId, accountId, what, forItems, onInvoice }) => ({ id: itemId, accountId, what: what as ChargeKind, itemIds: forItems, onInvoice }));
}

/** Whether a step lies behind a case. */
export async function hasStep(db: Db, caseId: string, step: string, round: number): Promise<boolean> {
  return (await db.stepTaken.count({ where: { ...splitCourseId(caseId), step, round } })) > 0;
}

/** Books an entry: a debit, or a credit that is set against the charge; what is turned into an ordinary item is booked anew as such. */
export async function bookCharge(db: Db, entry: ChargeToBook): Promise<number> {
  const { accountId, number, currency, minor, dueOn, onDay, at, reason, chargeId, does } = entry;
  const day = toDate(onDay);
  const recordedAt = toInstant(at);
  const common = { accountId, instalment: 0, currency, issuedOn: day, recordedAt, reason };
  const charge = { ...common, kind: 'CHARGE', number, dueOn: toDate(dueOn), amountMinor: BigInt(minor) };
  const credit = { ...common, kind: 'ADJUSTMENT', number, dueOn: day, amountMinor: BigInt(-minor), adjustsId: chargeId };
  const { id } = await db.ledgerItem.create({ data: does === 'BOOK' ? charge : credit, select: { id: true } });
  if (chargeId !== null && entry.setOffMinor > 0)
    await db.allocation.create({ data: { creditId: id, debitId: chargeId, amountMinor: BigInt(entry.setOffMinor), onDate: day, recordedAt } });
  if (entry.ordinaryNumber !== null) await db.ledgerItem.create({ data: { ...charge, number: entry.ordinaryNumber } });
  await noteCharge(db, id, entry);
  return id;
}

async function noteCharge(db: Db, itemId: number, entry: ChargeToBook): Promise<void> {
  const { accountId, key, actKey, does, what, name, caseId, step, round, itemIds, onInvoice, minor, percent, periods, policyLine, reason } = entry;
  const told = { accountId, key, actKey, does, what, name, caseId, step, round, onInvoice, percent, periods, policyLine, reason };
  const when = { onDate: toDate(entry.onDay), fromDate: entry.from && toDate(entry.from), toDate: entry.to && toDate(entry.to) };
  const by = { bookedBy: entry.by, recordedAt: toInstant(entry.at) };
  await db.charge.create({ data: { itemId, chargeId: entry.chargeId ?? itemId, forItems: itemIds, amountMinor: BigInt(minor), ...told, ...when, ...by } });
}
