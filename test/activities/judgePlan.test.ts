import { judgePlan } from '../../activities/judgePlan.js';
import { openTask } from '../../activities/openTask.js';
import { remind } from '../../activities/remind.js';
import { verifyAudit } from '../../prisma/store/audit.js';
import { loadFacts } from '../../prisma/store/facts.js';
import { bounces, collector, done, fingerprint, lookTwice, manager, tell } from './dealings.js';
import { createWorld, date, evening, invoicesOf, lookAt, owes, pays, turnAt, wanted, type World } from './world.js';

let world: World;
let serial = 2000;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.drop());

const agreedAt = '2020-06-30T10:00:00.000Z';
/** Midnight in Berlin, in summer, and the last millisecond before it. */
const startOf = (day: string) => `${new Date(Date.parse(`${day}T00:00:00Z`) - 7_200_000).toISOString()}`;
const justBefore = (day: string) => new Date(Date.parse(startOf(day)) - 1).toISOString();

/** 100.00 past due with a running case, all of it promised for 10 July; the policy gives two days of grace and five percent. */
async function promised(amountMinor = 10_000, dueOn = '2020-07-10') {
  const number = String(serial++);
  const id = await owes(world, { number, invoices: [['2020-06-20', 10_000]] });
  await lookAt(world, id, '2020-06-28T06:00:00Z');
  const [item = 0] = await invoicesOf(world, id);
  const planId = await done(world, id, agreedAt, { kind: 'promise', currency: 'EUR', amountMinor, dueOn });
  return { id, item, planId };
}

const judge = (planId: string, at: string) => judgePlan(world)({ id: planId, ...turnAt(at) });
const judgeTwice = (planId: string, at: string) => lookTwice(world, judgePlan(world), planId, at);
const planOf = (id: string) => world.db.plan.findUniqueOrThrow({ where: { id }, include: { instalments: { orderBy: { number: 'asc' } } } });
const tasksOf = (accountId: string) => world.db.task.findMany({ where: { accountId, key: { startsWith: 'plan/' } } });

