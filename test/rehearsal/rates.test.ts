import { describe, expect, it } from '@jest/globals';
import { exchangeAll } from '../../domain/money/exchange.js';
import { Folder } from './stage.js';

const files = {
  'entities.csv': 'code,name,country,currency,time_zone,language\nDE01,Seller,DE,EUR,Europe/Berlin,en\n',
  'items.csv': `entity,customer_number,document_type,document_number,document_date,due_date,currency,amount
DE01,1,Invoice,R-1,2026-01-02,2026-01-30,EUR,600.00
DE01,1,Invoice,R-2,2026-01-02,2026-03-30,USD,100.50
DE01,2,Invoice,R-3,2026-01-02,2026-02-20,JPY,1000
`,
  'rates.csv': 'from,to,rate,valid_from\nUSD,EUR,0.90,2026-01-01\nUSD,EUR,0.92,2026-03-01\nJPY,EUR,0.0061,2026-01-01\n',
  'policy.yaml': 'policy: p\ntitle: P\nladder:\n  - { id: first, action: email, template: reminder, when: { daysPastDue: { atLeast: 1 } } }\n',
};
const ledger = ['entities.csv', 'items.csv'];

async function duly(more: Record<string, string>, ...args: string[]) {
  const folder = new Folder({ ...files, ...more });
  const answer = await folder.duly(...args);
  folder.remove();
  return answer;
}

describe('totals in one currency', () => {
  it('are exchanged by the rate in force on the day, rounded once, in minor units of each currency', () => {
    const exchange = {
      to: 'EUR',
      rates: [
        { from: 'USD', rate: '0.9', validFrom: '2026-01-01' },
        { from: 'JPY', rate: '0.0061', validFrom: '2026-01-01' },
      ],
    };
    // 100.50 × 0.9 = 90.45; 1000 × 0.0061 = 6.10; 600.00 + 90.45 + 6.10 = 696.55
    expect(exchangeAll({ EUR: 60_000, USD: 10_050, JPY: 1_000 }, exchange, '2026-02-01')).toMatchObject({ currency: 'EUR', minor: 69_655 });
    expect(exchangeAll({ GBP: 1, USD: 1 }, exchange, '2025-12-31')).toEqual({ without: ['GBP', 'USD'] });
  });

  it('stand below the report of ageing, with the rates of its day', async () => {
    const { out } = await duly({}, 'ageing', '--files', ...ledger, '--as-of', '2026-03-10', '--rates', 'rates.csv');
    // R-1 is 39 days past due, R-3 18, R-2 not: 100.50 × 0.92 = 92.46
    expect(out).toContain('All in EUR: USD at 0.92 (from 2026-03-01), JPY at 0.0061 (from 2026-01-01)');
    const csv = (await duly({}, 'ageing', '--files', ...ledger, '--as-of', '2026-03-10', '--rates', 'rates.csv', '--format', 'csv')).out;
    expect(csv.trim().split('\n').at(-1)).toBe('All in EUR,,EUR,3,92.46,6.10,600.00,0.00,0.00,0.00,0.00,698.56');
  });

  it('stand below a rehearsal, and a currency without a rate is named', async () => {
    const rehearse = ['rehearse', '--policy', 'policy.yaml', '--ledger', ...ledger, '--from', '2026-02-02', '--to', '2026-02-27', '--format', 'table'];
    const { out } = await duly({}, ...rehearse, '--rates', 'rates.csv');
    // 15 % of 600.00 EUR and of 1000 JPY: 90.00 + 150 × 0.0061 = 90.00 + 0.92
    expect(out).toMatch(/Expected, all in EUR +90\.92 EUR/);
    expect(out).toContain('All in EUR: JPY at 0.0061 (from 2026-01-01)');
    const none = await duly({ 'rates.csv': 'from,to,rate,valid_from\nUSD,EUR,0.9,2026-01-01\n' }, ...rehearse, '--rates', 'rates.csv');
    expect([none.code, none.out]).toEqual([2, '']);
    expect(none.err).toContain('there is no rate from JPY to EUR for 2026-02-27');
    expect((await duly({ 'rates.csv': 'from,to,rate,valid_from\nUSD,EUR,x,2026-01-01\n' }, ...rehearse, '--rates', 'rates.csv')).err).toContain(
      "rates.csv:2: 'x' is no rate",
    );
  });
});
