import type { Day } from '../calendar/day.js';
import type { DunnedBefore } from '../facts.js';
import type { Minor } from '../money/minor.js';
import { book, release, type ItemRef, type LedgerChange, type NewItem, type StandingAllocation } from './change.js';
import { sourceOpen, type KnownGroup, type KnownItem, type ListedItem, type Match } from './openList.js';

/** A new due date, or words, that the source ledger gives an item. */
export interface Correction {
  id: number;
  dueOn: Day;
  text: string | null;
  purchaseOrder: string | null;
  terms: string | null;
  /** What another system had done before; the first list that says so counts. */
  dunned: DunnedBefore | null;
  dueBefore: Day;
}

/** What a list of open items changes, and why nothing changes where one might expect it. */
export interface SnapshotPlan {
  change: LedgerChange;
  corrections: Correction[];
  /** Items of Duly's own that the source ledger now lists: from here on they are its business. */
  adopted: number[];
  counts: { created: number; changed: number; cleared: number; reopened: number; unchanged: number };
  /** Reductions that were not booked because later allocations, or Duly's own, have the item covered already. */
  covered: { accountId: string; currency: string; minor: Minor }[];
  accountsChanged: Set<string>;
  problems: { line: number; why: string }[];
}

/** What is open and free of a known item while the plan is made. Not signed. */
interface Standing {
  item: KnownItem;
  sourceMinor: Minor;
  freeMinor: Minor;
}

/** Money of the source ledger that was set off against a fee or interest of Duly's own. */
export interface SpentOnCharge extends StandingAllocation {
  /** What the charge is for, and whatever else the same money paid. */
  relatedIds: number[];
}

interface Making {
  asOf: Day;
  plan: SnapshotPlan;
  standings: Map<number, Standing>;
  allocations: Map<number, StandingAllocation[]>;
  reversed: Set<number>;
  /** What the list cleared of debits, by the id of their first item, as far as no charge has answered for it. */
  cleared: Map<number, Minor>;
}

/**
 * Plans what makes the ledger agree with a list of open items as of a day, without overwriting anything: missing items are
 * cleared, lower ones reduced, both by an adjustment fully set off; higher ones get back what was set off before, clearings
 * first and the newest first, and are raised by an adjustment for the rest.
 * `allocations` are those that count on the day, of every item that `risen` names; `onCharges` those of every credit that `used` names.
 */
export function planSnapshot(
  matches: readonly Match[],
  allocations: readonly StandingAllocation[],
  onCharges: readonly SpentOnCharge[],
  asOf: Day,
): SnapshotPlan {
  const making = begin(matches, allocations, asOf);
  const sound = matches.filter((match) => !refuse(match, making.plan));
  // Raises first: what they release of other items has to be counted before those are reduced.
  for (const { group, listed } of sound) if (group) raise(making, group, Math.abs(listed?.openMinor ?? 0));
  for (const { group, listed } of sound) {
    if (group && group.base.amountMinor > 0) settle(making, group, listed);
    else if (!group && listed) create(making, listed);
  }
  for (const spent of onCharges) takeFromCharge(making, spent);
  for (const { group, listed } of sound) if (group && group.base.amountMinor < 0) settle(making, group, listed);
  return making.plan;
}

/** Known credits of which the list has less open: what Duly put of them on its own charges is needed for the plan. */
export function used(matches: readonly Match[]): number[] {
  return matches.flatMap(({ group, listed }) =>
    group && group.base.amountMinor < 0 && Math.abs(listed?.openMinor ?? 0) < Math.abs(sourceOpen(group)) ? [group.base.id] : [],
  );
}

/** Money that Duly put on its own charge and that the source ledger has put on what it is owed itself: the charge is open again. */
function takeFromCharge({ plan, standings, cleared, asOf }: Making, spent: SpentOnCharge): void {
  let left = spent.amountMinor;
  for (const id of spent.relatedIds) {
    const minor = Math.min(left, cleared.get(id) ?? 0);
    cleared.set(id, (cleared.get(id) ?? 0) - minor);
    left -= minor;
  }
  const credit = standings.get(spent.creditId);
  if (!credit || left === spent.amountMinor) return;
  release(plan.change, spent, spent.amountMinor - left, asOf);
  credit.freeMinor += spent.amountMinor - left;
}

