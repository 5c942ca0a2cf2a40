import { creditHoldChange } from '../domain/rule/follow.js';
import { takesStep, type CreditHoldAct } from '../domain/verdict.js';
import type { Store, StoreTx } from '../prisma/store/store.js';
import { actOnce } from './actOnce.js';
import type { Activities } from './activities.js';
import { told, whoAndWhen, type Applied, type Occasion, type Of } from './applied.js';
import { bySystem } from './bySystem.js';
import { rungsOf } from './group.js';
import type { Look } from './look.js';
import type { BusinessClock } from './ports.js';

/** Sets or ends the credit hold once; where it is as it should be already, only its step is taken. */
export function setCreditHold(ports: { store: Store; clock: BusinessClock }): Activities['setCreditHold'] {
  return (turn) => actOnce(ports, turn, { isDone: (tx, { act, caseId }) => tx.course.hasCreditHoldAct({ ...act, caseId }), carryOut: set });
}

async function set(tx: StoreTx, act: CreditHoldAct, seen: Look): Promise<void> {
  const { facts, now: at, today, policy, pinned } = seen;
  const { accountId, case: running, creditHold } = facts;
  const { step, hold, key } = act;
  const reason = seen.assessment.verdict.reason;
  if (takesStep(act)) await tx.cases.takeSteps(rungsOf(act, { caseId: running.id, at, onDay: today, reason }));
  if (Boolean(creditHold) === (hold === 'on')) return;
  const changes = [creditHoldChange(act, today, policy)];
  await tx.course.keepCourse({ accountId, at, policy: pinned, by: bySystem.actor, reason: reason.code, step, changes, key });
  await tx.audit.appendAudit({
    at,
    ...bySystem,
    action: `credit-hold.${hold}`,
    subject: 'account',
    subjectId: accountId,
    accountId,
    change: { step },
    reason: reason.code,
  });
}

/** Writes a credit hold that a person set or ended. */
export async function applyCreditHold(tx: StoreTx, { hold, reason }: Of<'credit-hold-set'>, occasion: Occasion): Promise<Applied> {
  const { accountId, by, at } = whoAndWhen(occasion);
  const { policy, today } = occasion.situation;
  const changes = [creditHoldChange({ hold, step: null }, today, policy)];
  // Before the log of the course is locked, as in followDaily.
  await tx.nudges.nudgeAccount(accountId);
  await tx.course.keepCourse({ accountId, at, policy, by, reason, step: null, changes });
  return told(`credit-hold.${hold}`, 'account', accountId, reason);
}
