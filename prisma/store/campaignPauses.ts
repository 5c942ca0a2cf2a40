import type { Instant } from '../../domain/calendar/day.js';
import { Prisma, toInstant, type Db } from './db.js';
import { nudgeAccounts } from './nudges.js';

/** Whether case `k` is the campaign's: it opened it, or took it up and no other campaign opened it. */
const ofCampaign = (campaignId: Prisma.Sql): Prisma.Sql => Prisma.sql`
  (k.campaign_id = ${campaignId} OR (k.campaign_id IS NULL AND k.id IN (SELECT ca.case_id FROM campaign_account ca WHERE ca.campaign_id = ${campaignId})))`;

/** Running cases that stand still because their campaign is paused. */
export const pausedCasesSql = Prisma.sql`
  SELECT k.account_id FROM campaign_pause u JOIN collection_case k ON k.closed_at IS NULL AND ${ofCampaign(Prisma.sql`u.campaign_id`)} WHERE u.ended_at IS NULL`;

/** Begins a pause of a campaign, or ends the one that is; the accounts of its running cases are told. */
export async function keepPause(
  tx: Db,
  campaignId: string,
  { kind, actor, reason, at }: { kind: string; actor: string; reason: string; at: Instant },
): Promise<void> {
  if (kind === 'pause') await tx.campaignPause.create({ data: { campaignId, reason, pausedAt: toInstant(at), pausedBy: actor } });
  else await tx.campaignPause.updateMany({ where: { campaignId, endedAt: null }, data: { endedAt: toInstant(at), endedBy: actor } });
  const running = await tx.$queryRaw<{ accountId: string }[]>`
    SELECT k.account_id AS "accountId" FROM collection_case k WHERE k.closed_at IS NULL AND ${ofCampaign(Prisma.sql`${campaignId}`)}`;
  await nudgeAccounts(
    tx,
    running.map(({ accountId }) => accountId),
  );
}
