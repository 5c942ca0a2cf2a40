import { daysBetween, type Day } from '../calendar/day.js';
import { applicationOf, orderOfPayment, ridingCharges, standingCharges } from '../charges/ledger.js';
import type { AccountFacts, HoldFacts, OpenItem } from '../facts.js';
import { sum, total, type Amounts, type Minor } from '../money/minor.js';
import type { Policy } from '../policy/types.js';
import { inFlight } from './inFlight.js';

/** A debit with what is left of it once disputes, plans, holds, placements and credits are taken off. */
export interface Claim {
  item: OpenItem;
  minor: Minor;
}

/** How much of an item is not asked for, and why; what stands in the way first is named. */
export interface Withheld {
  because: 'EXCLUDED' | 'DISPUTED' | 'PROMISED' | 'ON_HOLD' | 'PLACED' | 'PAYMENT_PENDING';
  minor: Minor;
}

/** For which reasons something that is open is not asked for. */
export type Excluded = Record<'disputed' | 'planned' | 'held' | 'placed' | 'pending' | 'byPolicy', boolean>;

/** How the account stands on a day: what the rule decides on. */
export interface Standing {
  today: Day;
  /** Open net of credits, by currency; negative when the account is in credit. */
  open: Amounts;
  /** Past due net of credits, by currency. */
  overdue: Amounts;
  /** Past due and to be collected now, by currency: nothing disputed, promised, held or placed, net of credits. */
  collectable: Amounts;
  /** The same before credits are taken off. */
  gross: Amounts;
  /** The items that make up `collectable`, oldest first, each with what is left of it. */
  claims: readonly Claim[];
  /**
   * Those of them that decide age, number and level: each above the policy's tolerance. Where only such residues make up the debt, all of them.
   * What is asked for is always all of `claims`.
   */
  debts: readonly Claim[];
  /** Open fees and interest whose principal is asked for: asked for with it, and part of nothing above. Oldest first. */
  charges: readonly Claim[];
  /** Open fees and interest whose principal is open, less credits, by currency. */
  chargesOpen: Amounts;
  /** What is open and not asked for, by item. */
  withheld: ReadonlyMap<number, Withheld>;
  /** Due date of the oldest item to be collected; null when there is none. */
  oldestDueOn: Day | null;
  /** Due date of the next item that is not yet due; null when there is none. */
  nextDueOn: Day | null;
  /** Invoice date of the oldest item to be collected; null when there is none. */
  oldestIssuedOn: Day | null;
  /** Calendar days since `oldestDueOn`; null when there is none. */
  daysPastDue: number | null;
  excluded: Excluded;
  /** Past due net of credits, fees and interest included, without the items that a policy leaves alone which does nothing. */
  pursued: Amounts;
  /** The policy that leaves all that is overdue alone; null when there is none, or something else is overdue as well. */
  leftAloneBy: string | null;
  /** Holds of the whole account in force today. */
  holds: HoldFacts[];
}

/** All that is asked for: what is to be collected, and its fees and interest. */
export function claimsAsked({ claims, charges }: Pick<Standing, 'claims' | 'charges'>): Claim[] {
  return [...claims, ...charges];
}

