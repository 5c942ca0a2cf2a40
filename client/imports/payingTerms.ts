/** What decides which debits imported payments are set off against. */
import type { Instant } from '../../domain/calendar/day.js';
import { applicationOf, type PaidCharge } from '../../domain/charges/ledger.js';
import type { Application } from '../../domain/charges/types.js';
import type { PayingTerms } from '../../domain/ledger/payingTerms.js';
import type { Payment } from '../../domain/ledger/payments.js';
import type { Prisma } from '../../prisma/generated/client.js';
import { chargesToPay } from '../../prisma/store/charges.js';
import { loadDossiers } from '../../prisma/store/facts.js';
import { lastLists } from '../../prisma/store/imports.js';
import { compilePolicy } from '../../prisma/store/policies.js';
import { entityOf } from './grouping.js';

type Tx = Prisma.TransactionClient;

/** The terms, and the accounts all of whose debits payments may be set off against. */
export interface Terms extends PayingTerms {
  accountIds: string[];
}

/** Reads what holds for payments at an instant. */
export async function payingTerms(tx: Tx, payments: readonly Payment[], now: Instant): Promise<Terms> {
  const accountIds = [...new Set(payments.map(({ accountId }) => accountId))];
  const lists = new Map((await lastLists(tx, [...new Set(accountIds.map(entityOf))])).map(({ entity, asOf }) => [entity, asOf]));
  const charges = await chargesToPay(tx, accountIds);
  const charged = [...new Set(charges.map(({ accountId }) => accountId))];
  const applications = await applicationsOf(tx, charged, now);
  const staysOnAccount = ({ accountId, onDay }: Payment): boolean => onDay <= (lists.get(entityOf(accountId)) ?? '');
  const spread = payments.filter((payment) => payment.applied.length === 0 && !staysOnAccount(payment)).map(({ accountId }) => accountId);
  return {
    today: now.slice(0, 10),
    charges: new Map<number, PaidCharge>(charges.map((charge) => [charge.id, charge])),
    applicationOf: (accountId) => applications.get(accountId) ?? applicationOf(null),
    staysOnAccount,
    accountIds: [...new Set([...spread, ...charged])],
  };
}

/** The order of payment by the policy of each account. */
async function applicationsOf(tx: Tx, accountIds: readonly string[], now: Instant): Promise<Map<string, Application>> {
  const applications = new Map<string, Application>();
  for (const { facts, policy } of await loadDossiers(tx, accountIds, { now }))
    if (policy) applications.set(facts.accountId, applicationOf((await compilePolicy(tx, policy)).charges));
  return applications;
}
