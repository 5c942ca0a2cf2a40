/** Complaints about whom a message goes to, and what it is about. */
import { describe, expect, it } from '@jest/globals';
import { linesOfCourse, play, tell } from './course.js';

const ladder = `
ladder:
  - { id: reminder, action: email, otherwise: [letter], template: reminder, when: { daysPastDue: { atLeast: 3 } } }
  - { id: second, action: email, otherwise: [letter], template: second-reminder, when: { daysPastDue: { atLeast: 10 }, daysSincePrevious: { atLeast: 7 } } }
`;
const due = '2026-03-02';
const span = { from: '2026-03-02', to: '2026-03-16' };
const contactsOf = async (course: Parameters<typeof linesOfCourse>[0]) => (await linesOfCourse(course)).filter(({ kind }) => kind === 'contact');

describe('whom, and about what', () => {
  it('#7 reminders can’t be stopped for one customer or one invoice: here holds are of an account, or an item, with a reason and an end', async () => {
    const items = [
      ['R-1', due, '1200.00'],
      ['R-2', due, '300.00'],
      ['S-1', due, '80.00', { customer: '2000' }],
    ] as const;
    const account = { type: 'hold', on: '2026-03-02', endsOn: '2026-03-09', reason: 'asked for time' };
    const lines = await linesOfCourse({ policy: ladder, items, events: [account], ...span });
    expect(lines.filter(({ kind }) => kind === 'contact').map((line) => `${line.account} ${tell(line)}`)).toEqual([
      'DE01/2000 2026-03-05 email reminder 80.00',
      'DE01/1000 2026-03-09 email reminder 1500.00',
      'DE01/2000 2026-03-12 email second 80.00',
      'DE01/1000 2026-03-16 email second 1500.00',
    ]);
    const item = { type: 'hold', on: '2026-03-02', item: 'R-2', reason: 'Mahnstopp' };
    const one = await contactsOf({ policy: ladder, items: items.slice(0, 2), events: [item], ...span });
    expect(one.map(tell)).toEqual(['2026-03-05 email reminder 1200.00', '2026-03-12 email second 1200.00']);
  });

  it('#9 customers whose account is charged by itself are reminded all the same: here a tag keeps them out while it is there', async () => {
    const charged = ladder.replaceAll('when: {', 'when: { tags: { without: [direct-debit] },');
    const events = [
      { type: 'tag', on: '2026-03-02', add: ['direct-debit'] },
      { type: 'tag', on: '2026-03-12', remove: ['direct-debit'] },
    ];
    const course = { policy: charged, items: [['R-1', due, '1200.00']] as const, ...span };
    expect(await play({ ...course, events })).toEqual(['2026-03-12 email reminder 1200.00']);
    expect(await play(course)).toEqual(['2026-03-05 email reminder 1200.00', '2026-03-12 email second 1200.00']);
  });

  it('#10 one message per invoice: here one for the customer, with all that is overdue', async () => {
    const items = Array.from({ length: 7 }, (_, n) => [`R-${n + 1}`, due, '100.00'] as const);
    const sent = await contactsOf({ policy: ladder, items, from: '2026-03-02', to: '2026-03-11' });
    expect(sent.map(tell)).toEqual(['2026-03-05 email reminder 700.00']);
    expect(sent[0]?.items).toEqual(['R-1', 'R-2', 'R-3', 'R-4', 'R-5', 'R-6', 'R-7']);
  });

  it('#12 open credits are left out and unapplied cash is not seen: here what is asked for is net of both', async () => {
    const items = [
      ['R-1', due, '1200.00'],
      ['C-1', '', '-150.00', { kind: 'Credit note' }],
    ] as const;
    const cash = { type: 'payment', on: '2026-03-04', number: 'P-1', amount: '1300.00' };
    expect(await play({ policy: ladder, items, ...span, to: '2026-03-06' })).toEqual(['2026-03-05 email reminder 1050.00']);
    expect(await play({ policy: ladder, items, events: [cash], ...span })).toEqual(['2026-03-04 close PAID']);
  });

  it('#13 an invoice that is paid in part drops out: here what is open decides, never a status', async () => {
    const part = { type: 'payment', on: '2026-03-10', number: 'P-1', amount: '700.00', items: ['R-1'] };
    expect(await play({ policy: ladder, items: [['R-1', due, '1200.00']], events: [part], ...span })).toEqual([
      '2026-03-05 email reminder 1200.00',
      '2026-03-12 email second 500.00',
    ]);
  });

  it('#14 a reminder for one invoice hides the customer’s others for the interval: here the next message has them all', async () => {
    const items = [
      ['R-1', due, '1200.00'],
      ['R-2', '2026-03-06', '300.00'],
    ] as const;
    const sent = await contactsOf({ policy: ladder, items, ...span });
    expect(sent.map((line) => `${tell(line)}: ${line.items.join(' ')}`)).toEqual([
      '2026-03-05 email reminder 1200.00: R-1',
      '2026-03-12 email second 1500.00: R-1 R-2',
    ]);
  });

  it('#14 with items that climb by themselves: the second invoice has its own first reminder on its own day', async () => {
    const items = [
      ['R-1', due, '1200.00'],
      ['R-2', '2026-03-06', '300.00'],
    ] as const;
    const policy = `levels: { track: item, message: item }\ncontact: { minGapDays: 1 }\n${ladder}`;
    const sent = await contactsOf({ policy, items, ...span });
    expect(sent.map((line) => `${tell(line)}: ${line.items.join(' ')}`)).toEqual([
      '2026-03-05 email reminder 1200.00: R-1',
      '2026-03-09 email reminder 300.00: R-2',
      '2026-03-12 email second 1200.00: R-1',
      '2026-03-16 email second 300.00: R-2',
    ]);
  });

  it.each([
    ['account', ['2026-03-12 email second 1500.00: R-1 R-2']],
    ['level', ['2026-03-12 email second 1200.00: R-1', '2026-03-12 email reminder 300.00: R-2']],
  ])('#11 all items can’t be grouped under the highest level: here the policy says so, or one message for each level (%s)', async (message, expected) => {
    // On 12 March the older item comes to the second step, the newer one to the first.
    const items = [
      ['R-1', due, '1200.00'],
      ['R-2', '2026-03-09', '300.00'],
    ] as const;
    const policy = `levels: { track: item, message: ${message}, speaks: highest }\n${ladder}`;
    const sent = await contactsOf({ policy, items, from: '2026-03-02', to: '2026-03-12' });
    expect(sent.map((line) => `${tell(line)}: ${line.items.join(' ')}`)).toEqual(['2026-03-05 email reminder 1200.00: R-1', ...expected]);
  });

  it('#15 a message that bounced stays queued for ever: here its address is used no more, somebody looks for another, and the ladder goes on by letter', async () => {
    const bounce = { type: 'bounce', on: '2026-03-06', channel: 'email', address: 'ap@example.com' };
    expect(await play({ policy: ladder, items: [['R-1', due, '1200.00']], events: [bounce], ...span })).toEqual([
      '2026-03-05 email reminder 1200.00',
      '2026-03-12 task FIND_CONTACT second',
      '2026-03-12 letter second 1200.00',
    ]);
  });

  it('#16 reminders go to the inbox of the invoices, and always to the same person: here by role, and further up as they grow firmer', async () => {
    const contacts = [
      'customer_number,name,role,email',
      '1000,Invoices,billing,invoices@example.com',
      '1000,Payables,accounts_payable,ap@example.com',
      '1000,Owner,management,owner@example.com',
    ].join('\n');
    const escalating = ladder.replace('template: second-reminder', 'recipient: management, template: second-reminder');
    const sent = await contactsOf({ policy: escalating, items: [['R-1', due, '1200.00']], contacts, ...span });
    expect(sent.map(({ to }) => to)).toEqual(['ap@example.com', 'owner@example.com']);
  });

  it('#17 what is excluded is excluded in one place only: here it is out of the amount, the items, the level and the day alike', async () => {
    const items = [
      ['R-1', '2026-02-02', '5000.00'],
      ['R-2', due, '300.00'],
    ] as const;
    const excluded = { type: 'hold', on: '2026-02-01', kind: 'EXCLUDED', item: 'R-1', reason: 'settled in court' };
    const course = { policy: ladder, items, events: [excluded], from: '2026-02-02', to: '2026-03-06' };
    const sent = await contactsOf({ ...course, flags: ['--at', '2026-03-05'] });
    expect(sent.map((line) => `${tell(line)}: ${line.items.join(' ')}`)).toEqual(['2026-03-05 email reminder 300.00: R-2']);
    const [state] = (await linesOfCourse({ ...course, flags: ['--at', '2026-03-05'] })).filter(({ kind }) => kind === 'state');
    expect(state?.state).toMatchObject({ collectable: { EUR: 30000 }, daysPastDue: 3 });
    expect(state?.state?.itemStates.map(({ item, withheld }) => [item, withheld])).toEqual([
      ['R-1', { because: 'ON_HOLD', minor: 500000 }],
      ['R-2', null],
    ]);
  });

  it('#18 a dunning is resolved although another invoice on it is unpaid: here the case closes with the last of them', async () => {
    const items = [
      ['R-1', due, '1200.00'],
      ['R-2', due, '300.00'],
    ] as const;
    const events = [
      { type: 'payment', on: '2026-03-10', number: 'P-1', amount: '1200.00', items: ['R-1'] },
      { type: 'payment', on: '2026-03-13', number: 'P-2', amount: '300.00', items: ['R-2'] },
    ];
    expect(await play({ policy: ladder, items, events, ...span })).toEqual([
      '2026-03-05 email reminder 1500.00',
      '2026-03-12 email second 300.00',
      '2026-03-13 close PAID',
    ]);
  });
});
