import { attendDispute } from '../../activities/attendDispute.js';
import { collector, done, finance, lookTwice, openOf } from './dealings.js';
import { createWorld, date, evening, invoicesOf, lookAt, owes, pays, turnAt, type World } from './world.js';

let world: World;
let serial = 3000;
beforeAll(async () => {
  world = await createWorld();
  await world.db.user.create({ data: { id: 'sales-1', name: 'Sales' } });
});
afterAll(() => world.drop());

const raisedAt = '2020-06-30T10:00:00.000Z';
const startOf = (day: string) => new Date(Date.parse(`${day}T00:00:00Z`) - 7_200_000).toISOString();
const justBefore = (day: string) => new Date(Date.parse(startOf(day)) - 1).toISOString();

/** 100.00 and 60.00 past due; of the first, 40.00 are disputed. The answer is due in ten business days, on 14 July; a reminder goes every three days. */
async function disputed(amountMinor: number | undefined = 4_000) {
  const number = String(serial++);
  const id = await owes(world, {
    number,
    invoices: [
      ['2020-06-10', 10_000],
      ['2020-06-20', 6_000],
    ],
  });
  await lookAt(world, id, '2020-06-28T06:00:00Z');
  const [first = 0, second = 0] = await invoicesOf(world, id);
  const items = [{ item: `R-${number}-1`, ...(amountMinor ? { amountMinor } : {}) }];
  const disputeId = await done(world, id, raisedAt, { kind: 'dispute', items, reason: 'price', ownerId: 'sales-1' }, collector);
  return { id, first, second, disputeId };
}

const attend = (disputeId: string, at: string) => attendDispute(world)({ id: disputeId, ...turnAt(at) });
const attendTwice = (disputeId: string, at: string) => lookTwice(world, attendDispute(world), disputeId, at);
const tasksOf = (disputeId: string) => world.db.task.findMany({ where: { key: { startsWith: `dispute/${disputeId}` } }, orderBy: { openedAt: 'asc' } });
const auditsOf = async (disputeId: string) =>
  (await world.db.auditEntry.findMany({ where: { subjectId: disputeId }, orderBy: { seq: 'asc' } })).map(({ action }) => action);

describe('a dispute', () => {
  it('is given to its owner at once, with the answer due by its day', async () => {
    const { id, disputeId } = await disputed();
    expect(await attendTwice(disputeId, raisedAt)).toEqual({ finished: false, status: 'OPEN', wakeMs: Date.parse(startOf('2020-07-03')) });
    expect(await tasksOf(disputeId)).toMatchObject([
      {
        accountId: id,
        kind: 'ANSWER_DISPUTE',
        status: 'OPEN',
        assigneeId: 'sales-1',
        dueOn: date('2020-07-14'),
        brief: { dispute: { id: disputeId, reason: 'price' }, customer: { language: 'de' } },
      },
    ]);
  });

  it('reminds its owner every few days, more urgently each time, and never twice for one of them', async () => {
    const { disputeId } = await disputed();
    await attend(disputeId, raisedAt);
    await attendTwice(disputeId, justBefore('2020-07-03'));
    expect(await auditsOf(disputeId)).toEqual(['dispute.raise']);
    expect(await attendTwice(disputeId, startOf('2020-07-03'))).toMatchObject({ wakeMs: Date.parse(startOf('2020-07-06')) });
    expect(await attendTwice(disputeId, startOf('2020-07-06'))).toMatchObject({ wakeMs: Date.parse(startOf('2020-07-09')) });
    expect(await auditsOf(disputeId)).toEqual(['dispute.raise', 'dispute.remind', 'dispute.remind']);
    expect(await tasksOf(disputeId)).toMatchObject([{ priority: 90 }]);
  });

  it('reminds once for the days that were missed', async () => {
    const { disputeId } = await disputed();
    await attend(disputeId, raisedAt);
    expect(await attendTwice(disputeId, evening('2020-07-12'))).toMatchObject({ wakeMs: Date.parse(startOf('2020-07-15')) });
    expect(await auditsOf(disputeId)).toEqual(['dispute.raise', 'dispute.remind']);
  });

  it('goes to a manager the day after its answer was due, and not before', async () => {
    const { disputeId } = await disputed();
    await attend(disputeId, raisedAt);
    expect(await attendTwice(disputeId, justBefore('2020-07-15'))).toMatchObject({ status: 'OPEN' });
    expect(await tasksOf(disputeId)).toHaveLength(1);
    expect(await attendTwice(disputeId, startOf('2020-07-15'))).toMatchObject({ finished: false, status: 'ESCALATED' });
    expect(await tasksOf(disputeId)).toMatchObject([{}, { kind: 'ANSWER_DISPUTE', assigneeId: null, dueOn: date('2020-07-15'), brief: { role: 'manager' } }]);
    expect(await world.db.dispute.findUnique({ where: { id: disputeId } })).toMatchObject({ escalatedAt: new Date(startOf('2020-07-15')) });
    expect((await attendTwice(disputeId, startOf('2020-07-20'))).status).toBe('ESCALATED');
    expect(await tasksOf(disputeId)).toHaveLength(2);
  });

  it('closes itself when what is disputed is cleared, and tells the account', async () => {
    const { id, first, disputeId } = await disputed();
    await attend(disputeId, raisedAt);
    await pays(world, id, first, 9_999, '2020-07-01');
    expect((await attendTwice(disputeId, evening('2020-07-01'))).status).toBe('OPEN');
    await pays(world, id, first, 1, '2020-07-02');
    world.processes.calls.length = 0;
    expect(await attend(disputeId, evening('2020-07-02'))).toEqual({ finished: true, status: 'CLEARED', wakeMs: null });
    expect(world.processes.calls).toEqual([`nudge collectAccount ${id}`]);
    expect(await attendTwice(disputeId, evening('2020-07-02'))).toEqual({ finished: true, status: 'CLEARED', wakeMs: null });
    expect(await tasksOf(disputeId)).toMatchObject([{ status: 'CANCELLED' }]);
  });

  it('that the ledger marks no longer leaves no task behind', async () => {
    const { disputeId } = await disputed();
    await attend(disputeId, raisedAt);
    await world.db.dispute.update({
      where: { id: disputeId },
      data: { status: 'RESOLVED', resolution: 'REJECTED', resolvedAt: date('2020-07-02'), resolvedBy: 'finance-1' },
    });
    expect(await attend(disputeId, startOf('2020-07-03'))).toEqual({ finished: true, status: 'REJECTED', wakeMs: null });
    expect(await tasksOf(disputeId)).toMatchObject([{ status: 'CANCELLED' }]);
  });

  it('about a credit is not over because nothing is owed for it', async () => {
    const { id, disputeId, first } = await disputed();
    const days = { issuedOn: date('2020-06-20'), dueOn: date('2020-06-20'), recordedAt: date('2020-06-20') };
    const credit = await world.db.ledgerItem.create({
      data: { accountId: id, kind: 'CREDIT_NOTE', number: `G-${id}`, currency: 'EUR', amountMinor: -2_000n, ...days },
    });
    await world.db.disputedItem.create({ data: { disputeId, itemId: credit.id } });
    await pays(world, id, first, 10_000, '2020-07-01');
    expect((await attend(disputeId, evening('2020-07-01'))).status).toBe('OPEN');
  });

  it('leaves the rest of the account in collection', async () => {
    const { id } = await disputed();
    const { verdict } = await lookAt(world, id, evening('2020-06-30'));
    expect(verdict).toMatchObject({ kind: 'act' });
    expect(await world.db.decision.findFirst({ where: { caseId: `${id}#1` }, orderBy: { id: 'desc' } })).toMatchObject({
      inputs: { collectable: { EUR: 12_000 }, overdue: { EUR: 16_000 } },
    });
  });
});

