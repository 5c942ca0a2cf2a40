import type { Day, Instant } from '../../../domain/calendar/day.js';
import type { Amounts } from '../../../domain/money/minor.js';
import { fromDate, fromInstant, Prisma, toDate, type Db } from '../db.js';
import { balances } from './balances.js';
import { instantOrNull, type Page, type Slice } from './page.js';

export interface TaskFilter extends Slice {
  id?: string | undefined;
  accountId?: string | undefined;
  /** A user's id; null for the tasks of nobody. */
  assignee?: string | null | undefined;
  status?: string | undefined;
  kind?: string | undefined;
  dueBy?: Day | undefined;
}

/** A piece of work with what is at stake. */
export interface TaskRow {
  id: string;
  accountId: string;
  name: string;
  kind: string;
  step: string | null;
  title: string;
  /** Role or department that is asked; null: whoever it is assigned to. */
  role: string | null;
  brief: unknown;
  dueOn: Day;
  priority: number;
  overdue: Amounts;
  assigneeId: string | null;
  status: string;
  openedAt: Instant;
  closedAt: Instant | null;
  closedBy: string | null;
  outcome: string | null;
  note: string | null;
}

interface Raw {
  id: string;
  account_id: string;
  name: string;
  kind: string;
  step: string | null;
  title: string;
  role: string | null;
  brief: unknown;
  due_on: Date;
  priority: number;
  overdue: Record<string, number> | null;
  assignee_id: string | null;
  status: string;
  opened_at: Date;
  closed_at: Date | null;
  closed_by: string | null;
  outcome: string | null;
  note: string | null;
  total: bigint;
}

/** The worklist: the most urgent first, then what is due first, then where most is overdue. `now` is a business instant. */
export async function listTasks(db: Db, filter: TaskFilter, now: Instant): Promise<Page<TaskRow>> {
  const rows = await db.$queryRaw<Raw[]>`
    WITH ${balances(now, filter.accountId)}
    SELECT task.*, customer.name, total.overdue, count(*) OVER () AS total
    FROM task JOIN account ON account.id = task.account_id JOIN customer ON customer.number = account.customer_number
    LEFT JOIN total ON total.account_id = task.account_id
    WHERE ${conditions(filter)}
    ORDER BY task.priority DESC, task.due_on, total.most_overdue DESC NULLS LAST, task.id
    LIMIT ${filter.limit} OFFSET ${filter.offset}`;
  return { total: Number(rows[0]?.total ?? 0n), items: rows.map(toRow) };
}

function conditions({ id, accountId, assignee, status, kind, dueBy }: TaskFilter): Prisma.Sql {
  const all = [Prisma.sql`true`];
  if (id) all.push(Prisma.sql`task.id = ${id}`);
  if (accountId) all.push(Prisma.sql`task.account_id = ${accountId}`);
  if (assignee === null) all.push(Prisma.sql`task.assignee_id IS NULL`);
  else if (assignee) all.push(Prisma.sql`task.assignee_id = ${assignee}`);
  if (status) all.push(Prisma.sql`task.status = ${status}`);
  if (kind) all.push(Prisma.sql`task.kind = ${kind}`);
  if (dueBy) all.push(Prisma.sql`task.due_on <= ${toDate(dueBy)}::date`);
  return Prisma.join(all, ' AND ');
}

function toRow(raw: Raw): TaskRow {
  return {
    id: raw.id,
    accountId: raw.account_id,
    name: raw.name,
    kind: raw.kind,
    step: raw.step,
    title: raw.title,
    role: raw.role,
    brief: raw.brief,
    dueOn: fromDate(raw.due_on),
    priority: raw.priority,
    overdue: raw.overdue ?? {},
    assigneeId: raw.assignee_id,
    status: raw.status,
    openedAt: fromInstant(raw.opened_at),
    closedAt: instantOrNull(raw.closed_at),
    closedBy: raw.closed_by,
    outcome: raw.outcome,
    note: raw.note,
  };
}
