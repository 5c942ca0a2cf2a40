import { daysBetween } from '../domain/calendar/day.js';
import type { AccountFacts, OpenItem } from '../domain/facts.js';
import type { Amounts } from '../domain/money/minor.js';
import type { Standing } from '../domain/rule/standing.js';
import type { StoreTx } from '../prisma/store/store.js';
import type { StatementData, StatementItem } from './ports.js';

/** Who writes and to whom. */
export type Letterhead = Awaited<ReturnType<StoreTx['contacts']['letterheadOf']>>;

/** The statement of an account: every open item of it, oldest due first, with what is disputed marked. */
export function statementOf(facts: AccountFacts, standing: Standing, { entity, customer }: Letterhead): StatementData {
  const disputed = new Set(facts.disputes.flatMap(({ items }) => items.map(({ itemId }) => itemId)));
  const items = facts.items.map((item) => statementItem(item, standing.today, disputed));
  return { accountId: facts.accountId, asOf: standing.today, entity, customer, items, open: standing.open, overdue: standing.overdue };
}

/** An item as a statement shows it on a day. */
export function statementItem(item: OpenItem, today: string, disputed: ReadonlySet<number>): StatementItem {
  const { number, instalment, kind, issuedOn, dueOn, currency, amountMinor, openMinor } = item;
  return {
    number: instalment === 0 ? number : `${number}/${instalment}`, kind, issuedOn, dueOn, currency, amountMinor, openMinor,
    daysPastDue: openMinor > 0 ? Math.max(0, daysBetween(dueOn, today)) : 0,
    paidMinor: amountMinor - openMinor,
    disputed: disputed.has(item.id),
  };
}

/** What a message asks for: what is overdue, or, before anything is, what is open. */
export function amountsAsked({ open, overdue }: Pick<StatementData, 'open' | 'overdue'>): Amounts {
  return Object.values(overdue).some((minor) => minor > 0) ? overdue : open;
}
