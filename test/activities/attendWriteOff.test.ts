import { attendWriteOff } from '../../activities/attendWriteOff.js';
import { recommendWriteOff } from '../../activities/recommendWriteOff.js';
import { verifyAudit } from '../../prisma/store/audit.js';
import { bounces, collector, controller, done, lookTwice, manager, openOf, refusedAs, tell } from './dealings.js';
import { createWorld, date, evening, invoice, invoicesOf, lookAt, owes, pays, turnAt, wanted, type World } from './world.js';

let world: World;
let serial = 5000;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.drop());

const attend = (id: string, at: string) => attendWriteOff(world)({ id, ...turnAt(at) });
const attendTwice = (id: string, at: string) => lookTwice(world, attendWriteOff(world), id, at);
const requestOf = (id: string) => world.db.writeOffRequest.findUniqueOrThrow({ where: { id } });
const creditsOf = (accountId: string) =>
  world.db.ledgerItem.findMany({ where: { accountId, kind: 'WRITE_OFF' }, include: { creditOf: { orderBy: { id: 'asc' } } }, orderBy: { id: 'asc' } });
const tasksOf = (id: string) => world.db.task.findMany({ where: { key: `write-off/${id}/review` } });
const decidedAt = '2020-07-01T08:00:00.000Z';
const bookedAt = '2020-07-01T08:00:01.000Z';

/** 100.00 and 60.00 long past due, with the ladder behind them: the rule recommends a write-off on 30 June, and it is requested. */
async function recommended(amounts: [number, number] = [10_000, 6_000]) {
  const number = String(serial++);
  const id = await owes(world, {
    number,
    invoices: [
      ['2020-03-10', amounts[0]],
      ['2020-03-20', amounts[1]],
    ],
  });
  const { caseId } = await lookAt(world, id, '2020-06-20T06:00:00Z');
  const steps = ['reminder', 'call', 'placement'];
  await world.db.stepTaken.createMany({
    data: steps.map((step) => ({ caseId: caseId ?? '', step, round: 1, result: 'TAKEN', at: date('2020-06-20'), onDate: date('2020-06-20') })),
  });
  await recommendWriteOff(world)(await wanted(world, 'write-off', id, evening('2020-06-30')));
  const { id: writeOffId, approvalId } = await world.db.writeOffRequest.findFirstOrThrow({ where: { accountId: id } });
  const [first = 0, second = 0] = await invoicesOf(world, id);
  return { id, writeOffId, approvalId: approvalId ?? '', first, second };
}

async function approved(amounts?: [number, number]) {
  const made = await recommended(amounts);
  await done(world, made.id, decidedAt, { kind: 'approve', approvalId: made.approvalId }, amounts ? controller : manager);
  return made;
}

describe('a write-off that waits for its approval', () => {
  it('waits until the approval expires, and then goes back to the collector', async () => {
    const { id, writeOffId, approvalId } = await recommended();
    const { expiresAt } = await world.db.approval.findUniqueOrThrow({ where: { id: approvalId } });
    expect(await attendTwice(writeOffId, evening('2020-06-30'))).toEqual({ finished: false, status: 'REQUESTED', wakeMs: expiresAt.getTime() });
    expect((await attendTwice(writeOffId, new Date(expiresAt.getTime() - 1).toISOString())).status).toBe('REQUESTED');
    expect(await attend(writeOffId, expiresAt.toISOString())).toEqual({ finished: true, status: 'EXPIRED', wakeMs: null });
    await attendTwice(writeOffId, expiresAt.toISOString());
    expect(await world.db.approval.findUnique({ where: { id: approvalId } })).toMatchObject({ status: 'EXPIRED', decidedBy: null });
    expect(await world.db.task.findMany({ where: { accountId: id, kind: 'APPROVE' } })).toMatchObject([{ outcome: 'EXPIRED' }]);
    expect(await tasksOf(writeOffId)).toMatchObject([{ kind: 'REVIEW_ACCOUNT', assigneeId: 'collector-1', brief: { reason: { code: 'APPROVAL_EXPIRED' } } }]);
    expect(await creditsOf(id)).toEqual([]);
  });

  it('is decided by the role whose limit covers it, and never by who recommended it', async () => {
    const small = await recommended();
    expect(
      await refusedAs(
        world,
        small.id,
        decidedAt,
        { kind: 'approve', approvalId: small.approvalId },
        { userId: 'collector-1', roles: ['collector', 'manager', 'controller'] },
      ),
    ).toBe('SELF_APPROVAL');
    expect(await refusedAs(world, small.id, decidedAt, { kind: 'approve', approvalId: small.approvalId }, collector)).toBe('NOT_ALLOWED');
    expect((await tell(world, small.id, decidedAt, { kind: 'approve', approvalId: small.approvalId }, manager)).status).toBe('done');
    const large = await recommended([90_000, 20_000]);
    expect(await refusedAs(world, large.id, decidedAt, { kind: 'approve', approvalId: large.approvalId }, manager)).toBe('NOT_ALLOWED');
    expect((await tell(world, large.id, decidedAt, { kind: 'approve', approvalId: large.approvalId }, controller)).status).toBe('done');
  });

  it('is declined, and goes back to the collector', async () => {
    const { id, writeOffId, approvalId } = await recommended();
    await done(world, id, decidedAt, { kind: 'decline', approvalId, reason: 'too early' }, manager);
    expect(await attendTwice(writeOffId, bookedAt)).toEqual({ finished: true, status: 'DECLINED', wakeMs: null });
    expect(await tasksOf(writeOffId)).toMatchObject([{ kind: 'REVIEW_ACCOUNT', brief: { reason: { code: 'DECLINED' } } }]);
    expect(await creditsOf(id)).toEqual([]);
  });

  it('is over when the debt is paid meanwhile', async () => {
    const { id, writeOffId, approvalId, first, second } = await recommended();
    await pays(world, id, first, 10_000, '2020-07-02');
    await pays(world, id, second, 6_000, '2020-07-02');
    expect(await attend(writeOffId, evening('2020-07-02'))).toMatchObject({ finished: true, status: 'EXPIRED' });
    expect(await refusedAs(world, id, evening('2020-07-02'), { kind: 'approve', approvalId }, manager)).toBe('ALREADY_DECIDED');
    expect(await tasksOf(writeOffId)).toEqual([]);
  });
});

