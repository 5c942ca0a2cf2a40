import type { OpenItem } from '../facts.js';
import type { SpokenFor } from '../steps.js';
import type { Policy, Step } from '../policy/types.js';
import type { Climber } from './climber.js';
import type { Ascent, Due } from './ladder.js';
import type { Rung } from './position.js';
import type { Rounds } from './rounds.js';

/** An item with what comes next for it. */
export interface Ascended {
  climber: Climber;
  ascent: Ascent;
}

interface Waiting {
  item: OpenItem;
  due: Due;
  /** The position of the step on the ladder. */
  height: number;
}

/** Gathers what items have next into one rung for each message, call or other act; the highest first, then the oldest. */
export function groupsOf(ascended: readonly Ascended[], policy: Policy, rounds: Rounds): Rung[] {
  const groups = new Map<string, Waiting[]>();
  for (const { climber, ascent } of ascended) {
    if (!climber.item || !ascent.next) continue;
    const waiting = { item: climber.item, due: ascent.next, height: policy.ladder.indexOf(ascent.next.step) };
    const key = keyOf(ascent.next.step, waiting.item, policy);
    groups.set(key, [...(groups.get(key) ?? []), waiting]);
  }
  const ordered = [...groups.values()].map((group) => group.sort(byAge)).sort((a, b) => heightOf(b) - heightOf(a) || byAge(a[0], b[0]));
  return ordered.flatMap((group) => {
    const speaker = speakerOf(group, policy);
    return speaker ? [rungOf(group, speaker, rounds)] : [];
  });
}

/** Messages share as the policy says, and so do calls; what is no message is done once for all items of the step. */
function keyOf({ id, action }: Step, item: OpenItem, { levels }: Policy): string {
  const writes = action === 'email' || action === 'sms' || action === 'letter';
  if (!writes && action !== 'call') return `step ${id}`;
  const kind = writes ? 'message' : 'call';
  switch (levels.message) {
    case 'account':
      return kind;
    case 'level':
      return `${kind} ${id}`;
    case 'item':
      return `${kind} ${id} ${item.id}`;
    default:
      return levels.message satisfies never;
  }
}

/** The item whose step speaks for its group. */
function speakerOf(group: readonly Waiting[], { levels }: Policy): Waiting | undefined {
  return levels.speaks === 'oldest' ? group[0] : group.find(({ height }) => height === heightOf(group));
}

function rungOf(group: readonly Waiting[], { due: { step, dueOn } }: Waiting, rounds: Rounds): Rung {
  const steps = [step, ...group.map(({ due }) => due.step).filter((each) => each !== step)];
  const spokenFor = [...new Set(steps)].map(({ id }): SpokenFor => {
    const itemIds = group.filter(({ due }) => due.step.id === id).map(({ item }) => item.id);
    return { step: id, round: rounds.of(id, itemIds), itemIds };
  });
  return { step, round: spokenFor[0]?.round ?? 1, dueOn, itemIds: group.map(({ item }) => item.id), spokenFor };
}

function heightOf(group: readonly Waiting[]): number {
  return Math.max(...group.map(({ height }) => height));
}

function byAge(a: Waiting | undefined, b: Waiting | undefined): number {
  if (!a || !b) return 0;
  return a.item.dueOn < b.item.dueOn ? -1 : a.item.dueOn > b.item.dueOn ? 1 : a.item.id - b.item.id;
}