describe('a promise', () => {
  it('is looked at again the day after its grace, and broken at the first instant of that day and not before', async () => {
    const { planId } = await promised();
    const until = await judgeTwice(planId, agreedAt);
    expect(until).toEqual({ finished: false, status: 'OPEN', wakeMs: Date.parse(startOf('2020-07-13')) });
    expect((await judgeTwice(planId, startOf('2020-07-10'))).status).toBe('OPEN');
    expect(await judgeTwice(planId, justBefore('2020-07-13'))).toMatchObject({ status: 'OPEN', wakeMs: until.wakeMs });
    expect((await judgeTwice(planId, startOf('2020-07-13'))).status).toBe('BROKEN');
    expect(await planOf(planId)).toMatchObject({
      status: 'BROKEN',
      closedAt: new Date(startOf('2020-07-13')),
      instalments: [{ status: 'BROKEN', paidMinor: 0n }],
    });
  });

  it('is looked at with the same answer when the timer rings at exactly that instant', async () => {
    const { planId } = await promised();
    const { wakeMs } = await judge(planId, agreedAt);
    expect((await judgePlan(world)({ id: planId, nowMs: wakeMs ?? 0, plannedMs: wakeMs })).status).toBe('BROKEN');
  });

  it('that is broken while a call is open, or before a step asks for one, leaves one call to make for both', async () => {
    const { id, planId } = await promised();
    await judge(planId, startOf('2020-07-13'));
    await remind(world)(await wanted(world, 'contact', id, evening('2020-07-13')));
    const turn = await wanted(world, 'task', id, evening('2020-07-16'));
    expect(turn.act).toMatchObject({ task: 'CALL', step: 'call' });
    for (let times = 0; times < 2; times++) expect(await openTask(world)(turn)).toMatchObject({ result: 'DONE' });
    const calls = await world.db.task.findMany({ where: { accountId: id, kind: 'CALL' } });
    expect(calls).toMatchObject([{ key: `plan/${planId}/broken`, status: 'OPEN', joinedKeys: [turn.act.key], priority: 100 }]);
    expect(calls[0]?.brief).toMatchObject({ reason: { code: 'PLAN_BROKEN' }, also: [{ code: 'STEP_DUE' }], script: { template: 'call' } });
    const steps = await world.db.stepTaken.findMany({ where: { case: { accountId: id } }, orderBy: { at: 'asc' } });
    expect(steps.map(({ step, result }) => `${step} ${result}`)).toEqual(['reminder TAKEN', 'call TAKEN']);
    expect(await world.db.auditEntry.count({ where: { accountId: id, action: 'task.join' } })).toBe(1);
  });

  it('that is broken gives the collector a call to make, and the ladder goes on', async () => {
    const { id, planId } = await promised();
    expect((await lookAt(world, id, evening('2020-07-12'))).verdict).toMatchObject({ kind: 'wait', reason: { code: 'PLAN_RUNNING' } });
    world.processes.calls.length = 0;
    await judge(planId, startOf('2020-07-13'));
    expect(world.processes.calls).toEqual([`nudge collectAccount ${id}`]);
    expect(await tasksOf(id)).toMatchObject([
      {
        kind: 'CALL',
        status: 'OPEN',
        dueOn: date('2020-07-14'),
        priority: 100,
        assigneeId: 'collector-1',
        caseId: `${id}#1`,
        brief: { planId, promises: [{ status: 'BROKEN' }] },
      },
    ]);
    expect(await world.db.nudge.count({ where: { accountId: id } })).toBe(1);
    expect((await lookAt(world, id, evening('2020-07-13'))).verdict).toMatchObject({ kind: 'act' });
  });

  it('that is broken by someone without a telephone is looked into', async () => {
    const number = String(serial++);
    const id = await owes(world, { number, phone: null, invoices: [['2020-06-20', 10_000]] });
    const planId = await done(world, id, agreedAt, { kind: 'promise', currency: 'EUR', amountMinor: 10_000, dueOn: '2020-07-10' });
    await judge(planId, startOf('2020-07-13'));
    expect(await tasksOf(id)).toMatchObject([{ kind: 'REVIEW_ACCOUNT' }]);
  });

  it('is kept by a payment on the last day of grace, and the account is told', async () => {
    const { id, item, planId } = await promised();
    await pays(world, id, item, 10_000, '2020-07-12');
    world.processes.calls.length = 0;
    expect((await judgeTwice(planId, evening('2020-07-12'))).status).toBe('KEPT');
    expect(world.processes.calls).toEqual([`nudge collectAccount ${id}`]);
    expect(await planOf(planId)).toMatchObject({ status: 'KEPT', instalments: [{ status: 'KEPT', paidMinor: 10_000n }] });
    expect(await tasksOf(id)).toEqual([]);
  });

  it('is kept within the tolerance once its time is over, and partly kept a cent below it', async () => {
    const [within, below] = [await promised(), await promised()];
    await pays(world, within.id, within.item, 9_500, '2020-07-08');
    await pays(world, below.id, below.item, 9_499, '2020-07-08');
    expect((await judgeTwice(within.planId, justBefore('2020-07-13'))).status).toBe('OPEN');
    expect((await judgeTwice(within.planId, startOf('2020-07-13'))).status).toBe('KEPT');
    expect((await judgeTwice(below.planId, startOf('2020-07-13'))).status).toBe('PARTLY_KEPT');
    expect(await tasksOf(below.id)).toMatchObject([{ kind: 'CALL' }]);
  });

  it('is kept by money that was paid without saying for what', async () => {
    const { id, planId } = await promised();
    await pays(world, id, null, 10_000, '2020-07-09');
    expect((await judgeTwice(planId, evening('2020-07-09'))).status).toBe('KEPT');
  });

  it('is not kept by money from before it was agreed, known or not', async () => {
    const number = String(serial++);
    const id = await owes(world, { number, invoices: [['2020-06-20', 10_000]] });
    const [item = 0] = await invoicesOf(world, id);
    await pays(world, id, item, 2_000, '2020-06-30');
    const planId = await done(world, id, agreedAt, { kind: 'promise', currency: 'EUR', amountMinor: 8_000, dueOn: '2020-07-10' });
    await pays(world, id, item, 1_000, '2020-06-25');
    await judge(planId, startOf('2020-07-13'));
    expect(await planOf(planId)).toMatchObject({ status: 'BROKEN', baselineMinor: 2_000n, instalments: [{ paidMinor: 0n }] });
  });

  it('has nothing left to keep when a credit note clears its items', async () => {
    const { id, item, planId } = await promised();
    const days = { issuedOn: date('2020-07-05'), dueOn: date('2020-07-05'), recordedAt: date('2020-07-05') };
    const note = await world.db.ledgerItem.create({
      data: { accountId: id, kind: 'CREDIT_NOTE', number: 'G-1', currency: 'EUR', amountMinor: -10_000n, ...days },
    });
    await world.db.allocation.create({
      data: { creditId: note.id, debitId: item, amountMinor: 10_000n, onDate: date('2020-07-05'), recordedAt: date('2020-07-05') },
    });
    expect((await judgeTwice(planId, evening('2020-07-05'))).status).toBe('KEPT');
  });

  it('is void when its items are written off', async () => {
    const { id, item, planId } = await promised();
    await world.store.bookings.bookCredit({
      accountId: id,
      kind: 'WRITE_OFF',
      number: 'W',
      part: 1,
      currency: 'EUR',
      onDay: '2020-07-05',
      at: evening('2020-07-05'),
      reason: 'r',
      against: [{ itemId: item, minor: 10_000 }],
    });
    expect(await judgeTwice(planId, evening('2020-07-05'))).toEqual({ finished: true, status: 'CANCELLED', wakeMs: null });
  });

  it('that a person cancelled is not judged any more', async () => {
    const { id, item, planId } = await promised();
    await done(world, id, agreedAt, { kind: 'cancel-plan', planId, reason: 'agreed anew' });
    await pays(world, id, item, 10_000, '2020-07-05');
    expect(await judgeTwice(planId, evening('2020-07-05'))).toEqual({ finished: true, status: 'CANCELLED', wakeMs: null });
    expect(await planOf(planId)).toMatchObject({ status: 'CANCELLED', instalments: [{ status: 'OPEN' }] });
  });
});

