import { describe, expect, it } from '@jest/globals';
import { afterAct } from '../../domain/rule/afterAct.js';
import { assess } from '../../domain/rule/assess.js';
import { readPolicy } from '../../domain/policy/read.js';
import { account, invoice } from '../domain/diary.js';
import { diaryOf, files, playFiles, policyWith } from './diary.js';

/** Due on Monday, 2026-03-02: the steps have their days on Thursday the 5th, the 12th and the 19th. */
const ladder = (missed: string) => `  - { id: reminder, action: email, template: reminder, missed: ${missed}, when: { daysPastDue: { atLeast: 3 } } }
  - { id: second, action: email, template: second-reminder, missed: ${missed}, when: { daysPastDue: { atLeast: 10 } } }
  - { id: final, action: email, template: final-notice, when: { daysPastDue: { atLeast: 17 } } }`;
const played = async (policy: string, ...more: string[]) => diaryOf(await playFiles(policy, [], { more }));

describe('days that were jumped over', () => {
  const off = ['--jump', '2026-03-04..2026-03-20'] as const;

  it('are caught up with step by step where a step is sent all the same (complaint 4)', async () => {
    expect(await played(policyWith(ladder('send')), ...off)).toEqual([
      '2026-03-23 contact reminder email',
      '2026-03-24 contact second email',
      '2026-03-25 contact final email',
    ]);
  });

  it.each([
    ['skip', 'SKIPPED'],
    ['coalesce', 'COALESCED'],
  ])('leave the earlier steps behind where they %s', async (missed, result) => {
    expect(await played(policyWith(ladder(missed)), ...off)).toEqual([
      `2026-03-21 level reminder ${result}`,
      `2026-03-21 level second ${result}`,
      '2026-03-23 contact final email',
    ]);
  });

  it('cost a courtesy its turn once something is overdue', async () => {
    const policy = policyWith(`  - { id: courtesy, action: email, template: courtesy, when: { daysBeforeDue: { atMost: 5 } } }\n${ladder('send')}`);
    expect(diaryOf(await playFiles(policy, [], { from: '2026-02-20', to: '2026-03-06' }))).toEqual([
      '2026-02-25 contact courtesy email',
      '2026-03-05 contact reminder email',
    ]);
    const more = ['--jump', '2026-02-24..2026-03-03'];
    expect(diaryOf(await playFiles(policy, [], { from: '2026-02-20', to: '2026-03-06', more }))).toEqual([
      '2026-03-04 level courtesy SKIPPED',
      '2026-03-05 contact reminder email',
    ]);
  });
});

describe('states and classes of days that were jumped over', () => {
  const more = `states:
  - { state: blocked, when: { daysPastDue: { atLeast: 15 } }, enter: [suspend-delivery], leave: [resume-delivery] }
  - { state: warned, when: { daysPastDue: { atLeast: 5 } }, enter: [notify-sales] }
classes:
  - { class: watch, minDays: 1, maxDays: 14 }
  - { class: doubtful, minDays: 15 }`;
  const play = async (events: readonly object[]) => {
    const lines = await playFiles(policyWith(ladder('send'), { more }), events, { more: ['--jump', '2026-03-04..2026-03-20', '--at', '2026-03-21'] });
    const told = lines.filter(({ kind }) => kind === 'state-change' || kind === 'class');
    const { history = [] } = lines.find(({ kind }) => kind === 'state')?.state ?? {};
    return {
      told: told
        .filter(({ kind, items }) => kind === 'state-change' || items.length === 0)
        .map(({ date, from, to }) => `${date} ${from ?? '-'} > ${to ?? '-'}`),
      history: history.filter(({ item }) => item === null).map(({ name, addedOn, liftedOn }) => `${name} ${addedOn} ${liftedOn ?? '-'}`),
    };
  };

  it('have their own days in the history; other systems are told on the day after, in their order', async () => {
    expect(await play([])).toEqual({
      told: ['2026-03-03 - > watch', '2026-03-21 clear > warned', '2026-03-21 warned > blocked', '2026-03-21 watch > doubtful'],
      history: ['watch 2026-03-03 2026-03-17', 'warned 2026-03-07 2026-03-17', 'blocked 2026-03-17 -', 'doubtful 2026-03-17 -'],
    });
  });

  it('end on the day of the payment that ended them', async () => {
    expect(await play([{ type: 'payment', on: '2026-03-12', number: 'P-1', amount: '1200.00', items: ['R-1'] }])).toEqual({
      told: ['2026-03-03 - > watch', '2026-03-21 clear > warned', '2026-03-21 warned > clear', '2026-03-21 watch > -'],
      history: ['watch 2026-03-03 2026-03-12', 'warned 2026-03-07 2026-03-12'],
    });
  });
});

