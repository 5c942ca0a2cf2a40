import { assess } from '../../activities/assess.js';
import { publishPolicy } from '../../prisma/store/policies.js';
import { createWorld, evening, invoicesOf, lookAt, owes, pays, policySource, turnAt, type World } from './world.js';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.drop());

const caseOf = (accountId: string) => world.db.collectionCase.findFirst({ where: { accountId }, orderBy: { episode: 'desc' } });
const decisionsOf = (accountId: string) => world.db.decision.findMany({ where: { case: { accountId } }, orderBy: { id: 'asc' } });

describe('a look at an account', () => {
  it('opens a case with the policy pinned, and says what to do first', async () => {
    const id = await owes(world, { number: '100', invoices: [['2020-06-20', 60_000]] });
    const { caseId, verdict, wakeMs } = await lookAt(world, id, evening('2020-06-30'));
    expect(caseId).toBe(`${id}#1`);
    expect(verdict).toMatchObject({ kind: 'act', act: { kind: 'contact', key: `${id}#1/reminder/1/email`, address: '100@example.com', language: 'de' } });
    expect(wakeMs).toBe(verdict.kind === 'act' ? Date.parse(verdict.lookAgainAt) : NaN);
    expect(await caseOf(id)).toMatchObject({
      id: `${id}#1`,
      status: 'OPEN',
      policyName: 'standard-b2b',
      policyVersion: 1,
      entryStep: 'reminder',
      outcome: null,
    });
  });

  it('keeps the decision with the figures it was made on', async () => {
    const id = await owes(world, {
      number: '101',
      invoices: [
        ['2020-06-20', 60_000],
        ['2020-07-20', 5_000],
      ],
    });
    await pays(world, id, null, 10_000, '2020-06-29');
    const { verdict } = await lookAt(world, id, evening('2020-06-30'));
    const [decision, ...more] = await decisionsOf(id);
    expect(more).toEqual([]);
    expect(decision?.verdict).toEqual(verdict);
    expect(decision?.inputs).toMatchObject({
      open: { EUR: 55_000 },
      overdue: { EUR: 50_000 },
      daysPastDue: 10,
      openItems: 3,
      ledgerAsOf: null,
      policy: 'standard-b2b@1',
    });
  });

  it('says the same and keeps one decision when the same turn comes twice', async () => {
    const id = await owes(world, { number: '102', invoices: [['2020-06-20', 60_000]] });
    const first = await lookAt(world, id, evening('2020-06-30'));
    const again = await lookAt(world, id, evening('2020-06-30'));
    expect(again).toEqual(first);
    expect(await decisionsOf(id)).toHaveLength(1);
    expect(await world.db.collectionCase.count({ where: { accountId: id } })).toBe(1);
    expect(await world.db.auditEntry.count({ where: { accountId: id, action: 'case.open' } })).toBe(1);
  });

  it('opens one case when two look at the same time', async () => {
    const id = await owes(world, { number: '103', invoices: [['2020-06-20', 60_000]] });
    const answers = await Promise.all([1, 2, 3, 4].map(() => lookAt(world, id, evening('2020-06-30'))));
    expect(new Set(answers.map(({ caseId }) => caseId))).toEqual(new Set([`${id}#1`]));
    expect(await decisionsOf(id)).toHaveLength(1);
  });

  it('opens no case when nothing is overdue', async () => {
    const id = await owes(world, { number: '104', invoices: [['2020-07-20', 60_000]] });
    const answer = await lookAt(world, id, evening('2020-06-30'));
    expect(answer).toMatchObject({ caseId: null, verdict: { kind: 'close', outcome: 'NOTHING_OVERDUE' }, wakeMs: null });
    expect(await caseOf(id)).toBeNull();
  });

  it('closes the case of an account that paid, cancels its open tasks, and says the same again when asked again', async () => {
    const id = await owes(world, { number: '105', invoices: [['2020-06-20', 60_000]] });
    await lookAt(world, id, evening('2020-06-30'));
    const task = {
      accountId: id,
      caseId: `${id}#1`,
      kind: 'CALL',
      title: 'Call',
      brief: {},
      dueOn: new Date('2020-07-01'),
      status: 'OPEN',
      openedAt: new Date('2020-07-01'),
    };
    await world.db.task.create({ data: { ...task, key: `${id}/t` } });
    const [item] = await invoicesOf(world, id);
    await pays(world, id, item ?? 0, 60_000, '2020-07-01');
    const first = await lookAt(world, id, evening('2020-07-02'));
    const again = await lookAt(world, id, evening('2020-07-02'));
    expect(first).toMatchObject({ caseId: `${id}#1`, verdict: { kind: 'close', outcome: 'PAID' }, wakeMs: null });
    expect(again).toEqual(first);
    expect(await caseOf(id)).toMatchObject({ status: 'CLOSED', outcome: 'PAID' });
    expect(await world.db.task.findUnique({ where: { key: `${id}/t` } })).toMatchObject({ status: 'CANCELLED', note: 'PAID', closedBy: 'system' });
    expect(await world.db.auditEntry.count({ where: { accountId: id, action: 'case.close' } })).toBe(1);
  });

  it('opens the next episode when the account falls behind again', async () => {
    const id = await owes(world, {
      number: '106',
      invoices: [
        ['2020-06-20', 60_000],
        ['2020-09-01', 7_000],
      ],
    });
    await lookAt(world, id, evening('2020-06-30'));
    const [first] = await invoicesOf(world, id);
    await pays(world, id, first ?? 0, 60_000, '2020-07-01');
    await lookAt(world, id, evening('2020-07-02'));
    const { caseId } = await lookAt(world, id, evening('2020-09-10'));
    expect(caseId).toBe(`${id}#2`);
  });

  it('counts a payment from its day in the calendar of the creditor', async () => {
    const id = await owes(world, { number: '107', invoices: [['2020-06-20', 60_000]] });
    const [item] = await invoicesOf(world, id);
    await pays(world, id, item ?? 0, 60_000, '2020-07-01');
    const before = await lookAt(world, id, '2020-06-30T21:58:00.000Z');
    const after = await lookAt(world, id, '2020-06-30T22:01:00.000Z');
    expect(before.verdict.kind).toBe('act');
    expect(after.verdict).toMatchObject({ kind: 'close', outcome: 'PAID' });
  });

  it('passes over the steps that existing debt leaves behind, once', async () => {
    const source = 'policy: late-entry\ntitle: Enters at the call\nentry: furthest\n';
    const body = policySource.slice(policySource.indexOf('ladder:'));
    await publishPolicy(world.db, { source: source + body, fileName: 'late-entry.yaml', by: 'admin', role: 'admin', at: '2020-01-01T00:00:00Z' });
    const id = await owes(world, { number: '108', invoices: [['2020-06-10', 60_000]] });
    await world.db.account.update({ where: { id }, data: { policyName: 'late-entry' } });
    const { verdict } = await lookAt(world, id, evening('2020-06-30'));
    expect(verdict).toMatchObject({ kind: 'act', act: { kind: 'task', task: 'CALL', step: 'call' } });
    await lookAt(world, id, evening('2020-06-30'));
    expect(await world.db.stepTaken.findMany({ where: { caseId: `${id}#1` }, select: { step: true, result: true } })).toEqual([
      { step: 'reminder', result: 'SKIPPED' },
    ]);
    expect(await caseOf(id)).toMatchObject({ policyName: 'late-entry', entryStep: 'call', step: null });
  });

  it('keeps the version that the case began with when a newer one is published', async () => {
    const publish = (title: string) =>
      publishPolicy(world.db, {
        source: policySource.replace('standard-b2b', 'changing').replace('Four steps', title),
        fileName: 'changing.yaml',
        by: 'admin',
        role: 'admin',
        at: '2020-01-01T00:00:00Z',
      });
    await publish('First');
    const early = await owes(world, { number: '109', invoices: [['2020-06-20', 60_000]] });
    const late = await owes(world, { number: '110', invoices: [['2020-06-20', 60_000]] });
    await world.db.account.updateMany({ where: { id: { in: [early, late] } }, data: { policyName: 'changing' } });
    await lookAt(world, early, evening('2020-06-30'));
    expect(await publish('Second')).toMatchObject({ version: 2, isNew: true });
    expect(await publish('Second')).toMatchObject({ version: 2, isNew: false });
    await lookAt(world, early, evening('2020-07-01'));
    await lookAt(world, late, evening('2020-07-01'));
    expect(await caseOf(early)).toMatchObject({ policyVersion: 1 });
    expect(await caseOf(late)).toMatchObject({ policyVersion: 2 });
  });

  it('fails, to be tried again, when no policy is published for the account', async () => {
    const id = await owes(world, { number: '111', invoices: [['2020-06-20', 60_000]] });
    await world.db.account.update({ where: { id }, data: { policyName: 'nowhere' } });
    await expect(lookAt(world, id, evening('2020-06-30'))).rejects.toThrow('No policy is published for account DE01/111');
  });
});

