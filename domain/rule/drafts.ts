/** Messages that wait for an approval. Only what is sent counts for level, gap and attempts: a draft is no contact and takes no step. */
import { addDays, type Day } from '../calendar/day.js';
import type { DraftFacts } from '../draft.js';
import type { AccountFacts } from '../facts.js';
import type { Policy, Step } from '../policy/types.js';
import type { EndedDraft, Reason } from '../verdict.js';
import type { Standing } from './standing.js';

/** How long a draft may wait: the first day on which it counts no more. */
export function lapseOf({ approval }: Pick<Step, 'approval'>, { approvalExpiresDays }: Pick<Policy, 'approvalExpiresDays'>, from: Day): Day {
  return addDays(from, approval?.lapsesAfterDays ?? approvalExpiresDays);
}

/** The newest draft of a step's round in the running case; null when there is none, or it was ended. */
export function draftOf(facts: AccountFacts, step: string, round: number): DraftFacts | null {
  return draftsOf(facts, step, round).findLast(({ status }) => status === 'WAITING' || status === 'APPROVED' || status === 'DECLINED') ?? null;
}

/** All drafts of a step's round in the running case. */
export function draftsOf(facts: AccountFacts, step: string, round: number): DraftFacts[] {
  return (facts.drafts ?? []).filter((draft) => draft.caseId === facts.case?.id && draft.step === step && draft.round === round);
}

/**
 * Drafts that count no more as things are: their days are over, or something that they ask for has been paid, credited, disputed, promised
 * or held since. What they are about is drafted anew from the facts as they are then.
 */
export function endedDrafts(facts: AccountFacts, { today, claims }: Standing): EndedDraft[] {
  const asked = new Map(claims.map(({ item, minor }) => [item.id, minor]));
  return openDrafts(facts).flatMap((draft): EndedDraft[] => {
    if (today >= draft.lapsesOn) return [ended(draft, 'LAPSED', { code: 'DRAFT_LAPSED', figures: { step: draft.step, lapsesOn: draft.lapsesOn }, line: null })];
    const isLess = draft.asked.some(({ itemId, minor }) => (asked.get(itemId) ?? 0) < minor);
    return isLess ? [ended(draft, 'WITHDRAWN', { code: 'STANDING_CHANGED', figures: { step: draft.step }, line: null })] : [];
  });
}

/** Drafts that are left behind with their steps, or with the case. */
export function overtakenDrafts(facts: AccountFacts, closing: Reason | null): EndedDraft[] {
  const behind = (draft: DraftFacts) => facts.steps.find(({ step, round }) => step === draft.step && round === draft.round);
  return openDrafts(facts).flatMap((draft) => {
    if (closing) return [ended(draft, 'WITHDRAWN', closing)];
    return behind(draft) ? [ended(draft, 'WITHDRAWN', { code: 'STANDING_CHANGED', figures: { step: draft.step }, line: null })] : [];
  });
}

/** The facts without the drafts that have ended. */
export function withoutDrafts(facts: AccountFacts, gone: readonly EndedDraft[]): AccountFacts {
  if (gone.length === 0) return facts;
  const results = new Map(gone.map(({ id, result }) => [id, result]));
  return { ...facts, drafts: (facts.drafts ?? []).map((draft) => ({ ...draft, status: results.get(draft.id) ?? draft.status })) };
}

/** Drafts of the running case that wait, or are approved and not yet sent. */
export function openDrafts(facts: AccountFacts): DraftFacts[] {
  const drafts = facts.drafts ?? [];
  if (drafts.length === 0) return [];
  const sent = sentRounds(facts);
  return drafts.filter((draft) => {
    const isOpen = draft.status === 'WAITING' || (draft.status === 'APPROVED' && !sent.has(`${draft.step}/${draft.round}`));
    return isOpen && draft.caseId === facts.case?.id;
  });
}

function sentRounds(facts: AccountFacts): Set<string> {
  const sent = facts.contactsMade.filter(
    ({ caseId, status }) => caseId === facts.case?.id && (status === 'ACCEPTED' || status === 'UNKNOWN' || status === 'CLAIMED' || status === 'RECORDED'),
  );
  return new Set([...facts.steps.filter(({ result }) => result === 'TAKEN'), ...sent].map(({ step, round }) => `${step}/${round}`));
}

function ended({ id, step, round }: DraftFacts, result: EndedDraft['result'], reason: Reason): EndedDraft {
  return { id, step, round, result, reason };
}
