import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { readPolicy } from '../../domain/policy/read.js';
import { diaryOf, files, playFiles, policyWith } from './diary.js';

/** The item falls due on Monday, 2026-03-02. Good Friday is 2026-04-03, Easter Monday 2026-04-06. */
const deadlines = async (ladder: string, contact = '') =>
  (await playFiles(policyWith(ladder, { contact }), [])).filter(({ kind }) => kind === 'contact').map(({ date, deadlineOn }) => [date, deadlineOn]);

describe('the deadline that a message sets', () => {
  it('is so many days on, and moves over Easter to the next business day', async () => {
    const email = (deadline: string) => `  - { id: final, action: email, template: final-notice, ${deadline}, when: { daysPastDue: { atLeast: 7 } } }`;
    expect(await deadlines(email('deadlineDays: 10'))).toEqual([['2026-03-09', '2026-03-19']]);
    expect(await deadlines(email('deadline: { days: 10 }'))).toEqual([['2026-03-09', '2026-03-19']]);
    expect(await deadlines(email('deadlineDays: 25'))).toEqual([['2026-03-09', '2026-04-07']]);
  });

  it('is never less than its minimum: fourteen days in Norway (complaint 21)', async () => {
    const email = (deadline: string) =>
      `  - { id: final, action: email, template: final-notice, deadline: ${deadline}, when: { daysPastDue: { atLeast: 7 } } }`;
    expect(await deadlines(email('{ days: 10, atLeast: 14 }'))).toEqual([['2026-03-09', '2026-03-23']]);
    expect(await deadlines(email('{ days: 21, atLeast: 14 }'))).toEqual([['2026-03-09', '2026-03-30']]);
  });

  it('is counted in business days where the step says so', async () => {
    const email = '  - { id: final, action: email, template: final-notice, deadline: { days: 20, businessDays: true }, when: { daysPastDue: { atLeast: 7 } } }';
    // 10 to 13 March are 4, 16 to 20 are 9, 23 to 27 are 14, 30 March to 2 April are 18, 7 and 8 April are 20.
    expect(await deadlines(email)).toEqual([['2026-03-09', '2026-04-08']]);
  });

  it('is counted from the day on which a letter is there', async () => {
    const letter = (day: number) =>
      `  - { id: final, action: letter, template: final-notice, deadline: { days: 10, atLeast: 14 }, when: { daysPastDue: { atLeast: ${day} } } }`;
    expect(await deadlines(letter(7), ', postalDays: { letter: 3 }')).toEqual([['2026-03-09', '2026-03-26']]);
    // Friday, 27 March: three days on is Monday, three business days on is Wednesday, 1 April.
    expect(await deadlines(letter(25), ', postalDays: { letter: 3 }')).toEqual([['2026-03-27', '2026-04-13']]);
    expect(await deadlines(letter(25), ', postalDays: { letter: 3, businessDays: true }')).toEqual([['2026-03-27', '2026-04-15']]);
  });

  it('has to pass before a step that waits for it', async () => {
    const ladder = (
      after: string,
    ) => `  - { id: final, action: letter, template: final-notice, deadline: { days: 10, atLeast: 14 }, when: { daysPastDue: { atLeast: 7 } } }
  - { id: placement, action: place, when: { daysPastDue: { atLeast: 8 }, afterDeadline: ${after} } }`;
    const post = { contact: ', postalDays: { letter: 3 }' };
    expect(diaryOf(await playFiles(policyWith(ladder('true'), post), [])).slice(0, 2)).toEqual([
      '2026-03-09 contact final letter',
      '2026-03-27 placement placement REQUESTED',
    ]);
    expect(diaryOf(await playFiles(policyWith(ladder('5'), post), [])).at(1)).toBe('2026-03-31 placement placement REQUESTED');
  });
});

