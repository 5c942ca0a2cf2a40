import type { Day } from '../calendar/day.js';
import type { DunnedBefore, ItemKind } from '../facts.js';
import type { Minor } from '../money/minor.js';

/** A line of a list of open items, as the source ledger states it. Debits positive, credits negative; `openMinor` is never 0. */
export interface ListedItem {
  /** Where it stands in the file. */
  line: number;
  accountId: string;
  kind: ItemKind;
  /** False when the kind was only taken from the sign. */
  kindStated: boolean;
  number: string;
  instalment: number;
  issuedOn: Day;
  dueOn: Day;
  /** False when the list leaves the due date open. */
  dueStated: boolean;
  currency: string;
  /** As first billed; has the sign of the open amount and is at least as large. */
  amountMinor: Minor;
  openMinor: Minor;
  text: string | null;
  purchaseOrder: string | null;
  terms: string | null;
  dunned?: DunnedBefore | null;
}

/** An item as the store knows it. */
export interface KnownItem {
  id: number;
  accountId: string;
  kind: ItemKind;
  number: string;
  instalment: number;
  currency: string;
  amountMinor: Minor;
  dueOn: Day;
  text: string | null;
  purchaseOrder: string | null;
  terms: string | null;
  dunned?: DunnedBefore | null;
  /** Open on the list's day if only what came from the source ledger is taken off. Signed. */
  sourceOpenMinor: Minor;
  /** How much of it no allocation holds, on the list's day or later. Not signed. */
  freeMinor: Minor;
  /** The item that it adjusts. */
  adjusts: number | null;
  /** Booked by Duly itself, and so no business of the source ledger unless that lists it. */
  own: boolean;
}

/** A known item with the adjustments that raised it: what the source ledger sees as one item. */
export interface KnownGroup {
  base: KnownItem;
  raises: KnownItem[];
}

/** A known item and its line in the list. Without a line the source ledger has cleared it; without a group it is new. */
export interface Match {
  group: KnownGroup | null;
  listed: ListedItem | null;
}

/** Pairs the list with what is known, by account, number, instalment and kind; by sign where the list does not say the kind. */
export function matchList(known: readonly KnownItem[], list: readonly ListedItem[]): Match[] {
  const groups = groupKnown(known);
  const byKind = new Map(groups.map((group) => [keyOf(group.base, group.base.kind), group]));
  const bySign = indexBySign(groups);
  const taken = new Set<KnownGroup>();
  const take = (group: KnownGroup | undefined): KnownGroup | null => {
    if (!group || taken.has(group)) return null;
    taken.add(group);
    return group;
  };
  const exact = list.map((listed) => ({ listed, group: take(byKind.get(keyOf(listed, listed.kind))) }));
  const matches: Match[] = exact.map(({ listed, group }) =>
    group || listed.kindStated ? { listed, group } : { listed, group: take(bySign.get(keyOf(listed, signOf(listed.openMinor)))) },
  );
  const missing = groups.filter((group) => !group.base.own && !taken.has(group));
  return [...matches, ...missing.map((group) => ({ group, listed: null }))];
}

/** What the source ledger had open of a known item before this list. Signed. */
export function sourceOpen({ base, raises }: KnownGroup): Minor {
  return raises.reduce((open, raise) => open + raise.sourceOpenMinor, base.sourceOpenMinor);
}

function groupKnown(known: readonly KnownItem[]): KnownGroup[] {
  const groups = new Map<number, KnownGroup>();
  for (const base of known) if (base.adjusts === null) groups.set(base.id, { base, raises: [] });
  for (const item of known) {
    const group = item.adjusts === null ? undefined : groups.get(item.adjusts);
    if (group && signOf(item.amountMinor) === signOf(group.base.amountMinor)) group.raises.push(item);
  }
  return [...groups.values()];
}

/** Leaves out items that share account, number, instalment and sign: the sign alone does not tell them apart. */
function indexBySign(groups: readonly KnownGroup[]): Map<string, KnownGroup> {
  const index = new Map<string, KnownGroup>();
  const ambiguous = new Set<string>();
  for (const group of groups) {
    const key = keyOf(group.base, signOf(group.base.amountMinor));
    if (index.has(key)) ambiguous.add(key);
    index.set(key, group);
  }
  for (const key of ambiguous) index.delete(key);
  return index;
}

const signOf = (minor: Minor): string => (minor < 0 ? '-' : '+');

function keyOf(item: Pick<KnownItem, 'accountId' | 'number' | 'instalment'>, last: string): string {
  return `${item.accountId}\n${item.number}\n${item.instalment}\n${last}`;
}
