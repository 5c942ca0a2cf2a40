import { draftNotice } from '../../activities/draftNotice.js';
import { remind } from '../../activities/remind.js';
import { listDrafts } from '../../prisma/store/reading/drafts.js';
import { publishPolicy } from '../../prisma/store/policies.js';
import { collector, controller, done, manager, refusedAs } from './dealings.js';
import { createWorld, evening, invoicesOf, lookAt, owes, pays, policySource, wanted, type World } from './world.js';

let world: World;
let serial = 7000;
beforeAll(async () => {
  world = await createWorld();
  const source = policySource
    .replace('policy: standard-b2b', 'policy: approved')
    .replace(
      'action: email, otherwise: [sms],',
      'action: email, cc: [management, sales, collector], deadlineDays: 10, approval: { role: manager, lapsesAfterDays: 7 },',
    );
  await publishPolicy(world.db, { source, fileName: 'approved.yaml', by: 'admin', role: 'admin', at: '2020-01-01T00:00:00Z' });
  await world.db.user.update({ where: { id: 'collector-1' }, data: { email: 'collector@example.com' } });
});
afterAll(() => world.drop());

/** 600.00 due on 20 June 2020, a Saturday: the reminder is due on the 23rd. */
async function drafted(campaignId: string | null = null) {
  const number = String(serial++);
  const id = await owes(world, { number, invoices: [['2020-06-20', 60_000]] });
  await world.db.account.update({ where: { id }, data: { policyName: 'approved' } });
  const boss = { customerNumber: number, name: 'Boss', role: 'management', email: `boss-${number}@example.com`, rank: 5 };
  await world.db.contact.create({ data: boss });
  if (campaignId) await lookAt(world, id, '2020-06-22T10:00:00Z', campaignId);
  const turn = await wanted(world, 'draft', id, evening('2020-06-23'));
  expect(await draftNotice(world)(turn)).toEqual({ result: 'DONE', reason: null });
  const draft = await world.db.noticeDraft.findFirstOrThrow({ where: { accountId: id } });
  return { id, number, turn, draft };
}

const sentTo = (number: string) => world.post.delivered.filter(({ to }) => to === `${number}@example.com`);
const statusOf = async (id: string) =>
  (await world.db.noticeDraft.findMany({ where: { accountId: id }, orderBy: { proposedAt: 'asc' } })).map(({ status }) => status);

