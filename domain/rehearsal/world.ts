import { numberOf } from '../instructing/items.js';
import type { Day, Instant } from '../calendar/day.js';
import { dayOf } from '../calendar/day.js';
import type { Application } from '../charges/types.js';
import type { AccountFacts, ContactMadeFacts, DunnedBefore, ItemKind, OpenItem, TaskFacts } from '../facts.js';
import type { StepFacts } from '../steps.js';
import { lastPaidOn } from '../ledger/lastPayment.js';
import { openOn, type DatedAllocation } from '../ledger/openAmount.js';
import type { Amounts, Minor } from '../money/minor.js';
import { isNamed } from '../policy/assignment.js';
import type { Policy } from '../policy/types.js';
import type { AgreedPlan } from '../plans/judge.js';
import { debtorZone } from '../rule/debtorZone.js';
import type { CourseChange } from '../rule/follow.js';
import type { Policies } from '../rule/strandFacts.js';

/** An item as the rehearsal's ledger books it. */
export interface RehearsedItem {
  id: number;
  kind: ItemKind;
  number: string;
  instalment: number;
  issuedOn: Day;
  dueOn: Day;
  currency: string;
  amountMinor: Minor;
  /** The day on which it became known, where that is later than its date. */
  knownOn?: Day | null;
  /** How far another system had dunned it. */
  dunned?: DunnedBefore | null;
}

/** An item, all instalments of a number or one as `4711/2`, with its policy (null: the account's again); `line` is that of the assignment, null where none says so. */
export interface OwnPolicy {
  item: string;
  policy: Policy | null;
  line: number | null;
}

/** What does not change by the ledger: everything of the facts but the items. */
export type AccountBase = Omit<AccountFacts, 'items'>;

/** An account in a rehearsal: its ledger, and all that was done to it so far. */
export interface World {
  base: AccountBase;
  items: RehearsedItem[];
  /** Invoices that were drawn up and not issued: no debts. */
  drafts: RehearsedItem[];
  allocations: DatedAllocation[];
  agreements: Map<string, AgreedPlan>;
  /** What waits for approval, by its id; `by` is who proposed it, where an event says so. */
  proposals: Map<string, { about: 'placement' | 'write-off' | 'settlement'; expiresOn: Day; amounts: Amounts; by?: string | null }>;
  episodes: number;
  /** Items by number that have a policy of their own; the last word on an item counts. */
  ownPolicies?: OwnPolicy[];
  /** All policies that items have or had, by name. */
  policiesOfItems?: Map<string, Policy>;
  /** Changes of state and class so far. */
  course: CourseChange[];
  /** Names that events gave to what they made. */
  names: Map<string, string>;
  counter: number;
  /** In which order money that names no item pays principal, fees and interest; as the policy in force says. */
  application?: Application;
  /** The first id of items that are booked on the way; ids are unique over all accounts of a rehearsal that are given different ones. */
  firstItemId: number;
  /** The customer's accounts with other entities. */
  siblings?: readonly World[];
}

/** A world as the files give it, before anything happens. */
export function newWorld(
  base: AccountBase,
  items: readonly RehearsedItem[],
  allocations: readonly DatedAllocation[] = [],
  firstItemId = 1,
  drafts: readonly RehearsedItem[] = [],
): World {
  return {
    base,
    items: [...items],
    drafts: [...drafts],
    allocations: [...allocations],
    agreements: new Map(),
    proposals: new Map(),
    episodes: base.case?.episode ?? 0,
    course: [],
    names: new Map(),
    counter: 0,
    firstItemId: [...items, ...drafts].reduce((next, { id }) => Math.max(next, id + 1), firstItemId),
  };
}

/** A list of open items is the same object for as long as nothing in the ledger changes it. */
interface SteadyItems {
  items: OpenItem[];
  lastPaidOn: Day | null;
  from: Day;
  /** The first day on which something that is booked already changes what is open. */
  until: Day;
  booked: number;
  allocations: readonly DatedAllocation[];
  allocated: number;
}

const steady = new WeakMap<World, SteadyItems>();

/** What is open on a day. */
export function openItemsOn(world: World, today: Day): OpenItem[] {
  return steadyOn(world, today).items;
}

