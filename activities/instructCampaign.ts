import type { Store } from '../prisma/store/store.js';
import type { Activities } from './activities.js';
import type { BusinessClock } from './ports.js';

/** Writes a campaign's new status; in a state that does not allow it nothing changes, and the progress says so. */
export function instructCampaign({ store, clock }: { store: Store; clock: BusinessClock }): Activities['instructCampaign'] {
  return async ({ campaignId, instruction, ...turn }) => {
    const { kind, actor, role = 'manager', reason } = instruction;
    await store.campaigns.moveCampaign(campaignId, { kind, actor, role, reason, at: clock.at(turn) });
    return store.campaigns.campaignStarted(campaignId);
  };
}
