import { Decimal } from 'decimal.js';
import { addDays, dayOf } from '../calendar/day.js';
import type { OpenItem } from '../facts.js';
import type { Instruction, ItemNumber } from '../instructions.js';
import { sum, type Minor } from '../money/minor.js';
import { levelOf } from '../plans/level.js';
import { refuse, type Change, type Decided, type Situation } from './change.js';
import { blockedBy, numberOf, openDebits, promisable, say, unappliedMinor } from './items.js';
import type { Refusal } from './refuse.js';

type Agree = Extract<Instruction, { kind: 'promise' | 'plan' }>;
type Named = Pick<Agree, 'currency' | 'items'>;
type Cancel = Extract<Instruction, { kind: 'cancel-plan' }>;
/** An open debit with what of it can be promised. */
export type Claim = { item: OpenItem; minor: Minor };
type Schedule = { dueOn: string; amountMinor: Minor }[];

/**
 * Agrees a promise or a plan within what the policy lets a collector grant. Without named items it covers the oldest ones that
 * the amount pays, so that the rest goes on being collected. One open plan for an item. Its level says how often it failed before.
 */
export function agreePlan(asked: Agree, situation: Situation): Decided {
  const { facts } = situation;
  const schedule = asked.kind === 'promise' ? [{ dueOn: asked.dueOn, amountMinor: asked.amountMinor }] : asked.instalments;
  const fault = scheduleFault(schedule, situation) ?? downPaymentFault(schedule, asked.currency, situation) ?? brokenFault(situation);
  if (fault) return fault;
  const found = claimsFor(asked, situation);
  if ('refused' in found) return found;
  const totalMinor = schedule.reduce((total, { amountMinor }) => total + amountMinor, 0);
  const most = mostOf(found.claims, asked.currency, facts);
  if (totalMinor > most) {
    const [open, wanted] = [say(Math.max(0, most), asked.currency), say(totalMinor, asked.currency)];
    return refuse('AMOUNT_TOO_HIGH', `${open} is open and not disputed, net of credits; ${wanted} is more.`);
  }
  const covered = asked.items ? found.claims : oldestFor(found.claims, totalMinor);
  const itemIds = covered.map(({ item }) => item.id);
  return { change: planOf(asked, { schedule, totalMinor, itemIds }, situation), message: tell(schedule, totalMinor, asked.currency) };
}

/** What can be promised on these claims: no more than the account owes, net of credits, in their currency. */
function mostOf(claims: readonly Claim[], currency: string, facts: Situation['facts']): Minor {
  const whole = sum(promisable(facts, currency).map(({ minor }) => minor)) - unappliedMinor(facts, currency);
  return Math.min(sum(claims.map(({ minor }) => minor)), whole);
}

type Covered = { schedule: Schedule; totalMinor: Minor; itemIds: number[] };

function planOf({ kind, currency, note }: Agree, { schedule, totalMinor, itemIds }: Covered, { facts, policy, at }: Situation): Change {
  const { graceDays, tolerancePercent } = policy.promises;
  const agreedOn = dayOf(at, facts.entity.timeZone);
  const instalments = schedule.map(({ dueOn, amountMinor }, n) => ({ number: n + 1, dueOn, amountMinor }));
  const terms = { level: levelOf(itemIds, facts.plans), graceDays, tolerancePercent, agreedOn, instalments, note: note ?? null };
  return { change: 'plan-agreed', kind: kind === 'promise' ? 'PROMISE' : 'PLAN', currency, totalMinor, itemIds, ...terms };
}

/** Ends a running plan; its items return to collection. */
export function cancelPlan(asked: Cancel, { facts }: Situation): Decided {
  const plan = facts.plans.find(({ id }) => id === asked.planId);
  if (!plan) return refuse('NO_SUCH_PLAN', `${asked.planId} is no plan of ${facts.accountId}.`);
  if (plan.status !== 'OPEN') return refuse('NOT_RUNNING', `Plan ${plan.id} is ${plan.status}; only a running one can be cancelled.`);
  return { change: { change: 'plan-cancelled', planId: plan.id, reason: asked.reason }, message: 'Plan cancelled; its items return to collection.' };
}

