import type { Day, Instant } from '../../../domain/calendar/day.js';
import { spansOf, type CourseChange, type CourseKind, type CourseSpan } from '../../../domain/rule/follow.js';
import { fromDate, fromInstant, type Db } from '../db.js';

/** A change of an account's course, as other systems read it. */
export interface EventRow {
  /** The number to read on from. */
  id: number;
  accountId: string;
  kind: string;
  /** The item's number, an instalment as `4711/2`; null: the account. */
  item: string | null;
  from: string | null;
  to: string | null;
  onDay: Day;
  at: Instant;
  days: number | null;
  actions: string[];
  step: string | null;
  by: string;
  reason: string | null;
  /** `name@version`, and its line. */
  policy: string;
  line: number | null;
}

/** Which events: those after a number, in their order, at most `limit`. */
export interface EventFilter {
  after: number;
  limit: number;
  accountId?: string | undefined;
  kind?: string | undefined;
}

/** Events after a number, oldest first. Numbers are in the order in which events were kept, so reading on from the last one misses none. */
export async function listEvents(db: Db, { after, limit, accountId, kind }: EventFilter): Promise<EventRow[]> {
  const where = { id: { gt: after }, ...(accountId && { accountId }), ...(kind && { kind }) };
  const rows = await db.courseChange.findMany({ where, orderBy: { id: 'asc' }, take: limit });
  const numbers = await numbersOf(
    db,
    rows.flatMap(({ itemId }) => itemId ?? []),
  );
  return rows.map(({ itemId, onDate, at, policyName, policyVersion, recordedAt: _recordedAt, key: _key, ...row }) => ({
    ...row,
    item: itemId === null ? null : (numbers.get(itemId) ?? null),
    onDay: fromDate(onDate),
    at: fromInstant(at),
    policy: `${policyName}@${policyVersion}`,
  }));
}

/** The state, class and credit hold of an account, and its history with the days on which each was added and lifted. */
export interface CoursePage {
  accountId: string;
  state: string;
  class: string | null;
  creditHold: { sinceOn: Day; step: string | null } | null;
  history: (Omit<CourseSpan, 'itemId'> & { item: string | null })[];
}

/** Reads the course of an account. */
export async function readCourse(db: Db, accountId: string): Promise<CoursePage> {
  const rows = await db.courseChange.findMany({ where: { accountId }, orderBy: { id: 'asc' } });
  const numbers = await numbersOf(
    db,
    rows.flatMap(({ itemId }) => itemId ?? []),
  );
  const history: CourseChange[] = rows.map((row) => ({ ...row, kind: row.kind as CourseKind, onDay: fromDate(row.onDate) }));
  const newest = (kind: CourseKind) => history.findLastIndex((change) => change.kind === kind && change.itemId === null);
  const hold = rows[newest('credit-hold')];
  return {
    accountId,
    state: history[newest('state')]?.to ?? 'clear',
    class: history[newest('class')]?.to ?? null,
    creditHold: hold?.to ? { sinceOn: fromDate(hold.onDate), step: hold.step } : null,
    history: spansOf(history).map(({ itemId, ...span }) => ({ ...span, item: itemId === null ? null : (numbers.get(itemId) ?? null) })),
  };
}

async function numbersOf(db: Db, ids: readonly number[]): Promise<Map<number, string>> {
  const items = await db.ledgerItem.findMany({ where: { id: { in: [...new Set(ids)] } }, select: { id: true, number: true, instalment: true } });
  return new Map(items.map(({ id, number, instalment }) => [id, instalment === 0 ? number : `${number}/${instalment}`]));
}
