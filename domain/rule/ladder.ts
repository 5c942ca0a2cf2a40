import { addDays, dayOf, type Day } from '../calendar/day.js';
import type { AccountFacts, ContactMadeFacts } from '../facts.js';
import type { Amounts } from '../money/minor.js';
import type { Policy, Step } from '../policy/types.js';
import type { PassedStep, Reason } from '../verdict.js';
import type { Standing } from './standing.js';

/** A rung that comes next: on which day, in which round. */
export interface Rung {
  step: Step;
  round: number;
  dueOn: Day;
}

/** Where the account stands on the ladder: what it passes over today and what comes next (null: nothing is left). */
export interface Position {
  passed: PassedStep[];
  next: Rung | null;
}

/**
 * Finds the next rung. The steps are taken in order; each waits for its own day and for the gap since the one before, so that
 * debt that was never chased climbs from its entry step and no step is lost. A repetition gives way to a later step that is due.
 */
export function findPosition(facts: AccountFacts, policy: Policy, standing: Standing, zone: string): Position {
  const done = takenRounds(facts, zone);
  const anchor = lastContactOn(facts, zone);
  const passed: PassedStep[] = entryPassed(facts, policy, standing);
  const skipped = new Set(passed.map(({ step }) => step));
  const lastDone = policy.ladder.reduce((last, step, n) => (done.has(step.id) ? n : last), -1);
  let next: Rung | null = repetition(policy.ladder[lastDone], done);
  for (const step of policy.ladder.slice(lastDone + 1)) {
    if (skipped.has(step.id)) continue;
    const over = overReason(step, standing);
    if (over) {
      passed.push({ step: step.id, round: 1, result: 'SKIPPED', reason: over });
      continue;
    }
    const dueOn = dueDay(step, standing, anchor);
    if (dueOn === null || !amountsHold(step, standing)) continue;
    const later = spokenForBy(step, policy, standing);
    if (later && dueOn <= standing.today) {
      passed.push({ step: step.id, round: 1, result: step.missed === 'skip' ? 'SKIPPED' : 'COALESCED', reason: later });
      continue;
    }
    if (!next || dueOn <= next.dueOn || dueOn <= standing.today) next = { step, round: 1, dueOn };
    break;
  }
  return { passed, next };
}

/** The day from which the gap counts: the newest step of this case (taken, or tried in vain), or what a collector said or sent by hand. */
export function lastContactOn(facts: AccountFacts, zone: string): Day | null {
  const days = [
    ...facts.steps.filter(({ result }) => result === 'TAKEN' || result === 'UNREACHABLE').map(({ onDay }) => onDay),
    ...facts.contactsMade.filter((made) => countsAsTaken(made, facts)).map(({ at }) => dayOf(at, zone)),
    ...facts.contactsMade.filter((made) => !made.automatic && made.status === 'RECORDED').map(({ at }) => dayOf(at, zone)),
  ];
  return days.reduce<Day | null>((last, day) => (last === null || day > last ? day : last), null);
}

/** Rounds of each step that are behind the case, with the day of the newest. An attempt whose outcome is not known counts: it is never repeated. */
function takenRounds(facts: AccountFacts, zone: string): Map<string, { round: number; onDay: Day }> {
  const taken = new Map<string, { round: number; onDay: Day }>();
  const note = (step: string, round: number, onDay: Day) => {
    const known = taken.get(step);
    if (!known || round > known.round) taken.set(step, { round, onDay });
  };
  for (const { step, round, onDay } of facts.steps) note(step, round, onDay);
  for (const made of facts.contactsMade) if (countsAsTaken(made, facts) && made.step !== null) note(made.step, made.round, dayOf(made.at, zone));
  return taken;
}

function countsAsTaken(made: ContactMadeFacts, facts: AccountFacts): boolean {
  const ofThisCase = made.caseId !== null && made.caseId === facts.case?.id;
  return ofThisCase && made.automatic && (made.status === 'ACCEPTED' || made.status === 'UNKNOWN' || made.status === 'CLAIMED');
}

