import { daysBetween } from '../domain/calendar/day.js';
import { standingCharges } from '../domain/charges/ledger.js';
import type { ChargeFacts } from '../domain/charges/types.js';
import type { AccountFacts, OpenItem } from '../domain/facts.js';
import { total } from '../domain/money/minor.js';
import { ridingOf } from '../domain/rule/charging.js';
import type { Standing } from '../domain/rule/standing.js';
import type { StoreTx } from '../prisma/store/store.js';
import type { StatementData, StatementItem } from './ports.js';

/** Who writes and to whom. */
export type Letterhead = Awaited<ReturnType<StoreTx['contacts']['letterheadOf']>>;

/** The statement of an account: every open item of it, oldest due first, with what is not asked for marked. What is asked for has fees and interest in it. */
export function statementOf(facts: AccountFacts, standing: Standing, { entity, customer }: Letterhead): StatementData {
  const { today, open, overdue, collectable } = standing;
  const asked = total([collectable, ridingOf(standing)].flatMap((amounts) => Object.entries(amounts).map(([currency, minor]) => ({ currency, minor }))));
  const charges = standingCharges(facts);
  const items = facts.items.map((item) => ({ ...statementItem(item, today, standing.withheld), ...chargeOf(charges.get(item.id)) }));
  const { kind } = facts.customer;
  return { accountId: facts.accountId, asOf: today, entity, customer: { ...customer, kind }, items, open, overdue, asked };
}

/** An item as a statement shows it on a day, with what of it is not asked for. */
export function statementItem(item: OpenItem, today: string, withheld: Standing['withheld']): StatementItem {
  const { number, instalment, kind, issuedOn, dueOn, currency, amountMinor, openMinor } = item;
  const notAsked = withheld.get(item.id);
  return {
    number: instalment === 0 ? number : `${number}/${instalment}`,
    kind,
    issuedOn,
    dueOn,
    currency,
    amountMinor,
    openMinor,
    daysPastDue: openMinor > 0 ? Math.max(0, daysBetween(dueOn, today)) : 0,
    paidMinor: amountMinor - openMinor,
    disputed: notAsked?.because === 'DISPUTED',
    ...(notAsked && { notAsked }),
  };
}

function chargeOf(charge: ChargeFacts | undefined): Pick<StatementItem, 'charge'> {
  if (!charge) return {};
  const { what, from, to, percent } = charge;
  return { charge: { what, from, to, percent } };
}
