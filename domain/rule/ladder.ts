import { addDays, type Day } from '../calendar/day.js';
import type { AccountFacts, ContactMadeFacts } from '../facts.js';
import type { Policy, Step } from '../policy/types.js';
import type { PassedStep, Reason } from '../verdict.js';
import { conditionsHold, dueDay, isOver, type Asked } from './conditions.js';
import { arrivalOf } from './deadline.js';
import type { Standing } from './standing.js';

/** A rung that comes next: on which day, in which round. */
export interface Rung {
  step: Step;
  round: number;
  dueOn: Day;
}

/** Where the account stands on the ladder: what it passes over today and what comes next (null: nothing). */
export interface Position {
  passed: PassedStep[];
  next: Rung | null;
  /** A step ahead whose conditions, other than its day, do not hold as things are. */
  conditional: Step | null;
}

/**
 * Finds the next rung. The steps are taken in order; each waits for its own day and for the gap since the one before, so that
 * debt that was never chased climbs from its entry step and no step is lost. A repetition gives way to a later step that is due.
 */
export function findPosition(facts: AccountFacts, policy: Policy, standing: Standing, zone: string): Position {
  const done = takenRounds(facts, policy, zone);
  const anchor = lastContactOn(facts, policy, zone);
  const asked: Asked = { facts, policy, standing };
  const passed: PassedStep[] = entryPassed(asked);
  const skipped = new Set(passed.map(({ step }) => step));
  const lastDone = policy.ladder.reduce((last, step, n) => (done.has(step.id) ? n : last), -1);
  let next: Rung | null = repetition(policy.ladder[lastDone], done);
  let conditional: Step | null = null;
  if (next && !conditionsHold(next.step, asked)) [next, conditional] = [null, next.step];
  for (const step of policy.ladder.slice(lastDone + 1)) {
    if (skipped.has(step.id)) continue;
    const over = overReason(step, asked);
    if (over) {
      passed.push({ step: step.id, round: 1, result: 'SKIPPED', reason: over });
      continue;
    }
    const dueOn = dueDay(step, asked, anchor);
    if (dueOn === null || !conditionsHold(step, asked)) {
      conditional ??= step;
      continue;
    }
    const later = spokenForBy(step, asked, anchor);
    if (later && dueOn <= standing.today) {
      passed.push({ step: step.id, round: 1, result: step.missed === 'skip' ? 'SKIPPED' : 'COALESCED', reason: later });
      continue;
    }
    if (!next || dueOn <= next.dueOn || dueOn <= standing.today) next = { step, round: 1, dueOn };
    break;
  }
  return { passed, next, conditional };
}

/**
 * The day from which the gap counts: the newest step of this case (taken, or tried in vain), or what a collector said or sent by hand.
 * A letter counts from the day on which it is there.
 */
export function lastContactOn(facts: AccountFacts, { contact }: Pick<Policy, 'contact'>, zone: string): Day | null {
  const days = [
    ...facts.steps.filter(({ result }) => result === 'TAKEN' || result === 'UNREACHABLE').map(({ onDay }) => onDay),
    ...facts.contactsMade.filter((made) => countsAsTaken(made, facts)).map((made) => arrivalOf(made, contact, facts, zone)),
    ...facts.contactsMade.filter((made) => !made.automatic && made.status === 'RECORDED').map((made) => arrivalOf(made, contact, facts, zone)),
  ];
  return days.reduce<Day | null>((last, day) => (last === null || day > last ? day : last), null);
}

/** Ids of the steps of this case that reached the debtor, or may have. */
export function stepsTaken(facts: AccountFacts): Set<string> {
  const sent = facts.contactsMade.filter((made) => countsAsTaken(made, facts)).flatMap(({ step }) => step ?? []);
  return new Set([...facts.steps.filter(({ result }) => result === 'TAKEN').map(({ step }) => step), ...sent]);
}

