import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { diary, play, stateOn, type Story } from './story.js';

/** A ladder of two e-mails and a letter: 1, 15 and 29 days past due. All days are Mondays to Fridays without a holiday in Berlin unless said. */
const policyWith = (promises: string) => `policy: word
title: The word that was given
ladder:
  - { id: first, action: email, template: reminder, when: { daysPastDue: { atLeast: 1 } } }
  - { id: second, action: email, template: reminder, tone: firm, when: { daysPastDue: { atLeast: 15 } } }
  - { id: third, action: letter, template: reminder, tone: final, when: { daysPastDue: { atLeast: 29 } } }
contact: { maxIn7Days: 7, minGapDays: 0 }
promises: ${promises}
`;
const strict = '{ graceDays: 0, tolerancePercent: 0, maxDays: 30, maxInstalments: 6, maxBroken: 5';

/** Two invoices of 600.00 and 400.00, both due on Friday 2026-01-30. */
const items = `entity,customer_number,document_type,document_number,document_date,due_date,currency,amount
DE01,1,Invoice,R-1,2026-01-02,2026-01-30,EUR,600.00
DE01,1,Invoice,R-2,2026-01-02,2026-01-30,EUR,400.00
`;
const on = (day: string, type: string, more: object = {}) => ({ type, on: `2026-${day}`, account: 'DE01/1', ...more });
const story = (promises: string, events: readonly object[], at?: string): Story => ({
  policy: policyWith(promises),
  files: { 'items.csv': items },
  events,
  from: '2026-01-29',
  to: '2026-03-13',
  ...(at !== undefined && { at }),
});
const told = async (promises: string, events: readonly object[]) => diary(await play(story(promises, events)));
const refusals = async (promises: string, events: readonly object[]) =>
  (await play(story(promises, events))).filter(({ kind }) => kind === 'refused').map(({ sentence }) => sentence);

describe('a promise', () => {
  it('is judged the day after its day and not on it, also when the rule is asked at exactly that instant (complaint 24)', async () => {
    const promise = on('02-03', 'promise', { amount: '1000.00', dueOn: '2026-02-10' });
    expect(await told(`${strict} }`, [promise, { ...on('02-10', 'tag', { add: ['seen'] }), on: undefined, at: '2026-02-10T23:59:59+01:00' }])).toEqual([
      '02-02 contact first email',
      '02-03 event promise',
      '02-10 event tag',
      '02-11 plan BROKEN',
      '02-11 task CALL call',
      '02-16 contact second email',
      '03-02 contact third letter',
      '03-02 task REVIEW_ACCOUNT',
    ]);
    const broken = await play(story(`${strict} }`, [promise]));
    expect(broken.find(({ kind }) => kind === 'plan')?.at).toBe('2026-02-11T05:00:00Z');
  });

  it('is kept by money of its last day, whenever that becomes known; a reversal resets the judgement', async () => {
    const events = [
      on('02-03', 'promise', { amount: '1000.00', dueOn: '2026-02-10' }),
      on('02-12', 'payment', { number: 'P-1', amount: '1000.00', paidOn: '2026-02-10' }),
      on('02-20', 'payment-reversed', { number: 'P-1' }),
    ];
    expect(await told(`${strict} }`, events)).toEqual([
      '02-02 contact first email',
      '02-03 event promise',
      '02-11 plan BROKEN',
      '02-11 task CALL call',
      '02-12 event payment',
      '02-12 plan KEPT',
      '02-12 close PAID',
      '02-20 event payment-reversed',
      '02-20 plan BROKEN',
      '02-20 contact first email',
      '02-23 contact second email',
      '03-02 contact third letter',
      '03-02 task REVIEW_ACCOUNT',
    ]);
  });

  it('counts in its level how often the word was broken; the rest of a kept one stays at the level', async () => {
    const events = [
      on('02-03', 'promise', { amount: '600.00', dueOn: '2026-02-05', items: ['R-1'] }),
      on('02-09', 'promise', { amount: '300.00', dueOn: '2026-02-12', items: ['R-1'] }),
      on('02-10', 'payment', { number: 'P-1', amount: '300.00', items: ['R-1'] }),
      on('02-17', 'promise', { amount: '300.00', dueOn: '2026-02-20', items: ['R-1'] }),
      on('02-18', 'payment', { number: 'P-2', amount: '100.00', items: ['R-1'] }),
      on('02-24', 'promise', { amount: '200.00', dueOn: '2026-03-10', items: ['R-1'] }),
    ];
    const lines = await play(story(`${strict} }`, events, '2026-02-24'));
    expect(stateOn(lines, '2026-02-24').plans.map(({ status, level }) => `${status} ${level}`)).toEqual(['BROKEN 1', 'KEPT 2', 'PARTLY_KEPT 2', 'OPEN 3']);
  });

  it('is one for an item, and no later than the policy allows', async () => {
    const refused = await refusals(`${strict} }`, [
      on('02-03', 'promise', { amount: '600.00', dueOn: '2026-02-10', items: ['R-1'] }),
      on('02-03', 'promise', { amount: '100.00', dueOn: '2026-02-12', items: ['R-1'] }),
      on('02-03', 'promise', { amount: '400.00', dueOn: '2026-03-06', items: ['R-2'] }),
    ]);
    expect(refused).toEqual([
      'Line 2: promise refused: R-1 is covered by the promise plan-1, which runs; cancel that first.',
      'Line 3: promise refused: Policy word grants at most 30 days, until 2026-03-05; 2026-03-06 is later.',
    ]);
  });
});