describe('the gap between messages', () => {
  const post = { contact: ', postalDays: { letter: 3 }' };

  it('is counted from the day on which a letter is there', async () => {
    const ladder = `  - { id: letter, action: letter, template: reminder, when: { daysPastDue: { atLeast: 7 } } }
  - { id: second, action: email, template: second-reminder, when: { daysPastDue: { atLeast: 8 }, daysSincePrevious: { atLeast: 7 } } }`;
    expect(diaryOf(await playFiles(policyWith(ladder, post), []))).toEqual(['2026-03-09 contact letter letter', '2026-03-19 contact second email']);
    const repeated = '  - { id: letter, action: letter, template: reminder, repeat: { everyDays: 7, atMost: 3 }, when: { daysPastDue: { atLeast: 7 } } }';
    expect(diaryOf(await playFiles(policyWith(repeated, post), []))).toEqual([
      '2026-03-09 contact letter letter',
      '2026-03-19 contact letter letter',
      '2026-03-30 contact letter letter',
    ]);
  });

  it('can be longer, or shorter, for one step', async () => {
    const ladder = (gap: number) => `  - { id: first, action: email, template: reminder, when: { daysPastDue: { atLeast: 3 } } }
  - { id: second, action: email, template: second-reminder, minGapDays: ${gap}, when: { daysPastDue: { atLeast: 4 } } }`;
    const wide = { contact: '' };
    expect(diaryOf(await playFiles(policyWith(ladder(10), wide), [])).at(1)).toBe('2026-03-16 contact second email');
    const narrow = policyWith(ladder(1)).replace('minGapDays: 1, ledger', 'minGapDays: 9, ledger');
    expect(diaryOf(await playFiles(narrow, [])).at(1)).toBe('2026-03-06 contact second email');
  });
});

describe('who is written to', () => {
  const repeated = (more: string) =>
    policyWith(`  - { id: reminder, action: email, template: reminder, ${more}, repeat: { everyDays: 7, atMost: 4 }, when: { daysPastDue: { atLeast: 3 } } }`);
  const addresses = async (policy: string, events: object[] = [], other = {}) =>
    (await playFiles(policy, events, { other })).filter(({ kind }) => kind === 'contact').map(({ to }) => to);

  it('is the first role that can be reached, and after so many attempts the next (complaint 16)', async () => {
    const escalating = repeated('recipient: [accounts_payable, management], escalateAfter: 2');
    expect(await addresses(escalating)).toEqual(['ap@example.com', 'ap@example.com', 'boss@example.com', 'boss@example.com']);
    const called = { type: 'call', at: '2026-03-06T10:00:00+01:00', person: 'Payables', outcome: 'NO_ANSWER' };
    expect(await addresses(escalating, [called])).toEqual(['ap@example.com', 'boss@example.com', 'boss@example.com', 'boss@example.com']);
    expect(await addresses(repeated('recipient: [management, accounts_payable]'))).toEqual(Array(4).fill('boss@example.com'));
    const bounce = { type: 'bounce', on: '2026-03-02', channel: 'email', address: 'boss@example.com' };
    expect(await addresses(repeated('recipient: [management, accounts_payable]'), [bounce])).toEqual(Array(4).fill('ap@example.com'));
  });

  it('has copies sent to those who are named, but to no address that opted out, and to no one else about a consumer', async () => {
    const copied = policyWith(
      '  - { id: reminder, action: email, otherwise: [letter], template: reminder, cc: [management, sales, collector, accounts_payable], when: { daysPastDue: { atLeast: 3 } } }',
    );
    const copies = async (events: object[], other = {}) =>
      (await playFiles(copied, events, { other, to: '2026-03-20' })).find(({ kind }) => kind === 'contact')?.cc;
    expect(await copies([])).toEqual(['boss@example.com', 'sales@example.org']);
    expect(await copies([{ type: 'opt-out', on: '2026-03-02', channel: 'email', address: 'boss@example.com' }])).toEqual(['sales@example.org']);
    const customers = (row: string) => ({ 'customers.csv': `${files['customers.csv']?.split('\n')[0]},collector\n${row}\n` });
    expect(await copies([], customers('1000,Buyer,business,DE,BE,10115,Berlin,Street 1,north@example.org'))).toEqual([
      'boss@example.com',
      'sales@example.org',
      'north@example.org',
    ]);
    expect(await copies([], customers('1000,Buyer,consumer,DE,BE,10115,Berlin,Street 1,'))).toEqual(['sales@example.org']);
  });

  it('counts a copy in no cap', async () => {
    const copied = policyWith(`  - { id: first, action: email, template: reminder, cc: management, when: { daysPastDue: { atLeast: 3 } } }
  - { id: second, action: email, template: reminder, cc: management, when: { daysPastDue: { atLeast: 4 } } }`).replace('maxIn7Days: 5', 'maxIn7Days: 2');
    const lines = await playFiles(copied, [], { more: ['--at', '2026-03-06'] });
    expect(diaryOf(lines)).toEqual(['2026-03-05 contact first email', '2026-03-06 contact second email']);
    expect(lines.find(({ kind }) => kind === 'state')?.state?.attempts).toMatchObject({ all: 2, last7Days: 2 });
  });
});