function repetition(step: Step | undefined, done: ReadonlyMap<string, { round: number; onDay: Day }>): Rung | null {
  const last = step && done.get(step.id);
  if (!step?.repeat || !last || last.round >= step.repeat.atMost) return null;
  return { step, round: last.round + 1, dueOn: addDays(last.onDay, step.repeat.everyDays) };
}

/** Steps before the one at which existing debt enters. */
function entryPassed(facts: AccountFacts, policy: Policy, standing: Standing): PassedStep[] {
  if (facts.steps.length > 0 || facts.contactsMade.some((made) => countsAsTaken(made, facts))) return [];
  const entry = facts.case?.entryStep ?? entryStep(policy, standing);
  const before = policy.ladder.slice(0, Math.max(0, policy.ladder.findIndex(({ id }) => id === entry)));
  return before.map((step) => ({
    step: step.id,
    round: 1,
    result: 'SKIPPED',
    reason: { code: 'STEP_NOT_YET_DUE', figures: { entry, daysPastDue: standing.daysPastDue }, line: step.line },
  }));
}

/** The step at which an account enters the ladder; null when it starts with the first. */
export function entryStep(policy: Policy, standing: Standing): string | null {
  if (policy.entry === 'first') return null;
  if (policy.entry !== 'furthest') return policy.entry.step;
  const holding = policy.ladder.filter((step) => {
    const dueOn = dueDay(step, standing, null);
    return dueOn !== null && dueOn <= standing.today && !overReason(step, standing) && amountsHold(step, standing);
  });
  return holding.at(-1)?.id ?? null;
}

/** The day from which a step's time conditions hold; null when nothing that is owed makes them hold. */
function dueDay(step: Step, standing: Standing, anchor: Day | null): Day | null {
  const { daysPastDue, daysBeforeDue, daysSincePrevious } = step.when;
  const days: Day[] = [standing.today];
  if (daysBeforeDue) {
    if (standing.nextDueOn === null) return null;
    days.push(addDays(standing.nextDueOn, -daysBeforeDue.atMost));
  } else {
    const anchorDue = standing.oldestDueOn ?? standing.nextDueOn;
    if (anchorDue === null) return null;
    days.push(addDays(anchorDue, daysPastDue?.atLeast ?? 1));
  }
  if (daysSincePrevious && anchor) days.push(addDays(anchor, daysSincePrevious.atLeast));
  return days.reduce((latest, day) => (day > latest ? day : latest));
}

/** Why a step's time is over for good; null when it is not. A courtesy ends when something is overdue. */
function overReason(step: Step, standing: Standing): Reason | null {
  const { daysBeforeDue, daysPastDue } = step.when;
  const age = standing.daysPastDue;
  const over = (daysBeforeDue && age !== null) || (daysPastDue?.atMost !== undefined && age !== null && age > daysPastDue.atMost);
  return over ? { code: 'STEP_NOT_YET_DUE', figures: { daysPastDue: age, atMost: daysPastDue?.atMost ?? 0 }, line: step.line } : null;
}

/** A step that may be left out when missed is spoken for by a later one whose own day has come. */
function spokenForBy(step: Step, policy: Policy, standing: Standing): Reason | null {
  if (step.missed === 'send') return null;
  const after = policy.ladder.slice(policy.ladder.indexOf(step) + 1);
  const later = after.find((each) => {
    const atLeast = each.when.daysPastDue?.atLeast;
    return atLeast !== undefined && standing.daysPastDue !== null && standing.daysPastDue >= atLeast && amountsHold(each, standing);
  });
  return later ? { code: 'STEP_DUE', figures: { step: later.id, daysPastDue: standing.daysPastDue }, line: step.line } : null;
}

function amountsHold(step: Step, standing: Standing): boolean {
  const { overdueAtLeast, overdueBelow } = step.when;
  const reaches = (limits: Amounts) =>
    Object.entries(standing.collectable).some(([currency, minor]) => minor > 0 && minor >= (limits[currency] ?? Number.MAX_SAFE_INTEGER));
  if (overdueAtLeast && !reaches(overdueAtLeast)) return false;
  return !(overdueBelow && reaches(overdueBelow));
}
