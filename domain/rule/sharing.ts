/** Where the account climbs and each of its items has a message of its own: the messages of one turn of a step. */
import { addDays, dayOf, type Day } from '../calendar/day.js';
import { ridingCharges } from '../charges/ledger.js';
import type { OpenItem } from '../facts.js';
import { isChannel } from '../policy/checkActions.js';
import type { Step } from '../policy/types.js';
import type { PassedStep } from '../verdict.js';
import { askedFor } from './asked.js';
import { conditionsHold, isOver, type Asked } from './conditions.js';
import { countsAsTaken, type Due } from './ladder.js';
import type { Rung } from './position.js';
import type { Rounds } from './rounds.js';

/**
 * One message for each item that the account's step asks for. A turn that has begun is gone on with before the next step has its turn, with the items
 * that it was to ask for when it began; where the later step speaks for those that are left, they are passed over. Null: one rung for the account.
 */
export function shareOut(next: Due | null, asked: Asked, zone: string, rounds: Rounds): { passed: PassedStep[]; next: Rung[] } | null {
  const { standing } = asked;
  const rest = restOfTurn(asked, zone);
  if (rest && rest.items.length > 0 && conditionsHold(rest.step, asked) && !isOver(rest.step, asked)) {
    if (!next || !speaksFor(next, rest.step, asked))
      return { passed: [], next: [...rungsOf(rest.step, rest.items, rest, rounds), ...ahead(next, asked, rounds)] };
    const passed = rest.items.map((item) => passedOver(rest, item, next, asked, rounds));
    return { passed, next: sharedRungs(next, asked, rounds) };
  }
  return next && next.dueOn <= standing.today ? { passed: [], next: sharedRungs(next, asked, rounds) } : null;
}

/** What is due on a later day is waited for beside what is left. */
function ahead(next: Due | null, { standing }: Asked, rounds: Rounds): Rung[] {
  return next && next.dueOn > standing.today ? [{ ...next, round: rounds.of(next.step.id, null) }] : [];
}

/** A turn that has begun, and the items that have no message of it yet. */
interface Turn {
  step: Step;
  turn: number;
  dueOn: Day;
}

function sharedRungs({ step, dueOn }: Due, asked: Asked, rounds: Rounds): Rung[] {
  const items = isMessage(step) ? itemsFor(step, asked) : [];
  if (items.length === 0) return [{ step, dueOn, round: rounds.of(step.id, null) }];
  return rungsOf(step, items, { dueOn, turn: null }, rounds);
}

function rungsOf(step: Step, items: readonly OpenItem[], { dueOn, turn }: { dueOn: Day; turn: number | null }, rounds: Rounds): Rung[] {
  let began = turn;
  return items.map(({ id }) => {
    const round = rounds.of(step.id, [id]);
    began ??= round;
    return { step, round, dueOn, itemIds: [id], spokenFor: [{ step: step.id, round, itemIds: [id], turn: began }] };
  });
}

/**
 * The items that a step asks for, oldest first: fees and interest are asked for with their principal, and what is no more than the tolerance
 * has no message of its own, unless nothing else is owed.
 */
function itemsFor(step: Step, { facts, policy, standing }: Asked): OpenItem[] {
  const riding = ridingCharges(facts);
  const ahead = step.when.daysBeforeDue !== undefined;
  const debts = new Set(standing.debts.map(({ item }) => item.id));
  const counts = ({ id, openMinor, currency }: OpenItem) => (ahead ? openMinor > (policy.tolerance[currency] ?? 0) : debts.has(id));
  const { items } = askedFor(facts, policy, standing, { step: step.id });
  return items.filter((item) => !riding.has(item.id) && counts(item)).sort((a, b) => (a.dueOn < b.dueOn ? -1 : a.dueOn > b.dueOn ? 1 : a.id - b.id));
}

/** The newest turn of a message for each item; null when the newest step was for the account as a whole. */
function restOfTurn(asked: Asked, zone: string): (Turn & { items: OpenItem[] }) | null {
  const noted = notedTurns(asked, zone);
  const last = noted.findLast(({ isLevel, itemIds }) => isLevel || itemIds.length > 0);
  const step = asked.policy.ladder.find(({ id }) => id === last?.step);
  if (!last || !step || !isMessage(step) || last.itemIds.length === 0) return null;
  const ofTurn = noted.filter((each) => each.step === last.step && each.turn === last.turn);
  if (ofTurn.some(({ itemIds }) => itemIds.length === 0)) return null;
  const dueOn = ofTurn.reduce((first, { onDay }) => (onDay < first ? onDay : first), last.onDay);
  const behind = new Set(ofTurn.flatMap(({ itemIds }) => itemIds));
  const wasAsked = (item: OpenItem) => (step.when.daysBeforeDue ? item.dueOn <= addDays(dueOn, step.when.daysBeforeDue.atMost) : item.dueOn < dueOn);
  return { step, turn: last.turn, dueOn, items: itemsFor(step, asked).filter((item) => !behind.has(item.id) && wasAsked(item)) };
}

interface Noted {
  step: string;
  turn: number;
  onDay: Day;
  itemIds: readonly number[];
  isLevel: boolean;
}

/** What is noted as behind the account, and attempts whose outcome is not known. */
function notedTurns({ facts }: Asked, zone: string): Noted[] {
  const known = new Set(facts.steps.map(({ step, round }) => `${step}/${round}`));
  const steps = facts.steps.map(({ step, round, turn, onDay, itemIds, result }): Noted => {
    return { step, turn: turn ?? round, onDay, itemIds: itemIds ?? [], isLevel: result === 'TAKEN' || result === 'SET' };
  });
  const tried = facts.contactsMade.filter((made) => countsAsTaken(made, facts) && !known.has(`${made.step}/${made.round}`));
  const attempts = tried.flatMap((made) =>
    (made.spokenFor ?? []).map(({ step, round, turn, itemIds }): Noted => {
      return { step, turn: turn ?? round, onDay: dayOf(made.at, zone), itemIds, isLevel: true };
    }),
  );
  return [...steps, ...attempts].sort((a, b) => (a.onDay < b.onDay ? -1 : a.onDay > b.onDay ? 1 : 0));
}

/** Whether a later step that is due speaks for what is left of an earlier one. */
function speaksFor({ step: later, dueOn }: Due, step: Step, { policy, standing }: Asked): boolean {
  return later !== step && dueOn <= standing.today && (step.missed !== 'send' || policy.climb === 'furthest');
}

function passedOver({ step, turn }: Turn, { id }: OpenItem, next: Due, { standing }: Asked, rounds: Rounds): PassedStep {
  const reason = { code: 'STEP_DUE', figures: { step: next.step.id, daysPastDue: standing.daysPastDue }, line: step.line } as const;
  return { step: step.id, round: rounds.of(step.id, [id]), turn, itemIds: [id], result: step.missed === 'skip' ? 'SKIPPED' : 'COALESCED', reason };
}

function isMessage({ action }: Step): boolean {
  return isChannel(action) && action !== 'call';
}