/** Known items whose open amount the list raises: their allocations are needed for the plan. */
export function risen(matches: readonly Match[]): number[] {
  return matches.flatMap(({ group, listed }) =>
    group && listed && Math.abs(listed.openMinor) > Math.abs(sourceOpen(group)) ? [group.base.id, ...group.raises.map(({ id }) => id)] : [],
  );
}

function begin(matches: readonly Match[], allocations: readonly StandingAllocation[], asOf: Day): Making {
  const standings = new Map<number, Standing>();
  for (const { group } of matches)
    for (const item of group ? [group.base, ...group.raises] : [])
      standings.set(item.id, { item, sourceMinor: Math.abs(item.sourceOpenMinor), freeMinor: item.freeMinor });
  const plan: SnapshotPlan = {
    change: { items: [], allocations: [], reversals: [] },
    corrections: [],
    adopted: [],
    covered: [],
    accountsChanged: new Set(),
    problems: [],
    counts: { created: 0, changed: 0, cleared: 0, reopened: 0, unchanged: 0 },
  };
  return { asOf, plan, standings, allocations: byItem(allocations), reversed: new Set(), cleared: new Map() };
}

function byItem(allocations: readonly StandingAllocation[]): Map<number, StandingAllocation[]> {
  const index = new Map<number, StandingAllocation[]>();
  for (const allocation of allocations) for (const id of [allocation.creditId, allocation.debitId]) index.set(id, [...(index.get(id) ?? []), allocation]);
  return index;
}

function refuse({ group, listed }: Match, plan: SnapshotPlan): boolean {
  if (!group || !listed || group.base.currency === listed.currency) return false;
  plan.problems.push({ line: listed.line, why: `${listed.number} is booked in ${group.base.currency}; an item can't change its currency` });
  return true;
}

function raise(making: Making, group: KnownGroup, targetMinor: Minor): void {
  const members = [group.base, ...group.raises];
  let needMinor = targetMinor - standingOf(making, members).sourceMinor;
  if (needMinor <= 0) return;
  for (const allocation of members.flatMap(({ id }) => making.allocations.get(id) ?? []).sort(clearingsThenNewest)) {
    if (making.reversed.has(allocation.id) || needMinor <= 0) continue;
    const minor = Math.min(needMinor, allocation.amountMinor);
    giveBack(making, allocation, minor);
    needMinor -= minor;
  }
  if (needMinor <= 0) return;
  const { base } = group;
  const amountMinor = base.amountMinor < 0 ? -needMinor : needMinor;
  const item = adjustment(base, amountMinor, making.asOf, base.id, 'raised in ledger');
  book(making.plan.change, { ...item, dueOn: base.dueOn });
  bump(making, base.id, needMinor, 0);
}

function giveBack(making: Making, allocation: StandingAllocation, minor: Minor): void {
  making.reversed.add(allocation.id);
  release(making.plan.change, allocation, minor, making.asOf);
  for (const id of [allocation.creditId, allocation.debitId]) if (id !== allocation.adjustment?.id) bump(making, id, minor, minor);
}

/** Clearings by lists before payments and credit notes; within these the newest first. */
function clearingsThenNewest(a: StandingAllocation, b: StandingAllocation): number {
  if ((a.adjustment === null) !== (b.adjustment === null)) return a.adjustment ? -1 : 1;
  return a.onDay === b.onDay ? b.id - a.id : a.onDay < b.onDay ? 1 : -1;
}

function settle(making: Making, group: KnownGroup, listed: ListedItem | null): void {
  const { plan } = making;
  const { base } = group;
  const members = [base, ...group.raises];
  const before = Math.abs(sourceOpen(group));
  const target = Math.abs(listed?.openMinor ?? 0);
  const excess = standingOf(making, members).sourceMinor - target;
  const settled = excess > 0 ? reduce(making, members, excess, target === 0 ? 'cleared in ledger' : 'reduced in ledger') : 0;
  if (base.amountMinor > 0) making.cleared.set(base.id, settled);
  if (settled < excess) plan.covered.push({ accountId: base.accountId, currency: base.currency, minor: signed(base, excess - settled) });
  if (listed && base.own) plan.adopted.push(base.id);
  const redated = listed ? correct(plan, base, listed) : false;
  if (settled > 0 || target > before || redated) plan.accountsChanged.add(base.accountId);
  if (!listed && settled === 0) return;
  plan.counts[target > before ? 'reopened' : settled > 0 && target === 0 ? 'cleared' : settled > 0 || redated ? 'changed' : 'unchanged'] += 1;
}