describe('runs', () => {
  it('are the only days on which anything is done; what became due in between is done on the next, one step at a time', async () => {
    const tuesdays = policyWith(ladder('send'), { contact: ', runs: { weekdays: [2] }' });
    expect(await played(tuesdays)).toEqual(['2026-03-10 contact reminder email', '2026-03-17 contact second email', '2026-03-24 contact final email']);
    const days = ['--run-dates', '2026-03-06,2026-03-27'];
    expect(await played(policyWith(ladder('send')), ...days)).toEqual(['2026-03-06 contact reminder email', '2026-03-27 contact second email']);
  });

  it('let the last step that is due speak for those that it missed, where these may be missed', async () => {
    expect(await played(policyWith(ladder('coalesce')), '--run-dates', '2026-03-06,2026-03-27')).toEqual([
      '2026-03-06 contact reminder email',
      '2026-03-27 level second COALESCED',
      '2026-03-27 contact final email',
    ]);
  });

  it('are caught up with after a black-out, on its first day', async () => {
    const closed = policyWith(ladder('send'), { contact: ', blackouts: [{ from: 2026-03-04, to: 2026-03-15 }]' });
    expect(await played(closed)).toEqual(['2026-03-16 contact reminder email', '2026-03-17 contact second email', '2026-03-19 contact final email']);
  });

  it('change nothing when they are repeated for the same date (complaint 1)', async () => {
    const once = await playFiles(policyWith(ladder('send')), [], { more: ['--run-dates', '2026-03-06,2026-03-27'] });
    expect(await playFiles(policyWith(ladder('send')), [], { more: ['--run-dates', '2026-03-06,2026-03-06,2026-03-27'] })).toEqual(once);
    const policy = readPolicy(policyWith(ladder('send')), 'p.yaml');
    const opened = { id: 'DE01/1000#1', episode: 1, openedAt: '2026-03-03T05:00:00Z', entryStep: null, campaignId: null };
    let facts = { ...account({ items: [invoice(1, '2026-03-02', 120000)] }), case: opened, ledgerAsOf: '2026-03-20' };
    const acts: string[] = [];
    for (let minute = 0; minute < 24 * 60; minute += 15) {
      const now = new Date(Date.parse('2026-03-20T00:00:00Z') + minute * 60_000).toISOString();
      const { verdict, passed } = assess(facts, policy, now);
      if (verdict.kind !== 'act') continue;
      acts.push(`${verdict.act.kind} ${verdict.act.step}`);
      facts = { ...afterAct(facts, verdict.act, passed, now, policy), case: opened, ledgerAsOf: '2026-03-20' };
    }
    expect(acts).toEqual(['contact reminder']);
  });
});

describe('public holidays', () => {
  it.each([
    ['BE', 'DE', '2026-01-03', '2026-01-06'],
    ['BY', 'DE', '2026-01-03', '2026-01-07'],
    ['ENG', 'GB', '2025-12-30', '2026-01-02'],
    ['SCT', 'GB', '2025-12-30', '2026-01-05'],
  ])('are those of the region %s of %s', async (region, country, dueOn, sentOn) => {
    const other = {
      'customers.csv': `customer_number,name,kind,country,region,address_1\n1000,Buyer,business,${country},${region},Street 1\n`,
      'items.csv': (files['items.csv'] ?? '').replace('2026-01-30,2026-03-02', `2025-11-30,${dueOn}`),
    };
    const lines = await playFiles(policyWith(ladder('send')), [], { from: '2025-12-29', to: '2026-01-08', other });
    expect(diaryOf(lines).slice(0, 1)).toEqual([`${sentOn} contact reminder email`]);
  });
});
