import type { RehearsedItem, World } from './world.js';

/** The debits that a number names, the instalments of an invoice in their order. */
export function debitsNamed(world: World, item: string): RehearsedItem[] {
  const matches = world.items.filter((each) => each.amountMinor > 0 && (each.number === item || `${each.number}/${each.instalment}` === item));
  return matches.sort((a, b) => a.instalment - b.instalment);
}
