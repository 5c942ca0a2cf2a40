import { attendPlacement } from '../../activities/attendPlacement.js';
import { requestPlacement } from '../../activities/requestPlacement.js';
import type { WatchTurn } from '../../activities/activities.js';
import { collector, done, finance, lookTwice, manager, recordingFiles, refusedAs } from './dealings.js';
import { createWorld, date, evening, invoicesOf, lookAt, owes, pays, turnAt, wanted, type World } from './world.js';

let world: World;
let desk: ReturnType<typeof recordingFiles>;
let serial = 4000;
beforeAll(async () => {
  world = await createWorld();
});
beforeEach(() => {
  desk = recordingFiles();
});
afterAll(() => world.drop());

const startOf = (day: string) => new Date(Date.parse(`${day}T00:00:00Z`) - 7_200_000).toISOString();
const justBefore = (day: string) => new Date(Date.parse(startOf(day)) - 1).toISOString();
const ports = () => ({ ...world, ...desk });

const attend = (id: string, at: string) => attendPlacement(ports())({ id, ...turnAt(at) });
const attendTwice = (id: string, at: string) => lookTwice(world, (turn: WatchTurn) => attendPlacement(ports())(turn), id, at);
const placementOf = (id: string) => world.db.placement.findUniqueOrThrow({ where: { id } });
const tasksOf = (id: string) => world.db.task.findMany({ where: { key: { startsWith: `placement/${id}` } }, orderBy: { openedAt: 'asc' } });

/** 600.00 and 300.00 long past due, with the ladder behind them: the rule asks for a placement on 30 June, and it is requested. */
async function requested() {
  const number = String(serial++);
  const id = await owes(world, {
    number,
    invoices: [
      ['2020-05-10', 60_000],
      ['2020-05-20', 30_000],
    ],
  });
  const { caseId } = await lookAt(world, id, '2020-06-20T06:00:00Z');
  await world.db.stepTaken.createMany({
    data: ['reminder', 'call'].map((step) => ({ caseId: caseId ?? '', step, round: 1, result: 'TAKEN', at: date('2020-06-20'), onDate: date('2020-06-20') })),
  });
  await requestPlacement(world)(await wanted(world, 'place', id, evening('2020-06-30')));
  const { id: placementId, approvalId } = await world.db.placement.findFirstOrThrow({ where: { accountId: id } });
  const [first = 0, second = 0] = await invoicesOf(world, id);
  return { id, placementId, approvalId: approvalId ?? '', first, second };
}

async function approved() {
  const made = await requested();
  await done(world, made.id, '2020-07-01T08:00:00.000Z', { kind: 'approve', approvalId: made.approvalId }, manager);
  return made;
}

async function placed() {
  const made = await approved();
  await attend(made.placementId, '2020-07-01T08:00:01.000Z');
  return made;
}

