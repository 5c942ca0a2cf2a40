import { carryOut } from '../../activities/carryOut.js';
import { enrolDelinquent } from '../../activities/enrolDelinquent.js';
import { instructCampaign } from '../../activities/instructCampaign.js';
import { startNextAccounts } from '../../activities/startNextAccounts.js';
import type { PreviewedAccount } from '../../prisma/store/campaigns.js';
import { publishPolicy } from '../../prisma/store/policies.js';
import { createWorld, evening, invoice, invoicesOf, lookAt, owes, pays, policySource, turnAt, type World } from './world.js';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.drop());
beforeEach(() => {
  world.processes.calls.length = 0;
});

const now = turnAt(evening('2020-06-30'));

const previewed = (accountId: string, decision: PreviewedAccount['decision'] = 'ACT'): PreviewedAccount => ({
  accountId,
  decision,
  plannedStep: decision === 'ACT' ? 'reminder' : null,
  plannedAt: null,
  plannedAct: null,
  reason: 'because',
  overdue: { EUR: 60_000 },
});

const launch = (accounts: PreviewedAccount[]) =>
  world.store.campaigns.createCampaign({
    name: '0-30',
    criteria: { bucket: '0-30' },
    asOf: '2020-06-30',
    policy: { name: 'standard-b2b', version: 1 },
    perMinute: 600,
    launchedBy: 'finance-1',
    role: 'finance',
    launchedAt: evening('2020-06-30'),
    accounts,
  });

async function debtors(prefix: string, count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let n = 0; n < count; n++) ids.push(await owes(world, { number: `${prefix}${String(n).padStart(3, '0')}`, invoices: [['2020-06-20', 60_000]] }));
  return ids;
}

