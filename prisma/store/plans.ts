import type { Day, Instant } from '../../domain/calendar/day.js';
import type { PlanFacts } from '../../domain/facts.js';
import type { PlanAgreed } from '../../domain/instructing/change.js';
import type { Minor } from '../../domain/money/minor.js';
import type { CoveredItems, PlanJudgement, Receipt } from '../../domain/plans/judge.js';
import { fromDate, fromInstant, toDate, toInstant, toMinor, type Db } from './db.js';

/** A plan with all that its keeping is measured by. */
export interface PlanFile {
  id: string;
  accountId: string;
  kind: PlanFacts['kind'];
  status: PlanFacts['status'];
  currency: string;
  totalMinor: Minor;
  itemIds: number[];
  level: number;
  graceDays: number;
  tolerancePercent: number;
  baselineMinor: Minor;
  agreedAt: Instant;
  agreedBy: string;
  approvalId: string | null;
  instalments: { number: number; dueOn: Day; amountMinor: Minor; paidMinor: Minor; status: string }[];
}

/** Saves a plan that was agreed; answers its id. */
export async function agreePlan(
  db: Db,
  plan: PlanAgreed & { accountId: string; baselineMinor: Minor; at: Instant; by: string; approvalId: string | null },
): Promise<string> {
  const { accountId, kind, currency, itemIds, level, graceDays, tolerancePercent, note } = plan;
  const data = {
    accountId,
    kind,
    currency,
    itemIds,
    level,
    graceDays,
    tolerancePercent,
    note,
    status: plan.approvalId === null ? 'OPEN' : 'PROPOSED',
    approvalId: plan.approvalId,
    owedMinor: plan.settles ? BigInt(plan.settles.owedMinor) : null,
    totalMinor: BigInt(plan.totalMinor),
    baselineMinor: BigInt(plan.baselineMinor),
    agreedAt: toInstant(plan.at),
    agreedBy: plan.by,
    instalments: {
      create: plan.instalments.map(({ number, dueOn, amountMinor }) => ({ number, dueOn: toDate(dueOn), amountMinor: BigInt(amountMinor), status: 'OPEN' })),
    },
  };
  return (await db.plan.create({ data, select: { id: true } })).id;
}

/** Reads a plan; null when there is none. */
export async function findPlan(db: Db, id: string): Promise<PlanFile | null> {
  const row = await db.plan.findUnique({ where: { id }, include: { instalments: { orderBy: { number: 'asc' } } } });
  return row && fileOf(row);
}

/** The plans of an account in a currency that were agreed before another one and not cancelled: whose money it is first. */
export async function plansAhead(db: Db, plan: Pick<PlanFile, 'id' | 'accountId' | 'currency' | 'agreedAt'>): Promise<PlanFile[]> {
  const rows = await db.plan.findMany({
    where: {
      accountId: plan.accountId,
      currency: plan.currency,
      status: { notIn: ['PROPOSED', 'DECLINED', 'CANCELLED'] },
      agreedAt: { lte: toInstant(plan.agreedAt) },
      NOT: { id: plan.id },
    },
    include: { instalments: { orderBy: { number: 'asc' } } },
    orderBy: [{ agreedAt: 'asc' }, { id: 'asc' }],
  });
  return rows.map(fileOf);
}

/**
 * Money on items from credits dated `from` or later, as it stands on `today`: dated by the credit, whenever it was applied.
 * A write-off is no money.
 */
export async function receiptsOn(db: Db, itemIds: readonly number[], from: Day, today: Day): Promise<Receipt[]> {
  const rows = await db.$queryRaw<{ onDay: string; minor: bigint }[]>`
    SELECT c.issued_on::text AS "onDay", sum(al.amount_minor)::bigint AS minor
    FROM allocation al JOIN ledger_item c ON c.id = al.credit_id
    WHERE al.debit_id = ANY(${[...itemIds]}::int[]) AND c.kind <> 'WRITE_OFF' AND c.issued_on >= ${from}::date
      AND al.on_date <= ${today}::date AND (al.reversed_on IS NULL OR al.reversed_on > ${today}::date)
    GROUP BY c.issued_on ORDER BY c.issued_on`;
  return rows.map(({ onDay, minor }) => ({ onDay, minor: toMinor(minor) }));
}