describe('late truth', () => {
  it('makes a broken promise a kept one when a payment in time is booked late, and takes the call back', async () => {
    const { id, item, planId } = await promised();
    expect((await judge(planId, startOf('2020-07-13'))).finished).toBe(false);
    await pays(world, id, item, 10_000, '2020-07-11');
    expect((await judgeTwice(planId, '2020-07-16T08:00:00Z')).status).toBe('KEPT');
    expect(await tasksOf(id)).toMatchObject([{ status: 'CANCELLED', closedBy: 'system' }]);
  });

  it('asks for another call when the payment that had kept it after all bounces', async () => {
    const { id, item, planId } = await promised();
    await judge(planId, startOf('2020-07-13'));
    await pays(world, id, item, 10_000, '2020-07-11');
    expect((await judgeTwice(planId, '2020-07-16T08:00:00Z')).status).toBe('KEPT');
    await bounces(world, id, '2020-07-20');
    expect((await judgeTwice(planId, '2020-07-20T08:00:00Z')).status).toBe('BROKEN');
    expect((await tasksOf(id)).map(({ status }) => status).sort()).toEqual(['CANCELLED', 'OPEN']);
  });

  it('does not help when the payment itself was too late', async () => {
    const { id, item, planId } = await promised();
    await judge(planId, startOf('2020-07-13'));
    await pays(world, id, item, 10_000, '2020-07-13');
    expect((await judgeTwice(planId, '2020-07-16T08:00:00Z')).status).toBe('BROKEN');
    expect(await tasksOf(id)).toMatchObject([{ status: 'OPEN' }]);
  });

  it('opens a kept promise again when its payment bounces in time, and breaks it when it bounces later', async () => {
    const { id, item, planId } = await promised();
    await pays(world, id, item, 10_000, '2020-07-02');
    expect((await judge(planId, evening('2020-07-02'))).status).toBe('KEPT');
    await bounces(world, id, '2020-07-06');
    expect(await judgeTwice(planId, evening('2020-07-06'))).toMatchObject({ status: 'OPEN', wakeMs: Date.parse(startOf('2020-07-13')) });
    expect(await planOf(planId)).toMatchObject({ status: 'OPEN', closedAt: null, instalments: [{ status: 'OPEN', paidMinor: 0n }] });
    expect((await judgeTwice(planId, startOf('2020-07-13'))).status).toBe('BROKEN');
  });

  it('counts until the review is over, sixty days after the last day of grace', async () => {
    const { id, item, planId } = await promised();
    expect(await judge(planId, startOf('2020-07-13'))).toMatchObject({ finished: false, wakeMs: Date.parse(startOf('2020-09-11')) });
    expect(await judgeTwice(planId, justBefore('2020-09-11'))).toMatchObject({ finished: false, status: 'BROKEN' });
    expect(await judgeTwice(planId, startOf('2020-09-11'))).toEqual({ finished: true, status: 'BROKEN', wakeMs: null });
    await pays(world, id, item, 10_000, '2020-07-11');
    expect((await planOf(planId)).status).toBe('BROKEN');
  });
});

