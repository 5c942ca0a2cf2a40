/** Conditions that time alone makes hold: nobody has to do anything for the account to be looked at again on that day. */
import { describe, expect, it } from '@jest/globals';
import { diary, play, stateOn } from './story.js';

const items = (...rows: string[]) =>
  `entity,customer_number,document_type,document_number,document_date,due_date,currency,amount\n${rows.map((row) => `DE01,1000,Invoice,${row}`).join('\n')}\n`;
const one = items('R-1,2026-02-01,2026-03-01,EUR,110.00');
const policy = (ladder: string, more = '') =>
  `policy: p\ntitle: P\n${more}contact: { businessDaysOnly: false, minGapDays: 0 }\nladder:\n${ladder
    .split('\n')
    .map((step) => `  - { action: email, template: reminder, ${step} }`)
    .join('\n')}\n`;
const account = 'DE01/1000';
const told = async (ladder: string, { more = '', csv = one, events = [] as object[], files = {} as Record<string, string>, to = '2026-05-31' } = {}) =>
  diary(
    await play({
      policy: policy(ladder, more),
      files: { 'items.csv': csv, ...files },
      events: events.map((event) => ({ account, ...event })),
      from: '2026-03-01',
      to,
    }),
    'task',
    'event',
  );

describe('days in one of several groups of conditions', () => {
  it('are waited for: more than 10 days past due is the 11th day', async () => {
    expect(await told('id: one, when: { daysPastDue: { atLeast: 1 }, anyOf: [{ daysPastDue: { moreThan: 10 } }, { overdueItems: { atLeast: 5 } }] }')).toEqual([
      '03-12 contact one email',
    ]);
  });

  it('count from the invoice as well: 1 February and 40 days is 13 March', async () => {
    expect(await told('id: one, when: { daysPastDue: { atLeast: 1 }, anyOf: [{ daysSinceInvoice: { atLeast: 40 } }] }')).toEqual(['03-13 contact one email']);
  });

  it('are waited for longer than a person is: day 60 is 30 April, and nobody is asked to look before', async () => {
    const lines = await play({
      policy: policy('id: one, when: { daysPastDue: { atLeast: 1 }, anyOf: [{ daysPastDue: { atLeast: 60 } }] }'),
      files: { 'items.csv': one },
      from: '2026-03-01',
      to: '2026-04-30',
    });
    expect(diary(lines)).toEqual(['04-30 contact one email', '04-30 task REVIEW_ACCOUNT']);
  });

  it('hold back no later step, and are taken before it when they come first', async () => {
    const ladder = `id: one, when: { daysPastDue: { atLeast: 3 } }
id: two, when: { daysPastDue: { atLeast: 5 }, anyOf: [{ daysPastDue: { atLeast: 15 } }, { overdueAtLeast: { EUR: 1000 } }] }
id: three, when: { daysPastDue: { atLeast: 40 } }`;
    expect(await told(ladder)).toEqual(['03-04 contact one email', '03-16 contact two email', '04-10 contact three email']);
  });

  it('come for each item by itself where items climb', async () => {
    const csv = items('R-1,2026-02-01,2026-03-01,EUR,5.00', 'R-2,2026-02-01,2026-03-04,EUR,7.00');
    expect(
      await told('id: one, when: { daysPastDue: { atLeast: 1 }, anyOf: [{ daysPastDue: { moreThan: 10 } }] }', { more: 'levels: { track: item }\n', csv }),
    ).toEqual(['03-12 contact one email', '03-15 contact one email']);
  });
});

