import { instantOf, type Instant } from '../domain/calendar/day.js';
import type { Amounts } from '../domain/money/minor.js';
import { isWatched } from '../domain/plans/judge.js';
import { debtorZone } from '../domain/rule/debtorZone.js';
import type { Verdict } from '../domain/verdict.js';
import type { Store, StoreTx } from '../prisma/store/store.js';
import { endDrafts } from './endDrafts.js';
import type { AccountTurn, Activities, Assessed } from './activities.js';
import { bySystem } from './bySystem.js';
import { followCourse } from './followCourse.js';
import { forStrand, look, type Look } from './look.js';
import type { BusinessClock, Processes } from './ports.js';

/** Reads the facts, asks the rule, saves the case and the decision. The same turn twice is one decision. */
export function assess(ports: { store: Store; clock: BusinessClock; processes: Processes }): Activities['assess'] {
  return async (turn) => {
    const now = ports.clock.at(turn);
    const { caseId, verdict } = await ports.store.transact((tx) => decide(tx, ports.processes, turn, now));
    return { caseId, verdict, wakeMs: wakeMs(ports.clock, verdict) };
  };
}

type Decided = Omit<Assessed, 'wakeMs'>;

async function decide(tx: StoreTx, processes: Processes, { accountId, campaignId }: AccountTurn, now: Instant): Promise<Decided> {
  await tx.cases.lockAccount(accountId);
  const seen = await look(tx, accountId, campaignId, now);
  const { verdict } = seen.assessment;
  const { nudgeMark, facts } = seen.dossier;
  if (nudgeMark !== null) await tx.nudges.dropNudges([{ accountId, mark: nudgeMark }]);
  if (!facts.case && verdict.kind === 'close') {
    await followCourse(tx, seen);
    return notOpened(tx, seen);
  }
  await tellWatchers(processes, seen);
  await save(tx, seen);
  await followCourse(tx, seen);
  return { caseId: seen.facts.case.id, verdict };
}

/** Nothing to open a case for; or, when the answer that closed it just now was lost, that answer again. */
async function notOpened(tx: StoreTx, seen: Look): Promise<Decided> {
  const { lastCase } = seen.dossier;
  const justClosed = lastCase?.closedAt && Date.parse(lastCase.closedAt) === Date.parse(seen.now);
  if (!lastCase || !justClosed) return { caseId: null, verdict: seen.assessment.verdict };
  const verdict = (await tx.cases.lastVerdict(lastCase.id)) ?? seen.assessment.verdict;
  return { caseId: lastCase.id, verdict };
}

async function save(tx: StoreTx, seen: Look): Promise<void> {
  const { now, today, facts, pinned, assessment } = seen;
  const { accountId, case: running } = facts;
  const passed = assessment.passed.map((step) => ({ ...step, caseId: running.id, at: now, onDay: today }));
  await tx.cases.saveAssessment({ case: { ...running, accountId, policy: pinned }, at: now, assessment, inputs: inputsOf(seen) });
  if (!seen.dossier.facts.case) await open(tx, seen);
  await tx.cases.takeSteps(passed);
  await endDrafts(tx, seen, assessment.endedDrafts);
  if (assessment.courses.length > 0) await noteCourses(tx, seen);
  if (assessment.verdict.kind === 'close') await close(tx, seen, assessment.verdict);
}

/** The figures that the decision was made on. */
function inputsOf(seen: Look) {
  const { facts, standing, assessment } = seen;
  const { overdue, collectable, daysPastDue, passed, strand } = assessment;
  const { pinned } = forStrand(seen, { strand: strand.id });
  const policy = `${pinned.name}@${pinned.version}`;
  const steps = passed.map(({ step, round, result, reason, itemIds, strand: of }) => ({
    step,
    round,
    result,
    reason: reason.code,
    line: reason.line,
    ...(itemIds && { itemIds }),
    ...(of && { strand: of }),
  }));
  return { open: standing.open, overdue, collectable, daysPastDue, openItems: facts.items.length, ledgerAsOf: facts.ledgerAsOf, policy, passed: steps };
}

