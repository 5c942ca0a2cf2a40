import type { AccountFacts, ContactMadeFacts } from '../facts.js';

/** Numbers the turns of each step within a case, so that the key of each act is its own. */
export interface Rounds {
  /** The number of the step's next turn; the one that comes after it is another. */
  take(step: string): number;
  /** The number of a turn about some items (null: the account): that of an attempt that failed and may be made again, or of a draft, else the next. */
  of(step: string, itemIds: readonly number[] | null): number;
}

/** Counts on from the turns that steps had in the case, and from those of attempts that came to nothing. */
export function roundsOf(facts: AccountFacts): Rounds {
  const last = new Map<string, number>();
  const note = (step: string, round: number) => last.set(step, Math.max(last.get(step) ?? 0, round));
  for (const { step, round } of facts.steps) note(step, round);
  const attempts = facts.contactsMade.filter((made) => made.caseId !== null && made.caseId === facts.case?.id && made.automatic && made.status !== 'HELD_BACK');
  for (const { step, round } of attempts.flatMap(turnsWith)) note(step, round);
  const failed = attempts.filter(({ status }) => status === 'RETRYABLE' || status === 'REJECTED').flatMap(turnsWith);
  const drafts = (facts.drafts ?? []).filter(({ caseId, status }) => caseId === facts.case?.id && status !== 'LAPSED' && status !== 'WITHDRAWN');
  const drafted = drafts.map(({ step, round, asked }): Turn => ({ step, round, itemIds: asked.map(({ itemId }) => itemId) }));
  for (const { step, round } of drafted) note(step, round);
  const made = attempts.filter(({ status }) => status !== 'RETRYABLE' && status !== 'REJECTED').flatMap(turnsWith);
  const behind = new Set([...facts.steps, ...made].map(({ step, round }) => `${step}/${round}`));
  const open = [...failed, ...drafted].filter(({ step, round }) => !behind.has(`${step}/${round}`));
  const take = (step: string): number => {
    note(step, (last.get(step) ?? 0) + 1);
    return last.get(step) ?? 1;
  };
  const of: Rounds['of'] = (step, itemIds) => {
    const n = open.findLastIndex(
      (turn) => turn.step === step && (itemIds === null || turn.itemIds === null || turn.itemIds.some((id) => itemIds.includes(id))),
    );
    return open.splice(n, n < 0 ? 0 : 1)[0]?.round ?? take(step);
  };
  return { take, of };
}

interface Turn {
  step: string;
  round: number;
  itemIds: readonly number[] | null;
}

function turnsWith({ step, round, spokenFor }: ContactMadeFacts): Turn[] {
  return spokenFor ?? (step === null ? [] : [{ step, round, itemIds: null }]);
}
