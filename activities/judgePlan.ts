import { addDays, instantOf, type Instant } from '../domain/calendar/day.js';
import { sum, type Minor } from '../domain/money/minor.js';
import { shareUnapplied, type Claimant } from '../domain/plans/cash.js';
import { judgePlan as judge, type PlanJudgement, type Receipt } from '../domain/plans/judge.js';
import { debtorZone } from '../domain/rule/debtorZone.js';
import { isSuppressed } from '../domain/rule/reach.js';
import type { Store, StoreTx } from '../prisma/store/store.js';
import type { Activities } from './activities.js';
import { bySystem } from './assess.js';
import { brokenTask } from './keys.js';
import { look, type Look } from './look.js';
import { openFollowUp } from './openFollowUp.js';
import type { BusinessClock, Processes } from './ports.js';
import { awaitApproval, settle } from './settlement.js';
import { ledgerDay, noteChange, report, type Seen } from './watching.js';

type PlanFile = NonNullable<Awaited<ReturnType<StoreTx['plans']['findPlan']>>>;

/**
 * Judges a promise or a plan by the money that came in, and saves the judgement: nobody else writes it. Looks again the day after the
 * next deadline, and for some days after the last one, while a payment that is booked late or taken back may still change it.
 */
export function judgePlan({ store, clock, processes }: { store: Store; clock: BusinessClock; processes: Processes }): Activities['judgePlan'] {
  return async (turn) => report({ clock, processes }, await store.transact((tx) => judgeOnce(tx, turn.id, clock.at(turn))));
}

async function judgeOnce(tx: StoreTx, planId: string, at: Instant): Promise<Seen> {
  const { accountId } = await planOf(tx, planId);
  await tx.cases.lockAccount(accountId);
  const plan = await planOf(tx, planId);
  if (plan.status === 'CANCELLED' || plan.status === 'DECLINED') return { accountId, status: plan.status, changed: false, nextAt: null };
  const seen = await look(tx, accountId, null, at);
  if (plan.status === 'PROPOSED') return awaitApproval(tx, plan, seen);
  const zone = debtorZone(seen.facts);
  const items = await tx.plans.coveredItems(plan.itemIds, ledgerDay(seen, at));
  const agreed = { ...plan, agreedOn: ledgerDay(seen, plan.agreedAt) };
  const judgement = judge(agreed, await receiptsFor(tx, plan, seen), items, seen.today);
  if (await tx.plans.saveJudgement(plan, judgement, at)) await tell(tx, plan, judgement, seen);
  const nextAt = judgement.nextOn && instantOf(judgement.nextOn, '00:00', zone);
  return { accountId, status: judgement.status, changed: judgement.status !== plan.status, nextAt };
}

async function planOf(tx: StoreTx, id: string): Promise<PlanFile> {
  const plan = await tx.plans.findPlan(id);
  if (!plan) throw new Error(`There is no plan ${id}`);
  return plan;
}

/** Money applied to the plan's items, and its share of what the debtor paid without saying for what. */
async function receiptsFor(tx: StoreTx, plan: PlanFile, seen: Look): Promise<Receipt[]> {
  const today = ledgerDay(seen, seen.now);
  const claimants: (Claimant & { applied: Receipt[] })[] = [];
  for (const each of [...(await tx.plans.plansAhead(plan)), plan]) {
    const agreedOn = ledgerDay(seen, each.agreedAt);
    const applied = await tx.plans.receiptsOn(each.itemIds, agreedOn, today);
    const lacksMinor = Math.max(0, claimOf(each, plan) + each.baselineMinor - sum(applied.map(({ minor }) => minor)));
    claimants.push({ planId: each.id, agreedOn, lacksMinor, applied });
  }
  const from = claimants.reduce((first, { agreedOn }) => (agreedOn < first ? agreedOn : first), today);
  const shares = shareUnapplied(claimants, await tx.plans.unappliedReceipts(plan, from, today));
  return [...(claimants.at(-1)?.applied ?? []), ...(shares.get(plan.id) ?? [])];
}

/** What a plan may still claim of such money: all of it while it runs or is judged, what it was kept with once it is over. */
function claimOf(each: PlanFile, judged: PlanFile): Minor {
  return each.status === 'OPEN' || each.id === judged.id ? each.totalMinor : sum(each.instalments.map(({ paidMinor }) => paidMinor));
}

/** What follows from a judgement: a collector's task while the plan is not kept, the log, and the account's next look. */
async function tell(tx: StoreTx, plan: PlanFile, { status, instalments }: PlanJudgement, seen: Look): Promise<void> {
  const { id } = plan;
  await settle(tx, plan, status, seen);
  const times = await timesBroken(tx, id);
  const wasBroken = plan.status === 'BROKEN' || plan.status === 'PARTLY_KEPT';
  if (status === 'BROKEN' || status === 'PARTLY_KEPT') await askCollector(tx, plan, seen, brokenTask(id, wasBroken ? Math.max(1, times) : times + 1));
  else {
    const keys = Array.from({ length: times }, (_, n) => brokenTask(id, n + 1));
    await tx.tasks.cancelTasks({ keys }, { at: seen.now, by: bySystem.actor, why: `the plan is ${status} after all` });
  }
  await noteChange(tx, seen, { action: 'plan.judge', subject: 'plan', id, change: { from: plan.status, to: status, instalments } });
}

/** How often a task was opened because the plan was not kept. */
async function timesBroken(tx: StoreTx, planId: string): Promise<number> {
  let times = 0;
  while (await tx.tasks.hasTask(brokenTask(planId, times + 1))) times += 1;
  return times;
}

async function askCollector(tx: StoreTx, plan: PlanFile, seen: Look, key: string): Promise<void> {
  const { facts, today, now } = seen;
  const callable = facts.contacts.some(({ phone, mobile }) => [phone, mobile].some((number) => number && !isSuppressed(facts, 'call', number)));
  const fresh = await look(tx, facts.accountId, null, now);
  await openFollowUp(tx, fresh, {
    key,
    kind: callable ? 'CALL' : 'REVIEW_ACCOUNT',
    dueOn: addDays(today, 1),
    priority: 100,
    title: `Promise not kept: ${facts.customer.name}`,
    reason: { code: 'PLAN_BROKEN', figures: { plan: plan.id, dueOn: plan.instalments.at(-1)?.dueOn ?? null }, line: null },
    about: { planId: plan.id },
  });
}
