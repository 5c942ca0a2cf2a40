/** What people and the world do, done to the live system: instructions where people give them, facts where a ledger brings them. */
import { dayOf, type Day } from '../../domain/calendar/day.js';
import type { Actor, Instruction } from '../../domain/instructions.js';
import type { EventOf, ItemPart, RehearsalEvent } from '../../domain/rehearsal/event.js';
import { toDecimal } from '../../domain/money/minor.js';
import { importFile } from '../../client/imports/importFile.js';
import { giveItemPolicy } from '../../prisma/store/assignments.js';
import { nudgeAccount } from '../../prisma/store/nudges.js';
import { sweep } from '../../worker/sweeper.js';
import type { Lifecycle } from '../support/lifecycle.js';
import { date } from '../activities/world.js';

const roles: Actor['roles'] = ['collector', 'finance', 'manager', 'controller'];
/** Who raises and asks, and who decides on what others asked for. */
export const everyone: readonly [Actor, Actor] = [
  { userId: 'asker', roles },
  { userId: 'decider', roles },
];
const [asker, decider] = everyone;

type Fact = (life: Lifecycle, event: never) => Promise<string | null>;

/** What a ledger or a mail server brings. */
const facts: { readonly [Type in RehearsalEvent['type']]?: Fact } = { payment: receive, 'credit-note': credit, invoice: bill, 'invoice-issued': issue, tag };

type Teller<Type extends RehearsalEvent['type']> = (event: EventOf<Type>, life: Lifecycle) => Instruction | Promise<Instruction>;

/** An id that nothing has. */
const none = 'none';

const addressed = ({ type, channel, address, person }: EventOf<'opt-out' | 'opt-in' | 'bounce'>): Instruction => ({
  kind: type,
  channel,
  ...(address !== null ? { address } : { contactId: person ?? '' }),
});

/** What people ask for, also where there is nothing of the kind. */
const instructions: { readonly [Type in RehearsalEvent['type']]?: Teller<Type> } = {
  'payment-reversed': ({ number, reason }) => ({ kind: 'payment-reversed', number, reason }),
  chargeback: ({ number, amountMinor, reason }) => ({ kind: 'chargeback', number, reason, ...(amountMinor !== null && { amountMinor }) }),
  'chargeback-won': ({ number, reason }) => ({ kind: 'chargeback-won', number, reason }),
  void: ({ number, reason }) => ({ kind: 'void', item: number, reason }),
  'payment-pending': ({ number, currency, amountMinor, expectedOn, items }) => ({
    kind: 'payment-pending',
    number,
    currency,
    amountMinor,
    expectedOn,
    ...(items && { items }),
  }),
  settlement: ({ currency, amountMinor, dueOn, items }) => ({ kind: 'settlement', currency, amountMinor, dueOn, ...(items && { items }) }),
  'set-level': ({ level, item, reason }) => ({ kind: 'set-level', level, reason, ...(item !== null && { item }) }),
  'skip-notice': ({ item, reason }) => ({ kind: 'skip-notice', reason, ...(item !== null && { item }) }),
  'credit-hold': ({ hold, reason }) => ({ kind: 'credit-hold', hold, reason }),
  'reverse-charge': ({ charge, reason }) => ({ kind: 'reverse-charge', charge, reason }),
  'payment-failed': ({ number, reason }) => ({ kind: 'payment-failed', number, reason }),
  'opt-out': addressed,
  'opt-in': addressed,
  bounce: addressed,
  promise: ({ currency, amountMinor, dueOn, items }) => ({ kind: 'promise', currency, amountMinor, dueOn, ...(items && { items }) }),
  plan: ({ currency, instalments, items }) => ({ kind: 'plan', currency, instalments, ...(items && { items }) }),
  'cancel-plan': async ({ accountId, reason }, { db }) => {
    const plan = await db.plan.findFirst({ where: { accountId, status: 'OPEN' }, orderBy: { agreedAt: 'desc' } });
    return { kind: 'cancel-plan', planId: plan?.id ?? none, reason };
  },
  dispute: ({ reason, items }) => ({
    kind: 'dispute',
    reason,
    items: items.map(({ item, amountMinor }) => ({ item, ...(amountMinor !== null && { amountMinor }) })),
  }),
  'resolve-dispute': async ({ accountId, resolution }, { db }) => {
    const dispute = await db.dispute.findFirst({ where: { accountId, resolvedAt: null }, orderBy: { raisedAt: 'desc' } });
    return { kind: 'resolve-dispute', disputeId: dispute?.id ?? none, resolution, note: 'looked into' };
  },
  hold: ({ kind: hold, reason, startsOn, endsOn, item }) => ({
    kind: 'pause',
    reason,
    hold,
    ...(endsOn && { until: endsOn }),
    ...(startsOn && { startsOn }),
    ...(item && { item }),
  }),
  cease: ({ reason }) => ({ kind: 'pause', reason, hold: 'CEASE_COMMUNICATION' }),
  release: ({ reason }) => ({ kind: 'resume', reason }),
  call: async ({ accountId, direction, person, outcome: said }, life) => {
    const task = direction === 'OUT' ? await openTask(life, accountId, 'CALL') : null;
    const outcome = said === 'NOT_CONNECTED' ? 'NO_ANSWER' : said;
    const whom = person === null ? {} : { contactId: person };
    return task ? { kind: 'task-done', taskId: task.id, outcome, ...whom } : { kind: 'record-contact', channel: 'call', direction, outcome, ...whom };
  },
  contact: ({ channel, direction, person }) => ({
    kind: 'record-contact',
    channel,
    direction,
    outcome: direction === 'OUT' ? 'SENT' : 'RECEIVED',
    ...(person !== null && { contactId: person }),
  }),
  approval: async ({ accountId, subject, decision, reason }, { db }) => {
    const approval = await db.approval.findFirst({ where: { accountId, subject, status: 'PENDING' }, orderBy: { proposedAt: 'asc' } });
    return { kind: decision === 'APPROVED' ? 'approve' : 'decline', approvalId: approval?.id ?? none, reason };
  },
  'task-done': async ({ accountId, task: kind, outcome }, life) => {
    const task = await openTask(life, accountId, kind);
    return { kind: 'task-done', taskId: task?.id ?? none, outcome };
  },
  policy: ({ policy, reason }) => ({ kind: 'change-policy', policy, reason }),
};

