import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { foundBusiness, owes, policySource } from '../api/ledger.js';
import { startStage, type Stage } from '../api/stage.js';
import { duly, type Ran } from './duly.js';

describe('duly policy', () => {
  let stage: Stage;
  let folder: string;
  beforeAll(async () => {
    stage = await startStage({ at: '2020-06-30T08:00:00.000Z' });
    await foundBusiness(stage.db);
    await owes(stage.db, { number: '1', name: 'Alder', items: [['2020-06-28', 100_00]] });
    await stage.db.collectionCase.create({
      data: { id: 'DE01/1#1', accountId: 'DE01/1', episode: 1, policyName: 'standard-b2b', policyVersion: 1, openedAt: new Date('2020-06-28'), status: 'OPEN' },
    });
    folder = await mkdtemp(join(tmpdir(), 'duly-policies-'));
    await file('two.yaml', policySource.replace('atLeast: 3 } } }', 'atLeast: 2 } } }'));
    await file('none.yaml', 'policy: leave-alone\ntitle: None\ndoNothing: true\n');
    await file('assignment.yaml', 'assignment: house\nrules: [{ when: { segment: key }, policy: leave-alone }]\n');
  });
  afterAll(async () => {
    await stage.close();
    await rm(folder, { recursive: true });
  });
  const as = (role: keyof Stage['keys'], ...args: string[]): Promise<Ran> => duly(['policy', ...args], { DULY_URL: stage.url, DULY_API_KEY: stage.keys[role] });
  const at = (name: string) => join(folder, name);
  const file = (name: string, content: string): Promise<void> => writeFile(at(name), content);

  it('publishes, shows by version, and tells what differs, between versions and files', async () => {
    expect((await as('manager', 'publish', at('two.yaml'))).out).toBe('Published standard-b2b as version 2.\n');
    expect((await as('manager', 'publish', at('none.yaml'))).code).toBe(0);
    expect((await as('auditor', 'show', 'standard-b2b@1')).out).toContain('atLeast: 3 } } }');
    expect((await as('auditor', 'show', 'standard-b2b')).out).toContain('atLeast: 2 } } }');
    const differs = await as('auditor', 'diff', 'standard-b2b@1', at('two.yaml'));
    expect([differs.code, differs.out.split('\n')[1]]).toEqual([1, '  ~ step reminder: when.daysPastDue.atLeast 3 → 2']);
    expect((await as('auditor', 'diff', 'standard-b2b', at('two.yaml'))).code).toBe(0);
    expect((await as('auditor', 'diff', 'standard-b2b@7', at('two.yaml'))).code).toBe(1);
  });

  it('lists who would move and be contacted sooner, and moves them by the fingerprint', async () => {
    const shown = await as('manager', 'migrate', 'standard-b2b', '--to', '2', '--preview');
    expect(shown.out).toMatch(
      /Would move \(1\)[\s\S]*DE01\/1\s+Alder\s+DE01\/1#1\s+standard-b2b@1\s+0\s+standard-b2b@2\s+0\s+2020-07-01\s+2020-06-30\s+sooner/,
    );
    const [, fingerprint = ''] = /Fingerprint: (\w+)/.exec(shown.out) ?? [];
    expect((await as('manager', 'migrate', 'standard-b2b', '--to', '2')).code).toBe(2);
    const stale = await as('manager', 'migrate', 'standard-b2b', '--to', '2', '--fingerprint', 'abc', '--reason', 'r');
    expect([stale.code, stale.err]).toEqual([1, expect.stringContaining('Preview again, and migrate with the new fingerprint.')]);
    const accounts = at('accounts.txt');
    await file('accounts.txt', 'DE01/1\nDE01/5\n');
    const some = await as('manager', 'migrate', 'standard-b2b', '--to', 'leave-alone@1', '--accounts', accounts, '--preview');
    expect(some.out).toMatch(/no longer[\s\S]*No case of the policy runs for: DE01\/5/);
    const moved = await as('manager', 'migrate', 'standard-b2b', '--to', '2', '--fingerprint', fingerprint, '--reason', 'new terms');
    expect([moved.code, moved.out]).toEqual([0, expect.stringContaining('Moved (1)')]);
    expect((await stage.db.collectionCase.findUniqueOrThrow({ where: { id: 'DE01/1#1' } })).policyVersion).toBe(2);
  });

  it('assigns by a document, and single accounts and items', async () => {
    expect((await as('manager', 'assign', at('assignment.yaml'), '--preview')).out).toBe('Nobody moves.\n');
    expect((await as('manager', 'assign', at('assignment.yaml'))).out).toContain('Assignment house is in force as version 1.');
    expect((await as('manager', 'assign', 'DE01/1', 'leave-alone', '--item', 'R-1-1', '--preview')).out).toContain('no longer');
    expect((await as('manager', 'assign', 'DE01/1', 'leave-alone', '--item', 'R-1-1', '--reason', 'lawyers')).out).toContain('Assigned.');
    expect((await as('auditor', 'assigned')).out).toMatch(/# Version 1[\s\S]*assignment: house[\s\S]*DE01\/1\s+R-1-1\s+leave-alone\s+lawyers/);
    expect((await as('manager', 'assign', 'DE01/1', '--item', 'R-1-1', '--none', '--reason', 'over')).code).toBe(0);
    expect((await as('manager', 'assign', 'DE01/1', '--reason', 'over')).code).toBe(2);
    expect((await as('collector', 'assign', 'DE01/1', 'leave-alone', '--reason', 'x')).code).toBe(1);
  });
});
