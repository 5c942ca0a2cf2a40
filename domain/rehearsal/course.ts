import { dayOf, instantOf, type Day, type Instant } from '../calendar/day.js';
import type { AccountFacts, OpenItem } from '../facts.js';
import type { Policy } from '../policy/types.js';
import { accountClass, itemClass } from '../rule/classes.js';
import { stateOf } from '../rule/conditions.js';
import { afterCreditHold } from '../rule/creditHold.js';
import { changesOf, creditHoldChange, missedDays, spansOf, type CourseChange } from '../rule/follow.js';
import { daysText } from '../rule/sentence.js';
import { pastDue, takeStock, type Standing } from '../rule/standing.js';
import type { CreditHoldAct } from '../verdict.js';
import type { AccountState, AgendaLine, CourseState, ItemState } from './agenda.js';
import { blank, type Play } from './lines.js';
import { factsAt, numbersOf, type World } from './world.js';

/** Notes how the account's state and classes have changed since they were last looked at, and tells of it. */
export function follow(play: Play, now: Instant): AgendaLine[] {
  const { world, policy, zone } = play;
  if (policy.states.length === 0 && policy.classes.length === 0 && world.course.length === 0) return [];
  const today = dayOf(now, zone);
  const missed = missedDays(play.followedOn ?? null, world.course, today);
  play.followedOn = today;
  return [...missed.flatMap((day) => changesAt(play, instantOf(day, '23:59', zone), now)), ...changesAt(play, now, now)];
}

/** What changed by an instant, told at another. */
function changesAt(play: Play, at: Instant, now: Instant): AgendaLine[] {
  const { world, policy, zone } = play;
  const facts = factsAt(world, at);
  const standing = takeStock(facts, policy, dayOf(at, zone));
  const changes = changesOf(world.course, facts, policy, standing);
  world.course.push(...changes);
  const overdue = standing.claims.map(({ item }) => item.id);
  return changes.map((change) => ({
    ...courseLine(play, now, change),
    items: numbersOf(world, change.itemId !== null ? [change.itemId] : change.kind === 'state' ? overdue : []),
    amounts: change.kind === 'state' ? standing.collectable : {},
  }));
}

/** Sets or ends the credit hold; answers whether that changed anything. */
export function setCreditHold({ base, course }: World, { hold, step }: Pick<CreditHoldAct, 'hold' | 'step'>, onDay: Day, policy: Policy): boolean {
  const isOn = Boolean(base.creditHold);
  base.creditHold = afterCreditHold(base.creditHold, { hold, step }, onDay);
  if (isOn === (hold === 'on')) return false;
  course.push(creditHoldChange({ hold, step }, onDay, policy));
  return true;
}

function courseLine(play: Play, now: Instant, change: CourseChange): AgendaLine {
  const { from, to, days, actions, line } = change;
  return {
    ...blank(play, now),
    kind: change.kind === 'state' ? 'state-change' : 'class',
    from,
    to,
    result: to,
    days,
    actions,
    policyLine: line,
    sentence: change.kind === 'state' ? stateSentence(change) : classSentence(change, play.world),
  };
}

function stateSentence({ from, to, actions }: CourseChange): string {
  return `The account's state is ${to}, after ${from}${actions.length > 0 ? `: ${actions.join(', ')}` : ''}.`;
}

function classSentence({ itemId, from, to, days, onDay }: CourseChange, world: World): string {
  const what = itemId === null ? 'The account' : (numbersOf(world, [itemId])[0] ?? 'An item');
  const before = from === null ? '' : `, after ${from}`;
  return to === null ? `${what} is in no class${before}.` : `${what} is in class ${to} since ${onDay}, ${daysText(days ?? 0)} counted${before}.`;
}

/** State, class and days counted of an account at the end of a day, and how they came about. */
export function courseFigures(
  { world, policy }: Play,
  facts: AccountFacts,
  standing: Standing,
): Pick<AccountState, 'daysCounted' | 'class' | 'accountState' | 'creditHold' | 'history'> {
  const age = accountClass(facts, policy, standing.today);
  const state = stateOf({ facts, policy, standing });
  return {
    daysCounted: age.days,
    class: age.class?.class ?? null,
    accountState: state?.state ?? 'clear',
    creditHold: facts.creditHold ?? null,
    history: courseState(world),
  };
}

/** Days counted and class of each item; credits, and what credits cover, have none. */
export function itemAges(facts: AccountFacts, policy: Policy, today: Day): (item: OpenItem) => Pick<ItemState, 'daysCounted' | 'class'> {
  const owed = new Set(pastDue(facts, policy, today).map(({ item }) => item.id));
  return (item) => {
    const age = owed.has(item.id) ? itemClass(item, facts, policy, today) : null;
    return { daysCounted: age?.days ?? 0, class: age?.class?.class ?? null };
  };
}

/** The course of an account so far, for its state at the end of a day. */
function courseState(world: World): CourseState[] {
  return spansOf(world.course).map(({ kind, itemId, name, addedOn, liftedOn }) => ({
    kind,
    item: itemId === null ? null : (numbersOf(world, [itemId])[0] ?? null),
    name,
    addedOn,
    liftedOn,
  }));
}
