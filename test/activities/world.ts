/** A trading company with a policy of four steps, a real database, and ports that record what they are asked for. */
import { addDays, type Day, type Instant } from '../../domain/calendar/day.js';
import type { ContactAct, DraftAct, PlaceAct, TaskAct, Verdict, WriteOffAct } from '../../domain/verdict.js';
import { assess } from '../../activities/assess.js';
import type { Assessed, Turn } from '../../activities/activities.js';
import type { Delivery, DeliveryOutcome, MessageToRender, Post, Processes, Renderer } from '../../activities/ports.js';
import { nudgeAccount } from '../../prisma/store/nudges.js';
import { publishPolicy } from '../../prisma/store/policies.js';
import { storeOn, type Store } from '../../prisma/store/store.js';
import { clockBy } from '../../worker/businessClock.js';
import { createDatabase, type TestDatabase } from '../support/database.js';

export const policySource = `
policy: standard-b2b
title: Four steps
ladder:
  - { id: reminder, action: email, otherwise: [sms], template: reminder, when: { daysPastDue: { atLeast: 3 } } }
  - { id: call, action: call, template: call, tone: firm, when: { daysPastDue: { atLeast: 10 }, daysSincePrevious: { atLeast: 3 } } }
  - { id: placement, action: place, when: { daysPastDue: { atLeast: 30 }, daysSincePrevious: { atLeast: 3 }, overdueAtLeast: { EUR: 500 } } }
  - { id: write-off, action: write-off, when: { daysPastDue: { atLeast: 60 }, daysSincePrevious: { atLeast: 3 } } }
contact: { window: { from: "00:00", to: "23:59" }, businessDaysOnly: false, maxIn7Days: 5, minGapDays: 1, ledgerMaxAgeDays: 10 }
promises: { graceDays: 2, tolerancePercent: 5, maxDays: 60, maxInstalments: 12, maxBroken: 2, settlement: { discountPercent: 10, approval: manager } }
disputes: { reasons: [price, other], respondWithinDays: 10, remindEveryDays: 3 }
placement: { agency: northern-agency, approval: manager, recallAfterDays: 180 }
writeOff:
  - { upTo: { EUR: 1000 }, role: manager }
  - { role: controller }
approvalExpiresDays: 30
`;

export interface World {
  store: Store;
  db: TestDatabase['db'];
  url: string;
  clock: ReturnType<typeof clockBy>;
  renderer: Renderer & { rendered: MessageToRender[] };
  post: Post & { delivered: Delivery[]; next: (DeliveryOutcome | Error)[] };
  processes: Processes & { calls: string[] };
  drop(): Promise<void>;
}

/** The world as it is before anyone owes anything: one entity, one policy, one collector. */
export async function createWorld(): Promise<World> {
  const { db, url, drop } = await createDatabase();
  const entity = {
    code: 'DE01',
    name: 'Seller',
    country: 'DE',
    currency: 'EUR',
    timeZone: 'Europe/Berlin',
    language: 'de',
    addressLines: ['Musterstr. 1'],
    email: 'ar@example.com',
  };
  await db.entity.create({ data: entity });
  await db.user.create({ data: { id: 'collector-1', name: 'Collector' } });
  await publishPolicy(db, { source: policySource, fileName: 'standard-b2b.yaml', by: 'admin', role: 'admin', at: '2020-01-01T00:00:00Z' });
  return { store: storeOn(db), db, url, clock: clockBy(null), renderer: recordingRenderer(), post: recordingPost(), processes: recordingProcesses(), drop };
}

function recordingRenderer(): World['renderer'] {
  const rendered: MessageToRender[] = [];
  const render = (message: MessageToRender) => {
    rendered.push(message);
    return Promise.resolve({ subject: `${message.template} ${message.language}`, text: 'text', html: null, attachments: [] });
  };
  return { rendered, render };
}

/** Accepts what it is given, unless `next` says otherwise. */
function recordingPost(): World['post'] {
  const delivered: Delivery[] = [];
  const next: (DeliveryOutcome | Error)[] = [];
  const deliver = (delivery: Delivery): Promise<DeliveryOutcome> => {
    delivered.push(delivery);
    const outcome = next.shift() ?? { outcome: 'accepted', providerId: `<${delivered.length}@example.com>` };
    return outcome instanceof Error ? Promise.reject(outcome) : Promise.resolve(outcome);
  };
  return { delivered, next, deliver };
}