/** Takes stock of an account on a day. Source of netting: collections-facts 3.1 (credits in a column of their own reduce what is asked for). */
export function takeStock(facts: AccountFacts, policy: Policy, today: Day): Standing {
  const debits = facts.items.filter((item) => item.openMinor > 0);
  const credits = creditsOf(facts.items);
  const whole = debits.map((item) => ({ item, minor: item.openMinor }));
  const exclusions = excludedMinor(facts, today);
  const free = whole.map(({ item, minor }) => ({ item, minor: minor - (exclusions.withheld.get(item.id)?.minor ?? 0) }));
  const charges = standingCharges(facts);
  const riding = ridingCharges(facts);
  const rides = ({ item }: Claim) => riding.has(item.id);
  const isOverdue = ({ item }: Claim) => item.dueOn < today || charges.has(item.id);
  const inOrder = orderOfPayment(debits, charges, applicationOf(policy.charges));
  const due = whole.filter(isOverdue);
  const overdue = offset(due, credits, inOrder);
  const asked = aboveTolerance(offset(free.filter(isOverdue), credits, inOrder), policy.tolerance);
  const collectable = asked.filter((claim) => !rides(claim));
  const upcoming = free.filter((claim) => !isOverdue(claim) && claim.minor > 0);
  const debts = debtsAmong(collectable, policy.tolerance);
  const oldestDueOn = earliestDue(debts);
  const principal = new Set(collectable.map(({ item }) => item.id));
  return {
    today,
    open: net(facts.items),
    overdue: amountsOf(overdue.filter((claim) => !rides(claim))),
    pursued: amountsOf(offset(withoutLeftAlone(due, facts), credits, inOrder)),
    collectable: amountsOf(collectable),
    gross: amountsOf(free.filter((claim) => isOverdue(claim) && claim.minor > 0 && !rides(claim))),
    claims: collectable,
    debts,
    charges: asked.filter(({ item }) => riding.get(item.id)?.itemIds.some((id) => principal.has(id))),
    chargesOpen: amountsOf(overdue.filter(rides)),
    withheld: exclusions.withheld,
    oldestDueOn,
    nextDueOn: earliestDue(upcoming),
    oldestIssuedOn: debts.reduce<Day | null>((first, { item }) => (first === null || item.issuedOn < first ? item.issuedOn : first), null),
    daysPastDue: oldestDueOn === null ? null : daysBetween(oldestDueOn, today),
    excluded: exclusions.kinds,
    leftAloneBy: leftAloneBy(facts, policy, due),
    holds: facts.holds.filter((hold) => hold.itemId === null && isInForce(hold, today)),
  };
}

/**
 * Everything past due on a day after credits and above the tolerance, also what is disputed, promised, held or placed; oldest first.
 * Fees and interest are not in it as long as their principal is open.
 */
export function pastDue(facts: Pick<AccountFacts, 'items' | 'charges'>, policy: Policy, today: Day): Claim[] {
  return unpaid({ ...facts, items: facts.items.filter((item) => item.openMinor < 0 || item.dueOn < today) }, policy);
}

/** The same with what is not yet due. */
export function unpaid(facts: Pick<AccountFacts, 'items' | 'charges'>, { tolerance, charges: terms }: Policy): Claim[] {
  const debits = facts.items.filter((item) => item.openMinor > 0);
  const inOrder = orderOfPayment(debits, standingCharges(facts), applicationOf(terms));
  const left = offset(
    debits.map((item) => ({ item, minor: item.openMinor })),
    creditsOf(facts.items),
    inOrder,
  );
  const riding = ridingCharges(facts);
  return aboveTolerance(left, tolerance).filter(({ item }) => !riding.has(item.id));
}

function creditsOf(items: readonly OpenItem[]): Amounts {
  return total(items.filter((item) => item.openMinor < 0).map((item) => ({ currency: item.currency, minor: item.openMinor })));
}

/** Whether a hold is in force on a day: from its start up to the day before its end. */
export function isInForce(hold: HoldFacts, today: Day): boolean {
  return hold.startsOn <= today && (hold.endsOn === null || today < hold.endsOn);
}

/** Whether nothing is overdue, fees and interest included, beyond the policy's tolerance; what a policy leaves alone is left out. */
export function isNothingOverdue({ pursued }: Pick<Standing, 'pursued'>, tolerance: Amounts): boolean {
  return owesNothing(pursued, tolerance);
}

/** Whether the account owes no more than the policy's tolerance in any currency. */
export function owesNothing(amounts: Amounts, tolerance: Amounts): boolean {
  return Object.entries(amounts).every(([currency, minor]) => minor <= (tolerance[currency] ?? 0));
}

function net(items: readonly OpenItem[]): Amounts {
  return total(items.map((item) => ({ currency: item.currency, minor: item.openMinor })));
}

