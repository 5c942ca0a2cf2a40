import {
  allHandlersFinished,
  ApplicationFailure,
  CancellationScope,
  condition,
  continueAsNew,
  defineQuery,
  defineUpdate,
  setHandler,
} from '@temporalio/workflow';
import type { CampaignInstruction, CampaignProgress } from '../activities/activities.js';
import { instructCampaign, startNextAccounts } from './acting.js';
import type { RunCampaignInput } from './messages.js';
import { instructName, progressName } from './messages.js';
import { oneAtATime } from './oneAtATime.js';
import { patience, resultOf } from './patience.js';

const instruct = defineUpdate<CampaignProgress, [CampaignInstruction]>(instructName);
const progressOf = defineQuery<CampaignProgress | null>(progressName);

/** Most accounts that one activity starts. */
const pageSize = 200;
const minute = 60_000;

/** Starts the accounts of a campaign page by page, at most `perMinute` in a minute; can be paused, resumed and cancelled. */
export async function runCampaign(input: RunCampaignInput): Promise<CampaignProgress> {
  const campaign = takeUp(input);
  try {
    return await run(campaign);
  } finally {
    await CancellationScope.nonCancellable(() => condition(allHandlersFinished));
  }
}

interface Campaign {
  input: RunCampaignInput;
  progress: CampaignProgress | null;
  nextPageMs: number;
  inOrder: ReturnType<typeof oneAtATime>;
}

function takeUp(input: RunCampaignInput): Campaign {
  const { progress = null, nextPageMs = 0 } = input.carried ?? {};
  const campaign: Campaign = { input, progress, nextPageMs, inOrder: oneAtATime() };
  setHandler(progressOf, () => campaign.progress);
  setHandler(instruct, (instruction) => campaign.inOrder(() => obey(campaign, instruction)), { validator: (instruction) => refuse(campaign, instruction) });
  return campaign;
}

async function run(campaign: Campaign): Promise<CampaignProgress> {
  const endurance = patience();
  for (;;) {
    if (endurance.spent()) await rollOver(campaign);
    await untilNextPage(campaign);
    const page = isOver(campaign) ? null : await resultOf(() => campaign.inOrder(() => startPage(campaign)));
    if (page && !page.ok) campaign.nextPageMs = endurance.lose(null);
    else endurance.regain();
    if (campaign.progress && isOver(campaign)) return campaign.progress;
  }
}

/** Waits for the time of the next page, and while the campaign is paused; ends at once when it is over. */
async function untilNextPage(campaign: Campaign): Promise<void> {
  while (!isOver(campaign) && (isPaused(campaign) || campaign.nextPageMs > Date.now())) {
    if (isPaused(campaign)) await condition(() => !isPaused(campaign));
    else await condition(() => isPaused(campaign) || isOver(campaign), campaign.nextPageMs - Date.now());
  }
}

/** Starts the next accounts, unless someone paused or cancelled the campaign just before. */
async function startPage(campaign: Campaign): Promise<void> {
  if (isPaused(campaign) || isOver(campaign)) return;
  const { campaignId, perMinute } = campaign.input;
  const limit = Math.min(pageSize, perMinute);
  const nowMs = Date.now();
  const progress = await startNextAccounts({ campaignId, limit, nowMs, plannedMs: null });
  campaign.progress = progress;
  campaign.nextPageMs = nowMs + Math.ceil((minute * limit) / perMinute);
}

async function obey(campaign: Campaign, instruction: CampaignInstruction): Promise<CampaignProgress> {
  const { campaignId } = campaign.input;
  const progress = await instructCampaign({ campaignId, instruction, nowMs: Date.now(), plannedMs: null });
  campaign.progress = progress;
  return progress;
}

/** Refuses what makes no sense in the campaign's state; nothing of it enters the history. */
function refuse(campaign: Campaign, { kind, actor, reason }: CampaignInstruction): void {
  const no = (code: string, why: string) => ApplicationFailure.nonRetryable(why, code);
  if (!['pause', 'resume', 'cancel'].includes(kind)) throw no('UNKNOWN_KIND', `'${kind}' is no instruction. Known are: pause, resume, cancel.`);
  if (!actor || !reason) throw no('MALFORMED', "An instruction has an 'actor' and a 'reason'.");
  if (isOver(campaign)) throw no('CAMPAIGN_OVER', `The campaign is ${campaign.progress?.status === 'DONE' ? 'done' : 'cancelled'}.`);
  if (kind === 'pause' && isPaused(campaign)) throw no('ALREADY_PAUSED', 'The campaign is paused already. It can be resumed or cancelled.');
  if (kind === 'resume' && !isPaused(campaign)) throw no('NOT_PAUSED', 'The campaign is running. It can be paused or cancelled.');
}

function isPaused({ progress }: Campaign): boolean {
  return progress?.status === 'PAUSED';
}

function isOver({ progress }: Campaign): boolean {
  return progress?.status === 'CANCELLED' || progress?.status === 'DONE';
}

/** Begins a new history that goes on with the next page at its time. */
async function rollOver({ input, progress, nextPageMs }: Campaign): Promise<never> {
  await condition(allHandlersFinished);
  return continueAsNew<typeof runCampaign>({ ...input, carried: { progress, nextPageMs } });
}