/** Does it; answers why it was refused, or null. */
export async function doLive(life: Lifecycle, event: RehearsalEvent): Promise<string | null> {
  if (event.type === 'policy' && event.item) return giveItem(life, event, event.item);
  const happens = facts[event.type];
  if (happens) return happens(life, event as never);
  const teller = instructions[event.type] as Teller<never> | undefined;
  if (!teller) throw new Error(`Nobody does '${event.type}' live`);
  const instruction = await teller(event as never, life);
  const actor = ['resolve-dispute', 'approve', 'decline'].includes(instruction.kind) ? decider : asker;
  const answer = await life.instruct(event.accountId, instruction, actor);
  return answer.status === 'refused' ? answer.why : null;
}

/** An item goes by a policy of its own, or by that of its account again. */
function giveItem(life: Lifecycle, { accountId, policy, reason, at }: EventOf<'policy'>, item: string): Promise<string | null> {
  return fact(life, accountId, async (db) => {
    const account = await db.account.findUniqueOrThrow({ where: { id: accountId } });
    const given = await giveItemPolicy(db, accountId, item, account.policyName === policy ? null : policy, { by: 'asker', role: 'manager', at, reason });
    return given.status === 'refused' ? given.why : null;
  });
}

function openTask({ db }: Lifecycle, accountId: string, kind: string) {
  return db.task.findFirst({ where: { accountId, kind, status: 'OPEN' }, orderBy: { openedAt: 'asc' } });
}

/** A fact from elsewhere, with the nudge of an import, which the sweeper tells the processes. */
async function fact(life: Lifecycle, accountId: string, write: (db: Lifecycle['db']) => Promise<string | null>): Promise<string | null> {
  const refused = await write(life.db);
  if (refused !== null) return refused;
  await nudgeAccount(life.db, accountId);
  await sweep(life.db, life.ports.processes, 0);
  return null;
}