function amountsOf(claims: readonly Claim[]): Amounts {
  return total(claims.map(({ item, minor }) => ({ currency: item.currency, minor })));
}

function earliestDue(claims: readonly Claim[]): Day | null {
  return claims.reduce<Day | null>((first, { item }) => (first === null || item.dueOn < first ? item.dueOn : first), null);
}

/** Sets credits against the debits of their currency, in their order of payment; what is covered falls away. */
function offset(claims: readonly Claim[], credits: Amounts, inOrder: ReturnType<typeof orderOfPayment>): Claim[] {
  const left: Record<string, Minor> = { ...credits };
  const sorted = [...claims].sort((a, b) => inOrder(a.item, b.item));
  return sorted.flatMap(({ item, minor }) => {
    const covered = Math.min(minor, -(left[item.currency] ?? 0));
    left[item.currency] = (left[item.currency] ?? 0) + covered;
    return minor > covered ? [{ item, minor: minor - covered }] : [];
  });
}

function debtsAmong(claims: readonly Claim[], tolerance: Amounts): readonly Claim[] {
  const debts = claims.filter(({ item, minor }) => minor > (tolerance[item.currency] ?? 0));
  return debts.length > 0 ? debts : claims;
}

function aboveTolerance(claims: readonly Claim[], tolerance: Amounts): Claim[] {
  const totals = amountsOf(claims);
  return claims.filter(({ item }) => (totals[item.currency] ?? 0) > (tolerance[item.currency] ?? 0));
}

function withoutLeftAlone(claims: readonly Claim[], { excludedItems = [] }: AccountFacts): Claim[] {
  return claims.filter(({ item }) => !excludedItems.some(({ itemId }) => itemId === item.id));
}

/** The policy that leaves all of these alone: the account's own, or that of the items. */
function leftAloneBy({ excludedItems = [] }: AccountFacts, policy: Policy, overdue: readonly Claim[]): string | null {
  if (policy.doNothing) return policy.name;
  const by = overdue.map(({ item }) => excludedItems.find(({ itemId }) => itemId === item.id)?.policy);
  return by.every((name) => name !== undefined) ? (by[0] ?? null) : null;
}

const causes = { byPolicy: 'EXCLUDED', disputed: 'DISPUTED', planned: 'PROMISED', held: 'ON_HOLD', placed: 'PLACED', pending: 'PAYMENT_PENDING' } as const;

function excludedMinor(facts: AccountFacts, today: Day) {
  const withheld = new Map<number, Withheld>();
  const kinds: Excluded = { disputed: false, planned: false, held: false, placed: false, byPolicy: false, pending: false };
  const open = new Map(facts.items.map((item) => [item.id, Math.max(0, item.openMinor)]));
  const exclude = (kind: keyof typeof kinds, itemId: number, amount: Minor = Number.MAX_SAFE_INTEGER) => {
    const most = open.get(itemId) ?? 0;
    const part = Math.min(amount, most);
    if (part === 0) return;
    kinds[kind] = true;
    const known = withheld.get(itemId);
    withheld.set(itemId, { because: known?.because ?? causes[kind], minor: Math.min(most, sum([known?.minor ?? 0, part])) });
  };
  for (const { itemId } of facts.excludedItems ?? []) exclude('byPolicy', itemId);
  for (const dispute of facts.disputes) for (const part of dispute.items) exclude('disputed', part.itemId, part.amountMinor ?? undefined);
  for (const plan of facts.plans.filter(({ status }) => status === 'OPEN')) for (const id of plan.itemIds) exclude('planned', id);
  for (const hold of facts.holds.filter((each) => isInForce(each, today)))
    if (hold.itemId !== null) exclude('held', hold.itemId, hold.amountMinor ?? undefined);
  for (const placement of facts.placements.filter(({ status }) => status === 'PLACED' || status === 'APPROVED'))
    for (const id of placement.itemIds) exclude('placed', id);
  for (const { itemId, minor } of inFlight(facts, today)) exclude('pending', itemId, minor);
  return { withheld, kinds };
}