describe('nudges', () => {
  it('are done with once the account was looked at', async () => {
    const id = await owes(world, { number: '120', invoices: [['2020-06-20', 60_000]] });
    await pays(world, id, null, 100, '2020-06-21');
    await lookAt(world, id, evening('2020-06-30'));
    expect(await world.db.nudge.count({ where: { accountId: id } })).toBe(0);
  });

  it('stay when the facts changed again meanwhile', async () => {
    const id = await owes(world, { number: '121', invoices: [['2020-06-20', 60_000]] });
    await pays(world, id, null, 100, '2020-06-21');
    const seen = await world.store.nudges.takeNudges(10);
    await pays(world, id, null, 200, '2020-06-22');
    await world.store.nudges.dropNudges(seen);
    expect(await world.db.nudge.count({ where: { accountId: id } })).toBe(1);
    await world.store.nudges.dropNudges(await world.store.nudges.takeNudges(10));
    expect(await world.db.nudge.count({ where: { accountId: id } })).toBe(0);
  });
});

describe('whoever watches a part of the account', () => {
  it('is told when money moved, and not otherwise', async () => {
    const id = await owes(world, {
      number: '130',
      invoices: [
        ['2020-06-20', 60_000],
        ['2020-06-21', 9_000],
      ],
    });
    await lookAt(world, id, evening('2020-06-30'));
    const [first] = await invoicesOf(world, id);
    const plan = await world.db.plan.create({
      data: {
        accountId: id,
        kind: 'PROMISE',
        currency: 'EUR',
        totalMinor: 60_000,
        itemIds: [first ?? 0],
        graceDays: 2,
        tolerancePercent: 5,
        baselineMinor: 0,
        status: 'OPEN',
        agreedAt: new Date('2020-06-30'),
        agreedBy: 'collector-1',
        instalments: { create: { number: 1, dueOn: new Date('2020-07-10'), amountMinor: 60_000, status: 'OPEN' } },
      },
    });
    await lookAt(world, id, evening('2020-07-01'));
    expect(world.processes.calls).toEqual([]);
    await pays(world, id, first ?? 0, 30_000, '2020-07-02');
    await assess(world)({ accountId: id, campaignId: null, ...turnAt(evening('2020-07-02')) });
    expect(world.processes.calls).toEqual([`nudge watchPlan ${plan.id}`]);
  });
});
