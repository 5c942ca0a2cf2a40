import type { AccountFacts, OpenItem } from '../facts.js';
import type { ItemNumber } from '../instructions.js';
import { sum, toDecimal, type Minor } from '../money/minor.js';
import { refuse } from './change.js';
import type { Refusal } from './refuse.js';

/** The number by which people name an item: `4711`, or `4711/2` for its second instalment. */
export function numberOf(item: Pick<OpenItem, 'number' | 'instalment'>): ItemNumber {
  return item.instalment === 0 ? item.number : `${item.number}/${item.instalment}`;
}

/** The open debits that a number names: one item or instalment, or all open instalments of an invoice. */
export function openDebits(facts: Pick<AccountFacts, 'items'>, number: ItemNumber): OpenItem[] {
  const open = facts.items.filter((item) => item.openMinor > 0);
  const exact = open.filter((item) => numberOf(item) === number);
  return exact.length > 0 ? exact : open.filter((item) => item.number === number);
}

/** The ids of the open debits that numbers name, none for none; or why one names nothing. */
export function debitsAbout(facts: AccountFacts, numbers: readonly ItemNumber[] = []): { ids: number[] } | { refused: Refusal } {
  const unknown = numbers.find((number) => openDebits(facts, number).length === 0);
  if (unknown !== undefined) return refuse('NO_SUCH_ITEM', `${unknown} is no open item of ${facts.accountId}.`);
  return { ids: numbers.flatMap((number) => openDebits(facts, number).map(({ id }) => id)) };
}

/** Open debits of a currency that can be promised, oldest first: what is disputed, planned, placed or about to be written off is left out. */
export function promisable(facts: AccountFacts, currency: string): { item: OpenItem; minor: Minor }[] {
  const debits = facts.items.filter((item) => item.openMinor > 0 && item.currency === currency && !blockedBy(facts, item.id));
  const free = debits.map((item) => ({ item, minor: Math.max(0, item.openMinor - disputedMinor(facts, item)) }));
  return free.filter(({ minor }) => minor > 0).sort((a, b) => (a.item.dueOn < b.item.dueOn ? -1 : a.item.dueOn > b.item.dueOn ? 1 : a.item.id - b.item.id));
}

/** Why an item can't be promised; null when it can. */
export function blockedBy(facts: AccountFacts, itemId: number): string | null {
  const plan = facts.plans.find(({ status, itemIds }) => (status === 'OPEN' || status === 'PROPOSED') && itemIds.includes(itemId));
  if (plan?.status === 'PROPOSED') return `is covered by the settlement ${plan.id}, which waits for its approval; have that declined first`;
  if (plan) return `is covered by the ${plan.kind.toLowerCase()} ${plan.id}, which runs; cancel that first`;
  const placement = facts.placements.find(({ status, itemIds }) => (status === 'APPROVED' || status === 'PLACED') && itemIds.includes(itemId));
  if (placement) return `is with a third party (placement ${placement.id}); recall it first`;
  const writeOff = facts.writeOffs.find(({ status, itemIds }) => (status === 'REQUESTED' || status === 'APPROVED') && itemIds.includes(itemId));
  return writeOff ? `is about to be written off (request ${writeOff.id}); have that declined first` : null;
}

/** Credits of a currency that are not yet applied, as a positive amount. */
export function unappliedMinor(facts: AccountFacts, currency: string): Minor {
  return sum(facts.items.filter((item) => item.openMinor < 0 && item.currency === currency).map((item) => -item.openMinor));
}

/** An amount for a sentence: `1234.50 EUR`. */
export function say(minor: Minor, currency: string): string {
  return `${toDecimal(minor, currency)} ${currency}`;
}

function disputedMinor(facts: AccountFacts, item: OpenItem): Minor {
  const parts = facts.disputes.flatMap(({ items }) => items).filter(({ itemId }) => itemId === item.id);
  return sum(parts.map(({ amountMinor }) => amountMinor ?? item.openMinor));
}
