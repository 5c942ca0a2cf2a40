/** Warnings about fees that have no sum in a currency in which accounts owe. */
import type { Day } from '../../domain/calendar/day.js';
import { feesWithoutSum, type Owing } from '../../domain/charges/currencies.js';
import type { Policy } from '../../domain/policy/types.js';
import { openAmountsAsOf } from '../../prisma/store/ageing.js';
import type { Db } from '../../prisma/store/db.js';
import type { Dossier } from '../../prisma/store/facts.js';
import { compilePolicy } from '../../prisma/store/policies.js';

/** Of a policy that is published, by all that is owed on a day. */
export async function warningsOf(db: Db, policy: Policy, today: Day): Promise<string[]> {
  if (!policy.charges) return [];
  const open = (await openAmountsAsOf(db, today, 'account')).filter(({ openMinor }) => openMinor > 0);
  return feesWithoutSum(policy, owingIn(open.map(({ accountId, currency }) => ({ accountId, currencies: [currency] }))), today);
}

/** Of the policies under which accounts are going to be, by what these owe. */
export async function warningsFor(db: Db, dossiers: readonly Pick<Dossier, 'facts' | 'policy'>[], today: Day): Promise<string[]> {
  const groups = new Map<string, Pick<Dossier, 'facts' | 'policy'>[]>();
  for (const dossier of dossiers) {
    const key = dossier.policy ? `${dossier.policy.name}@${dossier.policy.version}` : '';
    groups.set(key, [...(groups.get(key) ?? []), dossier]);
  }
  const all = [...groups].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, group]) => warningsOfGroup(db, group, today));
  return (await Promise.all(all)).flat();
}

async function warningsOfGroup(db: Db, group: readonly Pick<Dossier, 'facts' | 'policy'>[], today: Day): Promise<string[]> {
  const ref = group[0]?.policy;
  if (!ref) return [];
  const policy = await compilePolicy(db, ref);
  const owing = group.map(({ facts: { accountId, items } }) => ({
    accountId,
    currencies: items.filter(({ openMinor }) => openMinor > 0).map(({ currency }) => currency),
  }));
  return feesWithoutSum({ ...policy, name: `${ref.name}@${ref.version}` }, owingIn(owing), today);
}

function owingIn(owing: readonly { accountId: string; currencies: readonly string[] }[]): Owing[] {
  const accounts = new Map<string, Set<string>>();
  for (const { accountId, currencies } of owing)
    for (const currency of currencies) accounts.set(currency, (accounts.get(currency) ?? new Set()).add(accountId));
  return [...accounts].map(([currency, ids]) => ({ currency, accounts: ids.size })).toSorted((a, b) => (a.currency < b.currency ? -1 : 1));
}
