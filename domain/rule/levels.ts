import type { AccountFacts, OpenItem } from '../facts.js';
import type { SpokenFor, StepFacts } from '../steps.js';
import type { Policy, Step } from '../policy/types.js';
import type { About } from '../verdict.js';

/** In the place of a step: the ground before the first. */
export const ground = '-';

/**
 * The steps that are in force, from all that were ever noted, in their order: the newest that was taken, or set by a person, is the level,
 * and what was taken above it on a day before is lost. Setting a level makes everything from there on possible anew.
 */
export function inForce(steps: readonly StepFacts[], ladder: readonly Step[]): StepFacts[] {
  const heights = new Map(ladder.map(({ id }, n) => [id, n]));
  let kept: { step: StepFacts; height: number }[] = [];
  for (const step of steps) {
    const height = heights.get(step.step) ?? -1;
    if (step.result === 'SET') kept = kept.filter((each) => each.height < height);
    else if (step.result === 'TAKEN' && height >= 0)
      kept = kept.filter((each) => each.height <= height || !isLevel(each.step) || each.step.onDay >= step.onDay);
    kept.push({ step, height });
  }
  return kept.map(({ step }) => step);
}

/** How far up the ladder: the position of the highest step in force that was taken or set, from 1; 0 before the first. */
export function levelIn(steps: readonly StepFacts[], ladder: readonly Step[]): number {
  const reached = new Set(
    inForce(steps, ladder)
      .filter(isLevel)
      .map(({ step }) => step),
  );
  return ladder.reduce((level, { id }, n) => (reached.has(id) ? n + 1 : level), 0);
}

function isLevel({ result }: StepFacts): boolean {
  return result === 'TAKEN' || result === 'SET';
}

/** Whether an item has a step behind it that was noted for it, or for the account when the item was past due. */
export function concerns({ itemIds, onDay }: Pick<StepFacts, 'itemIds' | 'onDay'>, item: Pick<OpenItem, 'id' | 'dueOn'>): boolean {
  return itemIds && itemIds.length > 0 ? itemIds.includes(item.id) : item.dueOn < onDay;
}

/** The levels of an account on a ladder: its own, and that of each open debit that no policy leaves alone. Where items climb, the highest of them is the account's. */
export function levelsOf(
  { steps, items, excludedItems = [] }: Pick<AccountFacts, 'steps' | 'items' | 'excludedItems'>,
  { ladder, levels }: Policy,
): { account: number; items: Map<number, number> } {
  const debits = items.filter(({ id, openMinor }) => openMinor > 0 && !excludedItems.some(({ itemId }) => itemId === id));
  if (levels.track === 'account') {
    const account = levelIn(steps, ladder);
    return { account, items: new Map(debits.map(({ id }) => [id, account])) };
  }
  const ofItem = stepsByItem(steps, debits);
  const each = new Map(debits.map(({ id }) => [id, levelIn(ofItem.get(id) ?? [], ladder)]));
  return { account: Math.max(0, ...each.values()), items: each };
}

/** The steps of each item, in their order. */
export function stepsByItem(steps: readonly StepFacts[], items: readonly OpenItem[]): Map<number, StepFacts[]> {
  const byId = new Map(items.map((item) => [item.id, { item, steps: [] as StepFacts[] }]));
  for (const step of steps) {
    const concerned = step.itemIds && step.itemIds.length > 0 ? step.itemIds.flatMap((id) => byId.get(id) ?? []) : [...byId.values()];
    for (const each of concerned) if (concerns(step, each.item)) each.steps.push(step);
  }
  return new Map([...byId].map(([id, each]) => [id, each.steps]));
}

/** The steps that are taken with an act: its own, and those that it speaks for. */
export function stepsWith<A extends About & { step: string; round: number }>({
  step,
  round,
  spokenFor,
  strand,
}: A): (Omit<SpokenFor, 'itemIds'> & { itemIds?: number[]; strand?: string })[] {
  const taken: (Omit<SpokenFor, 'itemIds'> & { itemIds?: number[] })[] = spokenFor ?? [{ step, round }];
  return strand ? taken.map((each) => ({ ...each, strand })) : taken;
}
