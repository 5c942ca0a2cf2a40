import type { AccountFacts } from '../facts.js';
import type { Amounts } from '../money/minor.js';
import type { Conditions } from '../policy/types.js';

/** Automatic messages of the running case that went out, or may have. */
export function attemptsOf(facts: AccountFacts): AccountFacts['contactsMade'] {
  return facts.contactsMade.filter((made) => made.automatic && made.caseId === facts.case?.id && (made.status === 'ACCEPTED' || made.status === 'UNKNOWN'));
}

/**
 * Whether something is to be collected in a currency that has reached its threshold and not yet its most attempts. Both are asked of one and the
 * same currency. An attempt counts for a currency while something that it asked for in it is open: what is paid is forgotten.
 */
export function currencyHolds(when: Pick<Conditions, 'overdueAtLeast' | 'attemptsBelow'>, amounts: Amounts, facts: AccountFacts): boolean {
  const { overdueAtLeast, attemptsBelow } = when;
  if (!overdueAtLeast && !attemptsBelow) return true;
  return Object.entries(amounts).some(
    ([currency, minor]) =>
      minor > 0 &&
      (!overdueAtLeast || minor >= (overdueAtLeast[currency] ?? Number.MAX_SAFE_INTEGER)) &&
      (attemptsBelow?.[currency] === undefined || attemptsIn(currency, facts) < attemptsBelow[currency]),
  );
}

function attemptsIn(currency: string, facts: AccountFacts): number {
  const open = new Set(facts.items.filter((item) => item.currency === currency && item.openMinor > 0).map(({ id }) => id));
  return attemptsOf(facts).filter(({ itemIds }) => !itemIds || itemIds.some((id) => open.has(id))).length;
}