/** Rounds of each step that are behind the case, with the day of the newest. An attempt whose outcome is not known counts: it is never repeated. */
function takenRounds(facts: AccountFacts, { contact }: Policy, zone: string): Map<string, { round: number; onDay: Day }> {
  const taken = new Map<string, { round: number; onDay: Day }>();
  const note = (step: string, round: number, onDay: Day) => {
    const known = taken.get(step);
    if (!known || round > known.round || (round === known.round && onDay > known.onDay)) taken.set(step, { round, onDay });
  };
  for (const { step, round, onDay } of facts.steps) note(step, round, onDay);
  for (const made of facts.contactsMade)
    if (countsAsTaken(made, facts) && made.step !== null) note(made.step, made.round, arrivalOf(made, contact, facts, zone));
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
function entryPassed({ facts, policy, standing }: Asked): PassedStep[] {
  if (facts.steps.length > 0 || facts.contactsMade.some((made) => countsAsTaken(made, facts))) return [];
  const entry = facts.case?.entryStep ?? entryStep(facts, policy, standing);
  const before = policy.ladder.slice(
    0,
    Math.max(
      0,
      policy.ladder.findIndex(({ id }) => id === entry),
    ),
  );
  return before.map((step) => ({
    step: step.id,
    round: 1,
    result: 'SKIPPED',
    reason: { code: 'STEP_NOT_YET_DUE', figures: { entry, daysPastDue: standing.daysPastDue }, line: step.line },
  }));
}

/** The step at which an account enters the ladder; null when it starts with the first. */
export function entryStep(facts: AccountFacts, policy: Policy, standing: Standing): string | null {
  const asked: Asked = { facts, policy, standing };
  if (policy.entry === 'first') return null;
  if (policy.entry !== 'furthest') return policy.entry.step;
  const holding = policy.ladder.filter((step) => {
    const dueOn = dueDay(step, asked, null);
    return dueOn !== null && dueOn <= standing.today && !isOver(step, asked) && conditionsHold(step, asked);
  });
  return holding.at(-1)?.id ?? null;
}

/** Why a step's time is over for good; null when it is not. */
function overReason(step: Step, asked: Asked): Reason | null {
  if (!isOver(step, asked)) return null;
  return { code: 'STEP_NOT_YET_DUE', figures: { daysPastDue: asked.standing.daysPastDue, atMost: step.when.daysPastDue?.atMost ?? 0 }, line: step.line };
}

/** The first day on which a later step may speak for one that is not done; null when none will. */
export function dayOfSpeaker(step: Step, asked: Asked, anchor: Day | null): Day | null {
  const { ladder, climb } = asked.policy;
  if (step.missed === 'send' && climb !== 'furthest') return null;
  const later = ladder.slice(ladder.indexOf(step) + 1).filter(({ when }) => !when.daysBeforeDue);
  const days = later.flatMap((each) => dueDay(each, asked, climb === 'furthest' ? anchor : null) ?? []).filter((day) => day > asked.standing.today);
  return days.reduce<Day | null>((first, day) => (first === null || day < first ? day : first), null);
}

/** A step that may be left out when missed is spoken for by a later one whose own day has come; where the policy climbs to the furthest, any step is. */
function spokenForBy(step: Step, asked: Asked, anchor: Day | null): Reason | null {
  const { policy, standing } = asked;
  const furthest = policy.climb === 'furthest';
  if (step.missed === 'send' && !furthest) return null;
  const after = policy.ladder.slice(policy.ladder.indexOf(step) + 1);
  const later = after.find((each) => {
    const dueOn = each.when.daysBeforeDue ? null : dueDay(each, asked, furthest ? anchor : null);
    return dueOn !== null && dueOn <= standing.today && !isOver(each, asked) && conditionsHold(each, asked);
  });
  return later ? { code: 'STEP_DUE', figures: { step: later.id, daysPastDue: standing.daysPastDue }, line: step.line } : null;
}