function recordingProcesses(): World['processes'] {
  const calls: string[] = [];
  const record = (call: string) => {
    calls.push(call);
    return Promise.resolve();
  };
  return {
    calls,
    nudge: (process, id) => record(`nudge ${process} ${id}`),
    startWatch: (process, id) => record(`start ${process} ${id}`),
    collectAccount: (accountId, campaignId) => record(`collect ${accountId}${campaignId === null ? '' : ` for ${campaignId}`}`),
  };
}

export interface Owing {
  number: string;
  /** Invoices by due date and amount in cents. */
  invoices?: [Day, number][];
  email?: string | null;
  mobile?: string | null;
  phone?: string | null;
}

/** A customer of DE01 who owes; answers the account's id. */
export async function owes(
  { db }: Pick<World, 'db'>,
  { number, invoices = [], email = `${number}@example.com`, mobile = null, phone = '+493023125001' }: Owing,
): Promise<string> {
  const accountId = `DE01/${number}`;
  await db.customer.create({
    data: {
      number,
      name: `Buyer ${number}`,
      language: 'de',
      country: 'DE',
      contacts: { create: { name: 'Accounts payable', email, mobile, phone } },
      accounts: { create: { id: accountId, entityCode: 'DE01', collectorId: 'collector-1' } },
    },
  });
  for (const [n, [dueOn, amount]] of invoices.entries()) await invoice({ db }, accountId, `R-${number}-${n + 1}`, dueOn, amount);
  return accountId;
}

/** Books an invoice, issued 30 days before it falls due; answers its id. */
export async function invoice({ db }: Pick<World, 'db'>, accountId: string, number: string, dueOn: Day, amount: number, currency = 'EUR'): Promise<number> {
  const days = { issuedOn: date(addDays(dueOn, -30)), dueOn: date(dueOn), recordedAt: date(addDays(dueOn, -30)) };
  return (await db.ledgerItem.create({ data: { accountId, kind: 'INVOICE', number, currency, amountMinor: BigInt(amount), ...days } })).id;
}

/** Books a payment and sets it against an invoice, as an import does: with a nudge, in one transaction. */
export async function pays({ db }: Pick<World, 'db'>, accountId: string, itemId: number | null, amount: number, on: Day, currency = 'EUR'): Promise<void> {
  await db.$transaction(async (tx) => {
    const days = { issuedOn: date(on), dueOn: date(on), recordedAt: date(on) };
    const number = `P-${on}-${amount}-${itemId ?? 'open'}`;
    const credit = await tx.ledgerItem.create({ data: { accountId, kind: 'PAYMENT', number, currency, amountMinor: BigInt(-amount), ...days } });
    if (itemId !== null)
      await tx.allocation.create({ data: { creditId: credit.id, debitId: itemId, amountMinor: BigInt(amount), onDate: date(on), recordedAt: date(on) } });
    await nudgeAccount(tx, accountId);
  });
}

/** The ids of an account's invoices, oldest due first. */
export async function invoicesOf({ db }: Pick<World, 'db'>, accountId: string): Promise<number[]> {
  return (await db.ledgerItem.findMany({ where: { accountId, kind: 'INVOICE' }, orderBy: [{ dueOn: 'asc' }, { id: 'asc' }] })).map(({ id }) => id);
}

export const date = (day: Day): Date => new Date(`${day}T00:00:00Z`);

/** Eight in the evening in Berlin, when every account's slot of the day has come. */
export const evening = (day: Day): Instant => `${day}T18:00:00.000Z`;

export const turnAt = (at: Instant): Turn => ({ nowMs: Date.parse(at), plannedMs: null });

/** One look at an account. */
export function lookAt(world: World, accountId: string, at: Instant, campaignId: string | null = null): Promise<Assessed> {
  return assess(world)({ accountId, campaignId, ...turnAt(at) });
}

type ActOf = { contact: ContactAct; draft: DraftAct; task: TaskAct; place: PlaceAct; 'write-off': WriteOffAct };

/** A look that must end in an act of a kind: the turn with which to carry it out. */
export async function wanted<K extends keyof ActOf>(world: World, kind: K, accountId: string, at: Instant) {
  const { caseId, verdict } = await lookAt(world, accountId, at);
  if (verdict.kind !== 'act' || verdict.act.kind !== kind || caseId === null) throw new Error(`Wanted ${kind}, but the rule says ${describe(verdict)}`);
  return { accountId, caseId, act: verdict.act as ActOf[K], ...turnAt(at) };
}

const describe = (verdict: Verdict): string => JSON.stringify(verdict);
