/** Diaries of what other systems do, as policies say it: those of policies/examples that no other test tells. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { readPolicy } from '../../domain/policy/read.js';
import { diary, play, type Story } from './story.js';

const examples = new URL('../../policies/examples/', import.meta.url);
const sourceOf = (name: string) => readFileSync(new URL(name, examples), 'utf8');
const header = 'customer_number,document_number,document_date,due_date,currency,amount';
const items = (...rows: string[]) => ({ 'items.csv': `entity,${header}\n${rows.map((row) => `DE01,${row}`).join('\n')}\n` });
const tell = async (name: string, story: Omit<Story, 'policy'>) =>
  diary(await play({ ...story, policy: sourceOf(name) }), 'event').filter((line) => !line.includes('REVIEW_ACCOUNT'));

describe('account_invoice_overdue_reminder', () => {
  it('reminds from the fifth day every fourteen days, with all that is overdue by then, four times', async () => {
    const files = items('1000,R-1,2026-01-30,2026-03-02,EUR,100.00', '1000,R-2,2026-01-30,2026-03-10,EUR,50.00');
    expect(await tell('overdue-reminder.yaml', { files, from: '2026-03-02', to: '2026-05-29' })).toEqual([
      // The 7th is a Saturday.
      '03-09 contact reminder email',
      '03-23 contact reminder email',
      // The 6th is Easter Monday.
      '04-07 contact reminder email',
      '04-21 contact reminder email',
    ]);
    const lines = await play({ policy: sourceOf('overdue-reminder.yaml'), files, from: '2026-03-02', to: '2026-03-31' });
    const sent = lines.filter(({ kind }) => kind === 'contact');
    expect(sent.map(({ amounts, items: of, round }) => [amounts['EUR'], of, round])).toEqual([
      [10000, ['R-1'], 1],
      [15000, ['R-1', 'R-2'], 2],
    ]);
  });
});

describe('Invoice Ninja', () => {
  const files = items('1000,R-1,2026-01-30,2026-03-02,EUR,100.00');

  it('three reminders by three anchors, then every ten days', async () => {
    expect(await tell('invoice-ninja.yaml', { files, from: '2026-02-23', to: '2026-04-22' })).toEqual([
      // Three days before the due date is Friday 27 February; two after it 4 March; 45 after the invoice 16 March.
      '02-27 contact before email',
      '03-04 contact after-due email',
      '03-16 contact after-invoice email',
      '04-01 contact endless email',
      // Ten days on is Saturday the 11th.
      '04-13 contact endless email',
    ]);
  });

  it('a week without anybody running it loses nothing', async () => {
    const lines = await play({
      policy: sourceOf('invoice-ninja.yaml'),
      files,
      from: '2026-02-23',
      to: '2026-03-20',
      flags: ['--jump', '2026-02-25..2026-03-10'],
    });
    expect(diary(lines, 'event')).toEqual(['03-11 contact after-due email', '03-16 contact after-invoice email']);
  });
});

describe('Dynamics 365', () => {
  it('counts from the due date and, for the second letter, from the first', async () => {
    const files = {
      ...items('1000,R-1,2026-01-30,2026-03-02,EUR,100.00'),
      'customers.csv': 'customer_number,name,kind,country,address_1,postcode,city\n1000,Buyer,business,DE,Musterstr. 1,10115,Berlin\n',
    };
    expect(await tell('dynamics.yaml', { files, from: '2026-03-02', to: '2026-04-30' })).toEqual([
      // Day 5 is a Saturday; day 20 a Sunday; fourteen days on is Easter Monday.
      '03-09 contact mail email',
      '03-16 task activity call',
      '03-23 contact letter-1 letter',
      '04-07 contact letter-2 letter',
    ]);
  });
});

describe('the page on other systems', () => {
  const page = readFileSync(new URL('../../docs/peers.md', import.meta.url), 'utf8');
  const rows = page.split('\n').filter((line) => line.includes('(../policies/examples/'));

  it('has all of them', () => {
    const ours = ['assignment.yaml', 'leave-alone.yaml'];
    for (const name of readdirSync(examples).filter((each) => !ours.includes(each))) expect(page).toContain(`(../policies/examples/${name})`);
  });

  it.each(rows.map((row) => [/\(\.\.\/policies\/examples\/([\w-]+\.yaml)\)/.exec(row)?.[1] ?? '', row]))('shows %s, whose diary is told', (name, row) => {
    expect(readdirSync(examples)).toContain(name);
    const [, test = ''] = /\(\.\.\/(test\/[\w/.]+\.test\.ts)\)/.exec(row) ?? [];
    expect(readFileSync(new URL(`../../${test}`, import.meta.url), 'utf8')).toContain(name.replace('.yaml', ''));
    expect(readPolicy(sourceOf(name), name).title).not.toBe('');
    expect(sourceOf(name)).toMatch(/^#.*The same:[\s\S]*^# Better:/m);
  });
});