describe('the final notice of the standard ladder', () => {
  it('becomes a call when the e-mail bounces and neither a postal address nor a mobile is known', async () => {
    const standard = readFileSync(new URL('../../policies/standard-b2b.yaml', import.meta.url), 'utf8');
    const other = { 'customers.csv': 'customer_number,name,kind,country,region\n1000,Buyer,business,DE,BE\n' };
    const bounces = ['ap', 'boss'].map((name) => ({ type: 'bounce', on: '2026-04-06', channel: 'email', address: `${name}@example.com` }));
    expect(diaryOf(await playFiles(standard, bounces, { other })).at(-1)).toBe('2026-04-07 task final-notice CALL ADDED');
  });
});

describe('the words of a message', () => {
  it('can have a language, and a template for each channel', async () => {
    const policy = policyWith(
      '  - { id: reminder, action: email, otherwise: [letter], template: { email: reminder, letter: final-notice }, language: es, when: { daysPastDue: { atLeast: 3 } } }',
    );
    const sent = async (events: object[]) => (await playFiles(policy, events)).find(({ kind }) => kind === 'contact');
    expect(await sent([])).toMatchObject({ channel: 'email', language: 'es', template: 'reminder' });
    const bounces = ['ap', 'boss'].map((name) => ({ type: 'bounce', on: '2026-03-02', channel: 'email', address: `${name}@example.com` }));
    expect(await sent(bounces)).toMatchObject({ channel: 'letter', language: 'es', template: 'final-notice' });
  });
});

describe('what a policy can not say of a message', () => {
  it.each([
    [
      'action: call, template: call, approval: manager',
      "p.yaml:5:54: ladder[0].approval: step 'x' sends no message that could be approved; a placement has placement.approval",
    ],
    ['action: sms, template: x, cc: management', "ladder[0].cc: step 'x' sends no e-mail that others could get a copy of"],
    ['action: email, template: x, deadlineDays: 3, deadline: { days: 3 }', 'ladder[0].deadline: deadline and deadlineDays say the same: leave one out'],
    ['action: email, template: x, escalateAfter: 2', 'ladder[0].escalateAfter: escalateAfter needs a list of recipients: [accounts_payable, management]'],
    ['action: email, otherwise: [sms], template: { email: x }', "ladder[0].template: step 'x' goes by sms too and has no template for it"],
    ['action: email', "ladder[0]: step 'x' needs a template"],
  ])('%s', (step, mistake) => {
    const source = policyWith(`  - { id: x, ${step}, when: { daysPastDue: { atLeast: 3 } } }`);
    expect(() => readPolicy(source, 'p.yaml')).toThrow(mistake);
  });
});