describe('a payment plan', () => {
  const plan = (first: string, amount: string) =>
    on('02-03', 'plan', {
      instalments: [
        { dueOn: first, amount },
        { dueOn: '2026-02-20', amount: '300.00' },
      ],
    });
  const rules = `${strict}, downPayment: { atLeastPercent: 40, withinDays: 3 } }`;

  it('begins with the down payment that the policy asks for', async () => {
    expect(await refusals(rules, [plan('2026-02-10', '300.00')])).toEqual([
      'Line 1: plan refused: Policy word asks for a down payment by 2026-02-06; the first instalment is due on 2026-02-10.',
    ]);
    expect(await refusals(rules, [plan('2026-02-06', '199.99')])).toEqual([
      'Line 1: plan refused: Policy word asks for a down payment of at least 40 %, 200.00 EUR; the first instalment is 199.99 EUR.',
    ]);
    expect(await refusals(rules, [plan('2026-02-06', '200.00')])).toEqual([]);
  });
});

describe('a promise that defers all of the account', () => {
  const rules = `${strict}, defers: account }`;
  const promise = on('02-03', 'promise', { amount: '600.00', dueOn: '2026-02-18', items: ['R-1'] });

  it('lets nothing begin before the day after its last instalment, and that day if it is broken', async () => {
    const lines = await play(story(rules, [promise]));
    expect(lines.find(({ reason }) => reason?.code === 'PLAN_RUNNING')).toMatchObject({
      kind: 'block',
      date: '2026-02-03',
      result: expect.stringMatching(/^2026-02-19T/),
    });
    expect(diary(lines)).toEqual([
      '02-02 contact first email',
      '02-03 event promise',
      '02-19 plan BROKEN',
      '02-19 task CALL call',
      '02-19 contact second email',
      '03-02 contact third letter',
      '03-02 task REVIEW_ACCOUNT',
    ]);
  });

  it('goes on the next day when it is cancelled, and ends with the debt when it is kept', async () => {
    expect(await told(rules, [promise, on('02-16', 'cancel-plan')])).toContain('02-16 contact second email');
    const kept = await told(rules, [promise, on('02-17', 'payment', { number: 'P-1', amount: '600.00', items: ['R-1'] })]);
    expect(kept.slice(2)).toEqual([
      '02-17 event payment',
      '02-17 plan KEPT',
      '02-17 contact second email',
      '03-02 contact third letter',
      '03-02 task REVIEW_ACCOUNT',
    ]);
  });
});

