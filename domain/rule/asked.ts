import { addDays } from '../calendar/day.js';
import { standingCharges } from '../charges/ledger.js';
import type { AccountFacts, OpenItem } from '../facts.js';
import { total, type Amounts } from '../money/minor.js';
import type { Policy } from '../policy/types.js';
import type { About } from '../verdict.js';
import type { Standing } from './standing.js';

/** What an act asks for: the items that it is about, and how much of them. */
export interface AskedFor {
  items: OpenItem[];
  amounts: Amounts;
  /** What of the amounts is fees and interest. */
  charges: Amounts;
}

/**
 * What an act asks for on the day of the standing: the items that it names, where items climb by themselves; else what is to be collected;
 * a courtesy, what falls due within its days and is not withheld. Fees and interest are asked for with their principal. `step` null: no step.
 */
export function askedFor(
  facts: Pick<AccountFacts, 'items' | 'charges'>,
  policy: Pick<Policy, 'ladder'>,
  standing: Standing,
  about: Pick<About, 'itemIds'> & { step: string | null },
): AskedFor {
  const { items, amounts } = principalOf(facts, policy, standing, about);
  const ids = new Set(items.map(({ id }) => id));
  const booked = standingCharges(facts);
  const riding = standing.charges.filter(({ item }) => booked.get(item.id)?.itemIds.some((id) => ids.has(id)));
  const charges = riding.map(({ item, minor }) => ({ currency: item.currency, minor }));
  const principal = Object.entries(amounts).map(([currency, minor]) => ({ currency, minor }));
  const alone = standing.claims.filter(({ item }) => booked.has(item.id) && ids.has(item.id)).map(({ item, minor }) => ({ currency: item.currency, minor }));
  return { items: [...items, ...riding.map(({ item }) => item)], amounts: total([...principal, ...charges]), charges: total([...charges, ...alone]) };
}

function principalOf(
  { items }: Pick<AccountFacts, 'items'>,
  { ladder }: Pick<Policy, 'ladder'>,
  { today, claims, collectable, withheld }: Standing,
  { step, itemIds }: Pick<About, 'itemIds'> & { step: string | null },
): Omit<AskedFor, 'charges'> {
  const claimed = new Map(claims.map(({ item, minor }) => [item.id, minor]));
  const ahead = ladder.find(({ id }) => id === step)?.when.daysBeforeDue?.atMost;
  if (!itemIds && ahead === undefined) return { items: claims.map(({ item }) => item), amounts: collectable };
  const free = ({ id, openMinor }: OpenItem) => openMinor - (withheld.get(id)?.minor ?? 0);
  const isComing = (item: OpenItem) => free(item) > 0 && item.dueOn >= today && item.dueOn <= addDays(today, ahead ?? 0);
  const asked = items.filter((item) => (itemIds ? itemIds.includes(item.id) : isComing(item)));
  return { items: asked, amounts: total(asked.map((item) => ({ currency: item.currency, minor: claimed.get(item.id) ?? free(item) }))) };
}
