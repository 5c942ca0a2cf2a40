import type { Store, StoreTx } from '../prisma/store/store.js';
import { changesOf, type CourseChange } from '../domain/rule/follow.js';
import { bySystem } from './bySystem.js';
import { look, type Look } from './look.js';

/** What has changed of the account's state and classes since they were last kept. */
export function courseOf({ dossier, facts, policy, standing }: Look): CourseChange[] {
  if (policy.states.length === 0 && policy.classes.length === 0 && dossier.course.length === 0) return [];
  return changesOf(dossier.course, facts, policy, standing);
}

/** Keeps what has changed, with one entry in the audit. The account must be locked; asked twice, the second time nothing has changed. */
export async function followCourse(tx: StoreTx, seen: Look): Promise<CourseChange[]> {
  const changes = courseOf(seen);
  if (changes.length === 0) return [];
  const { now: at, pinned: policy, facts } = seen;
  const { accountId } = facts;
  await tx.course.keepCourse({ accountId, at, policy, by: bySystem.actor, reason: null, step: null, changes });
  const change = { policy: `${policy.name}@${policy.version}`, changes: changes.map((each) => ({ ...each })) };
  await tx.audit.appendAudit({ at, ...bySystem, action: 'course.change', subject: 'account', subjectId: accountId, accountId, change });
  return changes;
}

/** Follows the course of accounts that nobody else looks at today; those whose course changed are told, as a step may wait for it. */
export async function followDaily(store: Store, seen: readonly Look[]): Promise<void> {
  for (const each of seen) {
    if (courseOf(each).length === 0) continue;
    await store.transact(async (tx) => {
      const { accountId } = each.facts;
      await tx.cases.lockAccount(accountId);
      const fresh = await look(tx, accountId, null, each.now);
      const changes = await followCourse(tx, fresh);
      if (changes.length > 0 && fresh.dossier.facts.case) await tx.nudges.nudgeAccount(accountId);
    });
  }
}
