import { dayOf, type Day, type Instant } from '../domain/calendar/day.js';
import type { Policy } from '../domain/policy/types.js';
import { assess } from '../domain/rule/assess.js';
import { debtorZone } from '../domain/rule/debtorZone.js';
import { inCase, type InCase } from '../domain/rule/openCase.js';
import { takeStock, type Standing } from '../domain/rule/standing.js';
import type { Act, Assessment } from '../domain/verdict.js';
import type { StoreTx } from '../prisma/store/store.js';

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
  assessment: Assessment;
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
  const today = dayOf(now, debtorZone(dossier.facts));
  const standing = takeStock(dossier.facts, policy, today);
  const lastEpisode = dossier.lastCase?.episode ?? 0;
  const facts = inCase(dossier.facts, policy, standing, { lastEpisode, campaignId, now });
  return { now, today, dossier, facts, policy, pinned: dossier.policy, standing, assessment: assess(facts, policy, now) };
}

/** The act as the rule wants it now, if it still wants the one of this key: a fresh look may name another address. */
export function stillWanted<A extends Act>({ assessment: { verdict } }: Look, act: A): A | null {
  const wanted = verdict.kind === 'act' && verdict.act.kind === act.kind && verdict.act.key === act.key;
  return wanted ? (verdict.act as A) : null;
}