/** What is wrong with the days of a plan: too many, not ascending, past, or too late for the policy. */
export function scheduleFault(schedule: Schedule, { policy, today }: Situation): { refused: Refusal } | null {
  const { maxDays, maxInstalments } = policy.promises;
  const first = schedule[0]?.dueOn ?? today;
  const last = schedule[schedule.length - 1]?.dueOn ?? today;
  if (schedule.length > maxInstalments)
    return refuse('TOO_MANY_INSTALMENTS', `Policy ${policy.name} grants at most ${maxInstalments} instalments; ${schedule.length} were asked for.`);
  if (schedule.some(({ dueOn }, n) => n > 0 && dueOn <= (schedule[n - 1]?.dueOn ?? '')))
    return refuse('NOT_ASCENDING', 'Each instalment falls due after the one before it.');
  if (first < today) return refuse('DUE_DAY_PAST', `${first} is past; the first day possible is today, ${today}.`);
  const latest = addDays(today, maxDays);
  return last > latest ? refuse('TOO_LATE', `Policy ${policy.name} grants at most ${maxDays} days, until ${latest}; ${last} is later.`) : null;
}

/** A plan of several instalments begins with the down payment that the policy asks for. */
function downPaymentFault(schedule: Schedule, currency: string, { policy, today }: Situation): { refused: Refusal } | null {
  const { downPayment } = policy.promises;
  const [first, second] = schedule;
  if (!downPayment || !first || !second) return null;
  const total = sum(schedule.map(({ amountMinor }) => amountMinor));
  const least = new Decimal(total).times(downPayment.atLeastPercent).dividedBy(100).ceil().toNumber();
  const latest = addDays(today, downPayment.withinDays);
  if (first.dueOn > latest)
    return refuse('DOWN_PAYMENT_LATE', `Policy ${policy.name} asks for a down payment by ${latest}; the first instalment is due on ${first.dueOn}.`);
  if (first.amountMinor >= least) return null;
  return refuse(
    'DOWN_PAYMENT_LOW',
    `Policy ${policy.name} asks for a down payment of at least ${downPayment.atLeastPercent} %, ${say(least, currency)}; the first instalment is ${say(first.amountMinor, currency)}.`,
  );
}

/** A debtor who broke too many plans gets another one from a manager only. */
export function brokenFault({ actor, facts, policy }: Situation): { refused: Refusal } | null {
  const broken = facts.plans.filter(({ status }) => status === 'BROKEN').length;
  if (broken <= policy.promises.maxBroken || actor.roles.includes('manager')) return null;
  return refuse(
    'TOO_OFTEN_BROKEN',
    `${broken} promises were broken, and policy ${policy.name} accepts ${policy.promises.maxBroken}: only a manager can agree to another.`,
  );
}

/** What can be promised of the named items, or of the account; refused when a named item can't be. */
export function claimsFor(asked: Named, { facts }: Situation): { claims: Claim[] } | { refused: Refusal } {
  const free = promisable(facts, asked.currency);
  if (asked.items === undefined)
    return free.length > 0 ? { claims: free } : refuse('NOTHING_OPEN', `Nothing in ${asked.currency} is open on ${facts.accountId} that could be promised.`);
  const claims: Claim[] = [];
  for (const number of new Set(asked.items)) {
    const named = claimsNamed(number, asked.currency, free, facts);
    if ('refused' in named) return named;
    claims.push(...named.claims.filter(({ item }) => !claims.some((claim) => claim.item.id === item.id)));
  }
  return { claims };
}

function claimsNamed(number: ItemNumber, currency: string, free: readonly Claim[], facts: Situation['facts']): { claims: Claim[] } | { refused: Refusal } {
  const items = openDebits(facts, number);
  if (items.length === 0) return refuse('NO_OPEN_ITEM', `${number} is no open item of ${facts.accountId}.`);
  for (const item of items) {
    if (item.currency !== currency)
      return refuse('OTHER_CURRENCY', `${number} is owed in ${item.currency}, not in ${currency}: agree one plan for each currency.`);
    const blocked = blockedBy(facts, item.id);
    if (blocked) return refuse('ITEM_TAKEN', `${numberOf(item)} ${blocked}.`);
  }
  const claims = free.filter(({ item }) => items.some(({ id }) => id === item.id));
  return claims.length > 0 ? { claims } : refuse('DISPUTED', `${number} is disputed as a whole; resolve the dispute first.`);
}

/** The oldest claims that the amount pays, the last one perhaps in part. */
function oldestFor(claims: readonly Claim[], totalMinor: Minor): Claim[] {
  let left = totalMinor;
  return claims.filter(({ minor }) => {
    const covered = left > 0;
    left -= minor;
    return covered;
  });
}

function tell(schedule: Schedule, totalMinor: Minor, currency: string): string {
  const last = schedule[schedule.length - 1]?.dueOn ?? '';
  return schedule.length === 1
    ? `${say(totalMinor, currency)} promised for ${last}.`
    : `${say(totalMinor, currency)} agreed in ${schedule.length} instalments, the last on ${last}.`;
}
