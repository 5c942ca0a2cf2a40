import type { Store } from '../prisma/store/store.js';
import type { Activities } from './activities.js';
import type { BusinessClock, Processes } from './ports.js';

/** Accounts that are started at the same time; a pause or a cancel takes effect after them. */
const atOnce = 20;

/** Starts or nudges the next accounts of a campaign, in its order. Starting is idempotent: an account that was started and not yet marked is started again. */
export function startNextAccounts({ store, clock, processes }: { store: Store; clock: BusinessClock; processes: Processes }): Activities['startNextAccounts'] {
  return async ({ campaignId, limit, ...turn }) => {
    const now = clock.at(turn);
    for (let left = limit; left > 0;) {
      const accountIds = await store.campaigns.nextAccounts(campaignId, Math.min(atOnce, left));
      if (accountIds.length === 0) break;
      await Promise.all(accountIds.map((accountId) => processes.collectAccount(accountId, campaignId)));
      await store.campaigns.markStarted(campaignId, accountIds, now);
      left -= accountIds.length;
    }
    await store.campaigns.finishCampaign(campaignId, now);
    return store.campaigns.campaignStarted(campaignId);
  };
}
