/** The money by which promises and plans of a rehearsed account are judged: as live, whatever it was said to be for. */
import type { Day } from '../calendar/day.js';
import type { PlanFacts } from '../facts.js';
import type { PlanAgreed } from '../instructing/change.js';
import { countsOn, openOn } from '../ledger/openAmount.js';
import { sum, type Minor } from '../money/minor.js';
import { shareUnapplied } from '../plans/cash.js';
import type { CoveredItems, Receipt } from '../plans/judge.js';
import type { World } from './world.js';

/** Money of the day of an agreement that is known already: it fulfils nothing. */
export function knownAt(world: World, { itemIds, currency, agreedOn }: Pick<PlanAgreed, 'itemIds' | 'currency' | 'agreedOn'>): Minor {
  const known = [...appliedTo(world, itemIds, agreedOn, agreedOn), ...unapplied(world, currency, agreedOn, agreedOn)];
  return sum(known.map(({ minor }) => minor));
}

const nobodys: ReadonlySet<PlanFacts['status']> = new Set(['PROPOSED', 'DECLINED', 'CANCELLED']);

/** Money on the plan's items, and its share of what was paid without saying for what; plans that were agreed before it come first. */
export function receiptsFor(world: World, judged: PlanFacts, today: Day): Receipt[] {
  const { plans } = world.base;
  const ahead = plans.slice(0, plans.indexOf(judged)).filter(({ status, currency }) => !nobodys.has(status) && currency === judged.currency);
  const claimants = [...ahead, judged].map((plan) => {
    const agreed = world.agreements.get(plan.id);
    const agreedOn = agreed?.agreedOn ?? today;
    const applied = appliedTo(world, plan.itemIds, agreedOn, today);
    const lacksMinor = Math.max(0, claimOf(plan, judged) + (agreed?.baselineMinor ?? 0) - sum(applied.map(({ minor }) => minor)));
    return { planId: plan.id, agreedOn, lacksMinor, applied };
  });
  const from = claimants.reduce((first, { agreedOn }) => (agreedOn < first ? agreedOn : first), today);
  const shares = shareUnapplied(claimants, unapplied(world, judged.currency, from, today));
  return [...(claimants.at(-1)?.applied ?? []), ...(shares.get(judged.id) ?? [])];
}

/** What a plan may still claim of such money: all of it while it runs or is judged, what it was kept with once it is over. */
function claimOf(plan: PlanFacts, judged: PlanFacts): Minor {
  const whole = plan.status === 'OPEN' || plan === judged;
  return sum(plan.instalments.map(({ amountMinor, paidMinor }) => (whole ? amountMinor : paidMinor)));
}

/** Money on items from credits dated `from` or later, as it stands on a day. A write-off is no money. */
function appliedTo(world: World, itemIds: readonly number[], from: Day, today: Day): Receipt[] {
  const credits = new Map(world.items.filter(({ kind, issuedOn }) => kind !== 'WRITE_OFF' && issuedOn >= from).map((item) => [item.id, item]));
  return world.allocations.flatMap((allocation) => {
    const credit = credits.get(allocation.creditId);
    return credit && itemIds.includes(allocation.debitId) && countsOn(allocation, today) ? [{ onDay: credit.issuedOn, minor: allocation.amountMinor }] : [];
  });
}

/** Payments from `from` to a day that are not applied to anything. */
function unapplied(world: World, currency: string, from: Day, today: Day): Receipt[] {
  const open = openOn(world.items, world.allocations, today);
  return world.items
    .filter((item) => item.kind === 'PAYMENT' && item.currency === currency && item.issuedOn >= from && item.issuedOn <= today)
    .map(({ id, issuedOn }) => ({ onDay: issuedOn, minor: -(open.get(id) ?? 0) }))
    .filter(({ minor }) => minor > 0);
}

/** What became of the items that a plan covers, up to a day. */
export function coveredItems(world: World, plan: PlanFacts, today: Day): CoveredItems {
  const open = openOn(world.items, world.allocations, today);
  const settled = world.allocations.filter((each) => plan.itemIds.includes(each.debitId) && countsOn(each, today));
  const writtenOff = settled.some(({ creditId }) => world.items.find(({ id }) => id === creditId)?.kind === 'WRITE_OFF');
  if (plan.itemIds.some((id) => (open.get(id) ?? 0) > 0)) return { clearedOn: null, writtenOff };
  return { clearedOn: settled.reduce<Day | null>((last, { onDay }) => (last === null || onDay > last ? onDay : last), null), writtenOff };
}
