import type { ListedItem } from '../../domain/ledger/openList.js';
import type { SnapshotPlan } from '../../domain/ledger/snapshot.js';
import { sum } from '../../domain/money/minor.js';
import type { SourceTotal } from '../../prisma/store/ledger.js';
import { entityOf } from './grouping.js';
import type { ControlTotal } from './report.js';

/** Sets the totals of a list beside those of the store, by entity and currency. Throws RangeError beyond safe integers. */
export function compareTotals(
  list: readonly (ListedItem & { entity: string })[],
  store: readonly SourceTotal[],
  covered: SnapshotPlan['covered'],
): ControlTotal[] {
  const totals = new Map<string, ControlTotal>();
  const totalOf = (entity: string, currency: string): ControlTotal => {
    const key = `${entity}\n${currency}`;
    const total = totals.get(key) ?? { entity, currency, ...nothing };
    totals.set(key, total);
    return total;
  };
  for (const { entity, currency, openMinor } of list) {
    const total = totalOf(entity, currency);
    total.items += 1;
    total.openMinor = sum([total.openMinor, openMinor]);
    total.creditMinor = sum([total.creditMinor, Math.min(0, openMinor)]);
  }
  for (const { entity, currency, items, openMinor, creditMinor } of store)
    Object.assign(totalOf(entity, currency), { storeItems: items, storeOpenMinor: openMinor, storeCreditMinor: creditMinor });
  for (const { accountId, currency, minor } of covered) totalOf(entityOf(accountId), currency).settledElsewhereMinor += minor;
  return [...totals.values()].toSorted((a, b) => (`${a.entity}\n${a.currency}` < `${b.entity}\n${b.currency}` ? -1 : 1));
}

const nothing = { items: 0, openMinor: 0, creditMinor: 0, storeItems: 0, storeOpenMinor: 0, storeCreditMinor: 0, settledElsewhereMinor: 0 };
