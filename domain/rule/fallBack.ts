import { total, type Amounts } from '../money/minor.js';
import type { Minimum, Step } from '../policy/types.js';
import { standingOf } from './climber.js';
import { dueDay, type Asked } from './conditions.js';

/** Whether enough is past due for a step. */
export type Sufficiency = (step: Step) => boolean;

/**
 * Tells for each step whether what is past due long enough for it comes up to its least amount and its least share of the open balance
 * (the minimum amounts and percentages of SAP's dunning levels). The answer is found once for each step.
 */
export function sufficiencyOf(asked: Asked): Sufficiency {
  const known = new Map<string, boolean>();
  return (step) => {
    if (!step.fallBack) return true;
    const answer = known.get(step.id) ?? comesUpTo(step.fallBack, dueFor(step, asked), asked.standing.open);
    known.set(step.id, answer);
    return answer;
  };
}

function dueFor(step: Step, asked: Asked): Amounts {
  const { standing, policy } = asked;
  if (policy.levels.track === 'account') return standing.collectable;
  const due = standing.claims.filter(({ item }) => dueDay(step, { ...asked, item, standing: standingOf(item, standing) }, null) === standing.today);
  return total(due.map(({ item, minor }) => ({ currency: item.currency, minor })));
}

function comesUpTo({ minAmount, minPercent }: Minimum, due: Amounts, open: Amounts): boolean {
  return Object.entries(due).some(
    ([currency, minor]) =>
      minor > 0 &&
      (minAmount === null || minor >= (minAmount[currency] ?? Number.MAX_SAFE_INTEGER)) &&
      (minPercent === null || minor * 100 >= minPercent * (open[currency] ?? 0)),
  );
}
