import { afterAll, describe, expect, it } from '@jest/globals';
import { Folder, linesOf } from './stage.js';

const folder = new Folder({
  'entities.csv': 'code,name,country,currency,time_zone\nDE01,Seller,DE,EUR,Europe/Berlin\n',
  'customers.csv': 'customer_number,name,tags\n1,Paying late,\n2,Excluded,no-dunning\n3,Below,\n',
  'items.csv': `entity,customer_number,document_number,document_date,due_date,currency,amount
DE01,1,R-1,2026-02-02,2026-03-02,EUR,80.00
DE01,1,R-2,2026-02-10,2026-03-10,USD,200.00
DE01,2,R-3,2026-02-02,2026-03-02,EUR,900.00
DE01,3,R-4,2026-02-02,2026-03-02,EUR,49.99
`,
  'assignment.yaml': 'assignment: campaigns\nrules: [{ when: { tags: { with: [no-dunning] } }, policy: leave-alone }]\notherwise: lago\n',
});
afterAll(() => folder.remove());

async function contacts(account: string, events: readonly object[] = []): Promise<string[]> {
  folder.write('events.jsonl', events.map((event) => JSON.stringify({ account, ...event })).join('\n'));
  const policies = ['--policy', 'policies/examples/lago.yaml', 'policies/examples/leave-alone.yaml', '--assignment', 'assignment.yaml'];
  const ledger = ['--ledger', 'entities.csv', 'customers.csv', 'items.csv', '--events', 'events.jsonl'];
  const { out, err } = await folder.duly('rehearse', ...policies, ...ledger, '--from', '2026-03-02', '--to', '2026-04-20');
  expect(err).toBe('');
  const own = linesOf(out).filter((line) => line.account === account && line.kind === 'contact');
  return own.map(({ date, amounts }) => `${date} ${Object.keys(amounts).sort().join('+')}`);
}

describe('a dunning campaign as in Lago', () => {
  it('keeps the days between attempts for all currencies, and the most attempts for each', async () => {
    expect(await contacts('DE01/1')).toEqual(['2026-03-03 EUR', '2026-03-08 EUR', '2026-03-13 EUR+USD', '2026-03-18 EUR+USD']);
  });

  it('counts anew what was paid and falls due again, and goes on not counting the other currency', async () => {
    const events = [
      { type: 'payment', on: '2026-03-20', amount: '80.00', currency: 'EUR', items: ['R-1'] },
      { type: 'invoice', on: '2026-03-21', number: 'R-9', amount: '70.00', currency: 'EUR', dueOn: '2026-03-25' },
    ];
    expect((await contacts('DE01/1', events)).slice(4)).toEqual(['2026-03-26 EUR+USD', '2026-03-31 EUR+USD', '2026-04-05 EUR+USD']);
  });

  it('stops below the threshold, and writes neither to the excluded nor below it', async () => {
    const paid = { type: 'payment', on: '2026-03-05', amount: '30.01', currency: 'EUR', items: ['R-1'] };
    expect(await contacts('DE01/1', [paid])).toEqual(['2026-03-03 EUR', '2026-03-11 EUR+USD', '2026-03-16 EUR+USD']);
    expect(await contacts('DE01/2')).toEqual([]);
    expect(await contacts('DE01/3')).toEqual([]);
  });
});
