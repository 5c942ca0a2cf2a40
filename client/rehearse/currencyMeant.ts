import { numberOf } from '../../domain/instructing/items.js';
import type { EventLine } from './eventSchema.js';
import type { LedgerAccount } from './ledger.js';
import type { Line } from './toEvent.js';

/** Events whose amount says nothing without a currency. An invoice may be in any: left out, it is the entity's. */
const inItsCurrency: ReadonlySet<string> = new Set(['payment', 'credit-note', 'payment-pending', 'promise', 'plan', 'settlement']);

/** The currency of an event: what it says, else that of the items it names, else that of the account; a mistake where these have several. */
export function currencyMeant(event: EventLine, { account, entity, note }: Pick<Line, 'account' | 'entity' | 'note'>): string {
  if ('currency' in event && event.currency !== undefined) return event.currency;
  const [only = entity, ...others] = currenciesOf(account, namedIn(event));
  if (others.length === 0) return only;
  if (inItsCurrency.has(event.type)) note('currency', null, `is needed: there are items in ${[only, ...others].join(' and ')}`);
  return entity;
}

function namedIn(event: EventLine): string[] {
  if ('items' in event) return (event.items ?? []).map((each) => (typeof each === 'string' ? each : each.item));
  return 'item' in event && event.item !== undefined ? [event.item] : [];
}

/** The currencies of the named items, where the account has any of them; else of all its items. */
function currenciesOf({ items, drafts }: LedgerAccount, named: readonly string[]): string[] {
  const all = [...items, ...drafts];
  const meant = all.filter((item) => named.includes(item.number) || named.includes(numberOf(item)));
  return [...new Set((meant.length > 0 ? meant : all).map(({ currency }) => currency))];
}
