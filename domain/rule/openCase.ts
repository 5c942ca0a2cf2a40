import type { Day, Instant } from '../calendar/day.js';
import type { AccountFacts, CaseFacts, OpenItem } from '../facts.js';
import type { Policy } from '../policy/types.js';
import type { StepFacts } from '../steps.js';
import { entryStep } from './ladder.js';
import { ground } from './levels.js';
import type { Standing } from './standing.js';

/** What is known when a case is opened. */
export interface Opening {
  lastEpisode: number;
  campaignId: string | null;
  now: Instant;
}

/** An account with a case. */
export type InCase = AccountFacts & { case: CaseFacts };

/**
 * The facts with the running case, or with the one that would be opened at `now`. Where existing debt enters the ladder is settled here, once;
 * what another system had done counts in the first case of an account, and a level that was set before the case in the one that follows.
 */
export function inCase(facts: AccountFacts, policy: Policy, standing: Standing, opening: Opening): InCase {
  if (facts.case) return { ...facts, case: facts.case };
  const seen = { ...facts, steps: [...(opening.lastEpisode === 0 ? stepsTakenOver(facts, policy) : []), ...facts.steps] };
  return { ...seen, case: openCase(seen, policy, standing, opening) };
}

function openCase(facts: AccountFacts, policy: Policy, standing: Standing, { lastEpisode, campaignId, now }: Opening): CaseFacts {
  const episode = lastEpisode + 1;
  return { id: `${facts.accountId}#${episode}`, episode, openedAt: now, entryStep: entryAt(facts, policy, standing), campaignId };
}

/** The step at which an account, or one strand of it, enters its ladder; null where that has none. */
export function entryAt(facts: AccountFacts, policy: Policy, standing: Standing): string | null {
  const set = facts.steps.findLast(({ result, itemIds }) => result === 'SET' && !itemIds?.length)?.step;
  return (set === ground ? null : set) ?? (set === undefined ? entryStep(facts, policy, standing) : null) ?? policy.ladder[0]?.id ?? null;
}

/** The levels of another system, as if somebody had set them on the day of its last letter: of each item, or the highest of them for the account. */
export function stepsTakenOver({ items }: AccountFacts, { ladder, levels }: Policy): StepFacts[] {
  const dunned = items.filter(({ openMinor, dunned: before }) => openMinor > 0 && before).map(rungOf(ladder));
  if (levels.track === 'item') return bySteps(dunned);
  const [highest] = dunned.toSorted((a, b) => b.height - a.height || (a.onDay < b.onDay ? 1 : -1));
  return highest ? [{ step: ladder[highest.height]?.id ?? ground, round: 1, result: 'SET', onDay: highest.onDay }] : [];
}

interface Reached {
  itemId: number;
  height: number;
  onDay: Day;
  step: string;
}

const rungOf =
  (ladder: Policy['ladder']) =>
  ({ id, dunned }: OpenItem): Reached => {
    const height = Math.min(dunned?.level ?? 1, ladder.length) - 1;
    return { itemId: id, height, onDay: dunned?.onDay ?? '', step: ladder[height]?.id ?? ground };
  };

/** Items that came to the same step on the same day share a turn of it. */
function bySteps(dunned: readonly Reached[]): StepFacts[] {
  const groups = new Map<string, Reached[]>();
  const inOrder = dunned.toSorted((a, b) => (a.onDay < b.onDay ? -1 : a.onDay > b.onDay ? 1 : a.height - b.height));
  for (const each of inOrder) groups.set(`${each.onDay} ${each.step}`, [...(groups.get(`${each.onDay} ${each.step}`) ?? []), each]);
  const rounds = new Map<string, number>();
  return [...groups.values()].flatMap((group): StepFacts[] => {
    const [first] = group;
    if (!first) return [];
    const round = (rounds.get(first.step) ?? 0) + 1;
    rounds.set(first.step, round);
    return [{ step: first.step, round, result: 'SET', onDay: first.onDay, itemIds: group.map(({ itemId }) => itemId) }];
  });
}