/** Payments of an account in a currency, dated `from` or later, that are not applied to anything on `today`. */
export async function unappliedReceipts(db: Db, account: { accountId: string; currency: string }, from: Day, today: Day): Promise<Receipt[]> {
  const rows = await db.$queryRaw<{ onDay: string; minor: bigint }[]>`
    SELECT c.issued_on::text AS "onDay", sum(-c.amount_minor - used.minor)::bigint AS minor
    FROM ledger_item c
    CROSS JOIN LATERAL (
      SELECT coalesce(sum(al.amount_minor), 0) AS minor FROM allocation al
      WHERE al.credit_id = c.id AND al.on_date <= ${today}::date AND (al.reversed_on IS NULL OR al.reversed_on > ${today}::date)) used
    WHERE c.account_id = ${account.accountId} AND c.currency = ${account.currency} AND c.kind = 'PAYMENT' AND c.amount_minor < 0
      AND c.issued_on BETWEEN ${from}::date AND ${today}::date AND -c.amount_minor > used.minor
    GROUP BY c.issued_on ORDER BY c.issued_on`;
  return rows.map(({ onDay, minor }) => ({ onDay, minor: toMinor(minor) }));
}

/** What became of items up to `today`. */
export async function coveredItems(db: Db, itemIds: readonly number[], today: Day): Promise<CoveredItems> {
  const [row] = await db.$queryRaw<{ open: bigint; clearedOn: string | null; writtenOff: boolean }[]>`
    SELECT coalesce(sum(i.amount_minor - paid.minor), 0)::bigint AS open, max(paid.on_date)::text AS "clearedOn", coalesce(bool_or(paid.written_off), false) AS "writtenOff"
    FROM ledger_item i
    CROSS JOIN LATERAL (
      SELECT coalesce(sum(al.amount_minor), 0) AS minor, max(al.on_date) AS on_date, bool_or(c.kind = 'WRITE_OFF') AS written_off
      FROM allocation al JOIN ledger_item c ON c.id = al.credit_id
      WHERE al.debit_id = i.id AND al.on_date <= ${today}::date AND (al.reversed_on IS NULL OR al.reversed_on > ${today}::date)) paid
    WHERE i.id = ANY(${[...itemIds]}::int[])`;
  return { clearedOn: row && row.open === 0n ? row.clearedOn : null, writtenOff: row?.writtenOff ?? false };
}

/** Saves a judgement; answers false when it says what was known. A judgement of a cancelled plan changes nothing. */
export async function saveJudgement(db: Db, plan: PlanFile, { status, instalments }: PlanJudgement, at: Instant): Promise<boolean> {
  const judgedAt = toInstant(at);
  let changed = false;
  for (const { number, paidMinor, status: verdict } of instalments) {
    const known = plan.instalments.find((each) => each.number === number);
    if (known?.paidMinor === paidMinor && known.status === verdict) continue;
    await db.instalment.update({ where: { planId_number: { planId: plan.id, number } }, data: { paidMinor: BigInt(paidMinor), status: verdict, judgedAt } });
    changed = true;
  }
  if (plan.status === status) return changed;
  await db.plan.update({ where: { id: plan.id }, data: { status, closedAt: status === 'OPEN' ? null : judgedAt } });
  return true;
}

/** Cancels a plan that runs. */
export async function cancelPlan(db: Db, id: string, at: Instant): Promise<void> {
  await db.plan.updateMany({ where: { id, status: 'OPEN' }, data: { status: 'CANCELLED', closedAt: toInstant(at) } });
}

/** Lets a proposed settlement run, or ends it. */
export async function decidePlan(db: Db, id: string, status: 'OPEN' | 'DECLINED', at: Instant): Promise<void> {
  await db.plan.updateMany({ where: { id, status: 'PROPOSED' }, data: { status, closedAt: status === 'OPEN' ? null : toInstant(at) } });
}

interface PlanRow {
  id: string;
  accountId: string;
  kind: string;
  status: string;
  currency: string;
  totalMinor: bigint;
  itemIds: number[];
  level: number;
  graceDays: number;
  tolerancePercent: { toNumber(): number };
  baselineMinor: bigint;
  agreedAt: Date;
  agreedBy: string;
  approvalId: string | null;
  instalments: { number: number; dueOn: Date; amountMinor: bigint; paidMinor: bigint; status: string }[];
}

function fileOf(row: PlanRow): PlanFile {
  const { id, accountId, currency, itemIds, level, graceDays, agreedBy, approvalId } = row;
  return {
    id,
    accountId,
    currency,
    itemIds,
    level,
    graceDays,
    agreedBy,
    approvalId,
    kind: row.kind as PlanFacts['kind'],
    status: row.status as PlanFacts['status'],
    totalMinor: toMinor(row.totalMinor),
    tolerancePercent: row.tolerancePercent.toNumber(),
    baselineMinor: toMinor(row.baselineMinor),
    agreedAt: fromInstant(row.agreedAt),
    instalments: row.instalments.map((each) => ({
      number: each.number,
      dueOn: fromDate(each.dueOn),
      amountMinor: toMinor(each.amountMinor),
      paidMinor: toMinor(each.paidMinor),
      status: each.status,
    })),
  };
}
