import { dayOf, type Day, type Instant } from '../domain/calendar/day.js';
import type { Policy } from '../domain/policy/types.js';
import { accountInCase, assessAccount, type AccountAssessment, type Part } from '../domain/rule/assessAccount.js';
import { debtorZone } from '../domain/rule/debtorZone.js';
import type { InCase } from '../domain/rule/openCase.js';
import { takeStock, type Standing } from '../domain/rule/standing.js';
import { courseIdOf, ownStrand } from '../domain/rule/strandNames.js';
import type { About, Act } from '../domain/verdict.js';
import type { StoreTx } from '../prisma/store/store.js';
import type { ActTurn } from './activities.js';

type Dossier = Awaited<ReturnType<StoreTx['facts']['loadDossier']>>;

/** An account as the rule sees it at an instant, with what the rule says. */
export interface Look {
  now: Instant;
  /** The day in the debtor's calendar. */
  today: Day;
  dossier: Dossier;
  /** With the running case, or with the one that is about to be opened. */
  facts: InCase;
  policy: Policy;
  /** The policy as the case pins it. */
  pinned: NonNullable<Dossier['policy']>;
  standing: Standing;
  assessment: AccountAssessment;
}

/** Reads an account and asks the rule. Throws when the account or its policy does not exist. */
export async function look(store: StoreTx, accountId: string, campaignId: string | null, now: Instant): Promise<Look> {
  return see(store, await store.facts.loadDossier(accountId, now, campaignId), campaignId, now);
}

/** Asks the rule about an account that was read. Throws when its policy does not exist. */
export async function see(store: StoreTx, dossier: Dossier, campaignId: string | null, now: Instant): Promise<Look> {
  const { accountId } = dossier.facts;
  if (!dossier.policy) throw new Error(`No policy is published for account ${accountId}: publish the one that it, its entity or its campaign names`);
  const policy = await store.policies.compilePolicy(dossier.policy);
  const policies = { own: policy, ofItems: await store.policies.compilePolicies(dossier.policiesOfItems) };
  const today = dayOf(now, debtorZone(dossier.facts));
  const standing = takeStock(dossier.facts, policy, today);
  const facts = accountInCase(dossier.facts, policies, { lastEpisode: dossier.lastCase?.episode ?? 0, campaignId, now });
  return { now, today, dossier, facts, policy, pinned: dossier.policy, standing, assessment: assessAccount(facts, policies, now) };
}

/** The account as the rule saw it for the strand of an act; as it is where it is one. */
export function forStrand(seen: Look, { strand: id = ownStrand }: Pick<About, 'strand'>): Look {
  return narrowed(seen, seen.assessment.parts.find(({ strand }) => strand.id === id) ?? null);
}

/** The account with the policy of the strand that some items belong to; with its own where they belong to none. */
export function byPolicyOf(seen: Look, itemIds: readonly number[]): Look {
  const found = seen.assessment.parts.find(({ strand }) => strand.facts.items.some(({ id, openMinor }) => openMinor > 0 && itemIds.includes(id)));
  return { ...narrowed(seen, found ?? null), facts: seen.facts, standing: seen.standing };
}

function narrowed(seen: Look, part: Part | null): Look {
  if (!part?.strand.facts.case || !part.strand.facts.whole) return seen;
  const { facts, policy, course } = part.strand;
  const pinned = (course?.policy && seen.dossier.policiesOfItems.find(({ name }) => name === course.policy)) || seen.pinned;
  return { ...seen, facts: { ...facts, case: part.strand.facts.case }, policy, pinned, standing: takeStock(facts, policy, seen.today) };
}

/** The turn of an act, with the strand behind its case: under it contacts, steps and charges are kept. */
export function ofCourse<A extends Act>(turn: ActTurn<A>): ActTurn<A> {
  return { ...turn, caseId: courseIdOf(turn.caseId, turn.act.strand) };
}

/** The act as the rule wants it now, if it still wants the one of this key: a fresh look may name another address. */
export function stillWanted<A extends Act>({ assessment: { verdict } }: Look, act: A): A | null {
  const wanted = verdict.kind === 'act' && verdict.act.kind === act.kind && verdict.act.key === act.key;
  return wanted ? (verdict.act as A) : null;
}
