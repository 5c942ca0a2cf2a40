import type { Day } from '../calendar/day.js';
import { numberOf } from '../instructing/items.js';
import type { ChargeEntry, ChargeFacts, Debtors } from './types.js';

/** When and for which step something is charged. */
export interface Occasion {
  today: Day;
  caseId: string | null;
  step: string | null;
  round: number;
  onInvoice: boolean;
}

/** The part of an entry that the occasion alone says. */
export function blankEntry({
  today,
  caseId,
  step,
  round,
  onInvoice,
}: Occasion): Omit<ChargeEntry, 'key' | 'does' | 'what' | 'name' | 'itemIds' | 'currency' | 'minor'> {
  return { caseId, step, round, onInvoice, chargeId: null, number: '', dueOn: today, from: null, to: null, percent: null, periods: null, line: null };
}

/** Whether terms for one kind of debtor meet this one. */
export function isCharged(debtors: Debtors, consumer: boolean): boolean {
  return debtors === 'all' || (debtors === 'consumers') === consumer;
}

const letters = { FEE: 'F', LUMP_SUM: 'L', INTEREST: 'I' } as const;

/**
 * Numbers entries: a charge after the item that it is for (`R-1-I2` is the second booking of interest on R-1), what takes it back
 * after the charge (`R-1-I2-C1`).
 */
export function numbered(
  entries: readonly ChargeEntry[],
  charges: readonly ChargeFacts[],
  items: ReadonlyMap<number, { number: string; instalment: number }>,
): ChargeEntry[] {
  const known = charges.map(({ does, what, itemIds, chargeId }) => ({ does, what, itemIds, chargeId }));
  return entries.map((entry) => {
    const item = items.get(entry.itemIds[0] ?? 0);
    const charge = charges.find(({ id }) => id === entry.chargeId);
    const before = known.filter((each) =>
      charge ? each.does !== 'BOOK' && each.chargeId === charge.id : each.does === 'BOOK' && each.what === entry.what && each.itemIds[0] === entry.itemIds[0],
    );
    known.push({ ...entry, chargeId: entry.chargeId ?? 0 });
    const number = charge ? `${charge.number}-C${before.length + 1}` : `${item ? numberOf(item) : entry.name}-${letters[entry.what]}${before.length + 1}`;
    return { ...entry, number };
  });
}

/** The number of the ordinary item that a charge is turned into, by the number of the credit that ends it. */
export function ordinaryNumber(creditNumber: string): string {
  return creditNumber.replace(/-C\d+$/, '-D');
}