describe('a write-off that is approved', () => {
  it('is booked once, and the case closes as written off', async () => {
    const { id, writeOffId, first, second } = await approved();
    world.processes.calls.length = 0;
    expect(await attend(writeOffId, bookedAt)).toEqual({ finished: true, status: 'BOOKED', wakeMs: null });
    expect(world.processes.calls).toEqual([`nudge collectAccount ${id}`]);
    expect(await attendTwice(writeOffId, bookedAt)).toEqual({ finished: true, status: 'BOOKED', wakeMs: null });
    expect(await creditsOf(id)).toMatchObject([
      {
        number: `WRITE-OFF/${writeOffId}`,
        amountMinor: -16_000n,
        currency: 'EUR',
        batchId: null,
        creditOf: [
          { debitId: first, amountMinor: 10_000n, onDate: date('2020-07-01') },
          { debitId: second, amountMinor: 6_000n },
        ],
      },
    ]);
    expect(await openOf(world, id, '2020-07-01')).toEqual({});
    expect(await requestOf(writeOffId)).toMatchObject({ status: 'BOOKED', bookedAt: new Date(bookedAt) });
    expect((await lookAt(world, id, evening('2020-07-01'))).verdict).toMatchObject({ kind: 'close', outcome: 'WRITTEN_OFF' });
  });

  it('is booked once when two come at the same time', async () => {
    const { id, writeOffId } = await approved();
    await Promise.all([1, 2, 3].map(() => attend(writeOffId, bookedAt)));
    expect(await creditsOf(id)).toHaveLength(1);
  });

  it('is for no more than is still open', async () => {
    const { id, writeOffId, first } = await approved();
    await pays(world, id, first, 9_000, '2020-06-30');
    await attend(writeOffId, bookedAt);
    expect(await creditsOf(id)).toMatchObject([{ amountMinor: -7_000n }]);
    expect(await openOf(world, id, '2020-07-01')).toEqual({});
  });

  it('leaves what was paid without saying for what to the debt that it pays', async () => {
    const { id, writeOffId } = await approved();
    await pays(world, id, null, 4_000, '2020-06-30');
    await attend(writeOffId, bookedAt);
    expect(await creditsOf(id)).toMatchObject([{ amountMinor: -12_000n }]);
    expect((await lookAt(world, id, evening('2020-07-01'))).verdict).toMatchObject({ kind: 'close', outcome: 'WRITTEN_OFF' });
  });

  it('is for no more than was approved, although a payment bounced after that', async () => {
    const number = String(serial++);
    const id = await owes(world, { number, invoices: [['2020-03-10', 10_000]] });
    const [first = 0] = await invoicesOf(world, id);
    await pays(world, id, first, 4_000, '2020-04-01');
    const { caseId } = await lookAt(world, id, '2020-06-20T06:00:00Z');
    await world.db.stepTaken.createMany({
      data: ['reminder', 'call', 'placement'].map((step) => ({
        caseId: caseId ?? '',
        step,
        round: 1,
        result: 'TAKEN',
        at: date('2020-06-20'),
        onDate: date('2020-06-20'),
      })),
    });
    await recommendWriteOff(world)(await wanted(world, 'write-off', id, evening('2020-06-30')));
    const { id: writeOffId, approvalId } = await world.db.writeOffRequest.findFirstOrThrow({ where: { accountId: id } });
    await done(world, id, decidedAt, { kind: 'approve', approvalId: approvalId ?? '' }, manager);
    await bounces(world, id, '2020-07-01');
    await attend(writeOffId, bookedAt);
    expect(await creditsOf(id)).toMatchObject([{ amountMinor: -6_000n }]);
  });

  it('leaves out a newer invoice, and what is disputed by then', async () => {
    const { id, writeOffId, second } = await approved();
    await invoice(world, id, 'R-new', '2020-06-25', 5_000);
    const { number } = await world.db.ledgerItem.findUniqueOrThrow({ where: { id: second } });
    await done(world, id, decidedAt, { kind: 'dispute', items: [{ item: number, amountMinor: 2_500 }], reason: 'price' });
    await attend(writeOffId, bookedAt);
    expect(await creditsOf(id)).toMatchObject([{ amountMinor: -13_500n }]);
    expect(await openOf(world, id, '2020-07-01')).toEqual({ 'INVOICE R-new': 5_000, [`INVOICE ${number}`]: 2_500 });
  });

  it('that finds everything disputed books nothing, and goes back to the collector', async () => {
    const { id, writeOffId, first, second } = await approved();
    const items = await world.db.ledgerItem.findMany({ where: { id: { in: [first, second] } } });
    await done(world, id, decidedAt, { kind: 'dispute', items: items.map(({ number }) => ({ item: number })), reason: 'price' });
    expect(await attend(writeOffId, bookedAt)).toEqual({ finished: true, status: 'DECLINED', wakeMs: null });
    expect(await tasksOf(writeOffId)).toHaveLength(1);
    expect(await creditsOf(id)).toEqual([]);
  });

  it('is booked in each currency by itself', async () => {
    const number = String(serial++);
    const id = await owes(world, { number, invoices: [['2020-03-10', 10_000]] });
    await invoice(world, id, 'R-usd', '2020-03-10', 7_000, 'USD');
    const { caseId } = await lookAt(world, id, '2020-06-20T06:00:00Z');
    await world.db.stepTaken.createMany({
      data: ['reminder', 'call', 'placement'].map((step) => ({
        caseId: caseId ?? '',
        step,
        round: 1,
        result: 'TAKEN',
        at: date('2020-06-20'),
        onDate: date('2020-06-20'),
      })),
    });
    await recommendWriteOff(world)(await wanted(world, 'write-off', id, evening('2020-06-30')));
    const { id: writeOffId, approvalId } = await world.db.writeOffRequest.findFirstOrThrow({ where: { accountId: id } });
    await done(world, id, decidedAt, { kind: 'approve', approvalId: approvalId ?? '' }, controller);
    await attend(writeOffId, bookedAt);
    expect(new Set((await creditsOf(id)).map(({ currency, amountMinor }) => `${currency} ${amountMinor}`))).toEqual(new Set(['EUR -10000', 'USD -7000']));
  });
});

