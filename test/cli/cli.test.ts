import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { bootstrapAdmin } from '../../client/auth/bootstrap.js';
import { foundBusiness, owes, policySource } from '../api/ledger.js';
import { startStage, type Stage } from '../api/stage.js';
import { duly, type Ran } from './duly.js';

describe('the command line', () => {
  let stage: Stage;
  let folder: string;
  beforeAll(async () => {
    stage = await startStage({ at: '2020-06-30T08:00:00.000Z' });
    await foundBusiness(stage.db);
    await owes(stage.db, {
      number: '100',
      name: 'Alder',
      items: [
        ['2020-04-20', 1_250_00],
        ['2020-05-20', -50_00],
      ],
    });
    await owes(stage.db, {
      number: '200',
      name: 'Birch',
      items: [
        ['2020-05-20', 99_00],
        ['2020-05-20', 1234_567, 'KWD'],
        ['2020-05-20', 1234, 'JPY'],
      ],
    });
    folder = await mkdtemp(join(tmpdir(), 'duly-cli-'));
  });
  afterAll(async () => {
    await stage.close();
    await rm(folder, { recursive: true });
  });
  const as = (role: keyof Stage['keys'], ...args: string[]): Promise<Ran> => duly(args, { DULY_URL: stage.url, DULY_API_KEY: stage.keys[role] });
  const file = async (name: string, content: string): Promise<string> => {
    await writeFile(join(folder, name), content);
    return join(folder, name);
  };

  it('shows tables with dates as ISO and amounts in major units on the right', async () => {
    const { code, out, err } = await as('collector', 'account', 'list', '--sort', 'account', '--order', 'asc');
    expect([code, err]).toEqual([0, '']);
    const lines = out.split('\n');
    expect(lines[0]).toMatch(/^ACCOUNT\s+NAME\s+OVERDUE\s+DAYS/);
    expect(lines[1]).toMatch(/^DE01\/100\s+Alder\s+1,200\.00 EUR\s+71/);
    expect(lines.slice(2, 5).join('\n')).toMatch(/DE01\/200\s+Birch\s+99\.00 EUR\s+41[\s\S]*1,234 JPY[\s\S]*1,234\.567 KWD/);
    const end = (line: string | undefined) => (line ?? '').search(/(EUR|JPY|KWD)/);
    expect(new Set(lines.slice(1, 5).map(end)).size).toBe(1);
  });

  it("prints the server's answer as it is with --json", async () => {
    const { out } = await as('collector', 'account', 'show', 'DE01/100', '--json');
    expect(JSON.parse(out)).toEqual((await stage.call('GET', '/accounts/DE01/100', { as: 'collector' })).body);
  });

  it('tells a preview in two parts: who gets what and when, and who gets nothing and why', async () => {
    const { code, out } = await as('finance', 'campaign', 'preview', '--bucket', '61-90');
    expect(code).toBe(0);
    expect(out).toMatch(/Would get something \(1\)[\s\S]*DE01\/100\s+Alder[\s\S]*2020-06-30 \d\d:\d\d\s+reminder\s+email\s+100@example\.com/);
    expect(out).toMatch(/--fingerprint [0-9a-f]{16}/);
  });

  it('takes the customers of a campaign from a file, and a least amount with its currency', async () => {
    const customers = await file('customers.txt', '100\n\n200\r\n');
    const chosen = JSON.parse(
      (await as('finance', 'campaign', 'preview', '--customers-file', customers, '--min-amount', '1000.00', '--currency', 'eur', '--json')).out,
    );
    expect(chosen.criteria).toEqual({ customers: ['100', '200'], minimum: { currency: 'EUR', amountMinor: 1000_00 } });
    expect(chosen.accounts.map(({ accountId }: { accountId: string }) => accountId)).toEqual(['DE01/100']);
    expect((await as('finance', 'campaign', 'preview', '--min-amount', '1000')).code).toBe(2);
  });

  it('loads a file, and lists each bad row of one that it refuses', async () => {
    const header = 'entity,customer number,document number,document date,due date,amount,currency\n';
    const bad = await file('bad.csv', `${header}DE01,100,R9,2020-06-01,2020-06-31,10.00,EUR\n`);
    const refused = await as('finance', 'import', 'open-items', bad, '--as-of', '2020-06-30');
    expect([refused.code, refused.out]).toEqual([2, '']);
    expect(refused.err).toMatch(/LINE\s+COLUMN\s+VALUE\s+WHY[\s\S]*2\s+due date\s+2020-06-31/);
    const good = await file('good.csv', `${header}DE01,300,R9,2020-06-01,2020-06-30,10.00,EUR\n`);
    const dry = await as('finance', 'import', 'open-items', good, '--as-of', '2020-06-30', '--dry-run', '--accept-clearing');
    expect(dry.code).toBe(0);
    expect(dry.out).toMatch(/nothing was kept[\s\S]*Control totals[\s\S]*10\.00 EUR/);
    expect((await as('auditor', 'import', 'list')).out).toBe('None.\n');
  });

  it('proposes a mapping that can be kept as a file', async () => {
    const path = await file('list.csv', 'Kundennummer;Rechnungsnummer;Fällig am;Offen;Farbe\n1;2;3;4;5\n');
    const { code, out } = await as('finance', 'import', 'propose', 'open-items', path);
    expect(code).toBe(0);
    expect(out).toMatch(/columns:\n(.*\n)*\s+customerNumber: "Kundennummer"/);
    expect(out).toContain('# not used: Farbe');
  });

  it('says in one sentence what is wrong and what to do, and ends with 2 for input and 1 for a refusal', async () => {
    const ran = await Promise.all([
      as('collector', 'acount', 'list'),
      as('collector', 'account', 'show', 'DE01-100'),
      as('collector', 'account', 'show', 'DE01/999'),
      as('collector', 'promise', 'DE01/100', '--amount', '12.345', '--currency', 'EUR', '--by', '2020-07-15'),
      as('collector', 'promise', 'DE01/100', '--amount', '12.00', '--currency', 'EUR', '--by', '15.07.2020'),
      as('collector', 'import', 'open-items', join(folder, 'none.csv'), '--as-of', '2020-06-30'),
      as('admin', 'account', 'list'),
      as('collector', 'approve', 'no-such-id'),
      as('collector', 'account', 'list', '--sort', 'shoes'),
    ]);
    expect(ran.map(({ code }) => code)).toEqual([2, 2, 1, 2, 2, 2, 1, 1, 2]);
    const said = [
      /Did you mean account/,
      /ENTITY\/CUSTOMER/,
      /no account DE01\/999/,
      /more than 2 decimal places/,
      /Write a day as 2020-06-30/,
      /There is no file/,
      /duly user add/,
      /duly approval list/,
      /query\.sort/,
    ];
    ran.forEach(({ err, out }, n) => {
      expect(err).toMatch(said[n] ?? /never/);
      expect(err).not.toMatch(/\n\s+at /);
      expect(out).toBe('');
    });
  });

  it('says how to start a server when none runs, and how to get a key when there is none', async () => {
    const none = await duly(['status'], { DULY_DATA_DIR: folder });
    expect([none.code, none.err]).toEqual([1, expect.stringContaining('npm start')]);
    const away = await duly(['status'], { DULY_URL: 'http://127.0.0.1:1', DULY_API_KEY: 'x' });
    expect([away.code, away.err]).toEqual([1, expect.stringMatching(/does not answer.*npm start/)]);
    const keyless = await duly(['status', '--as', 'somebody'], { DULY_URL: stage.url, DULY_DATA_DIR: folder });
    expect([keyless.code, keyless.err]).toEqual([1, expect.stringContaining('duly key create somebody')]);
  });

  it('checks policies without a server, naming file, line and column', async () => {
    const good = await file('good.yaml', policySource);
    const bad = await file('bad.yaml', policySource.replace('action: call', 'action: shout'));
    expect((await duly(['policy', 'check', good])).out).toContain('Policy standard-b2b with 4 steps');
    const { code, err } = await duly(['policy', 'check', good, bad]);
    expect([code, err]).toEqual([2, expect.stringMatching(/bad\.yaml:6:\d+/)]);
  });

  it('publishes a policy once', async () => {
    const path = await file('mine.yaml', policySource.replace('standard-b2b', 'mine'));
    expect((await as('manager', 'policy', 'publish', path)).out).toBe('Published mine as version 1.\n');
    expect((await as('manager', 'policy', 'publish', path)).out).toContain('nothing was published');
    expect((await as('auditor', 'policy', 'show', 'mine')).out).toBe(policySource.replace('standard-b2b', 'mine'));
  });

  it('lets the first administrator in by a key on this machine that nobody else can read, who then adds others', async () => {
    await stage.db.userRole.deleteMany({ where: { role: 'admin' } });
    await stage.db.user.delete({ where: { id: 'admin' } }).catch(async () => stage.db.user.update({ where: { id: 'admin' }, data: { id: 'admin-before' } }));
    const keyFile = await bootstrapAdmin(stage.db, folder);
    expect(keyFile).toBe(join(folder, 'keys', 'admin'));
    expect((await stat(keyFile ?? '')).mode & 0o777).toBe(0o600);
    expect(await bootstrapAdmin(stage.db, folder)).toBeNull();
    const here = { DULY_URL: stage.url, DULY_DATA_DIR: folder };
    const added = await duly(['user', 'add', 'collector-1', '--role', 'collector'], here);
    expect([added.code, added.out]).toEqual([0, expect.stringContaining('--as collector-1')]);
    expect((await duly(['status', '--as', 'collector-1'], here)).out).toMatch(/You are\s+collector-1 \(collector\)[\s\S]*Business time\s+2020-06-30 08:00 UTC/);
    const [, prefix = ''] = (await readFile(join(folder, 'keys', 'collector-1'), 'utf8')).split('_');
    expect((await duly(['key', 'revoke', prefix], here)).code).toBe(0);
    expect((await duly(['status', '--as', 'collector-1'], here)).code).toBe(1);
    expect((await duly(['user', 'add', 'x', '--role', 'boss'], here)).err).toContain('Roles are: finance');
  });

  it('looks at this machine without a server', async () => {
    const { code, out, err } = await duly(['doctor', '--json'], { DULY_DATA_DIR: folder });
    const said = JSON.parse(code === 0 ? out : err) as { findings: { name: string }[] };
    expect(said.findings.map(({ name }) => name)).toContain('Node');
  });

  it('verifies the audit log, and ends with 1 when it was tampered with', async () => {
    expect(await as('auditor', 'audit', 'verify')).toMatchObject({ code: 0, out: expect.stringMatching(/Intact\s+yes/) });
    await stage.db.$transaction([
      stage.db.$executeRawUnsafe('SET LOCAL session_replication_role = replica'),
      stage.db.$executeRawUnsafe("UPDATE audit_entry SET actor = 'nobody' WHERE seq = 2"),
    ]);
    expect(await as('auditor', 'audit', 'verify')).toMatchObject({ code: 1, out: expect.stringMatching(/Intact\s+NO/) });
  });
});