describe('the age of the last payment', () => {
  const quiet = 'id: one, when: { daysPastDue: { atLeast: 3 }, daysSincePayment: { atLeast: 14 } }';
  const payments = { 'payments.csv': 'customer_number,payment_number,date,amount,item\n1000,P-0,2026-02-25,10.00,R-1\n' };
  const part = { type: 'payment', on: '2026-03-08', number: 'P-1', amount: '10.00' };

  it('holds where nothing was ever paid', async () => {
    expect(await told(quiet)).toEqual(['03-04 contact one email']);
  });

  it('is waited for: 25 February and 14 days is 11 March', async () => {
    expect(await told(quiet, { files: payments })).toEqual(['03-11 contact one email']);
  });

  it('begins anew with a part payment: 8 March and 14 days is 22 March; more than 14 is 23 March', async () => {
    expect(await told(quiet, { files: payments, events: [part] })).toEqual(['03-22 contact one email']);
    expect(await told(quiet.replace('atLeast: 14', 'moreThan: 14'), { files: payments, events: [part] })).toEqual(['03-23 contact one email']);
  });

  it('goes by the payment before it when the newest is taken back', async () => {
    expect(await told(quiet, { files: payments, events: [part, { type: 'payment-reversed', on: '2026-03-13', number: 'P-1' }] })).toEqual([
      '03-13 contact one email',
    ]);
  });

  it('can be asked to be small: who paid in the last 7 days is thanked, who never paid is not', async () => {
    const thanks = 'id: one, when: { daysPastDue: { atLeast: 3 }, daysSincePayment: { atMost: 7 } }';
    expect(await told(thanks, { files: payments })).toEqual(['03-04 contact one email']);
    expect(await told(thanks)).toEqual([]);
  });

  it('is a condition of states: 25 February and 30 days is 27 March', async () => {
    const more = 'states:\n  - { state: silent, when: { daysPastDue: { atLeast: 1 }, daysSincePayment: { atLeast: 30 } } }\n';
    expect(await told('id: one, when: { daysPastDue: { atLeast: 300 } }', { more, files: payments })).toEqual(['03-27 state-change silent']);
  });
});

describe('what follows', () => {
  const csv = items('R-1,2026-02-01,2026-03-01,EUR,100.00', 'R-2,2026-02-01,2026-03-06,EUR,20.00', 'R-3,2026-02-01,2026-04-11,EUR,3.00');
  const states = (ladder: string, at: string, more = '') =>
    play({ policy: policy(ladder, more), files: { 'items.csv': csv }, from: '2026-02-27', to: '2026-04-30', at });
  const next = (lines: Awaited<ReturnType<typeof states>>, day: string) => {
    const { next: act } = stateOn(lines, day);
    return act && `${act.at.slice(0, 10)} ${act.kind} ${act.step}`;
  };

  it('is said before anything is overdue, by the case that will be opened', async () => {
    const lines = await states('id: one, when: { daysPastDue: { atLeast: 3 } }', '2026-02-27,2026-03-02');
    expect(next(lines, '2026-02-27')).toBe('2026-03-04 contact one');
    expect(stateOn(lines, '2026-02-27').waits).toMatchObject({
      until: '2026-03-02T05:00:00Z',
      sentence: 'No case runs, because nothing is overdue; the next may open on 2026-03-02.',
    });
    expect(next(lines, '2026-03-02')).toBe('2026-03-04 contact one');
  });

  it('is said of a courtesy too, and is nothing where nothing is owed', async () => {
    const lines = await states('id: one, when: { daysBeforeDue: { atMost: 2 } }', '2026-02-27', 'tolerance: { EUR: 1 }\n');
    expect(diary(lines, 'task')).toContain('02-27 contact one email');
    const paid = { account, type: 'payment', on: '2026-02-28', amount: '110.00' };
    const settled = await play({
      policy: policy('id: one, when: { daysPastDue: { atLeast: 3 } }'),
      files: { 'items.csv': one },
      events: [paid],
      from: '2026-02-27',
      to: '2026-02-28',
      at: '2026-02-28',
    });
    expect(stateOn(settled, '2026-02-28')).toMatchObject({
      next: null,
      waits: { until: null, sentence: 'No case runs, because nothing overdue is left to collect.' },
    });
  });

  it('is the day of the class or the state that a step asks for: R-1 comes to day 11 on 12 March', async () => {
    const classes = 'classes:\n  - { class: watch, minDays: 1, maxDays: 10 }\n  - { class: late, minDays: 11 }\n';
    const byClass = await states('id: one, when: { daysPastDue: { atLeast: 1 }, class: [late] }', '2026-03-03', classes);
    expect(next(byClass, '2026-03-03')).toBe('2026-03-12 contact one');
    const late = 'states:\n  - { state: late, when: { daysPastDue: { atLeast: 11 } } }\n';
    const byState = await states('id: one, when: { daysPastDue: { atLeast: 1 }, state: [late] }', '2026-03-03', late);
    expect(next(byState, '2026-03-03')).toBe('2026-03-12 contact one');
    expect(diary(byState, 'task')).toContain('03-12 contact one email');
  });

  it('goes on after a person was asked to look: 123.00 are overdue when R-3 is, on 12 April', async () => {
    const lines = await states('id: one, when: { daysPastDue: { atLeast: 1 }, overdueAtLeast: { EUR: 123 } }', '2026-04-05');
    expect(diary(lines).slice(0, 2)).toEqual(['04-01 task REVIEW_ACCOUNT', '04-12 contact one email']);
    expect(next(lines, '2026-04-05')).toBe('2026-04-12 contact one');
  });
});