describe('a payment plan', () => {
  async function planned() {
    const number = String(serial++);
    const id = await owes(world, {
      number,
      invoices: [
        ['2020-06-10', 20_000],
        ['2020-06-20', 10_000],
      ],
    });
    const [first = 0, second = 0] = await invoicesOf(world, id);
    const instalments = ['2020-07-10', '2020-07-24', '2020-08-07'].map((dueOn) => ({ dueOn, amountMinor: 10_000 }));
    const planId = await done(world, id, agreedAt, { kind: 'plan', currency: 'EUR', instalments });
    return { id, first, second, planId };
  }

  it('goes from instalment to instalment to its end', async () => {
    const { id, first, second, planId } = await planned();
    const diary: [string, () => Promise<void>, string, string][] = [
      ['2020-06-30', async () => undefined, 'OPEN: OPEN OPEN OPEN', '2020-07-13'],
      ['2020-07-09', () => pays(world, id, first, 10_000, '2020-07-09'), 'OPEN: KEPT OPEN OPEN', '2020-07-27'],
      ['2020-07-26', () => pays(world, id, first, 9_600, '2020-07-26'), 'OPEN: KEPT OPEN OPEN', '2020-07-27'],
      ['2020-07-27', async () => undefined, 'OPEN: KEPT KEPT OPEN', '2020-08-10'],
      ['2020-08-07', () => pays(world, id, second, 10_000, '2020-08-07'), 'KEPT: KEPT KEPT KEPT', '2020-10-09'],
    ];
    for (const [day, happens, expected, next] of diary) {
      await happens();
      const { wakeMs } = await judgeTwice(planId, evening(day));
      const { status, instalments } = await planOf(planId);
      expect([day, `${status}: ${instalments.map((each) => each.status).join(' ')}`, wakeMs]).toEqual([day, expected, Date.parse(startOf(next))]);
    }
  });

  it('breaks with the first instalment that is missed', async () => {
    const { id, first, planId } = await planned();
    await pays(world, id, first, 10_000, '2020-07-09');
    await judge(planId, evening('2020-07-09'));
    expect((await judgeTwice(planId, startOf('2020-07-27'))).status).toBe('BROKEN');
    expect((await planOf(planId)).instalments.map(({ status }) => status)).toEqual(['KEPT', 'BROKEN', 'OPEN']);
    expect(await tasksOf(id)).toHaveLength(1);
  });

  it('shares money that was paid without saying for what with the plan that was agreed before it', async () => {
    const number = String(serial++);
    const id = await owes(world, {
      number,
      invoices: [
        ['2020-06-10', 10_000],
        ['2020-06-20', 10_000],
      ],
    });
    const first = await done(world, id, agreedAt, { kind: 'promise', currency: 'EUR', amountMinor: 10_000, dueOn: '2020-07-10' });
    const second = await done(world, id, '2020-06-30T11:00:00.000Z', { kind: 'promise', currency: 'EUR', amountMinor: 10_000, dueOn: '2020-07-10' });
    await pays(world, id, null, 15_000, '2020-07-08');
    expect((await judge(second, evening('2020-07-08'))).status).toBe('OPEN');
    expect((await judge(first, evening('2020-07-08'))).status).toBe('KEPT');
    await judge(second, evening('2020-07-08'));
    expect((await planOf(second)).instalments).toMatchObject([{ paidMinor: 5_000n }]);
  });
});

describe('how often a promise was broken', () => {
  it('raises the level of the next one on the same items, and calls for a manager in the end', async () => {
    const { id } = await promised();
    let day = '2020-07-10';
    for (const level of [1, 2, 3]) {
      const plan = await world.db.plan.findFirstOrThrow({ where: { accountId: id, status: 'OPEN' } });
      expect(plan.level).toBe(level);
      const brokenAt = startOf(new Date(Date.parse(`${day}T00:00:00Z`) + 3 * 86_400_000).toISOString().slice(0, 10));
      await judge(plan.id, brokenAt);
      day = new Date(Date.parse(`${day}T00:00:00Z`) + 10 * 86_400_000).toISOString().slice(0, 10);
      const again = { kind: 'promise', currency: 'EUR', amountMinor: 10_000, dueOn: day } as const;
      const result = await tell(world, id, brokenAt, again, collector);
      expect(result).toMatchObject(level === 3 ? { status: 'refused', code: 'TOO_OFTEN_BROKEN' } : { status: 'done' });
      if (level === 3) expect((await tell(world, id, brokenAt, again, manager)).status).toBe('done');
    }
  });
});

