import type { Day } from '../calendar/day.js';
import type { AccountFacts } from '../facts.js';
import type { Policy, Step } from '../policy/types.js';
import type { About, PassedStep } from '../verdict.js';
import { earliest } from './ahead.js';
import { climbingAccount, climbingItems } from './climber.js';
import type { Asked } from './conditions.js';
import { sufficiencyOf } from './fallBack.js';
import { groupsOf, type Ascended } from './groups.js';
import { ascend, type Ascent } from './ladder.js';
import { roundsOf, type Rounds } from './rounds.js';
import { shareOut } from './sharing.js';
import type { Standing } from './standing.js';

/** A rung that comes next: on which day, in which round, and about which items. */
export interface Rung extends About {
  step: Step;
  round: number;
  dueOn: Day;
}

/** Where an account stands on the ladder: what is passed over today, and what comes next, in the order in which it is tried. */
export interface Position {
  passed: PassedStep[];
  next: Rung[];
  /** A step ahead whose conditions, other than its day, do not hold as things are. */
  conditional: Step | null;
  /** The first day on which time alone may make the conditions of such a step hold; null when it can't. */
  ripensOn: Day | null;
  /** Whether nothing is left on the ladder for anything that is past due. */
  finished: boolean;
}

/** Finds what comes next: for the account, or for each of its items where these climb by themselves; `only`: for these of them. */
export function findPosition(facts: AccountFacts, policy: Policy, standing: Standing, zone: string, only: readonly number[] | null = null): Position {
  const rounds = roundsOf(facts);
  const suffices = sufficiencyOf({ facts, policy, standing });
  if (policy.levels.track === 'item') {
    const climbers = climbingItems(facts, policy, standing, zone).filter(({ item }) => only === null || (item !== null && only.includes(item.id)));
    const ascended = climbers.map((climber): Ascended => ({ climber, ascent: ascend(climber, policy, zone, suffices) }));
    return positionOfItems(ascended, policy, standing, rounds);
  }
  return positionOfAccount(ascend(climbingAccount(facts, standing), policy, zone, suffices), { facts, policy, standing }, zone, rounds);
}

function positionOfAccount({ passed, next, conditional, ripensOn }: Ascent, asked: Asked, zone: string, rounds: Rounds): Position {
  const left = passed.map((each) => ({ ...each, round: rounds.of(each.step, null) }));
  const shared = asked.policy.levels.message === 'item' ? shareOut(next, asked, zone, rounds) : null;
  if (shared) return { passed: [...left, ...shared.passed], next: shared.next, conditional, ripensOn, finished: shared.next.length === 0 };
  const rungs = next ? [{ ...next, round: rounds.of(next.step.id, null) }] : [];
  return { passed: left, next: rungs, conditional, ripensOn, finished: !next };
}

function positionOfItems(ascended: readonly Ascended[], policy: Policy, standing: Standing, rounds: Rounds): Position {
  const passed = together(ascended).map((each) => ({ ...each, round: rounds.of(each.step, each.itemIds ?? null) }));
  const due = ascended.filter(({ ascent: { next } }) => next !== null && next.dueOn <= standing.today);
  // What is due is numbered first: the key of an act does not depend on what comes after it.
  const groups = groupsOf(due, policy, rounds);
  const later = ascended.filter(({ ascent: { next } }) => next !== null && next.dueOn > standing.today);
  const first = later.reduce<Day | null>((day, { ascent: { next } }) => (next && (day === null || next.dueOn < day) ? next.dueOn : day), null);
  const coming = groupsOf(
    later.filter(({ ascent: { next } }) => next?.dueOn === first),
    policy,
    rounds,
  ).slice(0, 1);
  const overdue = ascended.filter(({ climber }) => climber.standing.daysPastDue !== null);
  return {
    passed,
    next: [...groups, ...coming],
    conditional: overdue.find(({ ascent }) => !ascent.next && ascent.conditional)?.ascent.conditional ?? null,
    ripensOn: earliest(overdue.flatMap(({ ascent }) => ascent.ripensOn ?? [])),
    finished: overdue.every(({ ascent }) => !ascent.next),
  };
}

/** What several items leave behind for the same reason is left behind once, for all of them. */
function together(ascended: readonly Ascended[]): Omit<PassedStep, 'round'>[] {
  const groups = new Map<string, Ascent['passed'][number] & { itemIds: number[] }>();
  for (const { climber, ascent } of ascended)
    for (const passed of ascent.passed) {
      const key = `${passed.step} ${passed.result} ${passed.reason.code}`;
      const group = groups.get(key) ?? { ...passed, itemIds: [] };
      if (climber.item) group.itemIds.push(climber.item.id);
      groups.set(key, group);
    }
  return [...groups.values()];
}