describe('a message that somebody approves', () => {
  it('is drafted once, with what it would say, an approval and a task for the role', async () => {
    const { id, number, turn, draft } = await drafted();
    await draftNotice(world)(turn);
    expect(await statusOf(id)).toEqual(['WAITING']);
    expect(sentTo(number)).toEqual([]);
    const { items } = await listDrafts(world.db, { accountId: id, limit: 10, offset: 0 });
    expect(items).toMatchObject([
      {
        step: 'reminder',
        status: 'WAITING',
        lapsesOn: '2020-06-30',
        role: 'manager',
        proposedBy: 'system',
        preview: {
          channel: 'email',
          to: `${number}@example.com`,
          cc: [`boss-${number}@example.com`, 'ar@example.com', 'collector@example.com'],
          deadlineOn: '2020-07-03',
          subject: 'reminder de',
          text: 'text',
        },
      },
    ]);
    expect(await world.db.task.findMany({ where: { accountId: id, kind: 'APPROVE' } })).toMatchObject([
      { status: 'OPEN', brief: { approvalId: draft.approvalId } },
    ]);
    expect(await world.db.approval.findUnique({ where: { id: draft.approvalId } })).toMatchObject({ subject: 'notice', status: 'PENDING', role: 'manager' });
    expect((await lookAt(world, id, evening('2020-06-24'))).verdict).toMatchObject({ kind: 'wait', reason: { code: 'DRAFT_WAITING' } });
    expect(await world.db.stepTaken.count({ where: { caseId: draft.caseId } })).toBe(0);
  });

  it('goes out once it is approved, with its copies, and is counted from then', async () => {
    const { id, number, draft } = await drafted();
    expect(await refusedAs(world, id, evening('2020-06-24'), { kind: 'approve', approvalId: draft.approvalId }, collector)).toBe('NOT_ALLOWED');
    await done(world, id, evening('2020-06-24'), { kind: 'approve', approvalId: draft.approvalId }, manager);
    expect(await remind(world)(await wanted(world, 'contact', id, evening('2020-06-25')))).toEqual({ result: 'DONE', reason: null });
    expect(sentTo(number)).toMatchObject([{ cc: [`boss-${number}@example.com`, 'ar@example.com', 'collector@example.com'] }]);
    expect(await world.db.contactMade.findMany({ where: { accountId: id } })).toMatchObject([
      { status: 'ACCEPTED', cc: [`boss-${number}@example.com`, 'ar@example.com', 'collector@example.com'], deadlineOn: new Date('2020-07-06') },
    ]);
    expect((await lookAt(world, id, evening('2020-06-26'))).verdict.kind).toBe('wait');
    expect(await world.db.stepTaken.findMany({ where: { caseId: draft.caseId } })).toMatchObject([
      { step: 'reminder', result: 'TAKEN', onDate: new Date('2020-06-25') },
    ]);
    expect(await statusOf(id)).toEqual(['APPROVED']);
  });

  it('is left out with the reason when it is declined', async () => {
    const { id, number, draft } = await drafted();
    await done(world, id, evening('2020-06-24'), { kind: 'decline', approvalId: draft.approvalId, reason: 'they have called' }, controller);
    await lookAt(world, id, evening('2020-06-25'));
    expect(await world.db.stepTaken.findMany({ where: { caseId: draft.caseId } })).toMatchObject([{ step: 'reminder', result: 'SKIPPED' }]);
    expect(sentTo(number)).toEqual([]);
    expect(await statusOf(id)).toEqual(['DECLINED']);
  });

  it('lapses and is made anew; the old approval decides nothing any more', async () => {
    const { id, draft } = await drafted();
    const again = await wanted(world, 'draft', id, evening('2020-06-30'));
    await draftNotice(world)(again);
    expect(await statusOf(id)).toEqual(['LAPSED', 'WAITING']);
    expect(await world.db.approval.findUnique({ where: { id: draft.approvalId } })).toMatchObject({ status: 'EXPIRED', reason: 'DRAFT_LAPSED' });
    const tasks = await world.db.task.findMany({ where: { accountId: id, kind: 'APPROVE' }, orderBy: { openedAt: 'asc' } });
    expect(tasks.map(({ status, outcome }) => [status, outcome])).toEqual([
      ['DONE', 'LAPSED'],
      ['OPEN', null],
    ]);
    expect(await refusedAs(world, id, evening('2020-06-30'), { kind: 'approve', approvalId: draft.approvalId }, manager)).toBe('ALREADY_DECIDED');
  });

  it('is withdrawn by a payment, also once approved', async () => {
    const { id, number, draft } = await drafted();
    await done(world, id, evening('2020-06-24'), { kind: 'approve', approvalId: draft.approvalId }, manager);
    const turn = await wanted(world, 'contact', id, evening('2020-06-25'));
    const [invoice = 0] = await invoicesOf(world, id);
    await pays(world, id, invoice, 10_000, '2020-06-25');
    expect(await remind(world)(turn)).toMatchObject({ result: 'HELD_BACK' });
    await draftNotice(world)(await wanted(world, 'draft', id, evening('2020-06-25')));
    expect(await statusOf(id)).toEqual(['WITHDRAWN', 'WAITING']);
    await pays(world, id, invoice, 50_000, '2020-06-26');
    expect((await lookAt(world, id, evening('2020-06-26'))).verdict).toMatchObject({ kind: 'close', outcome: 'PAID' });
    expect(await statusOf(id)).toEqual(['WITHDRAWN', 'WITHDRAWN']);
    expect(await world.db.task.count({ where: { accountId: id, kind: 'APPROVE', status: 'OPEN' } })).toBe(0);
    expect(sentTo(number)).toEqual([]);
  });

  it('is withdrawn when a person sends it by hand and says for which step', async () => {
    const { id, draft } = await drafted();
    const byHand = { kind: 'record-contact', channel: 'letter', direction: 'OUT', outcome: 'SENT' } as const;
    expect(await refusedAs(world, id, evening('2020-06-24'), { ...byHand, step: 'none' })).toBe('NO_SUCH_STEP');
    await done(world, id, evening('2020-06-24'), { ...byHand, step: 'reminder' });
    await lookAt(world, id, evening('2020-06-24'));
    expect(await statusOf(id)).toEqual(['WITHDRAWN']);
    expect(await world.db.stepTaken.findMany({ where: { caseId: draft.caseId } })).toMatchObject([{ step: 'reminder', round: 1, result: 'TAKEN' }]);
    expect(await world.db.contactMade.findMany({ where: { accountId: id } })).toMatchObject([
      { step: 'reminder', round: 1, automatic: false, status: 'RECORDED' },
    ]);
  });

  it('is not approved by who launched its campaign', async () => {
    const campaign = await world.db.campaign.create({
      data: {
        name: 'Sixty',
        criteria: {},
        asOf: new Date('2020-06-20'),
        policyName: 'approved',
        policyVersion: 1,
        perMinute: 60,
        status: 'RUNNING',
        launchedBy: manager.userId,
        launchedAt: new Date('2020-06-20'),
      },
    });
    const { id, draft } = await drafted(campaign.id);
    const approve = { kind: 'approve', approvalId: draft.approvalId } as const;
    expect(await refusedAs(world, id, evening('2020-06-24'), approve, manager)).toBe('SELF_APPROVAL');
    await done(world, id, evening('2020-06-24'), approve, controller);
    expect(await statusOf(id)).toEqual(['APPROVED']);
    expect((await lookAt(world, id, evening('2020-06-25'))).verdict.kind).toBe('act');
  });
});