describe('a placement that waits for its approval', () => {
  it('waits until the approval expires', async () => {
    const { placementId, approvalId } = await requested();
    const { expiresAt } = await world.db.approval.findUniqueOrThrow({ where: { id: approvalId } });
    expect(await attendTwice(placementId, evening('2020-06-30'))).toEqual({ finished: false, status: 'REQUESTED', wakeMs: expiresAt.getTime() });
    expect(await attendTwice(placementId, new Date(expiresAt.getTime() - 1).toISOString())).toMatchObject({ finished: false, status: 'REQUESTED' });
    expect(desk.files.written).toEqual([]);
  });

  it('goes back to the collector when nobody decides in time', async () => {
    const { id, placementId, approvalId } = await requested();
    const { expiresAt } = await world.db.approval.findUniqueOrThrow({ where: { id: approvalId } });
    world.processes.calls.length = 0;
    expect(await attend(placementId, expiresAt.toISOString())).toEqual({ finished: true, status: 'DECLINED', wakeMs: null });
    expect(world.processes.calls).toEqual([`nudge collectAccount ${id}`]);
    expect(await attendTwice(placementId, expiresAt.toISOString())).toEqual({ finished: true, status: 'DECLINED', wakeMs: null });
    expect(await placementOf(placementId)).toMatchObject({ status: 'DECLINED', closeReason: 'approval expired' });
    expect(await world.db.approval.findUnique({ where: { id: approvalId } })).toMatchObject({ status: 'EXPIRED', decidedBy: null });
    expect(await world.db.task.findMany({ where: { accountId: id, kind: 'APPROVE' } })).toMatchObject([{ status: 'DONE', outcome: 'EXPIRED' }]);
    expect(await tasksOf(placementId)).toMatchObject([{ kind: 'REVIEW_ACCOUNT', status: 'OPEN', assigneeId: 'collector-1' }]);
  });

  it('is declined by a manager, and goes back to the collector', async () => {
    const { id, placementId, approvalId } = await requested();
    await done(world, id, '2020-07-01T08:00:00.000Z', { kind: 'decline', approvalId, reason: 'key customer' }, manager);
    expect(await attendTwice(placementId, '2020-07-01T08:00:01.000Z')).toEqual({ finished: true, status: 'DECLINED', wakeMs: null });
    expect(await tasksOf(placementId)).toMatchObject([{ kind: 'REVIEW_ACCOUNT', brief: { reason: { code: 'DECLINED', figures: { why: 'key customer' } } } }]);
    expect(desk.files.written).toEqual([]);
  });

  it('is not approved by a collector, nor by finance', async () => {
    const { id, approvalId } = await requested();
    expect(await refusedAs(world, id, evening('2020-07-01'), { kind: 'approve', approvalId }, collector)).toBe('NOT_ALLOWED');
    expect(await refusedAs(world, id, evening('2020-07-01'), { kind: 'approve', approvalId }, finance)).toBe('NOT_ALLOWED');
  });

  it('is closed when the debt is paid meanwhile', async () => {
    const { id, placementId, approvalId, first, second } = await requested();
    await pays(world, id, first, 60_000, '2020-07-02');
    await pays(world, id, second, 30_000, '2020-07-02');
    expect(await attend(placementId, evening('2020-07-02'))).toMatchObject({ finished: true, status: 'CLOSED' });
    expect(await world.db.approval.findUnique({ where: { id: approvalId } })).toMatchObject({ status: 'EXPIRED', reason: 'nothing is open any more' });
    expect(await tasksOf(placementId)).toEqual([]);
  });
});

