import type { Day, Instant } from '../domain/calendar/day.js';
import type { AccountFacts } from '../domain/facts.js';
import { total, type Amounts } from '../domain/money/minor.js';
import { askedFor } from '../domain/rule/asked.js';
import { stepsWith } from '../domain/rule/levels.js';
import type { Standing } from '../domain/rule/standing.js';
import type { About, Reason } from '../domain/verdict.js';
import type { StoreTx } from '../prisma/store/store.js';
import type { Look } from './look.js';

type StepToTake = Parameters<StoreTx['cases']['takeSteps']>[0][number];

/** The rungs that are taken with an act: its own, and those of other items that it speaks for. */
export function rungsOf(act: About & { step: string; round: number }, taken: { caseId: string; at: Instant; onDay: Day; reason: Reason | null }): StepToTake[] {
  return stepsWith(act).map((each) => ({ ...taken, ...each, result: 'TAKEN' }));
}

/** What is to be collected of what an act is about: of all that is past due, or of the items whose step it is. */
export function claimsOf({ standing }: Look, { itemIds }: About): Pick<Standing, 'claims' | 'collectable'> {
  if (!itemIds) return standing;
  const claims = standing.claims.filter(({ item }) => itemIds.includes(item.id));
  return { claims, collectable: total(claims.map(({ item, minor }) => ({ currency: item.currency, minor }))) };
}

/** What an act proposes to hand over or to write off: what it is about, with the fees and interest that are asked for with it. */
export function proposedBy({ facts, policy, standing }: Look, act: About & { step: string | null }): { itemIds: number[]; amounts: Amounts } {
  const { items, amounts } = askedFor(facts, policy, standing, act);
  return { itemIds: items.map(({ id }) => id), amounts };
}

/** What an act is about: the whole account; or the items of its group alone, where a message is for a level or an item. */
export function partOf(seen: Look, { itemIds }: About): { facts: AccountFacts; standing: Standing } {
  const { facts, standing, policy } = seen;
  if (!itemIds || policy.levels.message === 'account') return { facts, standing };
  const isMeant = ({ id }: { id: number }) => itemIds.includes(id);
  const { claims, collectable } = claimsOf(seen, { itemIds });
  const upcoming = facts.items.filter((item) => isMeant(item) && item.dueOn >= standing.today);
  const open = total([
    ...claims.map(({ item, minor }) => ({ currency: item.currency, minor })),
    ...upcoming.map(({ currency, openMinor }) => ({ currency, minor: openMinor })),
  ]);
  const reduced = claims.some(({ item, minor }) => minor < item.openMinor - (standing.withheld.get(item.id)?.minor ?? 0));
  const items = facts.items.filter((item) => isMeant(item) || (reduced && item.openMinor < 0));
  return { facts: { ...facts, items }, standing: { ...standing, claims, collectable, overdue: collectable, open } };
}