/** Courses of strands that have begun or are over; with the latter end their tasks. */
async function noteCourses(tx: StoreTx, { now, facts, dossier, assessment: { courses, takenOver, endedTasks } }: Look): Promise<void> {
  const { accountId, case: running } = facts;
  const zone = debtorZone(facts);
  await tx.cases.takeSteps(takenOver.map((step) => ({ ...step, caseId: running.id, at: instantOf(step.onDay, '00:00', zone), reason: null })));
  await tx.strands.keepCourses(running.id, courses, dossier.policiesOfItems);
  const tasksCancelled = await tx.tasks.cancelTasks({ keys: endedTasks }, { at: now, by: 'system', why: 'STANDING_CHANGED' });
  const change = {
    tasksCancelled,
    strands: courses.map(({ id, policy, entryStep, closedAt }) => ({ strand: id, policy, entryStep, over: closedAt !== null })),
  };
  await tx.audit.appendAudit({ at: now, ...bySystem, action: 'case.strands', subject: 'case', subjectId: running.id, accountId, change });
}

/** What another system had done is noted at the beginning of its day, before anything of Duly's own. */
async function open(tx: StoreTx, { now, facts, pinned, assessment }: Look): Promise<void> {
  const { id, campaignId, entryStep } = facts.case;
  const zone = debtorZone(facts);
  await tx.cases.takeSteps(facts.steps.map((step) => ({ ...step, caseId: id, at: instantOf(step.onDay, '00:00', zone), reason: null })));
  const takenOver = facts.steps.map(({ step, onDay, itemIds }) => ({ step, onDay, ...(itemIds && { itemIds }) }));
  const policy = `${pinned.name}@${pinned.version}`;
  const change = { policy, campaignId, entryStep, overdue: { ...assessment.overdue }, ...(takenOver.length > 0 && { takenOver }) };
  await tx.audit.appendAudit({ at: now, ...bySystem, action: 'case.open', subject: 'case', subjectId: id, accountId: facts.accountId, change });
}

async function close(tx: StoreTx, { now, facts }: Look, verdict: Extract<Verdict, { kind: 'close' }>): Promise<void> {
  const { id } = facts.case;
  await tx.strands.endCourses(id, now);
  const tasksCancelled = await tx.tasks.cancelTasks({ caseId: id }, { at: now, by: 'system', why: verdict.reason.code });
  const change = { outcome: verdict.outcome, tasksCancelled };
  await tx.audit.appendAudit({
    at: now,
    ...bySystem,
    action: 'case.close',
    subject: 'case',
    subjectId: id,
    accountId: facts.accountId,
    change,
    reason: verdict.reason.code,
  });
}

export { bySystem };

/**
 * Tells the processes that watch parts of this account that money moved since the last decision. Before the decision is kept, so that
 * one that is lost tells them again.
 */
async function tellWatchers(processes: Processes, { dossier: { facts, lastOpen }, standing, today }: Look): Promise<void> {
  if (lastOpen === null || sameAmounts(lastOpen, standing.open)) return;
  for (const plan of facts.plans) if (isWatched(plan, today)) await processes.nudge('watchPlan', plan.id);
  for (const { id } of facts.disputes) await processes.nudge('resolveDispute', id);
  for (const { id, status } of facts.placements)
    if (status === 'REQUESTED' || status === 'APPROVED' || status === 'PLACED') await processes.nudge('placeDebt', id);
  for (const { id, status } of facts.writeOffs) if (status === 'REQUESTED' || status === 'APPROVED') await processes.nudge('approveWriteOff', id);
}

function sameAmounts(a: Amounts, b: Amounts): boolean {
  return [...Object.keys(a), ...Object.keys(b)].every((currency) => (a[currency] ?? 0) === (b[currency] ?? 0));
}

function wakeMs(clock: BusinessClock, verdict: Verdict): number | null {
  switch (verdict.kind) {
    case 'act':
      return clock.realMs(verdict.lookAgainAt);
    case 'wait':
      return clock.realMs(verdict.until);
    case 'close':
      return null;
    default:
      return verdict satisfies never;
  }
}
