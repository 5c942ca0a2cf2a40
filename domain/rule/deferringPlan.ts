import { addDays, type Day } from '../calendar/day.js';
import type { AccountFacts } from '../facts.js';
import type { Policy } from '../policy/types.js';

/**
 * The running plan that defers all collection of the account, where the policy says so: the one that ends last, with the last day
 * (grace included) on which it can still be kept. Source: promise-to-pay agreements of Oracle BRM, which defer every outstanding action
 * to begin the day after the last instalment.
 */
export function deferringPlan({ plans }: Pick<AccountFacts, 'plans'>, { promises }: Pick<Policy, 'promises'>): { id: string; until: Day } | null {
  if (promises.defers !== 'account') return null;
  const running = plans
    .filter(({ status }) => status === 'OPEN')
    .map(({ id, graceDays, instalments }) => ({ id, until: addDays(instalments.at(-1)?.dueOn ?? '', graceDays) }));
  return running.reduce<{ id: string; until: Day } | null>((last, each) => (last === null || each.until > last.until ? each : last), null);
}
