import { openTask } from '../../activities/openTask.js';
import { priorityOf } from '../../activities/priority.js';
import type { TaskBrief } from '../../domain/brief.js';
import { createWorld, evening, invoicesOf, lookAt, owes, pays, wanted, type World } from './world.js';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.drop());

const tasksOf = (accountId: string) => world.db.task.findMany({ where: { accountId } });

/** An account whose first reminder cannot be sent by e-mail or SMS, so that somebody has to find a contact, and that then is called. */
const unreachable = (number: string) => owes(world, { number, invoices: [['2020-06-01', 60_000]], email: null });

/** An account that was reminded, and is to be called now. */
async function toBeCalled(number: string): Promise<string> {
  const id = await owes(world, {
    number,
    invoices: [
      ['2020-06-01', 60_000],
      ['2020-06-05', 1_234_567],
    ],
  });
  await lookAt(world, id, evening('2020-06-10'));
  await world.db.stepTaken.create({
    data: { caseId: `${id}#1`, step: 'reminder', round: 1, result: 'TAKEN', at: new Date(evening('2020-06-10')), onDate: new Date('2020-06-10') },
  });
  await world.db.contactMade.create({
    data: {
      key: `${id}#1/reminder/1/email`,
      accountId: id,
      caseId: `${id}#1`,
      step: 'reminder',
      round: 1,
      channel: 'email',
      amounts: {},
      itemIds: [],
      gate: {},
      status: 'ACCEPTED',
      claimedAt: new Date(evening('2020-06-10')),
      actor: 'system',
    },
  });
  return id;
}