describe('a judgement', () => {
  it('that says nothing new changes nothing', async () => {
    const { planId } = await promised();
    await judge(planId, agreedAt);
    const before = await fingerprint(world);
    await judge(planId, '2020-07-05T10:00:00Z');
    expect(await fingerprint(world)).toEqual(before);
  });

  it('is written down once when several come at the same time', async () => {
    for (let n = 0; n < 4; n++) {
      const { id, planId } = await promised();
      await Promise.all([1, 2, 3, 4, 5].map(() => judge(planId, startOf('2020-07-13'))));
      expect(await tasksOf(id)).toHaveLength(1);
      expect(await world.db.auditEntry.count({ where: { accountId: id, action: 'plan.judge' } })).toBe(1);
    }
    expect(await verifyAudit(world.db)).toMatchObject({ intact: true });
  });
});

describe('a settlement', () => {
  const settled = async (amountMinor: number) => {
    const id = await owes(world, { number: String(serial++), invoices: [['2020-06-20', 10_000]] });
    await lookAt(world, id, '2020-06-28T06:00:00Z');
    return { id, planId: await done(world, id, agreedAt, { kind: 'settlement', currency: 'EUR', amountMinor, dueOn: '2020-07-10' }) };
  };
  const openOf = async (id: string) => (await loadFacts(world.db, [id], '2020-07-09')).flatMap(({ items }) => items.map(({ openMinor }) => openMinor));

  it('that is kept writes the rest down by a credit of its own; when its payment comes back, the full debt is open again', async () => {
    const { id, planId } = await settled(9_000);
    const [item = 0] = await invoicesOf(world, id);
    await pays(world, id, item, 9_000, '2020-07-08');
    expect((await judgeTwice(planId, '2020-07-08T10:00:00Z')).status).toBe('KEPT');
    expect(await world.db.ledgerItem.findMany({ where: { accountId: id, kind: 'WRITE_OFF' }, include: { creditOf: true } })).toMatchObject([
      { number: `SETTLEMENT/${planId}`, amountMinor: -1_000n, reason: 'the settlement was kept', creditOf: [{ amountMinor: 1_000n }] },
    ]);
    await bounces(world, id, '2020-07-09');
    expect((await judgeTwice(planId, '2020-07-09T08:00:00Z')).status).toBe('OPEN');
    expect(await openOf(id)).toEqual([10_000]);
    expect((await judgeTwice(planId, startOf('2020-07-13'))).status).toBe('BROKEN');
    await pays(world, id, item, 9_000, '2020-07-10');
    expect((await judgeTwice(planId, '2020-07-14T08:00:00Z')).status).toBe('KEPT');
    expect(await world.db.ledgerItem.count({ where: { accountId: id, number: `SETTLEMENT/${planId}/2` } })).toBe(1);
    expect(await verifyAudit(world.db)).toMatchObject({ intact: true });
  });

  it('with a high discount runs once somebody else approved of it, and lapses when nobody does', async () => {
    const { id, planId } = await settled(5_000);
    expect((await judgeTwice(planId, agreedAt)).status).toBe('PROPOSED');
    const { id: approvalId } = await world.db.approval.findFirstOrThrow({ where: { accountId: id } });
    const approve = { kind: 'approve', approvalId } as const;
    expect(await tell(world, id, agreedAt, approve, { ...manager, userId: collector.userId })).toMatchObject({ status: 'refused', code: 'SELF_APPROVAL' });
    expect(await tell(world, id, agreedAt, approve, manager)).toMatchObject({ status: 'done', message: 'Settlement approved.' });
    expect((await judgeTwice(planId, agreedAt)).status).toBe('OPEN');
    const other = await settled(5_000);
    expect(await judgeTwice(other.planId, '2020-07-30T10:00:00Z')).toMatchObject({ finished: true, status: 'DECLINED' });
    expect(await openOf(other.id)).toEqual([10_000]);
  });
});
