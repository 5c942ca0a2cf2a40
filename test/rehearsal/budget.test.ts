import { describe, expect, it } from '@jest/globals';
import { play } from './story.js';

const ladder = `
policy: weekly
title: Weekly
ladder:
  - { id: first, action: email, template: reminder, when: { daysPastDue: { atLeast: 1 } } }
  - { id: second, action: email, template: second-reminder, when: { daysPastDue: { atLeast: 2 }, daysSincePrevious: { atLeast: 1 } } }
  - { id: third, action: email, template: final-notice, when: { daysPastDue: { atLeast: 3 }, daysSincePrevious: { atLeast: 1 } } }
contact: { maxIn7Days: 3, minGapDays: 1 }
`;
const entities = 'code,name,country,currency,time_zone,language\nDE01,Seller,DE,EUR,Europe/Berlin,en\nAT01,Sister,AT,EUR,Europe/Vienna,en\n';
const itemOf = (entity: string, customer: string, due: string) => `${entity},${customer},R-${entity}-${customer},2026-01-02,${due},EUR,100.00`;
const items = (...rows: string[]) => `entity,customer_number,document_number,document_date,due_date,currency,amount\n${rows.join('\n')}\n`;
const contacts = async (files: Record<string, string>, events: object[] = []) =>
  (await play({ policy: ladder, files: { 'entities.csv': entities, ...files }, events, from: '2026-03-02', to: '2026-03-13' }))
    .filter(({ kind }) => kind === 'contact')
    .map(({ date, account, step }) => `${date} ${account} ${step}`);

describe('the contact budget', () => {
  it('is the customer’s: what one entity sends the other can’t send, however many sell to it', async () => {
    const both = { 'items.csv': items(itemOf('DE01', '1000', '2026-03-01'), itemOf('AT01', '1000', '2026-03-01')) };
    const sent = await contacts(both);
    // Three in seven days for both together: two on Monday, one on Tuesday; the others from Monday the 9th on.
    expect(sent.map((line) => line.slice(0, 10))).toEqual(['2026-03-02', '2026-03-02', '2026-03-03', '2026-03-09', '2026-03-09', '2026-03-10']);
    expect(new Set(sent.map((line) => line.slice(11, 20)))).toEqual(new Set(['DE01/1000', 'AT01/1000']));
  });

  it('is not that of other customers', async () => {
    const two = { 'items.csv': items(itemOf('DE01', '1000', '2026-03-01'), itemOf('DE01', '2000', '2026-03-01')) };
    const sent = await contacts(two);
    expect(sent.map((line) => line.slice(0, 10))).toEqual(['2026-03-02', '2026-03-02', '2026-03-03', '2026-03-03', '2026-03-04', '2026-03-04']);
  });

  it('counts what was said by hand for another entity', async () => {
    const both = { 'items.csv': items(itemOf('DE01', '1000', '2026-03-01'), itemOf('AT01', '1000', '2026-06-01')) };
    const spoken = ['2026-02-27', '2026-02-28', '2026-03-01'].map((day) => ({
      type: 'contact',
      at: `${day}T10:00:00Z`,
      account: 'AT01/1000',
      channel: 'letter',
    }));
    expect((await contacts(both, spoken))[0]?.slice(0, 10)).toBe('2026-03-06');
    expect((await contacts(both, spoken.slice(1)))[0]?.slice(0, 10)).toBe('2026-03-02');
  });
});