describe('a call task', () => {
  it('is opened once, for the account’s collector, and takes the step', async () => {
    const id = await toBeCalled('300');
    const turn = await wanted(world, 'task', id, evening('2020-06-20'));
    expect(turn.act.task).toBe('CALL');
    expect(await openTask(world)(turn)).toEqual({ result: 'DONE', reason: null });
    expect(await openTask(world)(turn)).toEqual({ result: 'DONE', reason: null });
    expect(await tasksOf(id)).toMatchObject([
      { key: turn.act.key, kind: 'CALL', status: 'OPEN', title: 'Call Buyer 300', assigneeId: 'collector-1', step: 'call', round: 1 },
    ]);
    expect(await world.db.stepTaken.findMany({ where: { caseId: `${id}#1`, step: 'call' } })).toMatchObject([{ result: 'TAKEN', round: 1 }]);
    expect(await world.db.auditEntry.count({ where: { accountId: id, action: 'task.open' } })).toBe(1);
    const { verdict } = await lookAt(world, id, evening('2020-06-20'));
    expect(verdict.kind).toBe('wait');
  });

  it('tells the caller whom to call and when, what is owed, and what was said', async () => {
    const id = await toBeCalled('301');
    const [, second] = await invoicesOf(world, id);
    await pays(world, id, second ?? 0, 67, '2020-06-12');
    await world.db.contact.create({
      data: { customerNumber: '301', name: 'Head of finance', role: 'management', phone: '+442079460001', timeZone: 'Europe/London', language: 'en', rank: 1 },
    });
    await world.db.plan.create({
      data: {
        accountId: id,
        kind: 'PROMISE',
        currency: 'EUR',
        totalMinor: 500,
        itemIds: [],
        graceDays: 2,
        tolerancePercent: 5,
        baselineMinor: 0,
        status: 'BROKEN',
        agreedAt: new Date('2020-06-11'),
        agreedBy: 'collector-1',
        instalments: { create: { number: 1, dueOn: new Date('2020-06-14'), amountMinor: 500, status: 'BROKEN' } },
      },
    });
    await openTask(world)(await wanted(world, 'task', id, evening('2020-06-20')));
    const [task] = await tasksOf(id);
    const brief = task?.brief as unknown as TaskBrief;
    expect(brief.script).toEqual({ template: 'call', tone: 'firm', language: 'de' });
    expect(brief.people).toMatchObject([
      { name: 'Accounts payable', phone: '+493023125001', timeZone: 'Europe/Berlin', language: 'de' },
      { name: 'Head of finance', phone: '+442079460001', timeZone: 'Europe/London', language: 'en' },
    ]);
    expect(brief.debt).toMatchObject({ open: { EUR: 1_294_500 }, overdue: { EUR: 1_294_500 }, daysPastDue: 19, oldestDueOn: '2020-06-01', itemCount: 2 });
    expect(brief.debt.oldest).toEqual([
      { number: 'R-301-1', dueOn: '2020-06-01', currency: 'EUR', openMinor: 60_000, disputed: false },
      { number: 'R-301-2', dueOn: '2020-06-05', currency: 'EUR', openMinor: 1_234_500, disputed: false },
    ]);
    expect(brief.contacts).toMatchObject([{ channel: 'email', step: 'reminder', status: 'ACCEPTED' }]);
    expect(brief.promises).toEqual([
      { kind: 'PROMISE', status: 'BROKEN', currency: 'EUR', instalments: [{ dueOn: '2020-06-14', amountMinor: 500, paidMinor: 0, status: 'BROKEN' }] },
    ]);
  });

  it('names at most twenty items of an account that has thousands', async () => {
    const id = await toBeCalled('302');
    const days = { issuedOn: new Date('2020-05-01'), dueOn: new Date('2020-06-02'), recordedAt: new Date('2020-05-01') };
    await world.db.ledgerItem.createMany({
      data: Array.from({ length: 2_500 }, (_, n) => ({ accountId: id, kind: 'INVOICE', number: `N-${n}`, currency: 'EUR', amountMinor: 100n, ...days })),
    });
    await openTask(world)(await wanted(world, 'task', id, evening('2020-06-20')));
    const [task] = await tasksOf(id);
    const debt = (task?.brief as unknown as TaskBrief | undefined)?.debt;
    expect(debt?.itemCount).toBe(2_502);
    expect(debt?.oldest).toHaveLength(20);
    expect(debt?.oldest[0]?.number).toBe('R-302-1');
  });

  it('is not opened when the debt was paid meanwhile', async () => {
    const id = await toBeCalled('303');
    const turn = await wanted(world, 'task', id, evening('2020-06-20'));
    for (const [n, item] of (await invoicesOf(world, id)).entries()) await pays(world, id, item, n === 0 ? 60_000 : 1_234_567, '2020-06-20');
    expect(await openTask(world)(turn)).toMatchObject({ result: 'HELD_BACK', reason: { code: 'PAID' } });
    expect(await tasksOf(id)).toEqual([]);
  });
});

describe('a search for a contact', () => {
  it('is opened once and takes no step', async () => {
    const id = await unreachable('310');
    const turn = await wanted(world, 'task', id, evening('2020-06-10'));
    expect(turn.act.task).toBe('FIND_CONTACT');
    await openTask(world)(turn);
    await openTask(world)(turn);
    expect(await tasksOf(id)).toMatchObject([{ kind: 'FIND_CONTACT', title: 'Find a contact at Buyer 310' }]);
    expect(await world.db.stepTaken.count({ where: { caseId: `${id}#1` } })).toBe(0);
  });
});

describe('urgency', () => {
  it('grows with age, size and broken promises, and compares amounts by whole units of their currency', () => {
    const urgency = (daysPastDue: number, collectable: Record<string, number>, broken = 0) =>
      priorityOf(
        { daysPastDue, collectable },
        Array.from({ length: broken }, () => ({ status: 'BROKEN' as const })),
      );
    expect(urgency(30, { EUR: 100_000 })).toBeGreaterThan(urgency(10, { EUR: 100_000 }));
    expect(urgency(30, { EUR: 10_000_000 })).toBeGreaterThan(urgency(30, { EUR: 100_000 }));
    expect(urgency(30, { EUR: 100_000 }, 1)).toBeGreaterThan(urgency(30, { EUR: 100_000 }));
    expect(urgency(30, { JPY: 1_000 })).toBe(urgency(30, { EUR: 100_000 }));
    expect(urgency(3_000, { EUR: 1e15 }, 9)).toBe(80);
  });
});
