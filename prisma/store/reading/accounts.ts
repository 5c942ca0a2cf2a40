import { pausedCasesSql } from '../campaignPauses.js';
import type { Instant } from '../../../domain/calendar/day.js';
import type { Amounts } from '../../../domain/money/minor.js';
import { fromInstant, Prisma, type Db } from '../db.js';
import { balances } from './balances.js';
import { instantOrNull, type Page, type Slice } from './page.js';

export interface AccountFilter {
  accountId?: string | undefined;
  entity?: string[] | undefined;
  segment?: string[] | undefined;
  collector?: string | undefined;
  /** Part of the customer's number or name. */
  search?: string | undefined;
  /** `none`: never collected, or only in cases that are closed. */
  collection?: 'open' | 'none' | undefined;
  step?: string | undefined;
  minDaysPastDue?: number | undefined;
  maxDaysPastDue?: number | undefined;
  flag?: AccountFlag[] | undefined;
}

export type AccountSort = 'account' | 'name' | 'overdue' | 'daysPastDue' | 'nextLook';
export type AccountFlag = 'disputed' | 'on-hold' | 'promised' | 'placed' | 'write-off-pending' | 'credit-balance' | 'credit-hold';

/** An account as a list shows it, as of its entity's day. */
export interface AccountRow {
  accountId: string;
  entity: string;
  customer: string;
  name: string;
  country: string | null;
  segment: string | null;
  collectorId: string | null;
  /** Open net of credits, by currency. */
  open: Amounts;
  /** Past due net of credits, by currency. */
  overdue: Amounts;
  /** Of the oldest item past due that credits do not cover; null when there is none. */
  daysPastDue: number | null;
  flags: AccountFlag[];
  openTasks: number;
  case: AccountCase | null;
}

/** The newest case of an account. */
export interface AccountCase {
  caseId: string;
  status: string;
  step: string | null;
  policy: string;
  openedAt: Instant;
  nextLookAt: Instant | null;
  waitReason: string | null;
  outcome: string | null;
}

interface Raw {
  account_id: string;
  entity_code: string;
  customer_number: string;
  name: string;
  country: string | null;
  segment: string | null;
  collector_id: string | null;
  open: Record<string, number> | null;
  overdue: Record<string, number> | null;
  days_past_due: number | null;
  flags: AccountFlag[];
  open_tasks: bigint;
  total: bigint;
  case_id: string | null;
  status: string | null;
  step: string | null;
  policy: string | null;
  opened_at: Date | null;
  next_look_at: Date | null;
  wait_reason: string | null;
  outcome: string | null;
}

/** Accounts that have anything booked, filtered and sorted, as of the business instant `now`. */
export async function listAccounts(
  db: Db,
  filter: AccountFilter & Slice & { sort: AccountSort; order: 'asc' | 'desc' },
  now: Instant,
): Promise<Page<AccountRow>> {
  const rows = await db.$queryRaw<Raw[]>`
    WITH ${balances(now, filter.accountId)}, ${standing()}
    SELECT listed.*, count(*) OVER () AS total FROM (${accountLines()}) listed
    WHERE ${conditions(filter)}
    ORDER BY ${ordering(filter)}, account_id
    LIMIT ${filter.limit} OFFSET ${filter.offset}`;
  const total = rows[0]?.total ?? (filter.offset === 0 ? 0n : await countAll(db, filter, now));
  return { total: Number(total), items: rows.map(toRow) };
}

/** The total of a list whose asked-for part lies behind its end. */
async function countAll(db: Db, filter: AccountFilter, now: Instant): Promise<bigint> {
  const rows = await db.$queryRaw<{ total: bigint }[]>`
    WITH ${balances(now, filter.accountId)}, ${standing()} SELECT count(*) AS total FROM (${accountLines()}) listed WHERE ${conditions(filter)}`;
  return rows[0]?.total ?? 0n;
}

/** What stands between an account and the next step. */
function standing(): Prisma.Sql {
  return Prisma.sql`
    flag AS (
      SELECT account_id, array_agg(DISTINCT flag) AS flags FROM (
        SELECT account_id, 'disputed' AS flag FROM dispute WHERE status = 'OPEN'
        UNION ALL SELECT hold.account_id, 'on-hold' FROM hold JOIN account ON account.id = hold.account_id JOIN day ON day.code = account.entity_code
          WHERE starts_on <= day.today AND day.today < coalesce(least(ends_on, lifted_on), 'infinity')
        UNION ALL SELECT account_id, 'on-hold' FROM (${pausedCasesSql}) paused
        UNION ALL SELECT account_id, 'promised' FROM plan WHERE status = 'OPEN'
        UNION ALL SELECT account_id, 'placed' FROM placement WHERE status = 'PLACED'
        UNION ALL SELECT account_id, 'write-off-pending' FROM write_off_request WHERE status IN ('REQUESTED', 'APPROVED')
        UNION ALL SELECT account_id, 'credit-balance' FROM total WHERE in_credit
        UNION ALL SELECT account_id, 'credit-hold' FROM (
          SELECT DISTINCT ON (account_id) account_id, "to" FROM course_change WHERE kind = 'credit-hold' ORDER BY account_id, id DESC
        ) hold_set WHERE "to" IS NOT NULL
      ) every GROUP BY 1
    ),
    newest AS (SELECT DISTINCT ON (account_id) * FROM collection_case ORDER BY account_id, episode DESC),
    work AS (SELECT account_id, count(*) AS tasks FROM task WHERE status = 'OPEN' GROUP BY 1)`;
}

