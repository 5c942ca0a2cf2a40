/** The whole of it, over HTTP alone: the real server, worker, Temporal, PostgreSQL and a real mail conversation. */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { businessNow } from '../../client/clock.js';
import type { Role } from '../../domain/policy/types.js';
import { setClock } from '../../prisma/store/clock.js';
import { workflowIds } from '../../workflows/messages.js';
import { startMailServer, type MailServer } from '../support/smtp.js';
import { startDevServer } from '../support/temporal.js';
import { startStage, type Stage } from './stage.js';

const root = fileURLToPath(new URL('../../', import.meta.url));

const entities = 'code,name,country,currency,time zone,email\nDE01,Seller,DE,EUR,Europe/Berlin,ar@example.com\n';
const items = (rows: [string, string, string, string][]) =>
  `entity,customer number,customer name,document number,document date,due date,amount,currency\n${rows.map(([customer, number, dueOn, amount]) => `DE01,${customer},Buyer ${customer},${number},2026-01-05,${dueOn},${amount},EUR\n`).join('')}`;
const contacts = (customers: string[]) =>
  `customer number,name,email,phone\n${customers.map((each) => `${each},Accounts payable,ap-${each}@example.com,+4930231250${each.slice(-2)}\n`).join('')}`;
const customers = ['101', '102', '103', '104', '105', '106'];

