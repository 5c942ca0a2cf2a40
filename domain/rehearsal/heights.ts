import { dayOf, type Instant } from '../calendar/day.js';
import { levelsOf } from '../rule/levels.js';
import { isOwn } from '../rule/strandNames.js';
import type { AgendaLine } from './agenda.js';
import { blank, type Play } from './lines.js';
import { factsOf, playsOf } from './strands.js';
import { numbersOf } from './world.js';

/** How far up the ladder a case and its items are, as it was last told. */
export interface Heights {
  case: string | null;
  account: number;
  items: ReadonlyMap<number, number>;
}

/** The levels of each strand, by its id. */
export type AllHeights = ReadonlyMap<string, Heights>;

const idOf = ({ strand }: Play): string => strand?.id ?? '';

/** How far up their ladders the strands of an account and their items are at an instant. */
export function heightsAt(play: Play, at: Instant): AllHeights {
  return new Map(playsOf(play, at).map((each) => [idOf(each), heightsOf(each, at)]));
}

function heightsOf(play: Play, at: Instant): Heights {
  const facts = factsOf(play, at);
  return { case: facts.case?.id ?? null, ...levelsOf(facts, play.policy) };
}

/** What rose and fell since it was last told, items that moved alike in one line. A case or course that began or ended since has nothing to compare with. */
export function movesSince(play: Play, before: AllHeights, now: Instant): AgendaLine[] {
  return playsOf(play, now).flatMap((each) => movesOf(each, before.get(idOf(each)) ?? unmoved, now));
}

const unmoved: Heights = { case: null, account: 0, items: new Map() };

function movesOf(play: Play, before: Heights, now: Instant): AgendaLine[] {
  const after = heightsOf(play, now);
  if (before.case !== null && before.case !== after.case) return [];
  const lines = play.policy.levels.track === 'item' ? itemMoves(play, before, after, now) : [];
  if (after.account === before.account || lines.some(({ level }) => level === after.account)) return lines;
  const today = dayOf(now, play.zone);
  const overdue = factsOf(play, now).items.filter((item) => item.openMinor > 0 && item.dueOn < today && after.items.get(item.id) === after.account);
  const ids = overdue.map(({ id }) => id);
  return [...lines, moveLine(play, now, { who: whoOf(play), ids, from: before.account, to: after.account })];
}

function whoOf({ strand, policy }: Play): string {
  return isOwn(strand?.id) ? 'The account is' : `What ${policy.name} governs is`;
}

function itemMoves(play: Play, before: Heights, after: Heights, now: Instant): AgendaLine[] {
  const groups = new Map<string, { ids: number[]; from: number; to: number }>();
  for (const [id, to] of after.items) {
    const from = before.items.get(id) ?? 0;
    if (from === to) continue;
    const group = groups.get(`${from} ${to}`) ?? { ids: [], from, to };
    group.ids.push(id);
    groups.set(`${from} ${to}`, group);
  }
  const ordered = [...groups.values()].sort((a, b) => b.to - a.to || b.from - a.from);
  return ordered.map((group) =>
    moveLine(play, now, { who: `${numbersOf(play.world, group.ids).join(', ')} ${group.ids.length === 1 ? 'is' : 'are'}`, ...group }),
  );
}

interface Move {
  who: string;
  ids: number[];
  from: number;
  to: number;
}

function moveLine(play: Play, now: Instant, { who, ids, from, to }: Move): AgendaLine {
  const step = play.policy.ladder[to - 1] ?? null;
  return {
    ...blank(play, now),
    kind: 'level',
    step: step?.id ?? null,
    items: numbersOf(play.world, ids),
    result: to > from ? 'RAISED' : 'LOWERED',
    policyLine: step?.line ?? null,
    level: to,
    sentence: `${who} at level ${to}${step ? ` (${step.id})` : ''}, after ${from}.`,
  };
}
