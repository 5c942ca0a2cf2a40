import type { Client } from '@temporalio/client';
import type { Instant } from '../../domain/calendar/day.js';
import type { PrismaClient } from '../../prisma/generated/client.js';
import { createCampaign } from '../../prisma/store/campaigns.js';
import { inTransaction } from '../../prisma/store/db.js';
import { keepLaunch, takeLaunchKey } from '../../prisma/store/launches.js';
import { findPreview } from '../../prisma/store/previews.js';
import { processes, taskQueue, workflowIds, type RunCampaignInput } from '../../workflows/messages.js';
import { nameOf } from './criteria.js';
import { previewCampaign, saidOf, type Preview, type PreviewRequest } from './preview.js';

export interface LaunchRequest extends PreviewRequest {
  name: string | null;
  /** Accounts that are started in a minute of real time. */
  perMinute: number;
  /** The preview that is to be carried out, and no other; null: whatever a preview says at this moment. */
  fingerprint: string | null;
  /** The caller's key: the same key again is answered as the first time, and launches nothing. */
  key: string | null;
  by: string;
  role: string;
}

/** What has become different for an account since the preview. */
export interface Difference {
  accountId: string;
  /** null: it was not in the preview. */
  was: string | null;
  /** null: it is not selected any more. */
  is: string | null;
}

export type Launched =
  | { status: 'launched'; campaignId: string; preview: Preview; /** false: its process is started once Temporal answers again. */ started: boolean }
  | { status: 'outdated'; differences: Difference[] | null }
  | { status: 'no-policy' }
  | { status: 'nobody' }
  /** Something else was launched under this key. */
  | { status: 'key-taken' };

/**
 * Launches what is previewed: selects, decides and writes in one transaction, and starts the campaign's process after it.
 * With a fingerprint, only if the preview still says the same; with a key that was used before, that campaign is answered and nothing is launched.
 */
export async function launchCampaign({ db, temporal }: { db: PrismaClient; temporal: Client }, request: LaunchRequest, now: Instant): Promise<Launched> {
  const launched = await inTransaction(db, async (tx): Promise<Launched> => {
    const asked = askedOf(request);
    const before = request.key === null ? null : await takeLaunchKey(tx, request.key);
    if (before && before.asked !== asked) return { status: 'key-taken' };
    if (before) return { status: 'launched', campaignId: before.campaignId, preview: before.preview as Preview, started: false };
    const preview = await previewCampaign(tx, request, now);
    if (!preview) return { status: 'no-policy' };
    if (request.fingerprint && request.fingerprint !== preview.fingerprint)
      return { status: 'outdated', differences: differencesBetween(await findPreview(tx, request.fingerprint), saidOf(preview.accounts)) };
    if (preview.accounts.length === 0) return { status: 'nobody' };
    const { criteria, perMinute, by: launchedBy, role } = request;
    const { asOf, policy, accounts } = preview;
    const name = request.name ?? nameOf(criteria, asOf);
    const campaignId = await createCampaign(tx, { name, criteria, asOf, policy, perMinute, launchedBy, role, launchedAt: now, accounts: accounts.map(toRow) });
    if (request.key !== null) await keepLaunch(tx, { key: request.key, campaignId, asked, preview });
    return { status: 'launched', campaignId, preview, started: false };
  });
  if (launched.status !== 'launched') return launched;
  const { status } = await db.campaign.findUniqueOrThrow({ where: { id: launched.campaignId }, select: { status: true } });
  if (status !== 'RUNNING') return { ...launched, started: true };
  const started = await startCampaign(temporal, { campaignId: launched.campaignId, perMinute: request.perMinute }).then(
    () => true,
    () => false,
  );
  return { ...launched, started };
}

/** What a launch asks for, in words that are the same for the same. */
function askedOf({ criteria, policy, name, perMinute, fingerprint, by }: LaunchRequest): string {
  return JSON.stringify([criteria, policy, name, perMinute, fingerprint, by]);
}

/** Starts the process of a campaign; one that runs goes on. */
export async function startCampaign(temporal: Client, input: RunCampaignInput): Promise<void> {
  await temporal.withDeadline(Date.now() + 10_000, () =>
    temporal.workflow.start(processes.runCampaign, {
      workflowId: workflowIds.runCampaign(input.campaignId),
      taskQueue,
      args: [input],
      workflowIdConflictPolicy: 'USE_EXISTING',
    }),
  );
}

function toRow({ accountId, decision, plannedStep, plannedAt, plannedAct, reason, overdue }: Preview['accounts'][number]) {
  return { accountId, decision, plannedStep, plannedAt, plannedAct, reason, overdue };
}

/** What previews say differently of accounts; null when the earlier one is not known any more. */
export function differencesBetween(before: Readonly<Record<string, string>> | null, after: Readonly<Record<string, string>>): Difference[] | null {
  if (!before) return null;
  const ids = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return ids.map((accountId) => ({ accountId, was: before[accountId] ?? null, is: after[accountId] ?? null })).filter(({ was, is }) => was !== is);
}