describe('the answer to a dispute', () => {
  it('that rejects it brings the items back into collection, and its tasks are done', async () => {
    const { id, disputeId } = await disputed(undefined);
    await attend(disputeId, raisedAt);
    await done(world, id, '2020-07-01T10:00:00.000Z', { kind: 'resolve-dispute', disputeId, resolution: 'REJECTED', note: 'the price is as ordered' }, finance);
    expect(await attendTwice(disputeId, '2020-07-01T10:00:01.000Z')).toEqual({ finished: true, status: 'REJECTED', wakeMs: null });
    expect(await tasksOf(disputeId)).toMatchObject([{ status: 'DONE', outcome: 'REJECTED', closedBy: 'finance-1' }]);
    await lookAt(world, id, evening('2020-07-01'));
    expect(await world.db.decision.findFirst({ where: { caseId: `${id}#1` }, orderBy: { id: 'desc' } })).toMatchObject({
      inputs: { collectable: { EUR: 16_000 } },
    });
  });

  it('that upholds it credits the disputed part, which is asked for no more', async () => {
    const { id, disputeId } = await disputed();
    await done(world, id, '2020-07-01T10:00:00.000Z', { kind: 'resolve-dispute', disputeId, resolution: 'UPHELD', note: 'the price was wrong' }, finance);
    expect(await attendTwice(disputeId, '2020-07-01T10:00:01.000Z')).toMatchObject({ finished: true, status: 'UPHELD' });
    const [first = '', second = ''] = (await world.db.ledgerItem.findMany({ where: { accountId: id, kind: 'INVOICE' }, orderBy: { dueOn: 'asc' } })).map(
      ({ number }) => `INVOICE ${number}`,
    );
    expect(await openOf(world, id, '2020-07-01')).toEqual({ [first]: 6_000, [second]: 6_000 });
    expect(await openOf(world, id, '2020-06-30')).toEqual({ [first]: 10_000, [second]: 6_000 });
  });

  it('that upholds it credits no more than is still open when the answer comes', async () => {
    const { id, first, disputeId } = await disputed();
    await pays(world, id, first, 8_500, '2020-06-30');
    await done(world, id, '2020-07-01T10:00:00.000Z', { kind: 'resolve-dispute', disputeId, resolution: 'UPHELD', note: 'the price was wrong' }, finance);
    expect(await world.db.ledgerItem.findMany({ where: { accountId: id, kind: 'ADJUSTMENT' } })).toMatchObject([{ amountMinor: -1_500n }]);
  });
});