describe('a campaign', () => {
  it('starts its accounts in order, page by page, each once, and is done after the last', async () => {
    const ids = await debtors('A', 45);
    const campaignId = await launch(ids.map((id) => previewed(id)));
    expect(await startNextAccounts(world)({ ...now, campaignId, limit: 30 })).toEqual({ campaignId, status: 'RUNNING', started: 30, remaining: 15 });
    expect(await startNextAccounts(world)({ ...now, campaignId, limit: 30 })).toEqual({ campaignId, status: 'DONE', started: 45, remaining: 0 });
    expect(await startNextAccounts(world)({ ...now, campaignId, limit: 30 })).toEqual({ campaignId, status: 'DONE', started: 45, remaining: 0 });
    expect(world.processes.calls).toEqual(ids.map((id) => `collect ${id} for ${campaignId}`));
    expect(await world.store.campaigns.showCampaign(campaignId)).toMatchObject({
      status: 'DONE',
      total: 45,
      started: 45,
      skipped: 0,
      standings: { NO_CASE: 45 },
    });
  });

  it('starts an account again that was started and not marked before the worker was lost', async () => {
    const [id = ''] = await debtors('B', 1);
    const campaignId = await launch([previewed(id)]);
    const dying = {
      ...world,
      store: { ...world.store, campaigns: { ...world.store.campaigns, markStarted: () => Promise.reject(new Error('the worker is gone')) } },
    };
    await expect(startNextAccounts(dying)({ ...now, campaignId, limit: 10 })).rejects.toThrow('the worker is gone');
    expect(await startNextAccounts(world)({ ...now, campaignId, limit: 10 })).toMatchObject({ started: 1, remaining: 0, status: 'DONE' });
    expect(world.processes.calls).toHaveLength(2);
  });

  it('leaves out what the preview said would get nothing', async () => {
    const ids = await debtors('C', 3);
    const campaignId = await launch([previewed(ids[0] ?? ''), previewed(ids[1] ?? '', 'NOTHING'), previewed(ids[2] ?? '', 'WAIT')]);
    await startNextAccounts(world)({ ...now, campaignId, limit: 10 });
    expect(world.processes.calls).toEqual([`collect ${ids[0]} for ${campaignId}`, `collect ${ids[2]} for ${campaignId}`]);
    expect(await world.store.campaigns.showCampaign(campaignId)).toMatchObject({
      total: 3,
      started: 2,
      skipped: 1,
      decisions: { ACT: 1, WAIT: 1, NOTHING: 1 },
      standings: { NO_CASE: 2, SKIPPED: 1 },
    });
  });

  it('starts nothing while it is paused, goes on when resumed, and never again once cancelled', async () => {
    const ids = await debtors('D', 25);
    const campaignId = await launch(ids.map((id) => previewed(id)));
    const tell = (kind: 'pause' | 'resume' | 'cancel') =>
      instructCampaign(world)({ ...now, campaignId, instruction: { kind, actor: 'manager-1', reason: 'asked' } });
    const start = () => startNextAccounts(world)({ ...now, campaignId, limit: 5 });
    expect(await start()).toMatchObject({ started: 5, remaining: 20 });
    expect(await tell('pause')).toMatchObject({ status: 'PAUSED' });
    expect(await tell('pause')).toMatchObject({ status: 'PAUSED' });
    expect(await start()).toMatchObject({ status: 'PAUSED', started: 5, remaining: 20 });
    expect(await tell('resume')).toMatchObject({ status: 'RUNNING' });
    expect(await start()).toMatchObject({ started: 10, remaining: 15 });
    expect(await tell('cancel')).toMatchObject({ status: 'CANCELLED', started: 10, remaining: 0 });
    expect(await tell('resume')).toMatchObject({ status: 'CANCELLED' });
    expect(await start()).toMatchObject({ status: 'CANCELLED', started: 10, remaining: 0 });
    expect(world.processes.calls).toHaveLength(10);
    expect((await world.store.campaigns.showCampaign(campaignId))?.standings).toEqual({ NO_CASE: 10, CANCELLED: 15 });
    const log = await world.db.auditEntry.findMany({ where: { subject: 'campaign', subjectId: campaignId }, orderBy: { seq: 'asc' } });
    expect(log.map(({ action, actor }) => `${action} ${actor}`)).toEqual([
      'campaign.launch finance-1',
      'campaign.pause manager-1',
      'campaign.resume manager-1',
      'campaign.cancel manager-1',
    ]);
  });

  it('lets the cases of its accounts stand still while it is paused, and no others', async () => {
    const ids = await debtors('P', 3);
    const [own = '', alone = '', taken = ''] = ids;
    const campaignId = await launch([own, taken].map((id) => previewed(id)));
    const other = await launch([previewed(alone)]);
    const tell = (kind: 'pause' | 'resume', on: string) =>
      instructCampaign(world)({ ...turnAt(evening(on)), campaignId, instruction: { kind, actor: 'manager-1', reason: 'prices are wrong' } });
    await lookAt(world, taken, evening('2020-06-29'));
    await startNextAccounts(world)({ ...now, campaignId, limit: 10 });
    await startNextAccounts(world)({ ...now, campaignId: other, limit: 10 });
    await lookAt(world, own, evening('2020-06-30'), campaignId);
    await lookAt(world, alone, evening('2020-06-30'), other);
    await world.db.nudge.deleteMany();
    expect(await tell('pause', '2020-07-02')).toMatchObject({ status: 'PAUSED' });
    expect((await world.db.nudge.findMany()).map(({ accountId }) => accountId).toSorted()).toEqual([own, taken].toSorted());
    for (const id of [own, taken]) {
      const { verdict } = await lookAt(world, id, evening('2020-07-10'));
      expect(verdict).toMatchObject({ kind: 'wait', reason: { code: 'ON_HOLD', figures: { hold: 'PAUSE' } } });
      expect(verdict.reason.figures['why']).toMatch(/^the campaign .* is paused: prices are wrong$/);
    }
    expect((await lookAt(world, alone, evening('2020-07-10'))).verdict.kind).toBe('act');
    expect(await world.store.campaigns.showCampaign(campaignId)).toMatchObject({
      paused: { by: 'manager-1', reason: 'prices are wrong' },
      standings: { ON_HOLD: 2 },
    });

    const request = { id: 'lift', accountId: own, actor: { userId: 'm', roles: ['manager' as const] }, instruction: { kind: 'resume' as const, reason: 'x' } };
    expect(await carryOut(world)({ ...turnAt(evening('2020-07-10')), request })).toMatchObject({ status: 'refused', code: 'CAMPAIGN_PAUSED' });
    const [item] = await invoicesOf(world, taken);
    await pays(world, taken, item ?? 0, 60_000, '2020-07-10');
    expect((await lookAt(world, taken, evening('2020-07-11'))).verdict).toMatchObject({ kind: 'close', outcome: 'PAID' });

    expect(await tell('resume', '2020-07-12')).toMatchObject({ status: 'RUNNING' });
    expect((await lookAt(world, own, evening('2020-07-12'))).verdict.kind).toBe('act');
    expect((await world.db.campaignPause.findMany({ where: { campaignId } })).map(({ endedBy }) => endedBy)).toEqual(['manager-1']);
  });

  it('holds a case that is opened for it while it is paused', async () => {
    const [id = ''] = await debtors('Q', 1);
    const campaignId = await launch([previewed(id)]);
    const instruction = { kind: 'pause' as const, actor: 'manager-1', reason: 'wait' };
    await instructCampaign(world)({ ...turnAt(evening('2020-06-30')), campaignId, instruction });
    expect((await lookAt(world, id, evening('2020-06-30'), campaignId)).verdict).toMatchObject({ kind: 'wait', reason: { code: 'ON_HOLD' } });
  });

  it('shows what became of each of its accounts', async () => {
    const ids = await debtors('E', 4);
    const campaignId = await launch(ids.map((id) => previewed(id)));
    await startNextAccounts(world)({ ...now, campaignId, limit: 10 });
    for (const id of ids) await lookAt(world, id, evening('2020-06-30'), campaignId);
    await world.db.hold.create({
      data: { accountId: ids[1] ?? '', kind: 'PAUSE', reason: 'asked', startsOn: new Date('2020-06-30'), placedAt: new Date(), placedBy: 'manager-1' },
    });
    const [item] = await invoicesOf(world, ids[2] ?? '');
    await pays(world, ids[2] ?? '', item ?? 0, 60_000, '2020-07-01');
    for (const id of ids.slice(1, 3)) await lookAt(world, id, evening('2020-07-01'), campaignId);
    await world.db.writeOffRequest.create({
      data: {
        accountId: ids[3] ?? '',
        caseId: `${ids[3]}#1`,
        status: 'REQUESTED',
        amounts: { EUR: 60_000 },
        evidence: {},
        requestedAt: new Date(),
        requestedBy: 'system',
      },
    });
    expect((await world.store.campaigns.showCampaign(campaignId))?.standings).toEqual({ ACTING: 1, WRITE_OFF_PENDING: 1, ON_HOLD: 1, PAID: 1 });
    const rows = await world.store.campaigns.campaignAccounts(campaignId, { limit: 2, offset: 1 });
    expect(rows).toMatchObject([
      { accountId: ids[1], position: 1, standing: 'ON_HOLD', caseId: `${ids[1]}#1` },
      { accountId: ids[2], position: 2, standing: 'PAID', nextLookAt: null },
    ]);
  });

  it('that finds an account already being collected ties itself to the case, and changes nothing about it', async () => {
    const [id = ''] = await debtors('F', 1);
    const first = await launch([previewed(id)]);
    const second = await launch([previewed(id, 'RUNNING')]);
    await startNextAccounts(world)({ ...now, campaignId: first, limit: 10 });
    const one = await lookAt(world, id, evening('2020-06-30'), first);
    await startNextAccounts(world)({ ...now, campaignId: second, limit: 10 });
    const two = await lookAt(world, id, evening('2020-06-30'), second);
    expect(two).toEqual(one);
    expect(await world.db.collectionCase.findMany({ where: { accountId: id } })).toMatchObject([{ campaignId: first }]);
    expect(await world.db.campaignAccount.findMany({ where: { accountId: id } })).toMatchObject([{ caseId: `${id}#1` }, { caseId: `${id}#1` }]);
  });

  it('does not count a case that opens long after it was done', async () => {
    const [id = ''] = await debtors('I', 1);
    const [item] = await invoicesOf(world, id);
    await pays(world, id, item ?? 0, 60_000, '2020-06-25');
    const campaignId = await launch([previewed(id)]);
    await startNextAccounts(world)({ ...now, campaignId, limit: 10 });
    await lookAt(world, id, evening('2020-06-30'), campaignId);
    await invoice(world, id, 'later', '2020-08-20', 500);
    await lookAt(world, id, evening('2020-09-10'));
    expect((await world.store.campaigns.showCampaign(campaignId))?.standings).toEqual({ NO_CASE: 1 });
  });

  it('is tied to the case also when the account is looked at before it is marked as started', async () => {
    const [id = ''] = await debtors('J', 1);
    const campaignId = await launch([previewed(id)]);
    await lookAt(world, id, evening('2020-06-30'), campaignId);
    await startNextAccounts(world)({ ...now, campaignId, limit: 10 });
    expect(await world.db.campaignAccount.findMany({ where: { campaignId } })).toMatchObject([{ status: 'STARTED', caseId: `${id}#1` }]);
  });

  it('gives its policy to cases that open for it, unless the account has its own', async () => {
    await publishPolicy(world.db, {
      source: policySource.replace('standard-b2b', 'campaign-policy'),
      fileName: 'p.yaml',
      by: 'admin',
      role: 'admin',
      at: '2020-01-01T00:00:00Z',
    });
    const [plain = '', own = ''] = await debtors('G', 2);
    await world.db.account.update({ where: { id: own }, data: { policyName: 'standard-b2b' } });
    const campaign = await world.db.campaign.create({
      data: {
        name: 'x',
        criteria: {},
        asOf: new Date('2020-06-30'),
        policyName: 'campaign-policy',
        policyVersion: 1,
        perMinute: 1,
        status: 'RUNNING',
        launchedBy: 'f',
        launchedAt: new Date(),
      },
    });
    await lookAt(world, plain, evening('2020-06-30'), campaign.id);
    await lookAt(world, own, evening('2020-06-30'), campaign.id);
    const cases = await world.db.collectionCase.findMany({ where: { accountId: { in: [plain, own] } }, orderBy: { accountId: 'asc' } });
    expect(cases.map(({ policyName }) => policyName)).toEqual(['campaign-policy', 'standard-b2b']);
  });

  it('that does not exist is an error', async () => {
    await expect(startNextAccounts(world)({ ...now, campaignId: 'none', limit: 10 })).rejects.toThrow('There is no campaign none');
    expect(await world.store.campaigns.showCampaign('none')).toBeNull();
  });
});

