import type { Day } from '../calendar/day.js';
import { exchangedTo } from '../money/exchange.js';
import { lumpCurrency } from './lumpSum.js';
import type { ChargeTerms, FeeTerms } from './types.js';

/** Accounts that owe in a currency. */
export interface Owing {
  currency: string;
  accounts: number;
}

/** What a policy does not charge on a day for want of a sum, or a rate, in a currency in which something is owed, in sentences that name the line. */
export function feesWithoutSum(policy: { name: string; charges: ChargeTerms | null }, owing: readonly Owing[], today: Day): string[] {
  return (policy.charges?.fees ?? []).flatMap((fee) =>
    owing
      .filter(({ currency }) => !hasSum(fee, currency, today))
      .map(({ currency, accounts }) => {
        const who = accounts === 1 ? '1 account owes' : `${accounts} accounts owe`;
        return `${policy.name}, line ${fee.line}: the fee '${fee.id}' has no sum in ${currency}, in which ${who}: it is not charged there`;
      }),
  );
}

function hasSum({ amount, lumpSum, rates }: FeeTerms, currency: string, today: Day): boolean {
  const known = lumpSum === null ? Object.keys(amount ?? { [currency]: 0 }) : [lumpCurrency[lumpSum]];
  return known.some((from) => exchangedTo(currency, { currency: from, minor: 1 }, rates, today) !== null);
}
