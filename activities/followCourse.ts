import { dayOf, instantOf, type Day } from '../domain/calendar/day.js';
import { debtorZone } from '../domain/rule/debtorZone.js';
import { changesOf, missedDays, type CourseChange } from '../domain/rule/follow.js';
import type { Store, StoreTx } from '../prisma/store/store.js';
import { bySystem } from './bySystem.js';
import { look, type Look } from './look.js';

/** What has changed of the account's state and classes since they were last kept; `before`: what was found of days before. */
export function courseOf({ dossier, facts, policy, standing }: Look, before: readonly CourseChange[] = []): CourseChange[] {
  const history = [...dossier.course, ...before];
  if (policy.states.length === 0 && policy.classes.length === 0 && history.length === 0) return [];
  return changesOf(history, facts, policy, standing);
}

/** The days on which nobody looked at an account, because nothing ran, since all were last looked at, or it alone. */
function daysMissed({ dossier: { course, lastCase }, facts, today }: Look, lastDailyLook: Day | null): Day[] {
  if (lastDailyLook === null) return [];
  const assessedOn = lastCase?.assessedAt ? dayOf(lastCase.assessedAt, debtorZone(facts)) : lastDailyLook;
  return missedDays(assessedOn > lastDailyLook ? assessedOn : lastDailyLook, course, today);
}

/** What changed on days on which nobody looked: each with its own day, by what is known now. */
async function courseMissed(tx: StoreTx, seen: Look): Promise<CourseChange[]> {
  const { facts, policy } = seen;
  if (policy.states.length === 0 && policy.classes.length === 0) return [];
  const changes: CourseChange[] = [];
  for (const day of daysMissed(seen, await tx.course.lastDailyLook()))
    changes.push(...courseOf(await look(tx, facts.accountId, null, instantOf(day, '23:59', debtorZone(facts))), changes));
  return changes;
}

/** Keeps what has changed, with one entry in the audit. The account must be locked; asked twice, the second time nothing has changed. */
export async function followCourse(tx: StoreTx, seen: Look): Promise<CourseChange[]> {
  const missed = await courseMissed(tx, seen);
  const changes = [...missed, ...courseOf(seen, missed)];
  if (changes.length === 0) return [];
  const { now: at, pinned: policy, facts } = seen;
  const { accountId } = facts;
  await tx.course.keepCourse({ accountId, at, policy, by: bySystem.actor, reason: null, step: null, changes });
  const change = { policy: `${policy.name}@${policy.version}`, changes: changes.map((each) => ({ ...each })) };
  await tx.audit.appendAudit({ at, ...bySystem, action: 'course.change', subject: 'account', subjectId: accountId, accountId, change });
  return changes;
}

/** Follows the course of accounts that nobody else looks at today, and tells them where it changes, as a step may wait for it. */
export async function followDaily(store: Store, seen: readonly Look[]): Promise<void> {
  const lastLookOn = await store.course.lastDailyLook();
  for (const each of seen) {
    if (courseOf(each).length === 0 && daysMissed(each, lastLookOn).length === 0) continue;
    await store.transact(async (tx) => {
      const { accountId } = each.facts;
      await tx.cases.lockAccount(accountId);
      const fresh = await look(tx, accountId, null, each.now);
      // Before the entry in the audit, which locks its chain: an import waits for the nudge with the chain yet to lock.
      if (fresh.dossier.facts.case) await tx.nudges.nudgeAccount(accountId);
      await followCourse(tx, fresh);
    });
  }
}
