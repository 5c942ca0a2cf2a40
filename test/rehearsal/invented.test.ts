import { describe, expect, it } from '@jest/globals';
import { readPolicy } from '../../domain/policy/read.js';
import { rehearse } from '../../domain/rehearsal/rehearse.js';
import { newWorld } from '../../domain/rehearsal/world.js';
import { account, invoice } from '../domain/diary.js';
import { diaryOf, files, playFiles, policyWith } from './diary.js';

/** What invented ledgers brought to light: each as a short story. */
const interest = 'charges: { interest: { percent: 36.5, monthly: false } }';

describe('what is disputed, promised or held', () => {
  it('is not spoken of in a courtesy before it falls due', async () => {
    const courtesy = policyWith('  - { id: courtesy, action: email, template: courtesy, when: { daysBeforeDue: { atMost: 5 } } }');
    const items = files['items.csv']?.replace('2026-03-02', '2026-03-12') ?? '';
    const dispute = { type: 'dispute', on: '2026-03-04', reason: 'price', items: [{ item: 'R-1', amount: '200.00' }] };
    const lines = await playFiles(courtesy, [dispute], { to: '2026-03-11', other: { 'items.csv': items } });
    const sent = lines.filter(({ kind }) => kind === 'contact').map(({ date, step, amounts }) => `${date} ${step} ${amounts['EUR']}`);
    // 12 March less five days is a Saturday: Monday, 9 March.
    expect(sent).toEqual(['2026-03-09 courtesy 100000']);
  });
});

describe('interest', () => {
  it('is borne up to its day by what stays paid when a part of a payment is charged back', async () => {
    const policy = policyWith('  - { id: notice, action: email, template: reminder, charge: [interest], when: { daysPastDue: { atLeast: 30 } } }', {
      more: interest,
    });
    const lines = await playFiles(
      policy,
      [
        { type: 'payment', on: '2026-03-12', number: 'P-1', amount: '1000.00', items: ['R-1'] },
        { type: 'chargeback', on: '2026-03-22', number: 'P-1', amount: '400.00' },
      ],
      { to: '2026-04-02' },
    );
    // 0.1 % a day: 600 that stayed paid for the 10 days to 12 March, 600 that is open for the 30 days to 1 April.
    expect(lines.filter(({ kind }) => kind === 'interest').map(({ date, amounts }) => [date, amounts])).toEqual([['2026-04-01', { EUR: 600 + 1800 }]]);
  });

  it('is not reckoned on interest, where a credit on account came before it', async () => {
    const policy = policyWith('  - { id: notice, action: email, template: reminder, when: { daysPastDue: { atLeast: 10 } } }', {
      more: 'charges: { interest: { percent: 36.5, monthly: true } }',
    });
    const items = `${files['items.csv']}DE01,1000,Credit note,C-1,,2026-02-20,,EUR,-200.00\n`;
    const lines = await playFiles(policy, [], { to: '2026-04-02', other: { 'items.csv': items } });
    // 1,000 that the credit leaves, 29 days from 3 to 31 March; the credit does not pay the interest of 1 April and leave more to bear some.
    expect(lines.filter(({ kind }) => kind === 'interest').map(({ date, amounts }) => [date, amounts])).toEqual([['2026-04-01', { EUR: 2900 }]]);
  });
});

describe('a step that waits for a deadline', () => {
  it('waits for its own before it is repeated', async () => {
    const step = 'id: reminder, action: email, template: reminder, deadlineDays: 14, repeat: { everyDays: 5, atMost: 2 }';
    const lines = await playFiles(policyWith(`  - { ${step}, when: { daysPastDue: { atLeast: 3 }, afterDeadline: true } }`), [], { to: '2026-04-10' });
    expect(diaryOf(lines)).toEqual(['2026-03-05 contact reminder email', '2026-03-20 contact reminder email']);
  });
});

describe('an account whose policy is chosen', () => {
  it('is in the states of that policy from the first morning on, not in those of the policy that is named first', () => {
    const reminder = '\nladder: [{ id: a, action: email, template: reminder, when: { daysPastDue: { atLeast: 30 } } }]';
    const first = readPolicy(`policy: first\ntitle: First\nstates: [{ state: stopped, when: { daysPastDue: { atLeast: 1 } } }]${reminder}`, 'first.yaml');
    const own = readPolicy(`policy: own\ntitle: Own\nstates: [{ state: warned, when: { daysPastDue: { atLeast: 2 } } }]${reminder}`, 'own.yaml');
    const { items: _items, ...base } = account();
    const { openMinor: _open, purchaseOrder: _order, ...item } = invoice(1, '2026-03-01', 50_000);
    const span = { from: '2026-03-02', to: '2026-03-05' };
    const lines = [...rehearse(newWorld(base, [item]), first, [], span, { choose: () => ({ policy: own, chosen: { policy: 'own', by: 'rule', line: 1 } }) })];
    expect(lines.filter(({ kind }) => kind === 'state-change').map(({ date, to }) => `${date} ${to}`)).toEqual(['2026-03-03 warned']);
  });
});

describe('a step that reaches nobody', () => {
  it('is left behind on the day on which its time is up, also where something was done just before it, and gaps count from that day', async () => {
    const steps = [
      'id: text, action: sms, template: reminder, when: { daysPastDue: { atLeast: 1 } }',
      'id: visit, action: task, task: { title: Visit }, when: { daysPastDue: { atLeast: 2 } }',
      'id: again, action: sms, template: reminder, when: { daysPastDue: { atLeast: 2 } }',
      'id: letter, action: letter, template: reminder, when: { daysPastDue: { atLeast: 3 }, daysSincePrevious: { atLeast: 7 } }',
    ];
    const policy = policyWith(steps.map((step) => `  - { ${step} }`).join('\n'), { contact: ', findContactDays: 2' });
    const events = [{ type: 'tag', on: '2026-03-09', add: ['seen'] }];
    // Nobody has a mobile: the search of Tuesday, 3 March, ends on the 5th. Seven days later it is the 12th, whoever asks in between.
    for (const happened of [[], events]) {
      const lines = await playFiles(policy, happened, { to: '2026-03-20' });
      expect(diaryOf(lines)).toEqual([
        '2026-03-03 task text FIND_CONTACT',
        '2026-03-05 level text UNREACHABLE',
        '2026-03-05 task visit OTHER',
        '2026-03-05 level again UNREACHABLE',
        '2026-03-12 contact letter letter',
      ]);
    }
  });
});
