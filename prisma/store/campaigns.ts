import type { Day, Instant } from '../../domain/calendar/day.js';
import type { Amounts } from '../../domain/money/minor.js';
import type { Act } from '../../domain/verdict.js';
import { appendAudit } from './audit.js';
import { fromDate, fromInstant, inTransaction, Prisma, toDate, toInstant, type Db } from './db.js';
import { keepPause } from './campaignPauses.js';
import type { Slice } from './reading/page.js';

export type CampaignStatus = 'RUNNING' | 'PAUSED' | 'CANCELLED' | 'DONE';

/** What the preview said: it acts at once, waits first, is collected already, or gets nothing. Only the last is not started. */
export type CampaignDecision = 'ACT' | 'WAIT' | 'RUNNING' | 'NOTHING';

/** `SKIPPED` gets nothing; `CANCELLED` was not started when the campaign was cancelled. */
export type CampaignAccountStatus = 'PENDING' | 'STARTED' | 'SKIPPED' | 'CANCELLED';

/** An account as it was previewed. */
export interface PreviewedAccount {
  accountId: string;
  decision: CampaignDecision;
  plannedStep: string | null;
  plannedAt: Instant | null;
  plannedAct: Act | null;
  /** Why it gets what it gets, or nothing. */
  reason: string;
  overdue: Amounts;
}

export interface CampaignToCreate {
  id?: string;
  name: string;
  criteria: object;
  asOf: Day;
  /** null: as the assignment says. */
  policy: { name: string; version: number } | null;
  /** Accounts that are started in a minute of real time. */
  perMinute: number;
  launchedBy: string;
  role: string;
  launchedAt: Instant;
  /** In the order in which they are started. */
  accounts: readonly PreviewedAccount[];
}

/** Writes a campaign with what was previewed for each account; answers its id. All or nothing. */
export async function createCampaign(db: Db, it: CampaignToCreate): Promise<string> {
  return inTransaction(db, async (tx) => {
    const campaign = await tx.campaign.create({
      data: {
        ...(it.id ? { id: it.id } : {}),
        name: it.name,
        criteria: it.criteria as Prisma.InputJsonObject,
        asOf: toDate(it.asOf),
        policyName: it.policy?.name ?? null,
        policyVersion: it.policy?.version ?? null,
        perMinute: it.perMinute,
        status: 'RUNNING',
        launchedBy: it.launchedBy,
        launchedAt: toInstant(it.launchedAt),
      },
      select: { id: true },
    });
    await tx.campaignAccount.createMany({ data: it.accounts.map((account, position) => rowOf(campaign.id, account, position)) });
    const change = { name: it.name, criteria: it.criteria, asOf: it.asOf, policy: it.policy, accounts: it.accounts.length } as Prisma.InputJsonObject;
    const subject = { action: 'campaign.launch', subject: 'campaign', subjectId: campaign.id };
    await appendAudit(tx, { at: it.launchedAt, actor: it.launchedBy, role: it.role, ...subject, change });
    return campaign.id;
  });
}

function rowOf(campaignId: string, { overdue, plannedAt, plannedAct, ...account }: PreviewedAccount, position: number): Prisma.CampaignAccountCreateManyInput {
  const status: CampaignAccountStatus = account.decision === 'NOTHING' ? 'SKIPPED' : 'PENDING';
  const planned = plannedAct ? { plannedAct: plannedAct as unknown as Prisma.InputJsonObject } : {};
  return { campaignId, position, ...account, ...planned, plannedAt: plannedAt && toInstant(plannedAt), overdueMinor: { ...overdue }, status };
}

/** How far the starting of a campaign is. */
export interface CampaignStarted {
  campaignId: string;
  status: CampaignStatus;
  started: number;
  remaining: number;
}

/** Counts what was started and what is still to be. Throws when there is no such campaign. */
export async function campaignStarted(db: Db, campaignId: string): Promise<CampaignStarted> {
  const [row] = await db.$queryRaw<{ status: CampaignStatus; started: number; remaining: number }[]>`
    SELECT g.status, count(*) FILTER (WHERE ca.status = 'STARTED')::int AS started, count(*) FILTER (WHERE ca.status = 'PENDING')::int AS remaining
    FROM campaign g LEFT JOIN campaign_account ca ON ca.campaign_id = g.id WHERE g.id = ${campaignId} GROUP BY g.id`;
  if (!row) throw new Error(`There is no campaign ${campaignId}`);
  return { campaignId, ...row };
}

/** The next accounts to start, in the campaign's order; none while it is not running. */
export async function nextAccounts(db: Db, campaignId: string, limit: number): Promise<string[]> {
  const rows = await db.campaignAccount.findMany({
    where: { campaignId, status: 'PENDING', campaign: { status: 'RUNNING' } },
    orderBy: { position: 'asc' },
    take: limit,
    select: { accountId: true },
  });
  return rows.map(({ accountId }) => accountId);
}