describe('a placement that is approved', () => {
  it('is handed over in one file, once', async () => {
    const { id, placementId, first, second } = await approved();
    world.processes.calls.length = 0;
    const handedOver = await attend(placementId, '2020-07-01T08:00:01.000Z');
    expect(handedOver).toEqual({ finished: false, status: 'PLACED', wakeMs: Date.parse(startOf('2020-07-08')) });
    expect(world.processes.calls).toEqual([`nudge collectAccount ${id}`]);
    expect(await attendTwice(placementId, '2020-07-01T08:00:02.000Z')).toEqual(handedOver);
    expect(desk.files.written).toHaveLength(1);
    expect(await placementOf(placementId)).toMatchObject({
      status: 'PLACED',
      itemIds: [first, second],
      amounts: { EUR: 90_000 },
      fileName: `${placementId}.json`,
      handedOverAt: new Date('2020-07-01T08:00:01.000Z'),
    });
    expect(await tasksOf(placementId)).toMatchObject([
      {
        kind: 'RECORD_HANDOVER',
        status: 'OPEN',
        brief: { fileName: `${placementId}.json`, location: `/files/${placementId}.json`, agency: { code: 'northern-agency' } },
      },
    ]);
  });

  it('writes the same file again when the first attempt died before it was kept', async () => {
    const { placementId } = await approved();
    const files = { write: () => Promise.reject(new Error('disk full')) };
    const turn = { id: placementId, ...turnAt('2020-07-01T08:00:01.000Z') };
    await expect(attendPlacement({ ...ports(), files })(turn)).rejects.toThrow('disk full');
    expect(await placementOf(placementId)).toMatchObject({ status: 'APPROVED', fileName: null });
    const dying = {
      ...ports(),
      store: {
        ...world.store,
        transact: (work: Parameters<typeof world.store.transact>[0]) =>
          world.store.transact(async (tx) => {
            await work(tx);
            throw new Error('worker lost');
          }),
      },
    };
    await expect(attendPlacement(dying as ReturnType<typeof ports>)(turn)).rejects.toThrow('worker lost');
    await attendPlacement(ports())(turn);
    const [first, second, ...more] = desk.files.written;
    expect(more).toEqual([]);
    expect(second).toEqual(first);
  });

  it('hands over who owes, what is owed net of payments, and what was paid last', async () => {
    const { id, placementId, first } = await approved();
    await pays(world, id, first, 10_000, '2020-06-25');
    await attend(placementId, '2020-07-01T08:00:01.000Z');
    expect(desk.handover.formatted[0]).toMatchObject({
      placementId,
      agency: { code: 'northern-agency', name: 'northern-agency' },
      onDay: '2020-07-01',
      accountId: id,
      creditor: { code: 'DE01', name: 'Seller' },
      debtor: { country: 'DE', language: 'de', contacts: [{ phone: '+493023125001' }] },
      items: [
        { openMinor: 50_000, paidMinor: 10_000, amountMinor: 60_000, daysPastDue: 52 },
        { openMinor: 30_000, paidMinor: 0 },
      ],
      lastPayment: { on: '2020-06-25', amountMinor: 10_000, currency: 'EUR' },
      flags: { disputed: false, bankruptcy: false },
    });
    expect(await placementOf(placementId)).toMatchObject({ amounts: { EUR: 80_000 } });
  });

  it('keeps back what is disputed by then', async () => {
    const { id, placementId, second } = await approved();
    const number = (await world.db.ledgerItem.findUniqueOrThrow({ where: { id: second } })).number;
    // What is placed is not promised or disputed any more by the rule's standing, but a debtor may still object.
    await done(world, id, '2020-07-01T08:00:00.500Z', { kind: 'dispute', items: [{ item: number }], reason: 'price' });
    await attend(placementId, '2020-07-01T08:00:01.000Z');
    expect(desk.handover.formatted[0]).toMatchObject({ items: [{ openMinor: 60_000 }], flags: { disputed: true } });
  });

  it('waits while the account is on hold, and is handed over when the hold is over', async () => {
    const { id, placementId } = await approved();
    await done(world, id, '2020-07-01T08:00:00.500Z', { kind: 'pause', until: '2020-07-04', reason: 'payment announced' });
    expect(await attendTwice(placementId, '2020-07-01T08:00:01.000Z')).toEqual({
      finished: false,
      status: 'APPROVED',
      wakeMs: Date.parse(startOf('2020-07-02')),
    });
    expect((await attendTwice(placementId, startOf('2020-07-03'))).status).toBe('APPROVED');
    expect(desk.files.written).toEqual([]);
    expect((await attend(placementId, startOf('2020-07-04'))).status).toBe('PLACED');
  });

  it('is closed without a file when the debt was paid', async () => {
    const { id, placementId, first, second } = await approved();
    await pays(world, id, first, 60_000, '2020-07-01');
    await pays(world, id, second, 30_000, '2020-07-01');
    expect(await attend(placementId, '2020-07-01T08:00:01.000Z')).toEqual({ finished: true, status: 'CLOSED', wakeMs: null });
    expect(desk.files.written).toEqual([]);
  });
});

