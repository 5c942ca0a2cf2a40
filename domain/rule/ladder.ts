import { addDays, type Day } from '../calendar/day.js';
import type { AccountFacts, ContactMadeFacts } from '../facts.js';
import type { Policy, Step } from '../policy/types.js';
import type { PassedStep, Reason } from '../verdict.js';
import { earliest } from './ahead.js';
import { standingOf, type Climber } from './climber.js';
import { afterDeadline, conditionsHold, countedDays, dueDay, isOver, type Asked } from './conditions.js';
import { arrivalOf } from './deadline.js';
import type { Sufficiency } from './fallBack.js';
import { inForce } from './levels.js';
import { ripensOn } from './ripening.js';
import type { Standing } from './standing.js';

/** A step and the day on which it comes, today at the earliest. */
export interface Due {
  step: Step;
  dueOn: Day;
}

/** Where somebody stands on the ladder: what is passed over today and what comes next (null: nothing). */
export interface Ascent {
  passed: Omit<PassedStep, 'round'>[];
  next: Due | null;
  /** A step ahead whose conditions, other than its day, do not hold as things are. */
  conditional: Step | null;
  /** The first day on which time alone may make those of such a step hold; null when it can't. */
  ripensOn: Day | null;
}

/** What is behind a climber: each step with how often it had its turn and when last, and the newest contact. */
interface Past {
  done: ReadonlyMap<string, Turns>;
  anchor: Day | null;
}

interface Turns {
  count: number;
  taken: number;
  onDay: Day;
}

interface Climb extends Asked, Past {
  suffices: Sufficiency;
}

/**
 * Finds the next step. The steps are taken in order; each waits for its own day and for the gap since the one before, so that
 * debt that was never chased climbs from its entry step and no step is lost. A repetition gives way to a later step that is due.
 */
export function ascend(climber: Climber, policy: Policy, zone: string, suffices: Sufficiency): Ascent {
  const { item, facts, standing } = climber;
  const climb: Climb = { item, facts, policy, standing, suffices, done: turnsOf(climber, policy, zone), anchor: lastContactOn(facts, policy, zone) };
  const passed: Ascent['passed'] = entryPassed(climber, climb);
  const skipped = new Set(passed.map(({ step }) => step));
  const lastDone = policy.ladder.reduce((last, step, n) => (climb.done.has(step.id) ? n : last), -1);
  const again = repetition(policy.ladder[lastDone], climb);
  let next = again;
  const unmet: Step[] = [];
  if (again && !conditionsHold(again.step, climb)) {
    next = null;
    unmet.push(again.step);
  } else if (again && again.dueOn <= standing.today && !suffices(again.step)) next = fallenFrom(again.step, climb);
  for (const step of policy.ladder.slice(lastDone + 1)) {
    if (skipped.has(step.id)) continue;
    const over = overReason(step, climb);
    if (over) {
      passed.push({ step: step.id, result: 'SKIPPED', reason: over });
      continue;
    }
    const due = dueStep(step, climb);
    if (!due) {
      unmet.push(step);
      if (policy.levels.sequence === 'strict') break;
      continue;
    }
    const isDue = due.dueOn <= standing.today;
    const later = isDue ? spokenForBy(step, climb) : null;
    if (later) {
      passed.push({ step: step.id, result: step.missed === 'skip' ? 'SKIPPED' : 'COALESCED', reason: later });
      continue;
    }
    if (!next || isDue || (next === again ? due.dueOn <= next.dueOn : due.dueOn < next.dueOn)) next = due;
    if (policy.levels.sequence !== 'free' || isDue) break;
  }
  return { passed, next, conditional: unmet[0] ?? null, ripensOn: earliest(unmet.flatMap((step) => ripensOn(step, climb) ?? [])) };
}

/** A step with its day, or the one that it falls back to once its day has come; null when its conditions do not hold as things are. */
function dueStep(step: Step, climb: Climb): Due | null {
  const dueOn = dueDay(step, climb, climb.anchor);
  if (dueOn === null || !conditionsHold(step, climb)) return null;
  if (dueOn > climb.standing.today || climb.suffices(step)) return { step, dueOn };
  return fallenFrom(step, climb);
}

/** The nearest step below for which enough is past due, if it may have its turn, or another one; null when there is none. */
function fallenFrom(from: Step, climb: Climb): Due | null {
  const { policy, done, anchor } = climb;
  const below = policy.ladder.slice(0, policy.ladder.indexOf(from)).findLast((step) => climb.suffices(step));
  if (!below || below.when.daysBeforeDue || !conditionsHold(below, climb)) return null;
  const dueOn = dueDay(below, climb, anchor);
  const turns = done.get(below.id);
  if (dueOn === null || !turns || turns.taken === 0) return dueOn === null ? null : { step: below, dueOn };
  if (!below.repeat || turns.taken >= below.repeat.atMost) return null;
  const again = addDays(turns.onDay, below.repeat.everyDays);
  return { step: below, dueOn: again > dueOn ? again : dueOn };
}

/**
 * The day from which the gap counts: the newest step of this case (taken, set, or tried in vain), or what a collector said or sent by hand.
 * A letter counts from the day on which it is there.
 */