function accountLines(): Prisma.Sql {
  return Prisma.sql`
    SELECT account.id AS account_id, account.entity_code, account.customer_number, customer.name, customer.country, customer.segment,
      account.collector_id, total.open, total.overdue, total.most_overdue, age.days AS days_past_due,
      coalesce(flag.flags, '{}') AS flags, coalesce(work.tasks, 0) AS open_tasks,
      newest.id AS case_id, newest.status, newest.step, newest.policy_name || '/' || newest.policy_version AS policy,
      newest.opened_at, newest.next_look_at, newest.wait_reason, newest.outcome
    FROM account JOIN customer ON customer.number = account.customer_number JOIN total ON total.account_id = account.id
    LEFT JOIN age ON age.account_id = account.id LEFT JOIN flag ON flag.account_id = account.id
    LEFT JOIN newest ON newest.account_id = account.id LEFT JOIN work ON work.account_id = account.id`;
}

function conditions(filter: AccountFilter): Prisma.Sql {
  const all = [Prisma.sql`true`];
  if (filter.accountId) all.push(Prisma.sql`account_id = ${filter.accountId}`);
  if (filter.entity) all.push(Prisma.sql`entity_code = ANY(${filter.entity})`);
  if (filter.segment) all.push(Prisma.sql`segment = ANY(${filter.segment})`);
  if (filter.collector) all.push(Prisma.sql`collector_id = ${filter.collector}`);
  if (filter.search) all.push(Prisma.sql`(name ILIKE ${contains(filter.search)} OR customer_number ILIKE ${contains(filter.search)})`);
  if (filter.collection === 'open') all.push(Prisma.sql`status = 'OPEN'`);
  if (filter.collection === 'none') all.push(Prisma.sql`status IS DISTINCT FROM 'OPEN'`);
  if (filter.step) all.push(Prisma.sql`step = ${filter.step}`);
  if (filter.minDaysPastDue !== undefined) all.push(Prisma.sql`days_past_due >= ${filter.minDaysPastDue}`);
  if (filter.maxDaysPastDue !== undefined) all.push(Prisma.sql`days_past_due <= ${filter.maxDaysPastDue}`);
  if (filter.flag) all.push(Prisma.sql`flags && ${filter.flag}`);
  return Prisma.join(all, ' AND ');
}

/** `text` anywhere, taken as it is. */
export const contains = (text: string): string => `%${text.replaceAll(/[\\%_]/g, '\\$&')}%`;

function ordering({ sort, order }: { sort: AccountSort; order: 'asc' | 'desc' }): Prisma.Sql {
  const columns = { account: 'account_id', name: 'name', overdue: 'most_overdue', daysPastDue: 'days_past_due', nextLook: 'next_look_at' } as const;
  return Prisma.raw(`${columns[sort]} ${order === 'asc' ? 'ASC NULLS LAST' : 'DESC NULLS LAST'}`);
}

function toRow(raw: Raw): AccountRow {
  return {
    accountId: raw.account_id,
    entity: raw.entity_code,
    customer: raw.customer_number,
    name: raw.name,
    country: raw.country,
    segment: raw.segment,
    collectorId: raw.collector_id,
    open: raw.open ?? {},
    overdue: raw.overdue ?? {},
    daysPastDue: raw.days_past_due,
    flags: raw.flags.sort(),
    openTasks: Number(raw.open_tasks),
    case: raw.case_id === null ? null : toCase(raw),
  };
}

function toCase(raw: Raw): AccountCase {
  return {
    caseId: raw.case_id ?? '',
    status: raw.status ?? '',
    step: raw.step,
    policy: raw.policy ?? '',
    openedAt: raw.opened_at ? fromInstant(raw.opened_at) : '',
    nextLookAt: instantOrNull(raw.next_look_at),
    waitReason: raw.wait_reason,
    outcome: raw.outcome,
  };
}

/** Names of the customers behind accounts, by account. */
export async function customerNames(db: Db, accountIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const rows = await db.account.findMany({ where: { id: { in: [...accountIds] } }, select: { id: true, customer: { select: { name: true } } } });
  return new Map(rows.map(({ id, customer }) => [id, customer.name]));
}