describe('a write-off that is reversed', () => {
  it('leaves the items open at their true age, and every entry in its place', async () => {
    const { id, writeOffId, first } = await approved();
    await attend(writeOffId, bookedAt);
    await lookAt(world, id, evening('2020-07-01'));
    await done(world, id, '2020-08-01T08:00:00.000Z', { kind: 'reverse-write-off', writeOffId, reason: 'paid after all' }, controller);
    const numbers = (await world.db.ledgerItem.findMany({ where: { accountId: id, kind: 'INVOICE' }, orderBy: { dueOn: 'asc' } })).map(
      ({ number }) => `INVOICE ${number}`,
    );
    expect(await openOf(world, id, '2020-08-01')).toEqual({ [numbers[0] ?? '']: 10_000, [numbers[1] ?? '']: 6_000 });
    expect(await openOf(world, id, '2020-07-31')).toEqual({});
    expect(await openOf(world, id, '2020-06-30')).toEqual({ [numbers[0] ?? '']: 10_000, [numbers[1] ?? '']: 6_000 });
    const { caseId, verdict } = await lookAt(world, id, evening('2020-08-01'));
    expect([caseId, verdict.kind]).not.toEqual([null, 'close']);
    expect(await world.db.ledgerItem.findUnique({ where: { id: first } })).toMatchObject({ dueOn: date('2020-03-10') });
    expect(await refusedAs(world, id, '2020-08-02T08:00:00.000Z', { kind: 'reverse-write-off', writeOffId, reason: 'again' }, controller)).toBe('NOT_BOOKED');
    expect(await attendTwice(writeOffId, evening('2020-08-01'))).toMatchObject({ finished: true, status: 'REVERSED' });
  });

  it('on the day of its booking leaves nothing behind', async () => {
    const { id, writeOffId } = await approved();
    const before = await openOf(world, id, '2020-07-01');
    await attend(writeOffId, bookedAt);
    await done(world, id, '2020-07-01T09:00:00.000Z', { kind: 'reverse-write-off', writeOffId, reason: 'wrong account' }, controller);
    expect(await openOf(world, id, '2020-07-01')).toEqual(before);
  });

  it('is in a log that is whole', async () => {
    expect(await verifyAudit(world.db)).toMatchObject({ intact: true });
  });
});
