/** What became of each account of the campaign: one word for each, so that they add up. */
import type { Party } from './party.js';

export type Fate =
  | 'paid'
  | 'promised'
  | 'disputed'
  | 'paused'
  | 'put up for placement'
  | 'placed'
  | 'recommended for write-off'
  | 'written off'
  | 'unreachable'
  | 'with a collector'
  | 'being reminded';

export const fates: readonly Fate[] = [
  'paid',
  'promised',
  'disputed',
  'paused',
  'placed',
  'put up for placement',
  'recommended for write-off',
  'written off',
  'unreachable',
  'with a collector',
  'being reminded',
];

interface CampaignAccount {
  accountId: string;
  name: string;
  standing: string;
  status: string;
}

interface Page {
  open: Record<string, number>;
  tasks: { kind: string; status: string }[];
  contactsMade: { status: string; channel: string }[];
  placements: { status: string }[];
  writeOffs: { status: string }[];
}

export interface Reckoned {
  accountId: string;
  name: string;
  fate: Fate;
  contacts: number;
  open: Record<string, number>;
}

/** Looks at each account of a campaign and says where it stands. */
export async function reckon(party: Party, campaignId: string): Promise<Reckoned[]> {
  const { items } = await party.get<{ items: CampaignAccount[] }>('auditor', `/campaigns/${campaignId}/accounts?limit=500`);
  const reckoned: Reckoned[] = [];
  for (const account of items) {
    const page = await party.get<Page>('auditor', `/accounts/${account.accountId}`);
    const contacts = page.contactsMade.filter(({ status }) => status === 'ACCEPTED' || status === 'RECORDED').length;
    reckoned.push({ accountId: account.accountId, name: account.name, fate: fateOf(account, page), contacts, open: page.open });
  }
  return reckoned;
}

function fateOf({ standing }: CampaignAccount, page: Page): Fate {
  const openTask = (kind: string) => page.tasks.some((task) => task.kind === kind && task.status === 'OPEN');
  const placed = page.placements.some(({ status }) => status === 'PLACED' || status === 'APPROVED');
  const never = !page.contactsMade.some(({ status }) => status === 'ACCEPTED' || status === 'RECORDED');
  if (never && openTask('FIND_CONTACT')) return 'unreachable';
  switch (standing) {
    case 'PAID':
    case 'NOTHING_OVERDUE':
    case 'NO_CASE':
      return 'paid';
    case 'WRITTEN_OFF':
      return 'written off';
    case 'PLAN_RUNNING':
      return 'promised';
    case 'ALL_DISPUTED':
      return 'disputed';
    case 'ON_HOLD':
      return 'paused';
    case 'WRITE_OFF_PENDING':
      return 'recommended for write-off';
    case 'APPROVAL_PENDING':
      return 'put up for placement';
    default:
      if (placed) return 'placed';
      return openTask('CALL') || openTask('REVIEW_ACCOUNT') ? 'with a collector' : 'being reminded';
  }
}