describe('a business that runs on Duly', () => {
  let env: TestWorkflowEnvironment;
  let mail: MailServer;
  let stage: Stage;
  let dataDir: string;
  let worker: ChildProcess;

  beforeAll(async () => {
    [env, mail, dataDir] = await Promise.all([startDevServer(), startMailServer(), mkdtemp(join(tmpdir(), 'duly-api-'))]);
    stage = await startStage({ temporal: env.client, now: () => businessNow(stage.db) });
    // Twenty minutes in a second, from a Thursday morning on.
    await setClock(stage.db, { anchorReal: new Date().toISOString(), anchorBusiness: '2026-03-12T07:00:00Z', rate: 1_200 });
    worker = await startWorker();
    const policy = await readFile(join(root, 'policies/standard-b2b.yaml'), 'utf8');
    await ok(post('manager', '/policies', { raw: { type: 'application/yaml', content: policy } }));
    await ok(file('entities', entities));
    await ok(file('open-items', items(customers.map((each) => [each, `R${each}`, '2026-03-06', '1000.00'])), '?asOf=2026-03-12'));
    await ok(file('contacts', contacts(customers)));
  }, 120_000);
  afterAll(async () => {
    worker?.kill('SIGTERM');
    await new Promise((ended) => worker.once('exit', ended));
    await stage.close();
    await env.teardown();
    await mail.close();
    await rm(dataDir, { recursive: true });
  }, 60_000);

  async function startWorker(): Promise<ChildProcess> {
    const child = spawn(process.execPath, ['--import', 'tsx', join(root, 'worker/main.ts')], {
      env: { ...process.env, DATABASE_URL: stage.databaseUrl, TEMPORAL_ADDRESS: env.address, SMTP_URL: mail.url, DULY_DATA_DIR: dataDir },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child.stderr?.resume();
    await new Promise<void>((ready, failed) => {
      child.stdout?.on('data', (text) => String(text).includes('worker ready') && ready());
      child.once('exit', (code) => failed(new Error(`The worker ended with ${code}`)));
    });
    return child;
  }

  const post = (as: Role, path: string, given: Parameters<Stage['call']>[2] = {}) => stage.call('POST', path, { as, ...given });
  const get = async (path: string, as: Role = 'manager') => (await stage.call('GET', path, { as })).body;
  const file = (kind: string, content: string, query = '') => post('finance', `/imports/${kind}${query}`, { raw: { type: 'text/csv', content } });
  const ask = (as: Role, customer: string, body: object, headers: Record<string, string> = {}) =>
    post(as, `/accounts/DE01/${customer}/instructions`, { body, headers });
  const caseOf = async (customer: string) => (await get(`/accounts/DE01/${customer}`)).case;
  async function ok(answer: ReturnType<Stage['call']>) {
    const { status, body } = await answer;
    if (status >= 300) throw new Error(`${status}: ${JSON.stringify(body)}`);
    return body;
  }
  async function until<T>(read: () => Promise<T | null | undefined | false>): Promise<T> {
    for (;;) {
      const found = await read();
      if (found) return found;
      await new Promise((resolve) => setTimeout(resolve, 150));
    }
  }

  it('launches what it previewed, and each account gets that one message', async () => {
    const { campaign, preview, started } = await ok(
      post('finance', '/campaigns', { body: { criteria: { bucket: '1-30', customers: ['101', '102'] }, perMinute: 6000 } }),
    );
    expect([started, preview.accounts.length]).toEqual([true, 2]);
    await until(async () => mail.mails.length >= 2);
    const planned = preview.accounts.map(({ plannedAct }: { plannedAct: { address: string } }) => plannedAct.address);
    expect(new Set(mail.mails.map(({ to }) => to[0]))).toEqual(new Set(planned));
    expect(mail.mails).toHaveLength(2);
    const made = await until(async () => {
      const { items: rows, total } = await get('/contacts-made?status=ACCEPTED');
      return total === 2 && rows;
    });
    expect(made.map(({ step, channel, amounts }: Record<string, unknown>) => [step, channel, amounts])).toEqual([
      ['reminder', 'email', { EUR: 1000_00 }],
      ['reminder', 'email', { EUR: 1000_00 }],
    ]);
    const shown = await until(async () => {
      const now = await get(`/campaigns/${campaign.campaignId}`, 'auditor');
      return now.status === 'DONE' && now;
    });
    expect(shown).toMatchObject({ total: 2, started: 2, remaining: 0, skipped: 0 });
    expect(Object.values(shown.standings as Record<string, number>).reduce((sum, n) => sum + n, 0)).toBe(2);
    const late = await post('manager', `/campaigns/${campaign.campaignId}/cancel`, { body: { reason: 'too late' } });
    expect([late.status, late.body.type]).toEqual([409, 'urn:duly:problem:refused']);
  }, 90_000);

  it('stops what a campaign has started while it is paused, also when all of it was started', async () => {
    const { items: campaigns } = await get('/campaigns');
    const path = `/campaigns/${campaigns[0].campaignId}`;
    expect(await ok(post('manager', `${path}/pause`, { body: { reason: 'prices are wrong' } }))).toMatchObject({
      status: 'PAUSED',
      paused: { by: 'manager', reason: 'prices are wrong' },
    });
    await until(async () => (await caseOf('101')).waitReason === 'ON_HOLD' && (await caseOf('102')).waitReason === 'ON_HOLD');
    const seen = await get('/accounts/DE01/101/case', 'collector');
    expect(seen).toMatchObject({ verdict: { kind: 'wait' }, sentence: expect.stringContaining('is paused: prices are wrong') });
    expect((await get('/accounts/DE01/101')).flags).toContain('on-hold');
    await until(async () => (await post('manager', `${path}/resume`, { body: { reason: 'mended' } })).status === 200);
    await until(
      async () => (await get(path)).status === 'DONE' && (await caseOf('101')).waitReason !== 'ON_HOLD' && (await caseOf('102')).waitReason !== 'ON_HOLD',
    );
    expect(await get(path)).toMatchObject({ paused: null });
  }, 60_000);

  it('previews an account that it collects already as such', async () => {
    const { accounts } = await ok(post('finance', '/campaigns/preview', { body: { criteria: { customers: ['101'] } } }));
    expect(accounts).toMatchObject([{ decision: 'RUNNING', gets: false, reason: expect.stringContaining('Being collected since 2026-03-12') }]);
  });

  it('holds an account from the moment it is asked to, and goes on when it is told', async () => {
    const paused = await ok(ask('collector', '102', { kind: 'pause', until: '2026-06-01', reason: 'buyer asked for time' }));
    expect(paused.message).toContain('2026-06-01');
    await until(async () => (await caseOf('102')).waitReason === 'ON_HOLD');
    const seen = await get('/accounts/DE01/102/case', 'collector');
    expect(seen).toMatchObject({ running: true, verdict: { kind: 'wait' }, sentence: expect.stringContaining('buyer asked for time') });
    await ok(ask('collector', '102', { kind: 'resume', reason: 'they called back' }));
    await until(async () => (await caseOf('102')).waitReason !== 'ON_HOLD');
    const log = await get('/audit?account=DE01/102', 'auditor');
    expect(log.items.map(({ action }: { action: string }) => action)).toEqual(expect.arrayContaining(['hold.place', 'hold.lift']));
  }, 60_000);

  it('says why somebody was written to on a day, and why nobody was on another', async () => {
    const [made] = (await get('/contacts-made?account=DE01/101&status=ACCEPTED')).items;
    const then = await get(`/accounts/DE01/101/why?on=${made.claimedAt.slice(0, 10)}`, 'auditor');
    expect(then.happened).toEqual([expect.stringContaining(`email to ${made.address}, step reminder: accepted`)]);
    expect(then.because[0]).toMatch(/standard-b2b@1, line \d+/);
    const before = await get('/accounts/DE01/101/why?on=2026-03-01');
    expect(before).toMatchObject({ happened: ['Nobody was contacted on 2026-03-01.'], next: null, because: [expect.stringContaining('not being collected')] });
    expect((await stage.call('GET', '/accounts/DE01/nobody/why', { as: 'manager' })).status).toBe(404);
  });

  it('refuses with a reason, and then nothing has changed', async () => {
    const before = await get('/accounts/DE01/102');
    const answers = [
      await ask('collector', '102', { kind: 'promise', currency: 'EUR', amountMinor: 9_999_999_00, dueOn: '2026-04-01' }),
      await ask('collector', '102', { kind: 'dispute', items: [{ item: 'NONE' }], reason: 'price' }),
      await ask('manager', '102', { kind: 'approve', approvalId: 'no-such' }),
      await ask('manager', '102', { kind: 'change-policy', policy: 'nobody', reason: 'x' }),
    ];
    for (const { status, type, body } of answers) {
      expect([status, type]).toEqual([409, 'application/problem+json']);
      expect(body).toMatchObject({ type: 'urn:duly:problem:refused', code: expect.stringMatching(/^[A-Z_]+$/), detail: expect.stringMatching(/.{15}/) });
    }
    const after = await get('/accounts/DE01/102');
    expect([after.plans, after.disputes, after.holds]).toEqual([before.plans, before.disputes, before.holds]);
  }, 60_000);

  it('does once what is asked twice with the same key, and starts a process where none runs', async () => {
    const promise = { kind: 'promise', currency: 'EUR', amountMinor: 1000_00, dueOn: '2026-04-15', note: 'by telephone' };
    const [first, second] = [
      await ok(ask('collector', '103', promise, { 'idempotency-key': 'call-1' })),
      await ok(ask('collector', '103', promise, { 'idempotency-key': 'call-1' })),
    ];
    expect([first.requestId, second.subjectId]).toEqual(['call-1', first.subjectId]);
    expect((await get('/plans?account=DE01/103')).items).toMatchObject([
      { id: first.subjectId, kind: 'PROMISE', status: 'OPEN', totalMinor: 1000_00, items: ['R103'] },
    ]);
    await until(async () => (await caseOf('103'))?.waitReason === 'PLAN_RUNNING');
  }, 60_000);

  it('keeps a dispute under watch until it is resolved', async () => {
    const { subjectId } = await ok(ask('collector', '101', { kind: 'dispute', items: [{ item: 'R101' }], reason: 'price', note: 'agreed price was lower' }));
    expect((await get('/disputes?status=OPEN')).items).toMatchObject([{ id: subjectId, accountId: 'DE01/101', items: [{ item: 'R101', amountMinor: null }] }]);
    await until(
      async () =>
        (
          await env.client.workflow
            .getHandle(workflowIds.resolveDispute(subjectId))
            .describe()
            .catch(() => null)
        )?.status.name === 'RUNNING',
    );
    await ok(ask('manager', '101', { kind: 'resolve-dispute', disputeId: subjectId, resolution: 'REJECTED', note: 'the contract says so' }));
    await until(async () => (await get(`/disputes?id=${subjectId}`)).items[0].resolution === 'REJECTED');
    await until(async () => (await env.client.workflow.getHandle(workflowIds.resolveDispute(subjectId)).describe()).status.name === 'COMPLETED');
  }, 60_000);

  it('closes an account as soon as its payment is loaded', async () => {
    const paid = 'entity,customer number,payment number,payment date,amount,currency,document number\nDE01,102,P1,2026-03-12,1000.00,EUR,R102\n';
    const report = await ok(file('payments', paid));
    expect(report).toMatchObject({ created: 1, accountsChanged: 1 });
    await until(async () => (await caseOf('102')).outcome === 'PAID');
    expect((await get('/accounts/DE01/102')).overdue).toEqual({ EUR: 0 });
  }, 60_000);

  it('pauses, resumes and cancels a campaign, and is exact about what was started', async () => {
    const { campaign } = await ok(post('manager', '/campaigns', { body: { criteria: { customers: ['104', '105', '106'] }, perMinute: 1, name: 'slow' } }));
    const path = `/campaigns/${campaign.campaignId}`;
    await until(async () => (await get(path)).started === 1);
    expect(await ok(post('finance', `${path}/pause`, { body: { reason: 'wait' } }))).toMatchObject({ status: 'PAUSED', started: 1, remaining: 2 });
    expect((await post('finance', `${path}/pause`, { body: { reason: 'again' } })).body.code).toBe('ALREADY_PAUSED');
    expect(await ok(post('manager', `${path}/resume`, { body: { reason: 'go' } }))).toMatchObject({ status: 'RUNNING' });
    expect(await ok(post('manager', `${path}/cancel`, { body: { reason: 'enough' } }))).toMatchObject({ status: 'CANCELLED', started: 1, remaining: 0 });
    const { items: rows } = await get(`${path}/accounts`);
    expect(rows.map(({ status }: { status: string }) => status)).toEqual(['STARTED', 'CANCELLED', 'CANCELLED']);
    const { items: log } = await get('/audit?subject=campaign&limit=4', 'auditor');
    expect(log.map(({ action, actor, role }: Record<string, string>) => [action, actor, role])).toEqual([
      ['campaign.cancel', 'manager', 'manager'],
      ['campaign.resume', 'manager', 'manager'],
      ['campaign.pause', 'finance', 'finance'],
      ['campaign.launch', 'manager', 'manager'],
    ]);
  }, 60_000);

  it('lets nobody approve what they proposed themselves, and somebody else decide once', async () => {
    const [item] = await stage.db.ledgerItem.findMany({ where: { accountId: 'DE01/104' } });
    const at = new Date(await businessNow(stage.db));
    await stage.db.agency.create({ data: { code: 'northern', name: 'Northern' } });
    const proposed = { accountId: 'DE01/104', proposedBy: 'manager', proposedAt: at, expiresAt: new Date(at.getTime() + 30 * 86_400_000), status: 'PENDING' };
    await stage.db.approval.create({ data: { id: 'a-1', subject: 'placement', subjectId: 'p-1', role: 'manager', ...proposed } });
    const asked = {
      accountId: 'DE01/104',
      agencyCode: 'northern',
      status: 'REQUESTED',
      amounts: { EUR: 1000_00 },
      itemIds: [item?.id ?? 0],
      requestedAt: at,
      requestedBy: 'manager',
    };
    await stage.db.placement.create({ data: { id: 'p-1', approvalId: 'a-1', ...asked } });
    expect((await get('/approvals')).items).toMatchObject([{ id: 'a-1', role: 'manager', proposedBy: 'manager', status: 'PENDING' }]);
    const own = await ask('manager', '104', { kind: 'approve', approvalId: 'a-1' });
    expect([own.status, own.body.type]).toEqual([409, 'urn:duly:problem:refused']);
    await ok(stage.call('POST', '/users', { as: 'admin', body: { id: 'manager-2', name: 'Second', roles: ['manager'] } }));
    const { key } = await ok(stage.call('POST', '/users/manager-2/keys', { as: 'admin' }));
    const other = { as: null, headers: { authorization: `Bearer ${key}` }, body: { kind: 'decline', approvalId: 'a-1', reason: 'not yet' } };
    await ok(stage.call('POST', '/accounts/DE01/104/instructions', other));
    expect((await get('/approvals')).items).toEqual([]);
    expect((await get('/approvals?status=DECLINED')).items).toMatchObject([{ id: 'a-1', decidedBy: 'manager-2', reason: 'not yet' }]);
    expect((await stage.call('POST', '/accounts/DE01/104/instructions', other)).status).toBe(409);
  }, 60_000);

  it('enrols newly delinquent accounts every day, once someone switches it on', async () => {
    expect((await get('/schedules')).items).toMatchObject([{ name: 'daily-enrolment', on: false, nextRuns: [] }]);
    expect((await post('collector', '/schedules/daily-enrolment/on')).status).toBe(403);
    expect(await ok(post('manager', '/schedules/daily-enrolment/on'))).toMatchObject({
      on: true,
      nextRuns: [expect.any(String), expect.any(String), expect.any(String)],
    });
    await ok(post('admin', '/schedules/daily-enrolment/run-now'));
    await until(async () => (await caseOf('105')) && (await caseOf('106')));
    expect(await ok(post('manager', '/schedules/daily-enrolment/off'))).toMatchObject({ on: false });
  }, 60_000);

  it('is ready while it has all that it needs', async () => {
    expect((await stage.call('GET', '/readyz', { as: null })).body).toEqual({ status: 'ready' });
    expect((await get('/audit/verify', 'auditor')).intact).toBe(true);
  });
});
