/** What Duly itself books: credits for write-offs and upheld disputes, and their reversal. Appended, never changed. */
import type { Day, Instant } from '../../domain/calendar/day.js';
import { sum, type Minor } from '../../domain/money/minor.js';
import { toDate, toInstant, toMinor, type Db } from './db.js';

/** A credit and the debits that it is set against. */
export interface CreditToBook {
  accountId: string;
  kind: 'WRITE_OFF' | 'ADJUSTMENT';
  /** Unique with `part` among the account's items of this kind. */
  number: string;
  part: number;
  currency: string;
  onDay: Day;
  at: Instant;
  reason: string;
  against: { itemId: number; minor: Minor }[];
}

/** Keeps items from being allocated by anyone else until the transaction ends. Read what is open of them in a statement after it. */
export async function lockItems(db: Db, itemIds: readonly number[]): Promise<void> {
  await db.$queryRaw`SELECT id FROM ledger_item WHERE id = ANY(${[...itemIds]}::int[]) ORDER BY id FOR UPDATE`;
}

/** What may still be set against debits, by their id: what is open now and not spoken for by an allocation of a later day. */
export async function roomLeft(db: Db, itemIds: readonly number[], today: Day): Promise<ReadonlyMap<number, Minor>> {
  const rows = await db.$queryRaw<{ itemId: number; room: bigint }[]>`
    SELECT i.id AS "itemId", (i.amount_minor - taken.minor)::bigint AS room
    FROM ledger_item i
    CROSS JOIN LATERAL (
      SELECT coalesce(sum(al.amount_minor), 0) AS minor FROM allocation al
      WHERE al.debit_id = i.id AND (al.reversed_on IS NULL OR (al.on_date <= ${today}::date AND al.reversed_on > ${today}::date))) taken
    WHERE i.id = ANY(${[...itemIds]}::int[])`;
  return new Map(rows.map(({ itemId, room }) => [itemId, Math.max(0, toMinor(room))]));
}

/** Books a credit and sets it against its debits; answers its id. The same number and part twice fails. */
export async function bookCredit(db: Db, { against, onDay, at, part, ...credit }: CreditToBook): Promise<number> {
  const day = toDate(onDay);
  const recordedAt = toInstant(at);
  const amountMinor = BigInt(-sum(against.map(({ minor }) => minor)));
  const [only] = against;
  const adjustsId = credit.kind === 'ADJUSTMENT' && against.length === 1 && only ? only.itemId : null;
  const { id } = await db.ledgerItem.create({
    data: { ...credit, instalment: part, issuedOn: day, dueOn: day, amountMinor, recordedAt, adjustsId },
    select: { id: true },
  });
  await db.allocation.createMany({
    data: against.map(({ itemId, minor }) => ({ creditId: id, debitId: itemId, amountMinor: BigInt(minor), onDate: day, recordedAt })),
  });
  return id;
}

/**
 * Takes back every credit of a kind and number: its allocations end, so that the debits are open again at their true age, and a debit
 * of the same amount is set against it, so that it is open for nothing else. Answers what was taken back.
 */
export async function reverseCredits(
  db: Db,
  { accountId, kind, number, onDay, at, reason }: Pick<CreditToBook, 'accountId' | 'kind' | 'number' | 'onDay' | 'at' | 'reason'>,
): Promise<{ currency: string; minor: Minor }[]> {
  const day = toDate(onDay);
  const recordedAt = toInstant(at);
  const credits = await db.ledgerItem.findMany({ where: { accountId, kind, number }, orderBy: { instalment: 'asc' } });
  await db.allocation.updateMany({
    where: { creditId: { in: credits.map(({ id }) => id) }, reversedOn: null },
    data: { reversedOn: day, reversedAt: recordedAt },
  });
  for (const credit of credits) {
    const { instalment, currency, id } = credit;
    const amountMinor = -credit.amountMinor;
    const data = { accountId, number, instalment, currency, reason, recordedAt, amountMinor, kind: 'ADJUSTMENT', issuedOn: day, dueOn: day, adjustsId: id };
    const debit = await db.ledgerItem.create({ data, select: { id: true } });
    await db.allocation.create({ data: { creditId: id, debitId: debit.id, amountMinor, onDate: day, recordedAt } });
  }
  return credits.map(({ currency, amountMinor }) => ({ currency, minor: -toMinor(amountMinor) }));
}

/** How often credits of a kind were booked under a number, counting `number/2`, `number/3` and so on with it. */
export async function timesBooked(db: Db, accountId: string, kind: CreditToBook['kind'], number: string): Promise<number> {
  const rows = await db.ledgerItem.findMany({
    where: { accountId, kind, OR: [{ number }, { number: { startsWith: `${number}/` } }] },
    distinct: ['number'],
    select: { number: true },
  });
  return rows.length;
}
