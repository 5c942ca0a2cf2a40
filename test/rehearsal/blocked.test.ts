import { describe, expect, it } from '@jest/globals';
import { play } from './story.js';

const policy = `
policy: city
title: City
ladder:
  - { id: text, action: sms, otherwise: [email], template: reminder, when: { daysPastDue: { atLeast: 1 } } }
  - { id: paper, action: email, otherwise: [letter], template: second-reminder, when: { daysPastDue: { atLeast: 5 }, daysSincePrevious: { atLeast: 3 } } }
  - { id: mail, action: email, template: second-reminder, when: { daysPastDue: { atLeast: 12 }, daysSincePrevious: { atLeast: 3 } } }
`;
const files = {
  'entities.csv': 'code,name,country,currency,time_zone,language\nUS01,Seller,US,USD,America/New_York,en\n',
  'items.csv': 'entity,customer_number,document_number,document_date,due_date,currency,amount\nUS01,3,A-3,2026-09-01,2026-10-01,USD,500.00\n',
  'customers.csv': 'customer_number,name,kind,country,region,city,address_1,postcode\n3,New Yorker,consumer,US,NY,Brooklyn,1 Example Street,11201\n',
  'contacts.csv': 'customer_number,name,role,email,phone,mobile\n3,Nora,accounts_payable,nora@example.com,,+1 917 555 0101\n',
};

describe('a step that the law blocks', () => {
  it('is left behind with the rule that blocks it, goes by letter where it may, and by e-mail once there is consent', async () => {
    const events = [{ type: 'consent', on: '2026-10-12', account: 'US01/3', person: 'Nora', channel: 'email' }];
    const lines = await play({ policy, files, events, from: '2026-10-01', to: '2026-10-14' });
    const told = lines.filter(({ kind, result }) => kind === 'contact' || (kind === 'level' && result === 'UNREACHABLE'));
    expect(told.map(({ date, kind, step, channel, reason }) => [date, kind, step, channel ?? reason?.code])).toEqual([
      ['2026-10-02', 'level', 'text', 'NO_CONSENT'],
      // Day 5 is the 6th, the 4th day after the step that was left.
      ['2026-10-06', 'contact', 'paper', 'letter'],
      ['2026-10-13', 'contact', 'mail', 'email'],
    ]);
    expect(told[0]?.sentence).toContain('because there is no consent to contact by sms (6 RCNY 5-77 as amended)');
    expect(told[0]?.policyLine).toBe(5);
  });
});