describe('a settlement', () => {
  const rules = `${strict}, settlement: { discountPercent: 20, approval: manager } }`;
  const settle = (amount: string, more: object = {}) => on('02-03', 'settlement', { amount, dueOn: '2026-02-10', ...more });
  const pay = (day: string, amount: string) => on(day, 'payment', { number: 'P-1', amount });

  it('with a discount that needs nobody: when it is kept, the rest is written down', async () => {
    const lines = await play(story(rules, [settle('800.00'), pay('02-09', '800.00')], '2026-02-03,2026-02-09'));
    expect(diary(lines)).toEqual([
      '02-02 contact first email',
      '02-03 event settlement',
      '02-09 event payment',
      '02-09 plan KEPT',
      '02-09 settlement WRITTEN_DOWN',
      '02-09 close PAID',
    ]);
    expect(lines.find(({ kind }) => kind === 'settlement')?.amounts).toEqual({ EUR: 20000 });
    expect(stateOn(lines, '2026-02-03')).toMatchObject({
      open: { EUR: 100000 },
      collectable: {},
      plans: [{ kind: 'SETTLEMENT', status: 'OPEN', owedMinor: 100000 }],
    });
    expect(stateOn(lines, '2026-02-09').open).toEqual({});
  });

  it('that is broken leaves the full debt; what was paid of it counts', async () => {
    const lines = await play(story(rules, [settle('800.00'), pay('02-09', '500.00')], '2026-02-11'));
    expect(diary(lines).slice(2, 6)).toEqual(['02-09 event payment', '02-11 plan PARTLY_KEPT', '02-11 task CALL call', '02-16 contact second email']);
    expect(stateOn(lines, '2026-02-11')).toMatchObject({ open: { EUR: 50000 }, collectable: { EUR: 50000 } });
  });

  it('with a higher discount waits for somebody else’s approval, and defers nothing until then', async () => {
    const proposed = settle('700.00', { dueOn: '2026-02-25', by: 'ann' });
    const lines = await play(
      story(rules, [
        proposed,
        on('02-17', 'approval', { subject: 'settlement', decision: 'APPROVED', by: 'ann' }),
        on('02-18', 'approval', { subject: 'settlement', decision: 'APPROVED', by: 'ben' }),
        pay('02-25', '700.00'),
      ]),
    );
    expect(diary(lines)).toEqual([
      '02-02 contact first email',
      '02-03 event settlement',
      '02-16 contact second email',
      '02-17 refused approval',
      '02-18 event approval',
      '02-25 event payment',
      '02-25 plan KEPT',
      '02-25 settlement WRITTEN_DOWN',
      '02-25 close PAID',
    ]);
    expect(lines.find(({ kind }) => kind === 'refused')?.sentence).toBe('Line 2: approval refused: ann proposed it; who proposes does not decide');
    expect(
      await told(rules, [
        proposed,
        on('02-04', 'approval', { subject: 'settlement', decision: 'DECLINED' }),
        on('02-05', 'promise', { amount: '600.00', dueOn: '2026-02-25' }),
      ]),
    ).toContain('02-05 event promise');
  });

  it('is open again in full when its payment is taken back', async () => {
    const lines = await play(story(rules, [settle('800.00'), pay('02-09', '800.00'), on('02-20', 'payment-reversed', { number: 'P-1' })], '2026-02-20'));
    expect(diary(lines).slice(6, 11)).toEqual([
      '02-20 event payment-reversed',
      '02-20 plan BROKEN',
      '02-20 settlement REOPENED',
      '02-20 task CALL call',
      '02-20 contact first email',
    ]);
    expect(stateOn(lines, '2026-02-20')).toMatchObject({ open: { EUR: 100000 }, daysPastDue: 21 });
  });

  it('is refused without a discount, beyond what is not disputed, and where the policy has none', async () => {
    expect(await refusals(rules, [settle('1000.00')])).toEqual([
      'Line 1: settlement refused: 1000.00 EUR is owed on these items; 1000.00 EUR is no less: agree a promise.',
    ]);
    expect(await refusals(`${strict} }`, [settle('800.00')])).toEqual(['Line 1: settlement refused: Policy word grants no settlements (promises.settlement).']);
  });
});

describe('policies/examples/brm-promise.yaml', () => {
  const policy = readFileSync(new URL('../../policies/examples/brm-promise.yaml', import.meta.url), 'utf8');
  const plan = on('02-05', 'plan', {
    instalments: [
      { dueOn: '2026-02-12', amount: '500.00' },
      { dueOn: '2026-02-26', amount: '500.00' },
    ],
  });
  const tell = async (...events: object[]) => diary(await play({ ...story('', events), policy, to: '2026-02-27' }));

  it('puts off the call of 16 February while the agreement runs, and goes on the day after it is broken or cancelled', async () => {
    expect(await tell()).toEqual(['02-04 contact reminder email', '02-16 task call call', '02-24 contact final-notice letter', '02-24 task REVIEW_ACCOUNT']);
    expect(await tell(plan)).toEqual([
      '02-04 contact reminder email',
      '02-05 event plan',
      '02-13 plan BROKEN',
      '02-13 task CALL call',
      '02-16 task call call',
      '02-24 contact final-notice letter',
      '02-24 task REVIEW_ACCOUNT',
    ]);
    const first = on('02-12', 'payment', { number: 'P-1', amount: '500.00' });
    expect(await tell(plan, first)).toEqual([
      '02-04 contact reminder email',
      '02-05 event plan',
      '02-12 event payment',
      '02-27 plan BROKEN',
      '02-27 task CALL call',
      '02-27 task call call',
    ]);
    expect((await tell(plan, first, on('02-18', 'cancel-plan'))).slice(3)).toEqual([
      '02-18 event cancel-plan',
      '02-18 task call call',
      '02-24 contact final-notice letter',
      '02-24 task REVIEW_ACCOUNT',
    ]);
  });

  it('leaves collection when it is kept', async () => {
    const paid = [on('02-12', 'payment', { number: 'P-1', amount: '500.00' }), on('02-26', 'payment', { number: 'P-2', amount: '500.00' })];
    expect((await tell(plan, ...paid)).slice(2)).toEqual(['02-12 event payment', '02-26 event payment', '02-26 plan KEPT', '02-26 close PAID']);
  });
});
