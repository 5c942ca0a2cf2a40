/** What moving an account to another policy would change: where it stands, and when it is contacted next. */
import { dayOf, type Day, type Instant } from '../calendar/day.js';
import type { AccountFacts } from '../facts.js';
import { accountInCase, strandsAt } from '../rule/assessAccount.js';
import { debtorZone } from '../rule/debtorZone.js';
import { foresee } from '../rule/foresee.js';
import { levelsOf } from '../rule/levels.js';
import { actPhrase, reasonPhrase } from '../rule/sentence.js';
import type { Policy } from './types.js';

/** Where an account stands under a policy, and what comes next. */
export interface Stand {
  /** `name@version`. */
  policy: string;
  /** The highest step taken, by this policy's ladder, and its position from 1; null and 0 before the first. */
  step: string | null;
  level: number;
  /** Day of the next act in the debtor's zone; null when none follows. */
  nextOn: Day | null;
  /** The next act, or why none follows, in words. */
  next: string;
}

/** An account that would move. */
export interface Move {
  accountId: string;
  name: string;
  /** The running case; null where none runs and the next one would begin by the other policy. */
  caseId: string | null;
  from: Stand;
  to: Stand;
  /** Whether the next act comes sooner or later than it would, only now, or not at all any more. */
  contact: 'sooner' | 'later' | 'same day' | 'newly' | 'no longer' | 'not at all';
}

/** An account under one policy: facts as that policy's assignment has them, the policy itself, and by name those that its items may have. */
export interface Under {
  facts: AccountFacts;
  policy: Policy;
  policiesOfItems?: ReadonlyMap<string, Policy>;
}

/** Compares an account under the policy that it has with the same under another, as of `now`. Pure. */
export function moveOf(before: Under, after: Under, lastEpisode: number, now: Instant): Move {
  const [from, to] = [standOf(before, lastEpisode, now), standOf(after, lastEpisode, now)];
  const { accountId, customer, case: running } = before.facts;
  return { accountId, name: customer.name, caseId: running?.id ?? null, from, to, contact: compare(from.nextOn, to.nextOn) };
}

function compare(before: Day | null, after: Day | null): Move['contact'] {
  if (before === null) return after === null ? 'not at all' : 'newly';
  if (after === null) return 'no longer';
  return after < before ? 'sooner' : after > before ? 'later' : 'same day';
}

function standOf({ facts, policy, policiesOfItems }: Under, lastEpisode: number, now: Instant): Stand {
  const zone = debtorZone(facts);
  const policies = { own: policy, ofItems: policiesOfItems ?? new Map() };
  const opened = accountInCase(facts, policies, { lastEpisode, campaignId: null, now });
  const { first, act } = foresee(opened, policies, now);
  const own = strandsAt(opened, policies, now)[0]?.facts ?? opened;
  const level = levelsOf(own, policy).account;
  return {
    policy: `${policy.name}@${policy.version}`,
    step: policy.ladder[level - 1]?.id ?? null,
    level,
    nextOn: act && dayOf(act.at, zone),
    next: act ? actPhrase(act.act) : `nothing, because ${reasonPhrase(first.reason)}`,
  };
}

/** What a preview says of a move, in words that change when what would happen does; the hour is left out. */
export function sayMove({ caseId, from, to }: Move): string {
  const told = ({ policy, step, level, nextOn, next }: Stand) => `${policy}, level ${level}${step ? ` (${step})` : ''}, next ${nextOn ?? '-'}: ${next}`;
  return `${caseId ?? 'no case'}: ${told(from)} → ${told(to)}`;
}
