import type { Instant } from '../calendar/day.js';
import type { AccountFacts, CaseFacts } from '../facts.js';
import type { Policy } from '../policy/types.js';
import { entryStep } from './ladder.js';
import type { Standing } from './standing.js';

/** The case as it would be opened at `now`. Where existing debt enters the ladder is settled here, once. */
export function openCase(
  facts: AccountFacts,
  policy: Policy,
  standing: Standing,
  { lastEpisode, campaignId, now }: { lastEpisode: number; campaignId: string | null; now: Instant },
): CaseFacts {
  const episode = lastEpisode + 1;
  const entry = entryStep(facts, policy, standing) ?? policy.ladder[0]?.id ?? null;
  return { id: `${facts.accountId}#${episode}`, episode, openedAt: now, entryStep: entry, campaignId };
}