/** Money comes in by a file, as a bank's does. */
async function receive(life: Lifecycle, { accountId, number, paidOn, currency, amountMinor, items, at }: EventOf<'payment'>): Promise<string | null> {
  const [entity = '', customer = ''] = accountId.split('/');
  const named = items.map((part) => (part.amountMinor === null ? part.item : `${part.item}=${toDecimal(part.amountMinor, currency)}`)).join('; ');
  const row = [entity, customer, number, paidOn, toDecimal(amountMinor, currency), currency, named].join(',');
  const content = new TextEncoder().encode(`entity,customer_number,payment_number,date,amount,currency,item\n${row}\n`);
  const report = await importFile(life.db, { kind: 'payments', fileName: `${number}.csv`, content, actor: asker, now: at });
  if (report.status === 'refused') return report.why;
  await sweep(life.db, life.ports.processes, 0);
  return null;
}

/** A credit note, as the ledger has it: against what it names, else against the oldest debits. */
function credit(life: Lifecycle, event: EventOf<'credit-note'>): Promise<string | null> {
  const { accountId, currency, amountMinor, number, items, at } = event;
  const today = dayOf(at, 'Europe/Berlin');
  return fact(life, accountId, async (db) => {
    const debits = await openDebits(life, accountId, currency, today);
    const booked = { accountId, kind: 'CREDIT_NOTE', number, currency, amountMinor: BigInt(-amountMinor) };
    const { id: creditId } = await db.ledgerItem.create({ data: { ...booked, issuedOn: date(today), dueOn: date(today), recordedAt: new Date(at) } });
    const parts: ItemPart[] = items.length > 0 ? items : debits.map(({ number: item }) => ({ item, amountMinor: null }));
    let left = amountMinor;
    for (const part of parts) {
      const debit = debits.find((each) => each.number === part.item);
      const minor = Math.min(left, part.amountMinor ?? left, debit?.openMinor ?? 0);
      if (!debit || minor <= 0) continue;
      left -= minor;
      debit.openMinor -= minor;
      await db.allocation.create({ data: { creditId, debitId: debit.id, amountMinor: BigInt(minor), onDate: date(today), recordedAt: new Date(at) } });
    }
    return null;
  });
}

/** Debits with what is open of them, oldest due first. */
async function openDebits({ db }: Lifecycle, accountId: string, currency: string, today: Day) {
  const debits = await db.ledgerItem.findMany({
    where: { accountId, currency, amountMinor: { gt: 0 }, issuedOn: { lte: date(today) } },
    include: { debitOf: { where: { reversedOn: null } } },
    orderBy: [{ dueOn: 'asc' }, { id: 'asc' }],
  });
  return debits.map(({ id, number, amountMinor, debitOf }) => ({
    id,
    number,
    openMinor: Number(amountMinor) - debitOf.reduce((sum, each) => sum + Number(each.amountMinor), 0),
  }));
}

/** Drafts, which no list of open items has as open. */
const drafts = new Map<string, EventOf<'invoice'>>();

/** The next list names the invoice as issued. */
function issue(life: Lifecycle, { accountId, number, issuedOn, dueOn, at }: EventOf<'invoice-issued'>): Promise<string | null> {
  const draft = drafts.get(`${accountId}/${number}`);
  if (!draft) return Promise.resolve('there is no such draft');
  drafts.delete(`${accountId}/${number}`);
  return bill(life, { ...draft, draft: false, at, issuedOn: issuedOn ?? dayOf(at, 'Europe/Berlin'), dueOn: dueOn ?? draft.dueOn });
}

function bill(life: Lifecycle, event: EventOf<'invoice'>): Promise<string | null> {
  const { accountId, number, instalment, currency, amountMinor, issuedOn, dueOn, draft, at } = event;
  if (draft) {
    drafts.set(`${accountId}/${number}`, event);
    return Promise.resolve(null);
  }
  const days = { issuedOn: date(issuedOn), dueOn: date(dueOn), recordedAt: new Date(at) };
  return fact(life, accountId, async (db) => {
    await db.ledgerItem.create({ data: { accountId, kind: 'INVOICE', number, instalment, currency, amountMinor: BigInt(amountMinor), ...days } });
    return null;
  });
}

function tag(life: Lifecycle, { accountId, add, remove }: EventOf<'tag'>): Promise<string | null> {
  return fact(life, accountId, async (db) => {
    const { customer } = await db.account.findUniqueOrThrow({ where: { id: accountId }, include: { customer: true } });
    const tags = [...new Set([...customer.tags, ...add])].filter((each) => !remove.includes(each));
    await db.customer.update({ where: { number: customer.number }, data: { tags } });
    return null;
  });
}