describe('the daily enrolment', () => {
  it('starts those with something past due and no open case, and nobody else', async () => {
    const late = await owes(world, { number: 'H-late', invoices: [['2020-06-29', 100]] });
    await owes(world, { number: 'H-today', invoices: [['2020-06-30', 100]] });
    await owes(world, { number: 'H-nothing' });
    const paid = await owes(world, { number: 'H-paid', invoices: [['2020-06-01', 100]] });
    const part = await owes(world, { number: 'H-part', invoices: [['2020-06-01', 100]] });
    const running = await owes(world, { number: 'H-running', invoices: [['2020-06-01', 100]] });
    const [whole] = await invoicesOf(world, paid);
    await pays(world, paid, whole ?? 0, 100, '2020-06-20');
    const [some] = await invoicesOf(world, part);
    await pays(world, part, some ?? 0, 99, '2020-06-20');
    await lookAt(world, running, evening('2020-06-30'));
    const { started } = await enrolDelinquent(world)(now);
    const enrolled = world.processes.calls.filter((call) => call.includes('/H-'));
    expect(enrolled).toEqual([`collect ${late}`, `collect ${part}`]);
    expect(started).toBe(world.processes.calls.length);
  });

  it('starts those whose policy has a courtesy for them, on its day and not before', async () => {
    const courteous = policySource
      .replace('ladder:', 'ladder:\n  - { id: courtesy, action: email, template: courtesy, when: { daysBeforeDue: { atMost: 5 } }, missed: skip }')
      .replace('standard-b2b', 'courteous');
    await publishPolicy(world.db, { source: courteous, fileName: 'courteous.yaml', by: 'admin', role: 'admin', at: '2020-01-01T00:00:00Z' });
    const [soon, later] = [
      await owes(world, { number: 'K-soon', invoices: [['2020-07-05', 100]] }),
      await owes(world, { number: 'K-later', invoices: [['2020-07-06', 100]] }),
    ];
    await world.db.account.updateMany({ where: { id: { in: [soon, later] } }, data: { policyName: 'courteous' } });
    await enrolDelinquent(world)(now);
    expect(world.processes.calls.filter((call) => call.includes('/K-'))).toEqual([`collect ${soon}`]);
  });
});
