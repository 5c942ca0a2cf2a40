import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { foundBusiness, owes, pays, policySource } from './ledger.js';
import { startStage, type Stage } from './stage.js';

const date = (day: string): Date => new Date(`${day}T00:00:00Z`);

describe('a campaign is previewed', () => {
  let stage: Stage;
  const preview = async (criteria: object = { bucket: '31-60' }, more: object = {}) =>
    (await stage.call('POST', '/campaigns/preview', { as: 'finance', body: { criteria, ...more } })).body;
  const of = (shown: { accounts: { accountId: string }[] }, number: string) =>
    shown.accounts.find(({ accountId }) => accountId === `DE01/${number}`) as unknown as Record<string, unknown>;

  beforeAll(async () => {
    stage = await startStage({ at: '2020-06-30T08:00:00.000Z' });
    const { db } = stage;
    await foundBusiness(db);
    await db.importBatch.create({
      data: {
        kind: 'open-items',
        semantics: 'snapshot',
        fileName: 'list.csv',
        sha256: 'x',
        preset: 'x',
        asOf: date('2020-06-30'),
        entityCodes: ['DE01', 'NZ01'],
        rows: 0,
        created: 0,
        changed: 0,
        cleared: 0,
        unchanged: 0,
        controlTotals: {},
        importedBy: 'finance',
        importedAt: date('2020-06-30'),
      },
    });
    const late = '2020-05-20';
    await owes(db, { number: '1', name: 'Reachable', segment: 'retail', items: [[late, 900_00]] });
    await owes(db, { number: '2', name: 'Unreachable', email: null, items: [[late, 100_00]] });
    const disputed = await owes(db, { number: '3', name: 'Disputing', items: [[late, 100_00]] });
    const held = await owes(db, { number: '4', name: 'Held', items: [[late, 100_00]] });
    const promised = await owes(db, { number: '5', name: 'Promising', items: [[late, 100_00]] });
    await owes(db, {
      number: '6',
      name: 'Covered',
      items: [
        [late, 100_00],
        ['2020-06-01', -150_00],
      ],
    });
    await owes(db, { number: '7', name: 'Later', items: [['2020-06-25', 100_00]] });
    const running = await owes(db, { number: '8', name: 'Running', items: [[late, 100_00]] });
    await owes(db, { number: '9', name: 'Paid', items: [[late, 100_00]] });
    await pays(db, 'DE01/9', 'R-9-1', 100_00, '2020-06-15');
    const item = async (accountId: string) => (await db.ledgerItem.findFirstOrThrow({ where: { accountId } })).id;
    await db.dispute.create({
      data: {
        accountId: disputed,
        reason: 'price',
        status: 'OPEN',
        raisedAt: date('2020-06-20'),
        raisedBy: 'collector',
        respondBy: date('2020-07-10'),
        items: { create: { itemId: await item(disputed) } },
      },
    });
    await db.hold.create({
      data: {
        accountId: held,
        kind: 'PAUSE',
        reason: 'buyer is on holiday',
        startsOn: date('2020-06-20'),
        endsOn: date('2020-07-15'),
        placedAt: date('2020-06-20'),
        placedBy: 'manager',
      },
    });
    await db.plan.create({
      data: {
        accountId: promised,
        kind: 'PROMISE',
        currency: 'EUR',
        totalMinor: 100_00n,
        itemIds: [await item(promised)],
        graceDays: 2,
        tolerancePercent: 5,
        baselineMinor: 0n,
        status: 'OPEN',
        agreedAt: date('2020-06-20'),
        agreedBy: 'collector',
        instalments: { create: { number: 1, dueOn: date('2020-07-10'), amountMinor: 100_00n, status: 'OPEN' } },
      },
    });
    await db.collectionCase.create({
      data: { id: `${running}#1`, accountId: running, episode: 1, policyName: 'standard-b2b', policyVersion: 1, openedAt: date('2020-06-28'), status: 'OPEN' },
    });
  });
  afterAll(() => stage.close());

  it('with what each account would get, by which channel, to whom and when', async () => {
    const shown = await preview();
    expect(of(shown, '1')).toMatchObject({
      decision: 'ACT',
      gets: true,
      plannedStep: 'reminder',
      plannedAct: { kind: 'contact', channel: 'email', address: '1@example.com' },
      overdue: { EUR: 900_00 },
      daysPastDue: 41,
    });
    expect(of(shown, '1')['reason']).toMatch(/reminder goes by email to 1@example.com/);
    expect(String(of(shown, '1')['plannedAt']).slice(0, 10)).toBe('2020-06-30');
    expect(of(shown, '2')).toMatchObject({ gets: true, plannedAct: { kind: 'task', task: 'FIND_CONTACT' } });
  });

  it('with the reason for each account that would get nothing', async () => {
    const shown = await preview();
    const reasons = ['3', '4', '5', '6', '8'].map((number) => of(shown, number));
    expect(reasons.map(({ gets, decision, reasonCode }) => [gets, decision, reasonCode])).toEqual([
      [false, 'WAIT', 'ALL_DISPUTED'],
      [false, 'WAIT', 'ON_HOLD'],
      [false, 'WAIT', 'PLAN_RUNNING'],
      [false, 'NOTHING', 'BALANCE_IN_CREDIT'],
      [false, 'RUNNING', 'RUNNING'],
    ]);
    expect(reasons.map(({ reason }) => reason)).toEqual([
      expect.stringContaining('everything that is overdue is disputed'),
      expect.stringMatching(/on hold .*until 2020-07-15.*buyer is on holiday.* on 2020-07-15/),
      expect.stringContaining('promise or payment plan is running'),
      'Nothing, because the account is in credit.',
      expect.stringContaining('Being collected since 2020-06-28'),
    ]);
    expect(shown.totals).toMatchObject({
      accounts: 7,
      gets: 2,
      getsNothing: 5,
      byReason: { ALL_DISPUTED: 1, ON_HOLD: 1, PLAN_RUNNING: 1, BALANCE_IN_CREDIT: 1, RUNNING: 1 },
    });
  });

  it('for the accounts that fit all criteria, and for no other', async () => {
    const ids = (shown: { accounts: { accountId: string }[] }) => shown.accounts.map(({ accountId }) => accountId);
    expect(ids(await preview({ bucket: '1-30' }))).toEqual(['DE01/7']);
    expect(ids(await preview({ bucket: '31-60', segments: ['retail'] }))).toEqual(['DE01/1']);
    expect(ids(await preview({ minimum: { currency: 'EUR', amountMinor: 500_00 } }))).toEqual(['DE01/1']);
    expect(ids(await preview({ customers: ['2', '4', '999'] }))).toEqual(['DE01/2', 'DE01/4']);
    expect(ids(await preview({ entities: ['NZ01'] }))).toEqual([]);
  });

  it('without changing anything but the note of what was said', async () => {
    await preview();
    expect(await stage.db.campaign.count()).toBe(0);
    expect(await stage.db.auditEntry.count({ where: { subject: 'campaign' } })).toBe(0);
  });

  it('and says so when a criterion or a policy is none', async () => {
    const answers = [
      await stage.call('POST', '/campaigns/preview', { as: 'finance', body: { criteria: { bucket: 'ninety' } } }),
      await stage.call('POST', '/campaigns/preview', { as: 'finance', body: { criteria: { buckets: '61-90' } } }),
      await stage.call('POST', '/campaigns/preview', { as: 'finance', body: { criteria: {}, policy: 'nobody' } }),
      await stage.call('POST', '/campaigns', { as: 'finance', body: { criteria: { entities: ['NZ01'] } } }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([400, 400, 404, 409]);
    expect(answers[0]?.body.detail).toContain('61-90');
  });

  it('by the policy that is asked for, but for accounts with one of their own', async () => {
    const other = policySource
      .replace('standard-b2b', 'calls-first')
      .replace(/  - \{ id: reminder.*\n/, '')
      .replace('daysPastDue: { atLeast: 10 }, daysSincePrevious: { atLeast: 3 }', 'daysPastDue: { atLeast: 10 }');
    expect((await stage.call('POST', '/policies', { raw: { type: 'application/yaml', content: other } })).status).toBe(201);
    await stage.db.account.update({ where: { id: 'DE01/2' }, data: { policyName: 'standard-b2b' } });
    const shown = await preview({ customers: ['1', '2'] }, { policy: 'calls-first' });
    expect(shown.policy).toEqual({ name: 'calls-first', version: 1 });
    expect([of(shown, '1')['plannedStep'], of(shown, '2')['plannedStep']]).toEqual(['call', 'reminder']);
    await stage.db.account.update({ where: { id: 'DE01/2' }, data: { policyName: null } });
  });

  it('and launched as previewed: the store has for each account what was said', async () => {
    const shown = await preview({ customers: ['1', '3', '6'] });
    const { status, body } = await stage.call('POST', '/campaigns', {
      as: 'finance',
      body: { criteria: { customers: ['1', '3', '6'] }, fingerprint: shown.fingerprint, name: 'First' },
    });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      started: false,
      campaign: { name: 'First', status: 'RUNNING', total: 3, started: 0, remaining: 2, skipped: 1, launchedBy: 'finance' },
    });
    expect(body.preview.accounts).toEqual(shown.accounts);
    const { items } = (await stage.call('GET', `/campaigns/${body.campaign.campaignId}/accounts`, { as: 'auditor' })).body;
    expect(items.map(({ accountId, decision, reason, status: at }: Record<string, unknown>) => [accountId, decision, reason, at])).toEqual(
      shown.accounts.map(({ accountId, decision, reason }: Record<string, unknown>) => [
        accountId,
        decision,
        reason,
        decision === 'NOTHING' ? 'SKIPPED' : 'PENDING',
      ]),
    );
    expect((await stage.call('GET', '/audit?subject=campaign', { as: 'auditor' })).body.items[0]).toMatchObject({
      actor: 'finance',
      role: 'finance',
      action: 'campaign.launch',
    });
  });

  it('is not launched by the fingerprint of a preview that would say something else now; the differences are named', async () => {
    const shown = await preview({ customers: ['1', '2'] });
    await pays(stage.db, 'DE01/1', 'R-1-1', 100_00, '2020-06-30');
    const { status, body } = await stage.call('POST', '/campaigns', {
      as: 'finance',
      body: { criteria: { customers: ['1', '2'] }, fingerprint: shown.fingerprint },
    });
    expect([status, body.type, body.code]).toEqual([409, 'urn:duly:problem:preview-outdated', 'PREVIEW_OUTDATED']);
    expect(body.errors).toEqual([{ path: 'DE01/1', why: expect.stringMatching(/was: 900.00 EUR overdue.*now: 800.00 EUR overdue/) }]);
    expect(await stage.db.campaign.count()).toBe(1);
    const again = await stage.call('POST', '/campaigns', { as: 'finance', body: { criteria: { customers: ['1', '2'] }, fingerprint: 'unknown' } });
    expect([again.status, again.body.code]).toEqual([409, 'UNKNOWN_PREVIEW']);
  });

  it('is launched once under one key, however often it is asked for', async () => {
    const launch = (name: string) =>
      stage.call('POST', '/campaigns', { as: 'finance', body: { criteria: { customers: ['6'] }, name }, headers: { 'idempotency-key': 'launch-1' } });
    const first = await launch('Once');
    const [again, other] = [await launch('Once'), await launch('Other')];
    expect([first.status, again.status]).toEqual([201, 201]);
    expect(again.body.campaign.campaignId).toBe(first.body.campaign.campaignId);
    expect(again.body.preview).toEqual(first.body.preview);
    expect(await stage.db.campaign.count({ where: { name: 'Once' } })).toBe(1);
    expect(other.body).toMatchObject({ code: 'ID_TAKEN' });
  });

  it('keeps its fingerprint while only the hour changes, and changes it with the day', async () => {
    const { fingerprint } = await preview({ customers: ['1', '2', '4'] });
    stage.setTime('2020-06-30T09:30:00.000Z');
    expect((await preview({ customers: ['1', '2', '4'] })).fingerprint).toBe(fingerprint);
    stage.setTime('2020-07-01T08:00:00.000Z');
    expect((await preview({ customers: ['1', '2', '4'] })).fingerprint).not.toBe(fingerprint);
    stage.setTime('2020-06-30T08:00:00.000Z');
  });
});
