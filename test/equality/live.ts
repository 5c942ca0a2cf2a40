/** Plays invented accounts through the live system: real workflows, activities and store, on a clock that skips what is idle. */
import { addDays, dayOf, instantOf, type Day, type Instant } from '../../domain/calendar/day.js';
import { enrolDelinquent } from '../../activities/enrolDelinquent.js';
import { giveItemPolicy } from '../../prisma/store/assignments.js';
import { publishPolicy } from '../../prisma/store/policies.js';
import type { InventedAccount } from '../../scripts/inventing/accounts.js';
import type { InventedPolicy } from '../../scripts/inventing/policies.js';
import { startLifecycle, type Lifecycle } from '../support/lifecycle.js';
import { advance } from '../support/temporal.js';
import { date } from '../activities/world.js';
import { doLive, everyone } from './doLive.js';
import { zone, type Agenda, type Refused } from './agenda.js';
import { agendaOf } from './liveAgenda.js';

/** The agendas of the accounts, by account. What was refused is among them. */
export async function playLive(accounts: readonly InventedAccount[], policies: readonly InventedPolicy[], from: Day, to: Day): Promise<Map<string, Agenda>> {
  const life = await startLifecycle(from, { hour: '03:30:00', worker: {} });
  try {
    await prepare(life, accounts, policies);
    const refused = await live(life, accounts, from, to);
    const agendas = new Map<string, Agenda>();
    const ofItems = new Map(policies.map(({ name, source }) => [name, source]));
    for (const { base, policy } of accounts)
      agendas.set(base.accountId, await agendaOf(life.db, base.accountId, { own: policies[policy]?.source ?? '', ofItems }, refused));
    return agendas;
  } finally {
    await life.stop();
  }
}

async function live(life: Lifecycle, accounts: readonly InventedAccount[], from: Day, to: Day): Promise<Refused[]> {
  const refused: Refused[] = [];
  const events = accounts.flatMap(({ events: all }) => all).toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  for (let day = from; day <= to; day = addDays(day, 1)) {
    const today = events.filter(({ at }) => dayOf(at, zone) === day);
    if (today.length > 0) await until(life, instantOf(day, '05:00', zone));
    for (const event of today) {
      const why = await doLive(life, event);
      if (why !== null) refused.push({ accountId: event.accountId, at: event.at, type: event.type });
    }
    await until(life, instantOf(day, '06:00', zone));
    await enrol(life);
  }
  await until(life, instantOf(to, '23:59', zone));
  return refused;
}

async function until(life: Lifecycle, at: Instant): Promise<void> {
  const hours = (Date.parse(at) - Date.parse(await life.now())) / 3_600_000;
  if (hours > 0) await advance(life.env, { hours });
}

/** What the schedule does at six in the morning. */
async function enrol({ ports, env }: Lifecycle): Promise<void> {
  await enrolDelinquent(ports)({ nowMs: await env.currentTimeMs(), plannedMs: null });
}

async function prepare({ db }: Lifecycle, accounts: readonly InventedAccount[], policies: readonly InventedPolicy[]): Promise<void> {
  for (const { name, source } of policies)
    await publishPolicy(db, { source, fileName: `${name}.yaml`, by: 'admin', role: 'admin', at: '2020-01-01T00:00:00Z' });
  for (const { userId, roles } of everyone) await db.user.create({ data: { id: userId, name: userId, roles: { create: roles.map((role) => ({ role })) } } });
  for (const { base, items, policy, ofItems = [] } of accounts) {
    const { number, name, language, country, addressLines, tags } = base.customer;
    const account = { id: base.accountId, entityCode: base.entity.code, policyName: policies[policy]?.name ?? null };
    const contacts = base.contacts.map(({ id, name: person, role, email, phone, mobile, rank }) => ({ id, name: person, role, email, phone, mobile, rank }));
    await db.customer.create({ data: { number, name, language, country, addressLines, tags, contacts: { create: contacts }, accounts: { create: account } } });
    const booked = items.map(({ kind, number: document, instalment, currency, issuedOn, dueOn, amountMinor }) => {
      const days = { issuedOn: date(issuedOn), dueOn: date(dueOn), recordedAt: date(issuedOn) };
      return { kind, number: document, instalment, currency, ...days, accountId: base.accountId, amountMinor: BigInt(amountMinor) };
    });
    await db.ledgerItem.createMany({ data: booked });
    for (const { item, policy: of } of ofItems)
      await giveItemPolicy(db, base.accountId, item, policies[of]?.name ?? null, {
        by: 'admin',
        role: 'admin',
        at: '2020-01-01T00:00:00Z',
        reason: 'as agreed',
      });
  }
}