/** Books one adjustment for as much of `excessMinor` as is free, and sets it off; answers how much that was. */
function reduce(making: Making, members: readonly KnownItem[], excessMinor: Minor, reason: string): Minor {
  const {
    plan: { change },
    asOf,
  } = making;
  const [base] = members;
  const minor = Math.min(excessMinor, standingOf(making, members).freeMinor);
  if (!base || minor <= 0) return 0;
  const ref = book(change, adjustment(base, -signed(base, minor), asOf, base.id, reason));
  let left = minor;
  for (const { id } of members) {
    const part = Math.min(left, making.standings.get(id)?.freeMinor ?? 0);
    if (part <= 0) continue;
    change.allocations.push(setOff(base.amountMinor < 0, id, ref, part, asOf));
    bump(making, id, -part, -part);
    left -= part;
  }
  return minor;
}

function create({ plan, asOf }: Making, listed: ListedItem): void {
  const { accountId, kind, number, instalment, issuedOn, dueOn, currency, amountMinor, openMinor, text, purchaseOrder, terms, dunned } = listed;
  const item: NewItem = {
    accountId,
    kind,
    number,
    instalment,
    issuedOn,
    dueOn,
    currency,
    amountMinor,
    text,
    purchaseOrder,
    terms,
    dunned: dunned ?? null,
    adjusts: null,
    reason: null,
  };
  const ref = book(plan.change, item);
  plan.counts.created += 1;
  plan.accountsChanged.add(accountId);
  const before = amountMinor - openMinor;
  if (before === 0) return;
  const credit = book(plan.change, adjustment(listed, -before, asOf, ref, 'settled before the first list'));
  plan.change.allocations.push(setOff(amountMinor < 0, ref, credit, Math.abs(before), asOf));
}

function adjustment(
  of: Pick<KnownItem, 'accountId' | 'number' | 'instalment' | 'currency'>,
  amountMinor: Minor,
  onDay: Day,
  adjusts: ItemRef,
  reason: string,
): NewItem {
  const { accountId, number, instalment, currency } = of;
  return {
    accountId,
    kind: 'ADJUSTMENT',
    number,
    instalment,
    issuedOn: onDay,
    dueOn: onDay,
    currency,
    amountMinor,
    text: null,
    purchaseOrder: null,
    terms: null,
    adjusts,
    reason,
  };
}

function setOff(itemIsCredit: boolean, item: ItemRef, against: ItemRef, amountMinor: Minor, onDay: Day): LedgerChange['allocations'][number] {
  return itemIsCredit ? { creditId: item, debitId: against, amountMinor, onDay } : { creditId: against, debitId: item, amountMinor, onDay };
}

/** Notes a new due date or new words; answers whether the due date moved. */
function correct(plan: SnapshotPlan, known: KnownItem, listed: ListedItem): boolean {
  const dueOn = listed.dueStated ? listed.dueOn : known.dueOn;
  const text = listed.text ?? known.text;
  const purchaseOrder = listed.purchaseOrder ?? known.purchaseOrder;
  const terms = listed.terms ?? known.terms;
  const dunned = known.dunned ?? listed.dunned ?? null;
  const isSame = dueOn === known.dueOn && text === known.text && purchaseOrder === known.purchaseOrder && terms === known.terms;
  if (isSame && Boolean(dunned) === Boolean(known.dunned)) return false;
  plan.corrections.push({ id: known.id, dueOn, text, purchaseOrder, terms, dunned, dueBefore: known.dueOn });
  return dueOn !== known.dueOn;
}

function standingOf({ standings }: Making, members: readonly KnownItem[]): { sourceMinor: Minor; freeMinor: Minor } {
  const all = members.flatMap(({ id }) => standings.get(id) ?? []);
  return { sourceMinor: all.reduce((sum, { sourceMinor }) => sum + sourceMinor, 0), freeMinor: all.reduce((sum, { freeMinor }) => sum + freeMinor, 0) };
}

function bump({ standings }: Making, id: number, sourceMinor: Minor, freeMinor: Minor): void {
  const standing = standings.get(id);
  if (!standing) return;
  standing.sourceMinor += sourceMinor;
  standing.freeMinor += freeMinor;
}

const signed = (of: Pick<KnownItem, 'amountMinor'>, minor: Minor): Minor => (of.amountMinor < 0 ? -minor : minor);
