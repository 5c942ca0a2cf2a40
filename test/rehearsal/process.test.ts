import { afterAll, describe, expect, it, jest } from '@jest/globals';
import { duly } from '../cli/duly.js';
import { exampleFiles, Folder, ledger, linesOf } from './stage.js';

const folder = new Folder(exampleFiles());
jest.setTimeout(180_000);
afterAll(() => folder.remove());
const at = (name: string) => `${folder.path}/${name}`;
const files = ledger.map(at);
const nowhere = { DULY_URL: 'http://127.0.0.1:1', DATABASE_URL: 'postgresql://127.0.0.1:1/none', TEMPORAL_ADDRESS: '127.0.0.1:1' };
const span = ['--from', '2026-03-02', '--to', '2026-05-15'];

describe('the offline commands as a process, with no server anywhere', () => {
  it('rehearse ends with 0 and prints lines of JSON', async () => {
    const { code, out, err } = await duly(['rehearse', '--policy', at('policy.yaml'), '--ledger', ...files, '--events', at('events.jsonl'), ...span], nowhere);
    expect([code, err]).toEqual([0, '']);
    expect(
      linesOf(out)
        .filter(({ kind }) => kind === 'contact')
        .map(({ date, account, channel }) => `${date} ${account} ${channel}`),
    ).toEqual(['2026-03-05 DE01/1000 email']);
  });

  it('a policy with a mistake ends with 2, names the line, and prints nothing', async () => {
    folder.write('wrong.yaml', exampleFiles()['policy.yaml']!.replace('maxIn7Days: 2', 'maxIn7Days: two'));
    const { code, out, err } = await duly(['rehearse', '--policy', at('wrong.yaml'), '--ledger', ...files, ...span], nowhere);
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(/wrong\.yaml:9:\d+: contact\.maxIn7Days/);
  });

  it('a rate that nobody knows ends with 1, and says which', async () => {
    const known = await duly(['interest', '--files', ...files, '--law', 'DE', '--as-of', '2031-01-31'], nowhere);
    expect([known.code, known.out]).toEqual([1, '']);
    expect(known.err).toContain('There is no rate of DE_BASE for 2027-01-01 (item R-');
  });

  it('usage that is none ends with 2', async () => {
    expect((await duly(['rehearse', '--policy', at('policy.yaml')], nowhere)).code).toBe(2);
    expect((await duly(['gate', 'DE01/1000', '--channel', 'call', '--at', 'noon', '--ledger', ...files], nowhere)).code).toBe(2);
    expect((await duly(['interest', '--files', ...files, '--as-of', '2026-03-31'], nowhere)).code).toBe(2);
    const backwards = await duly(['rehearse', '--policy', at('policy.yaml'), '--ledger', ...files, ...span, '--jump', '2026-03-10..2026-03-01'], nowhere);
    expect([backwards.code, backwards.out]).toEqual([2, '']);
    expect(backwards.err).toContain('It ends before it begins');
    expect((await duly(['ageing', '--files', at('nowhere.csv'), '--as-of', '2026-03-31'], nowhere)).err).toContain('there is no such file');
  });
});
