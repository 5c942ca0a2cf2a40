import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { duly } from '../cli/duly.js';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { foundBusiness, owes, policySource } from './ledger.js';
import { startStage, type Stage } from './stage.js';

const yaml = (content: string) => ({ raw: { type: 'application/yaml', content } });
/** A fee of a fixed sum in euros alone, a law of euros, and a percentage, which fits every currency. */
const charging = policySource
  .replace('standard-b2b', 'charging')
  .replace(
    'ladder:',
    'charges:\n  fees:\n    - { id: late-fee, amount: { EUR: 5.00 } }\n    - { id: lump-sum, lumpSum: DE }\n    - { id: share, percent: 1 }\nladder:\n  - { id: late, action: fee, charge: [late-fee, lump-sum, share], when: { daysPastDue: { atLeast: 1 } } }',
  );
const sentence = (policy: string, line: number, fee: string, who: string) =>
  `${policy}, line ${line}: the fee '${fee}' has no sum in USD, in which ${who}: it is not charged there`;

describe('a fee without a sum in a currency in which accounts owe is warned of', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await startStage({ at: '2020-06-30T08:00:00.000Z' });
    await foundBusiness(stage.db);
    await owes(stage.db, { number: '1', segment: 'key', items: [['2020-06-28', 100_00]] });
    await owes(stage.db, { number: '2', segment: 'key', items: [['2020-06-28', 100_00, 'USD']] });
    await owes(stage.db, { number: '3', items: [['2020-06-28', 100_00, 'USD']] });
  });
  afterAll(() => stage.close());

  it('when the policy is published', async () => {
    const { status, body } = await stage.call('POST', '/policies', yaml(charging));
    expect(status).toBe(201);
    expect(body.warnings).toEqual([sentence('charging', 6, 'late-fee', '2 accounts owe'), sentence('charging', 7, 'lump-sum', '2 accounts owe')]);
    expect((await stage.call('POST', '/policies', yaml(policySource.replace('Four', 'Five')))).body.warnings).toEqual([]);
  });

  it('when it is assigned, by what the accounts owe that it would govern', async () => {
    const { body } = await stage.call('POST', '/assignment/preview', yaml('assignment: house\nrules: [{ when: { segment: key }, policy: charging }]\n'));
    expect(body.warnings).toEqual([sentence('charging@1', 6, 'late-fee', '1 account owes'), sentence('charging@1', 7, 'lump-sum', '1 account owes')]);
  });

  it('when cases are moved to it', async () => {
    await stage.db.collectionCase.create({
      data: { id: 'DE01/3#1', accountId: 'DE01/3', episode: 1, policyName: 'standard-b2b', policyVersion: 1, openedAt: new Date('2020-06-28'), status: 'OPEN' },
    });
    const { body } = await stage.call('POST', '/policies/standard-b2b/migration/preview', { body: { to: { policy: 'charging', version: 1 } } });
    expect(body.moves).toHaveLength(1);
    expect(body.warnings).toHaveLength(2);
  });

  it('and told by the command line', async () => {
    const path = join(await mkdtemp(join(tmpdir(), 'duly-')), 'charging.yaml');
    await writeFile(path, charging.replace('share, percent: 1', 'share, percent: 2'));
    const { code, out } = await duly(['policy', 'publish', path], { DULY_URL: stage.url, DULY_API_KEY: stage.keys.manager });
    expect(code).toBe(0);
    expect(out).toContain(`Published charging as version 2.\nWarning: ${sentence('charging', 6, 'late-fee', '2 accounts owe')}\n`);
  });
});
