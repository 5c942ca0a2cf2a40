import type { Client } from '@temporalio/client';
import type { PrismaClient } from '../prisma/generated/client.js';
import { startDisputes } from './accounts/tell.js';
import { startCampaign } from './campaigns/launch.js';

/** Starts the processes of campaigns that are under way; those that run go on. Nothing is lost when a server goes away between the store and Temporal. */
export async function startCampaigns(db: PrismaClient, temporal: Client): Promise<void> {
  const campaigns = await db.campaign.findMany({ where: { status: { in: ['RUNNING', 'PAUSED'] } }, select: { id: true, perMinute: true } });
  for (const { id, perMinute } of campaigns) await startCampaign(temporal, { campaignId: id, perMinute });
}

/** Starts the processes of disputes that nobody has resolved; those that run go on. */
export async function startOpenDisputes(db: PrismaClient, temporal: Client): Promise<void> {
  const disputes = await db.dispute.findMany({ where: { resolvedAt: null }, select: { id: true } });
  await startDisputes(
    temporal,
    disputes.map(({ id }) => id),
  );
}

/** Does both at once, and campaigns every minute as well, until stopped; what fails is told to `failed`. */
export function keepStarting(db: PrismaClient, temporal: Client, failed: (error: unknown) => void, everyMs = 60_000): { stop(): void } {
  const campaigns = () => void startCampaigns(db, temporal).catch(failed);
  campaigns();
  void startOpenDisputes(db, temporal).catch(failed);
  const timer = setInterval(campaigns, everyMs);
  return { stop: () => clearInterval(timer) };
}
