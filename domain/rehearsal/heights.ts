import { dayOf, type Instant } from '../calendar/day.js';
import type { Policy } from '../policy/types.js';
import { levelsOf } from '../rule/levels.js';
import type { AgendaLine } from './agenda.js';
import { blank, type Play } from './lines.js';
import { factsAt, numbersOf, type World } from './world.js';

/** How far up the ladder a case and its items are, as it was last told. */
export interface Heights {
  case: string | null;
  account: number;
  items: ReadonlyMap<number, number>;
}

/** How far up the ladder a case and its items are at an instant. */
export function heightsAt(world: World, policy: Policy, at: Instant): Heights {
  return { case: world.base.case?.id ?? null, ...levelsOf(factsAt(world, at), policy) };
}

/** What rose and fell since it was last told, items that moved alike in one line. A case that began or ended since has nothing to compare with. */
export function movesSince(play: Play, before: Heights, now: Instant): AgendaLine[] {
  const after = heightsAt(play.world, play.policy, now);
  if (before.case !== null && before.case !== after.case) return [];
  const lines = play.policy.levels.track === 'item' ? itemMoves(play, before, after, now) : [];
  if (after.account === before.account || lines.some(({ level }) => level === after.account)) return lines;
  const today = dayOf(now, play.zone);
  const overdue = factsAt(play.world, now).items.filter((item) => item.openMinor > 0 && item.dueOn < today && after.items.get(item.id) === after.account);
  const ids = overdue.map(({ id }) => id);
  return [...lines, moveLine(play, now, { who: 'The account is', ids, from: before.account, to: after.account })];
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
