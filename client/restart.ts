import type { Client } from '@temporalio/client';
import type { PrismaClient } from '../prisma/generated/client.js';
import { startDisputes } from './accounts/tell.js';
import { startCampaign } from './campaigns/launch.js';

/** Starts the processes of campaigns and disputes that are in the store but were not started, because the server went away in between. */
export async function startWhatIsOwed(db: PrismaClient, temporal: Client): Promise<void> {
  const campaigns = await db.campaign.findMany({ where: { status: { in: ['RUNNING', 'PAUSED'] } }, select: { id: true, perMinute: true } });
  for (const { id, perMinute } of campaigns) await startCampaign(temporal, { campaignId: id, perMinute });
  const disputes = await db.dispute.findMany({ where: { resolvedAt: null }, select: { id: true } });
  await startDisputes(temporal, disputes.map(({ id }) => id));
}
