/** Promises, plans and settlements of a rehearsal: how they are judged, and what a settlement writes down. */
import type { Day } from '../calendar/day.js';
import type { PlanFacts } from '../facts.js';
import type { PlanAgreed } from '../instructing/change.js';
import { openOn } from '../ledger/openAmount.js';
import { sum, type Minor } from '../money/minor.js';
import { isWatched, judgePlan } from '../plans/judge.js';
import { coveredItems, knownAt, receiptsFor } from './receipts.js';
import { takeBack } from './takeBack.js';
import { nextId, nextItemId, setOff, type World } from './world.js';

/** A judgement that differs from the one before; of a settlement, what was written down (negative: taken back) with it. */
export interface PlanJudged {
  plan: PlanFacts;
  before: PlanFacts['status'];
  writtenDownMinor: Minor;
}

/** Keeps a plan that was agreed, or that waits for its approval; answers its id. */
export function keepPlan(world: World, agreed: PlanAgreed): string {
  const { kind, currency, itemIds, graceDays, tolerancePercent, level, agreedOn, instalments, settles } = agreed;
  const plan: PlanFacts = {
    id: nextId(world, 'plan-'),
    kind,
    status: settles?.approval ? 'PROPOSED' : 'OPEN',
    currency,
    itemIds,
    graceDays,
    level,
    instalments: instalments.map((each) => ({ ...each, paidMinor: 0, status: 'OPEN' })),
    ...(settles && { owedMinor: settles.owedMinor }),
  };
  world.base.plans = [...world.base.plans, plan];
  world.agreements.set(plan.id, { agreedOn, graceDays, tolerancePercent, baselineMinor: knownAt(world, agreed), instalments });
  return plan.id;
}

/** Changes the status of a plan. */
export function movePlan({ base }: World, id: string, status: PlanFacts['status']): void {
  base.plans = base.plans.map((plan) => (plan.id === id ? { ...plan, status } : plan));
}

/** Judges the plans as of a day, and writes down what kept settlements leave; answers those whose status changed. */
export function judgePlans(world: World, today: Day): PlanJudged[] {
  const changed: PlanJudged[] = [];
  world.base.plans = world.base.plans.map((plan) => {
    const agreed = world.agreements.get(plan.id);
    if (!agreed || plan.status === 'PROPOSED' || !isWatched(plan, today)) return plan;
    const judged = judgePlan(agreed, receiptsFor(world, plan, today), coveredItems(world, plan, today), today);
    const instalments = plan.instalments.map((instalment, n) => ({ ...instalment, ...judged.instalments[n] }));
    const after: PlanFacts = { ...plan, status: judged.status, instalments };
    if (judged.status !== plan.status) changed.push({ plan: after, before: plan.status, writtenDownMinor: settle(world, after, plan.status, today) });
    return after;
  });
  return changed;
}

/** A settlement that is kept leaves nothing; one that is no longer kept leaves what it left before. */
function settle(world: World, plan: PlanFacts, before: PlanFacts['status'], today: Day): Minor {
  if (plan.kind !== 'SETTLEMENT' || (plan.status === 'KEPT') === (before === 'KEPT')) return 0;
  return plan.status === 'KEPT' ? writeDown(world, plan, today) : -takeBackWriteDowns(world, plan, today);
}

const writeDownNumber = ({ id }: PlanFacts): string => `settlement-${id}`;

/** Credits what is still open of the items of a kept settlement; answers how much that was. */
function writeDown(world: World, plan: PlanFacts, today: Day): Minor {
  const open = openOn(world.items, world.allocations, today);
  const items = world.items.filter(({ id }) => plan.itemIds.includes(id) && (open.get(id) ?? 0) > 0);
  for (const item of items) {
    const { instalment, currency } = item;
    const minor = open.get(item.id) ?? 0;
    const id = nextItemId(world);
    world.items.push({ id, kind: 'WRITE_OFF', number: writeDownNumber(plan), instalment, issuedOn: today, dueOn: today, currency, amountMinor: -minor });
    setOff(world, id, [item], minor, today);
  }
  return sum(items.map(({ id }) => open.get(id) ?? 0));
}

function takeBackWriteDowns(world: World, plan: PlanFacts, today: Day): Minor {
  const credits = world.items.filter(({ kind, number }) => kind === 'WRITE_OFF' && number === writeDownNumber(plan));
  return sum(credits.map((credit) => takeBack(world, credit, { kind: 'ADJUSTMENT', number: `${credit.number}-reversed` }, today)));
}