/** Marks accounts as started and ties them to the case that runs, if one does. */
export async function markStarted(db: Db, campaignId: string, accountIds: readonly string[], at: Instant): Promise<void> {
  await db.$executeRaw`
    UPDATE campaign_account ca SET status = 'STARTED', started_at = ${toInstant(at)},
      case_id = coalesce(ca.case_id, (SELECT k.id FROM collection_case k WHERE k.account_id = ca.account_id AND k.closed_at IS NULL))
    WHERE ca.campaign_id = ${campaignId} AND ca.account_id = ANY(${[...accountIds]}::text[]) AND ca.status = 'PENDING'`;
}

/** Ends a campaign that runs and has nothing left to start. */
export async function finishCampaign(db: Db, campaignId: string, at: Instant): Promise<void> {
  const done = { id: campaignId, status: 'RUNNING', accounts: { none: { status: 'PENDING' } } };
  await db.campaign.updateMany({ where: done, data: { status: 'DONE', finishedAt: toInstant(at) } });
}

const moves = {
  pause: { from: ['RUNNING', 'DONE'], to: 'PAUSED' },
  resume: { from: ['PAUSED'], to: 'RUNNING' },
  cancel: { from: ['RUNNING', 'PAUSED'], to: 'CANCELLED' },
} as const;

/**
 * Pauses, resumes or cancels; answers false when the campaign is not in a state for it. While it is paused its cases stand still, which
 * their accounts are told. A cancelled campaign starts nothing more; what it started goes on.
 */
export async function moveCampaign(
  db: Db,
  campaignId: string,
  move: { kind: keyof typeof moves; actor: string; role: string; reason: string; at: Instant },
): Promise<boolean> {
  const { from, to } = moves[move.kind];
  const finishedAt = to === 'CANCELLED' ? { finishedAt: toInstant(move.at) } : { finishedAt: null };
  return inTransaction(db, async (tx) => {
    const { count } = await tx.campaign.updateMany({ where: { id: campaignId, status: { in: [...from] } }, data: { status: to, ...finishedAt } });
    if (count === 0) return false;
    await keepPause(tx, campaignId, move);
    if (to === 'CANCELLED') await tx.campaignAccount.updateMany({ where: { campaignId, status: 'PENDING' }, data: { status: 'CANCELLED' } });
    const subject = { action: `campaign.${move.kind}`, subject: 'campaign', subjectId: campaignId };
    await appendAudit(tx, { at: move.at, actor: move.actor, role: move.role, ...subject, change: { status: to }, reason: move.reason });
    return true;
  });
}

/** A campaign as a list shows it. */
export interface CampaignRow extends CampaignStarted {
  name: string;
  criteria: unknown;
  asOf: Day;
  /** null: as the assignment says. */
  policy: { name: string; version: number } | null;
  perMinute: number;
  launchedBy: string;
  launchedAt: Instant;
  finishedAt: Instant | null;
  total: number;
  /** Accounts that got nothing, as previewed. */
  skipped: number;
}

/** A campaign with what became of its accounts. */
export interface CampaignShown extends CampaignRow {
  /** Since when it is paused, by whom, and why; null: it is not. */
  paused: { since: Instant; by: string; reason: string } | null;
  decisions: Partial<Record<CampaignDecision, number>>;
  /** Accounts by what their case stands at: what it waits for, `ACTING`, its outcome once closed, `NO_CASE` where none was needed, or else their status here. */
  standings: Record<string, number>;
}

/** The act that was decided last may have asked for an approval: from then on the case waits for that, and not only from its next look. */
const standingSql = Prisma.sql`
  CASE WHEN ca.status <> 'STARTED' THEN ca.status WHEN k.id IS NULL THEN 'NO_CASE' WHEN k.closed_at IS NOT NULL THEN k.outcome
       WHEN k.wait_reason IS NOT NULL THEN k.wait_reason
       WHEN EXISTS (SELECT 1 FROM write_off_request w WHERE w.case_id = k.id AND w.status = 'REQUESTED') THEN 'WRITE_OFF_PENDING'
       WHEN EXISTS (SELECT 1 FROM placement p WHERE p.case_id = k.id AND p.status = 'REQUESTED') THEN 'APPROVAL_PENDING'
       ELSE 'ACTING' END`;

interface RawCampaign {
  id: string;
  name: string;
  criteria: unknown;
  as_of: Date;
  policy_name: string | null;
  policy_version: number | null;
  per_minute: number;
  status: CampaignStatus;
  launched_by: string;
  launched_at: Date;
  finished_at: Date | null;
  total: number;
  started: number;
  remaining: number;
  skipped: number;
}