function steadyOn(world: World, today: Day): Pick<SteadyItems, 'items' | 'lastPaidOn'> {
  const known = steady.get(world);
  const unchanged = known?.booked === world.items.length && known.allocations === world.allocations && known.allocated === world.allocations.length;
  if (unchanged && known.from <= today && today < known.until) return known;
  const open = openOn(world.items, world.allocations, today);
  const items = world.items.flatMap((item): OpenItem[] => {
    const openMinor = open.get(item.id) ?? 0;
    return openMinor === 0 ? [] : [{ ...item, openMinor }];
  });
  const found: SteadyItems = {
    items,
    lastPaidOn: lastPaidOn(world, today),
    from: today,
    until: nextChange(world, today),
    booked: world.items.length,
    allocations: world.allocations,
    allocated: world.allocations.length,
  };
  steady.set(world, found);
  return found;
}

function nextChange({ items, allocations }: World, today: Day): Day {
  let first = '9999-12-31';
  const note = (day: Day | null): void => {
    if (day !== null && day > today && day < first) first = day;
  };
  for (const { issuedOn } of items) note(issuedOn);
  for (const { onDay, reversedOn } of allocations) {
    note(onDay);
    note(reversedOn);
  }
  return first;
}

/** The facts as of an instant: open amounts of that day in the debtor's calendar, and a ledger that is kept up to date. */
export function factsAt(world: World, at: Instant): AccountFacts {
  const today = dayOf(at, debtorZone(world.base));
  const { items, lastPaidOn: paidOn } = steadyOn(world, today);
  const elsewhere = world.siblings && { contactsElsewhere: world.siblings.flatMap(({ base }) => base.contactsMade) };
  const booked = { debits: world.items, allocations: world.allocations };
  return {
    ...world.base,
    ...elsewhere,
    ledgerAsOf: today,
    items,
    lastPaidOn: paidOn,
    booked,
    ...(world.ownPolicies && byOwnPolicies(items, world.ownPolicies)),
  };
}

function byOwnPolicies(items: readonly OpenItem[], given: readonly OwnPolicy[]): Pick<AccountFacts, 'excludedItems' | 'itemPolicies'> {
  const last = new Map(given.flatMap((own) => items.filter((item) => isNamed(item, own.item)).map(({ id }) => [id, own.policy] as const)));
  const named = (doNothing: boolean) => [...last].flatMap(([itemId, policy]) => (policy?.doNothing === doNothing ? [{ itemId, policy: policy.name }] : []));
  return { excludedItems: named(true), itemPolicies: named(false) };
}

/** The policies of an account in a rehearsal. */
export function policiesOf({ policiesOfItems }: Pick<World, 'policiesOfItems'>, own: Policy): Policies {
  return { own, ofItems: policiesOfItems ?? new Map() };
}

/** The numbers of items by id, an instalment as `4711/2`; what is no item of the account is left out. */
export function numbersOf({ items }: Pick<World, 'items'>, ids: readonly number[]): string[] {
  const wanted = new Set(ids);
  return items.filter(({ id }) => wanted.has(id)).map(numberOf);
}

/** A fresh id within the account. */
export function nextId(world: World, prefix: string): string {
  world.counter += 1;
  return `${prefix}${world.counter}`;
}

/** A fresh number for a booked item. */
export function nextItemId(world: World): number {
  return world.firstItemId++;
}

/**
 * Sets a credit off against debits of its currency, in their order, as far as each is open; answers what is left of it. What it pays bears
 * interest up to the day of the credit, or to `valueOn` where that is said.
 */
export function setOff(world: World, creditId: number, debits: readonly { id: number }[], minor: Minor, onDay: Day, valueOn?: Day): Minor {
  const open = openOn(world.items, world.allocations, '9999-12-31');
  const credit = world.items.find(({ id }) => id === creditId);
  const since = valueOn ?? credit?.issuedOn ?? onDay;
  let left = minor;
  for (const { id } of debits) {
    const amountMinor = Math.min(left, open.get(id) ?? 0);
    if (amountMinor <= 0) continue;
    world.allocations.push({
      creditId,
      debitId: id,
      amountMinor,
      onDay,
      reversedOn: null,
      ...(since < onDay && { valueOn: since }),
      ...(credit?.kind === 'WRITE_OFF' && { writtenOff: true }),
    });
    left -= amountMinor;
  }
  return left;
}

/** Adds to the facts what an act leaves behind. */
export function remember(world: World, more: { steps?: readonly StepFacts[]; made?: ContactMadeFacts; task?: TaskFacts }): void {
  const { base } = world;
  if (more.steps) base.steps = [...base.steps, ...more.steps];
  if (more.made) base.contactsMade = [...base.contactsMade, more.made];
  if (more.task) base.tasks = [...base.tasks, more.task];
}
