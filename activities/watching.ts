import { dayOf, instantOf, type Day, type Instant } from '../domain/calendar/day.js';
import type { StoreTx } from '../prisma/store/store.js';
import type { Watched } from './activities.js';
import { bySystem } from './assess.js';
import type { Look } from './look.js';
import type { BusinessClock, Processes } from './ports.js';

/** What a look at a process of another party found. */
export interface Seen {
  accountId: string;
  status: string;
  /** When to look again; null when there is nothing left to watch. */
  nextAt: Instant | null;
  /** Whether the account's facts changed. */
  changed: boolean;
}

/** Tells the account of a change once it is kept, and the workflow when to look again. */
export async function report({ clock, processes }: { clock: BusinessClock; processes: Processes }, seen: Seen): Promise<Watched> {
  if (seen.changed) await processes.nudge('collectAccount', seen.accountId);
  return { finished: seen.nextAt === null, status: seen.status, wakeMs: seen.nextAt === null ? null : clock.realMs(seen.nextAt) };
}

/** Notes a change that no person made: the nudge for the account, and the entry in the log. */
export async function noteChange(
  tx: StoreTx,
  { now, facts }: Look,
  about: { action: string; subject: string; id: string; change: Record<string, unknown>; reason?: string },
): Promise<void> {
  const { accountId } = facts;
  await tx.nudges.nudgeAccount(accountId);
  const { action, subject, id: subjectId, reason } = about;
  const change = JSON.parse(JSON.stringify(about.change));
  await tx.audit.appendAudit({ at: now, ...bySystem, action, subject, subjectId, accountId, change, reason: reason ?? null });
}

/** The day of an instant in the creditor's calendar, in which the ledger is kept and deadlines of third parties run. */
export function ledgerDay({ facts }: Look, at: Instant): Day {
  return dayOf(at, facts.entity.timeZone);
}

/** The instant at which a day begins in the creditor's calendar. */
export function beginOf(day: Day, { facts }: Look): Instant {
  return instantOf(day, '00:00', facts.entity.timeZone);
}

/** Whether nothing is open of any of these items. */
export function isCleared({ facts }: Look, itemIds: readonly number[]): boolean {
  return !facts.items.some(({ id, openMinor }) => openMinor !== 0 && itemIds.includes(id));
}