describe('a debt that is with a third party', () => {
  it('is not collected here meanwhile', async () => {
    const { id } = await placed();
    expect((await lookAt(world, id, evening('2020-07-02'))).verdict).toMatchObject({ kind: 'wait', reason: { code: 'PLACED' } });
  });

  it('is asked after when no acknowledgement comes in a week, once', async () => {
    const { placementId } = await placed();
    expect(await attendTwice(placementId, justBefore('2020-07-08'))).toMatchObject({ wakeMs: Date.parse(startOf('2020-07-08')) });
    expect(await tasksOf(placementId)).toHaveLength(1);
    expect(await attendTwice(placementId, startOf('2020-07-08'))).toMatchObject({ wakeMs: Date.parse('2020-12-27T23:00:00Z') });
    expect(await tasksOf(placementId)).toMatchObject([{}, { key: `placement/${placementId}/acknowledge`, kind: 'RECORD_HANDOVER', status: 'OPEN' }]);
  });

  it('is not asked after once it was acknowledged, and the task to send it is done', async () => {
    const { id, placementId } = await placed();
    await done(world, id, '2020-07-03T08:00:00.000Z', { kind: 'acknowledge-placement', placementId });
    expect(await attendTwice(placementId, startOf('2020-07-09'))).toMatchObject({ status: 'PLACED', wakeMs: Date.parse('2020-12-27T23:00:00Z') });
    expect(await tasksOf(placementId)).toMatchObject([{ status: 'DONE', outcome: 'ACKNOWLEDGED' }]);
  });

  it('is recalled when its time is up, on the day and not before, and is collected here again', async () => {
    const { id, placementId } = await placed();
    await done(world, id, '2020-07-03T08:00:00.000Z', { kind: 'acknowledge-placement', placementId });
    expect((await attendTwice(placementId, '2020-12-27T22:59:59.999Z')).status).toBe('PLACED');
    const recalled = await attend(placementId, '2020-12-27T23:00:00.000Z');
    expect(recalled).toEqual({ finished: false, status: 'RECALLED', wakeMs: Date.parse('2021-01-26T23:00:00Z') });
    expect(await placementOf(placementId)).toMatchObject({ status: 'RECALLED', closeReason: 'time is up', recalledAt: new Date('2020-12-27T23:00:00.000Z') });
    expect(await tasksOf(placementId)).toMatchObject([{ status: 'DONE' }, { key: `placement/${placementId}/recall`, status: 'OPEN', caseId: null }]);
    expect((await lookAt(world, id, evening('2020-12-28'))).verdict).toMatchObject({ kind: 'act' });
    expect(await attendTwice(placementId, '2021-01-26T23:00:00.000Z')).toEqual({ finished: true, status: 'RECALLED', wakeMs: null });
  });

  it('is recalled when it is paid here, and the third party has to be told although the case closes', async () => {
    const { id, placementId, first, second } = await placed();
    await pays(world, id, first, 60_000, '2020-07-05');
    await pays(world, id, second, 30_000, '2020-07-05');
    expect((await attend(placementId, evening('2020-07-05'))).status).toBe('RECALLED');
    expect((await lookAt(world, id, evening('2020-07-06'))).verdict).toMatchObject({ kind: 'close', outcome: 'PAID' });
    expect(await tasksOf(placementId)).toMatchObject([{ status: 'CANCELLED' }, { key: `placement/${placementId}/recall`, status: 'OPEN' }]);
  });

  it('is recalled by a manager, and the third party is told', async () => {
    const { id, placementId } = await placed();
    await done(world, id, '2020-07-03T08:00:00.000Z', { kind: 'recall-placement', placementId, reason: 'settled out of court' }, manager);
    expect(await attendTwice(placementId, '2020-07-03T08:00:01.000Z')).toMatchObject({ finished: false, status: 'RECALLED' });
    expect(await tasksOf(placementId)).toMatchObject([
      { status: 'DONE', outcome: 'RECALLED' },
      { key: `placement/${placementId}/recall`, brief: { reason: { figures: { why: 'settled out of court' } } } },
    ]);
  });

  it('that comes back goes to the collector', async () => {
    const { id, placementId } = await placed();
    await done(world, id, '2020-09-03T08:00:00.000Z', { kind: 'return-placement', placementId, reason: 'debtor not found' });
    expect(await attendTwice(placementId, '2020-09-03T08:00:01.000Z')).toEqual({ finished: true, status: 'RETURNED', wakeMs: null });
    expect(await tasksOf(placementId)).toMatchObject([
      {},
      { kind: 'REVIEW_ACCOUNT', brief: { reason: { code: 'RETURNED', figures: { why: 'debtor not found' } } } },
    ]);
  });

  it('that was recalled before it was handed over needs no notice', async () => {
    const { id, placementId } = await approved();
    await done(world, id, '2020-07-01T08:00:00.500Z', { kind: 'recall-placement', placementId, reason: 'not yet' }, manager);
    expect(await attendTwice(placementId, '2020-07-01T08:00:01.000Z')).toEqual({ finished: true, status: 'RECALLED', wakeMs: null });
    expect(desk.files.written).toEqual([]);
    expect(await tasksOf(placementId)).toEqual([]);
  });
});
