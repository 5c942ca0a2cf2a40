/** A small ledger, booked straight into the store: what tests of reading need. */
import { addDays, type Day } from '../../domain/calendar/day.js';
import type { PrismaClient } from '../../prisma/generated/client.js';
import { publishPolicy } from '../../prisma/store/policies.js';

const date = (day: Day): Date => new Date(`${day}T00:00:00Z`);

export const policySource = `
policy: standard-b2b
title: Four steps
ladder:
  - { id: reminder, action: email, otherwise: [sms], template: reminder, when: { daysPastDue: { atLeast: 3 } } }
  - { id: call, action: call, template: call, tone: firm, when: { daysPastDue: { atLeast: 10 }, daysSincePrevious: { atLeast: 3 } } }
  - { id: placement, action: place, when: { daysPastDue: { atLeast: 90 }, daysSincePrevious: { atLeast: 3 }, overdueAtLeast: { EUR: 500 } } }
  - { id: write-off, action: write-off, when: { daysPastDue: { atLeast: 120 }, daysSincePrevious: { atLeast: 3 } } }
contact: { window: { from: "00:00", to: "23:59" }, businessDaysOnly: false, maxIn7Days: 5, minGapDays: 1, ledgerMaxAgeDays: 10 }
promises: { graceDays: 2, tolerancePercent: 5, maxDays: 60, maxInstalments: 12, maxBroken: 2 }
disputes: { reasons: [price, other], respondWithinDays: 10, remindEveryDays: 3 }
placement: { agency: northern-agency, approval: manager, recallAfterDays: 180 }
writeOff:
  - { upTo: { EUR: 1000 }, role: manager }
  - { role: controller }
approvalExpiresDays: 30
`;

/** Two selling entities and a published policy. */
export async function foundBusiness(db: PrismaClient): Promise<void> {
  await db.entity.createMany({
    data: [
      { code: 'DE01', name: 'Seller GmbH', country: 'DE', currency: 'EUR', timeZone: 'Europe/Berlin', language: 'de' },
      { code: 'NZ01', name: 'Seller Ltd', country: 'NZ', currency: 'NZD', timeZone: 'Pacific/Auckland', language: 'en' },
    ],
  });
  await publishPolicy(db, { source: policySource, fileName: 'standard-b2b.yaml', by: 'system', role: 'system', at: '2020-01-01T00:00:00Z' });
}

export interface Owed {
  entity?: string;
  number: string;
  name?: string;
  segment?: string;
  email?: string | null;
  /** Due date and amount in minor units; negative for a credit. */
  items: [Day, number, string?][];
}

/** A customer with items; answers the account's id. */
export async function owes(
  db: PrismaClient,
  { entity = 'DE01', number, name = `Buyer ${number}`, segment, email = `${number}@example.com`, items }: Owed,
): Promise<string> {
  const accountId = `${entity}/${number}`;
  await db.customer.upsert({
    where: { number },
    update: {},
    create: {
      number,
      name,
      segment: segment ?? null,
      language: 'de',
      country: 'DE',
      ...(email ? { contacts: { create: { name: 'Accounts payable', email } } } : {}),
    },
  });
  await db.account.create({ data: { id: accountId, entityCode: entity, customerNumber: number } });
  await db.ledgerItem.createMany({
    data: items.map(([dueOn, amount, currency = 'EUR'], n) => ({
      accountId,
      kind: amount < 0 ? 'CREDIT_NOTE' : 'INVOICE',
      number: `R-${number}-${n + 1}`,
      currency,
      amountMinor: BigInt(amount),
      issuedOn: date(addDays(dueOn, -30)),
      dueOn: date(dueOn),
      recordedAt: date(addDays(dueOn, -30)),
    })),
  });
  return accountId;
}

/** Sets a payment against an item on a day. */
export async function pays(db: PrismaClient, accountId: string, number: string, amount: number, on: Day): Promise<void> {
  const debit = await db.ledgerItem.findFirstOrThrow({ where: { accountId, number } });
  const credit = await db.ledgerItem.create({
    data: {
      accountId,
      kind: 'PAYMENT',
      number: `P-${number}-${on}`,
      currency: debit.currency,
      amountMinor: BigInt(-amount),
      issuedOn: date(on),
      dueOn: date(on),
      recordedAt: date(on),
    },
  });
  await db.allocation.create({ data: { creditId: credit.id, debitId: debit.id, amountMinor: BigInt(amount), onDate: date(on), recordedAt: date(on) } });
}