export function lastContactOn(facts: AccountFacts, { contact }: Pick<Policy, 'contact'>, zone: string): Day | null {
  const days = [
    ...facts.steps.filter(({ result }) => result === 'TAKEN' || result === 'UNREACHABLE' || result === 'SET').map(({ onDay }) => onDay),
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

/** Steps in force that are behind, with their turns. An attempt whose outcome is not known counts: it is never repeated. */
function turnsOf({ facts, noted }: Climber, { ladder, contact }: Policy, zone: string): Map<string, Turns> {
  const turns = new Map<string, Turns>();
  const seen = new Set<string>();
  const once = (what: string): number => (seen.has(what) ? 0 : (seen.add(what), 1));
  const note = (step: string, turn: number, taken: boolean, onDay: Day) => {
    const known = turns.get(step) ?? { count: 0, taken: 0, onDay };
    const count = known.count + once(`${step}/${turn}`);
    turns.set(step, { count, taken: known.taken + (taken ? once(`${step}/${turn} taken`) : 0), onDay: onDay > known.onDay ? onDay : known.onDay });
  };
  for (const { step, round, turn, result, onDay } of inForce(facts.steps, ladder)) note(step, turn ?? round, result === 'TAKEN' || result === 'SET', onDay);
  for (const made of facts.contactsMade)
    if (countsAsTaken(made, facts) && made.step !== null) {
      const arrived = arrivalOf(made, contact, facts, zone);
      const turn = made.spokenFor?.find(({ step }) => step === made.step)?.turn ?? made.round;
      if (!noted.has(`${made.step}/${made.round}`)) note(made.step, turn, true, arrived);
      else if (turns.has(made.step)) note(made.step, turn, false, arrived);
    }
  return turns;
}

/** Whether a contact is a turn of its step in the running case: one whose outcome is not known is. */
export function countsAsTaken(made: ContactMadeFacts, facts: AccountFacts): boolean {
  const ofThisCase = made.caseId !== null && made.caseId === facts.case?.id;
  return ofThisCase && made.automatic && (made.status === 'ACCEPTED' || made.status === 'UNKNOWN' || made.status === 'CLAIMED');
}

function repetition(step: Step | undefined, climb: Climb): Due | null {
  const last = step && climb.done.get(step.id);
  if (!step?.repeat || !last || last.count >= step.repeat.atMost) return null;
  const days = [climb.standing.today, addDays(last.onDay, step.repeat.everyDays), ...afterDeadline(step.when, climb)];
  return { step, dueOn: days.reduce((latest, day) => (day > latest ? day : latest)) };
}

/** Steps before the one at which existing debt enters. */
function entryPassed({ item, facts, cameOn }: Climber, { policy, standing }: Asked): Ascent['passed'] {
  if (facts.steps.length > 0 || facts.contactsMade.some((made) => countsAsTaken(made, facts))) return [];
  const entry = item ? entryOf(item, cameOn, { facts, policy, standing }) : (facts.case?.entryStep ?? entryStep(facts, policy, standing));
  const before = policy.ladder.slice(
    0,
    Math.max(
      0,
      policy.ladder.findIndex(({ id }) => id === entry),
    ),
  );
  return before.map((step) => ({
    step: step.id,
    result: 'SKIPPED',
    reason: { code: 'ENTERED_LATER', figures: { entry, daysPastDue: standing.daysPastDue }, line: step.line },
  }));
}

/** The step at which an item enters, by its age on the day on which it came to the ladder. */
function entryOf(item: NonNullable<Climber['item']>, cameOn: Day, { facts, policy, standing }: Asked): string | null {
  return item.dueOn < cameOn ? entryStep(facts, policy, standingOf(item, standing, cameOn), item) : null;
}

/** The step at which existing debt enters the ladder; null when it starts with the first, as debt does that is too young for a named step. */
export function entryStep(facts: AccountFacts, policy: Policy, standing: Standing, item: Climber['item'] = null): string | null {
  const asked: Asked = { facts, policy, standing, item };
  const { entry } = policy;
  if (entry === 'first') return null;
  const holding = policy.ladder.filter((step) => {
    const dueOn = dueDay(step, asked, null);
    return dueOn !== null && dueOn <= standing.today && !isOver(step, asked) && (entry !== 'furthest' || conditionsHold(step, asked));
  });
  if (entry === 'furthest') return holding.at(-1)?.id ?? null;
  return holding.some(({ id }) => id === entry.step) ? entry.step : null;
}

/** Why a step's time is over for good; null when it is not. */
function overReason(step: Step, asked: Asked): Reason | null {
  if (!isOver(step, asked)) return null;
  return {
    code: 'STEP_OVER',
    figures: { daysPastDue: countedDays(asked) ?? asked.standing.daysPastDue, atMost: step.when.daysPastDue?.atMost ?? 0 },
    line: step.line,
  };
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
function spokenForBy(step: Step, climb: Climb): Reason | null {
  const { policy, standing, anchor, suffices } = climb;
  const furthest = policy.climb === 'furthest';
  if ((step.missed === 'send' && !furthest) || policy.levels.sequence === 'strict') return null;
  const after = policy.ladder.slice(policy.ladder.indexOf(step) + 1);
  const later = after.find((each) => {
    const dueOn = each.when.daysBeforeDue ? null : dueDay(each, climb, furthest ? anchor : null);
    return dueOn !== null && dueOn <= standing.today && !isOver(each, climb) && conditionsHold(each, climb) && suffices(each);
  });
  return later ? { code: 'STEP_DUE', figures: { step: later.id, daysPastDue: standing.daysPastDue }, line: step.line } : null;
}