/** Campaigns, newest first; only the named one when given. */
export async function listCampaigns(db: Db, { limit, offset }: Slice = { limit: 100, offset: 0 }, campaignId: string | null = null): Promise<CampaignRow[]> {
  const rows = await db.$queryRaw<RawCampaign[]>`
    SELECT g.*, count(ca.account_id)::int AS total, count(*) FILTER (WHERE ca.status = 'STARTED')::int AS started,
      count(*) FILTER (WHERE ca.status = 'PENDING')::int AS remaining, count(*) FILTER (WHERE ca.status = 'SKIPPED')::int AS skipped
    FROM campaign g LEFT JOIN campaign_account ca ON ca.campaign_id = g.id
    WHERE ${campaignId}::text IS NULL OR g.id = ${campaignId}
    GROUP BY g.id ORDER BY g.launched_at DESC, g.id DESC LIMIT ${limit} OFFSET ${offset}`;
  return rows.map((row) => ({
    campaignId: row.id,
    name: row.name,
    criteria: row.criteria,
    asOf: fromDate(row.as_of),
    policy: row.policy_name !== null && row.policy_version !== null ? { name: row.policy_name, version: row.policy_version } : null,
    perMinute: row.per_minute,
    status: row.status,
    launchedBy: row.launched_by,
    launchedAt: fromInstant(row.launched_at),
    finishedAt: row.finished_at && fromInstant(row.finished_at),
    total: row.total,
    started: row.started,
    remaining: row.remaining,
    skipped: row.skipped,
  }));
}

/** One campaign with its exact progress; null when there is none of that id. */
export async function showCampaign(db: Db, campaignId: string): Promise<CampaignShown | null> {
  const [campaign] = await listCampaigns(db, { limit: 1, offset: 0 }, campaignId);
  if (!campaign) return null;
  const rows = await db.$queryRaw<{ decision: CampaignDecision; standing: string; accounts: number }[]>`
    SELECT ca.decision, ${standingSql} AS standing, count(*)::int AS accounts
    FROM campaign_account ca LEFT JOIN collection_case k ON k.id = ca.case_id
    WHERE ca.campaign_id = ${campaignId} GROUP BY 1, 2 ORDER BY 1, 2`;
  const decisions: CampaignShown['decisions'] = {};
  const standings: CampaignShown['standings'] = {};
  for (const { decision, standing, accounts } of rows) {
    decisions[decision] = (decisions[decision] ?? 0) + accounts;
    standings[standing] = (standings[standing] ?? 0) + accounts;
  }
  const pause = await db.campaignPause.findFirst({ where: { campaignId, endedAt: null } });
  const paused = pause && { since: fromInstant(pause.pausedAt), by: pause.pausedBy, reason: pause.reason };
  return { ...campaign, paused, decisions, standings };
}

/** An account of a campaign: what was previewed and what became of it. */
export interface CampaignAccountRow extends PreviewedAccount {
  position: number;
  status: CampaignAccountStatus;
  startedAt: Instant | null;
  caseId: string | null;
  standing: string;
  step: string | null;
  nextLookAt: Instant | null;
}

interface RawCampaignAccount {
  account_id: string;
  position: number;
  decision: CampaignDecision;
  planned_step: string | null;
  planned_at: Date | null;
  planned_act: Act | null;
  reason: string;
  overdue_minor: Amounts;
  status: CampaignAccountStatus;
  started_at: Date | null;
  case_id: string | null;
  standing: string;
  step: string | null;
  next_look_at: Date | null;
}

/** Accounts of a campaign in its order. */
export async function campaignAccounts(db: Db, campaignId: string, { limit, offset }: Slice): Promise<CampaignAccountRow[]> {
  const rows = await db.$queryRaw<RawCampaignAccount[]>`
    SELECT ca.*, ${standingSql} AS standing, k.step, k.next_look_at
    FROM campaign_account ca LEFT JOIN collection_case k ON k.id = ca.case_id
    WHERE ca.campaign_id = ${campaignId} ORDER BY ca.position LIMIT ${limit} OFFSET ${offset}`;
  return rows.map((row) => ({
    accountId: row.account_id,
    position: row.position,
    decision: row.decision,
    plannedStep: row.planned_step,
    plannedAt: row.planned_at && fromInstant(row.planned_at),
    plannedAct: row.planned_act,
    reason: row.reason,
    overdue: row.overdue_minor,
    status: row.status,
    startedAt: row.started_at && fromInstant(row.started_at),
    caseId: row.case_id,
    standing: row.standing,
    step: row.step,
    nextLookAt: row.next_look_at && fromInstant(row.next_look_at),
  }));
}
