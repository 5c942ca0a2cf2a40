import type { Instant } from '../../domain/calendar/day.js';
import type { AccountFacts } from '../../domain/facts.js';
import { splitCourseId } from '../../domain/rule/strandNames.js';
import type { Assessment, Reason, Verdict } from '../../domain/verdict.js';
import { toDate, toInstant, type Db, type Prisma } from './db.js';
import type { PolicyRef } from './policies.js';

/** A case as `assess` leaves it. */
export interface CaseToSave {
  id: string;
  accountId: string;
  episode: number;
  policy: Pick<PolicyRef, 'name' | 'version'>;
  campaignId: string | null;
  openedAt: Instant;
  entryStep: string | null;
}

/** What an assessment leaves in the store beside the case. */
export interface AssessmentToSave {
  case: CaseToSave;
  at: Instant;
  assessment: Assessment;
  inputs: Prisma.InputJsonObject;
}

/** The id of an account's nth case. */
export const caseIdOf = (accountId: string, episode: number): string => `${accountId}#${episode}`;

/**
 * Makes whoever decides or acts on this account wait for each other until the transaction ends. Facts that arrive from elsewhere do not take it,
 * so that a large import holds nobody up. Take it first, and read facts in a statement after it.
 * What follows in the transaction looks things up by key: its plans need not be made anew for each account, which takes longer than to run them.
 */
export async function lockAccount(db: Db, accountId: string): Promise<void> {
  await db.$executeRaw`/*lock_account*/
    SELECT pg_advisory_xact_lock(hashtextextended('account/' || ${accountId}::text, 0)),
      set_config('plan_cache_mode', 'force_generic_plan', true), set_config('enable_seqscan', 'off', true)`;
}

/**
 * Makes whoever is about to contact the customer of this account for whichever of its accounts wait for each other until the transaction ends: they
 * share one budget. Take it after the account's own lock, and read facts in a statement after it. A customer of one account has nobody to wait for.
 */
export async function lockBudget(db: Db, accountId: string): Promise<void> {
  await db.$executeRaw`/*lock_budget*/
    SELECT pg_advisory_xact_lock(hashtextextended('customer/' || a.customer_number, 0)) FROM account a
    WHERE a.id = ${accountId} AND EXISTS (SELECT 1 FROM account o WHERE o.customer_number = a.customer_number AND o.id <> a.id)`;
}

/**
 * Writes the case and the decision; opens the case when it is new, and ties it to the campaigns that started the account; closes it when the
 * verdict says so. The same decision at the same instant is kept once.
 */
export async function saveAssessment(db: Db, { case: it, at, assessment, inputs }: AssessmentToSave): Promise<void> {
  const { verdict } = assessment;
  const now = toInstant(at);
  const closed = verdict.kind === 'close' ? verdict : null;
  const next = nextLookAt(verdict);
  await db.$executeRaw`/*save_assessment*/
    WITH saved AS (
      INSERT INTO collection_case AS c (id, account_id, episode, policy_name, policy_version, campaign_id, opened_at, entry_step, status,
        next_look_at, wait_reason, assessed_at, closed_at, outcome)
      VALUES (${it.id}, ${it.accountId}, ${it.episode}, ${it.policy.name}, ${it.policy.version}, ${it.campaignId}, ${toInstant(it.openedAt)}, ${it.entryStep},
        ${closed ? 'CLOSED' : 'OPEN'}, ${next && toInstant(next)}, ${verdict.kind === 'wait' ? verdict.reason.code : null}, ${now}, ${closed && now}, ${closed?.outcome ?? null})
      ON CONFLICT (id) DO UPDATE SET status = excluded.status, next_look_at = excluded.next_look_at, wait_reason = excluded.wait_reason,
        assessed_at = excluded.assessed_at, closed_at = excluded.closed_at, outcome = excluded.outcome,
        (step, step_at) = (SELECT s.step, s.at FROM step_taken s WHERE s.case_id = c.id AND s.result = 'TAKEN' ORDER BY s.at DESC, s.round DESC LIMIT 1)
      RETURNING id),
    tied AS (
      UPDATE campaign_account SET case_id = ${it.id}
      WHERE account_id = ${it.accountId} AND case_id IS NULL
        AND (campaign_id = ${it.campaignId} OR (status = 'STARTED' AND started_at >= ${now}::timestamptz - interval '7 days')))
    INSERT INTO decision (case_id, at, verdict, inputs)
    SELECT saved.id, ${now}, ${JSON.stringify(verdict)}::jsonb, ${JSON.stringify(inputs)}::jsonb FROM saved
    WHERE NOT EXISTS (SELECT 1 FROM decision d WHERE d.case_id = saved.id AND d.at = ${now} AND d.verdict = ${JSON.stringify(verdict)}::jsonb)`;
}

function nextLookAt(verdict: Verdict): Instant | null {
  switch (verdict.kind) {
    case 'act':
      return verdict.lookAgainAt;
    case 'wait':
      return verdict.until;
    case 'close':
      return null;
    default:
      return verdict satisfies never;
  }
}

/** A rung that a case has behind it. */
export interface StepToTake {
  /** The case, with the strand behind it where that is not the account's own first. */
  caseId: string;
  step: string;
  round: number;
  result: AccountFacts['steps'][number]['result'];
  at: Instant;
  /** The day in the debtor's calendar. */
  onDay: string;
  reason: Reason | null;
  /** The items that have it behind them; without any, the account. */
  itemIds?: readonly number[] | null;
  /** The round with which its turn began, where several messages make one turn. */
  turn?: number | null;
  /** The strand, where the case does not say it. */
  strand?: string | null;
}

/** Notes rungs as behind the case; one that is noted already stays as it was. */
export async function takeSteps(db: Db, steps: readonly StepToTake[]): Promise<void> {
  if (steps.length === 0) return;
  const data = steps.map(({ caseId, step, round, result, at, onDay, reason, itemIds, turn, strand }) => ({
    ...splitCourseId(caseId),
    ...(strand && { strand }),
    step,
    round,
    result,
    at: toInstant(at),
    onDate: toDate(onDay),
    reason: reason && JSON.stringify(reason),
    itemIds: [...(itemIds ?? [])],
    turn: turn ?? null,
  }));
  await db.stepTaken.createMany({ data, skipDuplicates: true });
}

/** The last decision of a case, for an answer that was lost on its way; null when there is none. */
export async function lastVerdict(db: Db, caseId: string): Promise<Verdict | null> {
  const row = await db.decision.findFirst({ where: { caseId }, orderBy: { id: 'desc' }, select: { verdict: true } });
  return row && (row.verdict as unknown as Verdict);
}
