import { describe, expect, it } from '@jest/globals';
import type { AgendaLine } from '../../domain/rehearsal/agenda.js';
import { diaryOf, playFiles } from './diary.js';

const everyDay = "contact: { window: { from: '09:00', to: '17:00' }, businessDaysOnly: false, maxIn7Days: 50, minGapDays: 0, ledgerMaxAgeDays: 30 }";
const one = '  - { id: one, action: email, template: reminder, when: { daysPastDue: { atLeast: 5 } } }';
const two = '  - { id: two, action: email, template: reminder, when: { daysPastDue: { atLeast: 15 }, daysSincePrevious: { atLeast: 7 } } }';
const three = '  - { id: three, action: email, template: reminder, when: { daysPastDue: { atLeast: 30 }, daysSincePrevious: { atLeast: 7 } } }';

/** The account climbs, and each item that is asked for has a message of its own. */
const policy = (ladder = [one, two, three], more = '') =>
  ['policy: mine', 'title: Mine', 'levels: { track: account, message: item }', more, 'ladder:', ...ladder, everyDay].join('\n');

const invoices = (...items: [number: string, dueOn: string, amount: number][]) => ({
  'items.csv': [
    'entity,customer_number,document_type,document_number,instalment,document_date,due_date,currency,amount',
    ...items.map(([number, dueOn, amount]) => `DE01,1000,Invoice,${number},,2026-01-30,${dueOn},EUR,${amount}`),
  ].join('\n'),
});
const three3 = invoices(['R-1', '2026-03-02', 100], ['R-2', '2026-03-02', 200], ['R-3', '2026-03-02', 300]);
const play = (text: string, other: Record<string, string>, events: readonly object[] = [], more: string[] = []) => playFiles(text, events, { other, more });

/** `03-17 two R-1`: day, step and items of each message. */
const messages = (lines: readonly AgendaLine[]) =>
  lines.filter(({ kind }) => kind === 'contact').map(({ date, step, items }) => `${date.slice(5)} ${step} ${items.join('+')}`);

describe('an account that climbs, with a message for each item', () => {
  it('writes about each item that is past due when the account’s step is due, and is at one level for all of them', async () => {
    const lines = await play(policy(), invoices(['R-1', '2026-03-02', 1000], ['R-2', '2026-03-12', 500]), [], ['--at', '2026-03-17']);
    expect(messages(lines)).toEqual(['03-07 one R-1', '03-17 two R-1', '03-17 two R-2', '04-01 three R-1', '04-01 three R-2']);
    const sent = lines.filter(({ kind }) => kind === 'contact');
    expect(sent.map(({ level, round, amounts }) => [level, round, amounts['EUR']])).toEqual([
      [1, 1, 100000],
      [2, 1, 100000],
      [2, 2, 50000],
      [3, 1, 100000],
      [3, 2, 50000],
    ]);
    expect(sent[2]?.reason).toMatchObject({ code: 'STEP_DUE', figures: { daysPastDue: 15 } });
    expect(lines.filter(({ kind }) => kind === 'level').map(({ date, result, level }) => `${date} ${result} ${level}`)).toEqual([
      '2026-03-07 RAISED 1',
      '2026-03-17 RAISED 2',
      '2026-04-01 RAISED 3',
    ]);
    const state = lines.find(({ kind }) => kind === 'state');
    expect(state?.state?.itemStates.map(({ item, level }) => [item, level])).toEqual([
      ['R-1', 2],
      ['R-2', 2],
    ]);
  });

  it('what the budget of the day does not take goes later, before the next step; whose gap counts from the last of them', async () => {
    const lines = await play(policy().replace('maxIn7Days: 50', 'maxIn7Days: 2'), three3);
    expect(messages(lines)).toEqual([
      '03-07 one R-1',
      '03-07 one R-2',
      '03-14 one R-3',
      '03-21 two R-1',
      '03-21 two R-2',
      '03-28 two R-3',
      '04-04 three R-1',
      '04-04 three R-2',
      '04-11 three R-3',
    ]);
  });

  it('what is left of a step that may be spoken for is passed over when a later one is due', async () => {
    const ladder = [one.replace('} }', '} }, missed: coalesce'), two.replace(', daysSincePrevious: { atLeast: 7 }', '')];
    const lines = await play(policy(ladder).replace('maxIn7Days: 50', 'maxIn7Days: 1'), three3);
    expect(diaryOf(lines).filter((line) => line < '2026-03-22')).toEqual([
      '2026-03-07 contact one email',
      '2026-03-14 contact one email',
      '2026-03-17 level one COALESCED',
      '2026-03-21 contact two email',
    ]);
    expect(lines.find(({ result }) => result === 'COALESCED')?.items).toEqual(['R-3']);
    expect(messages(lines).slice(2)).toEqual(['03-21 two R-1', '03-28 two R-2', '04-04 two R-3']);
  });

  it('a repetition is one of the account’s, however many messages it takes', async () => {
    const again = one.replace('} }', '} }, repeat: { everyDays: 4, atMost: 2 }');
    const items = invoices(['R-1', '2026-03-02', 100], ['R-2', '2026-03-09', 200]);
    const lines = await play(policy([again, two]), items);
    expect(messages(lines)).toEqual(['03-07 one R-1', '03-11 one R-1', '03-11 one R-2', '03-18 two R-1', '03-18 two R-2']);
  });

  it('an item that is disputed when the step is taken has its message when the dispute is over', async () => {
    const events = [
      { type: 'dispute', on: '2026-03-05', id: 'D', reason: 'price', items: ['R-2'] },
      { type: 'resolve-dispute', on: '2026-03-10', dispute: 'D', resolution: 'REJECTED' },
    ];
    const lines = await play(policy(), invoices(['R-1', '2026-03-02', 100], ['R-2', '2026-03-02', 200]), events);
    expect(messages(lines).slice(0, 4)).toEqual(['03-07 one R-1', '03-10 one R-2', '03-17 two R-1', '03-17 two R-2']);
  });

  it('one that is paid before its message is not asked for', async () => {
    const paid = { type: 'payment', on: '2026-03-10', number: 'P-1', amount: '300.00', items: ['R-3'] };
    const lines = await play(policy().replace('maxIn7Days: 50', 'maxIn7Days: 2'), three3, [paid]);
    expect(messages(lines).slice(0, 4)).toEqual(['03-07 one R-1', '03-07 one R-2', '03-17 two R-1', '03-17 two R-2']);
  });

  it('one within the tolerance has no message of its own', async () => {
    const lines = await play(policy(undefined, 'tolerance: { EUR: 10 }'), invoices(['R-1', '2026-03-02', 8], ['R-2', '2026-03-02', 200]));
    expect(messages(lines)).toEqual(['03-07 one R-2', '03-17 two R-2', '04-01 three R-2']);
  });

  it('a courtesy goes out for each item that falls due within its days', async () => {
    const courtesy = '  - { id: courtesy, action: email, template: reminder, when: { daysBeforeDue: { atMost: 3 } } }';
    const items = invoices(['R-1', '2026-03-10', 100], ['R-2', '2026-03-10', 200], ['R-3', '2026-03-20', 300]);
    const lines = await play(policy([courtesy, one]), items);
    expect(messages(lines)).toEqual(['03-07 courtesy R-1', '03-07 courtesy R-2', '03-15 one R-1', '03-15 one R-2']);
  });

  it('a call is one task for the account', async () => {
    const call = '  - { id: call, action: call, template: call, when: { daysPastDue: { atLeast: 15 } } }';
    const lines = await play(policy([one, call]), three3);
    expect(diaryOf(lines).slice(3)).toEqual(['2026-03-17 task call CALL']);
    expect(lines.find(({ kind }) => kind === 'task')?.items).toEqual(['R-1', 'R-2', 'R-3']);
  });

  it('charges a fee per message for each of them', async () => {
    const charges = 'charges: { fees: [{ id: reminder-fee, amount: { EUR: 5 }, per: message }] }';
    const charging = two.replace('template: reminder', 'template: reminder, charge: [reminder-fee]');
    const lines = await play(policy([one, charging], charges), invoices(['R-1', '2026-03-02', 100], ['R-2', '2026-03-02', 200]));
    expect(lines.filter(({ kind }) => kind === 'fee').map(({ date, items, amounts }) => `${date} ${items.join()} ${amounts['EUR']}`)).toEqual([
      '2026-03-17 R-1 500',
      '2026-03-17 R-2 500',
    ]);
    expect(lines.filter(({ kind, step }) => kind === 'contact' && step === 'two').map(({ amounts }) => amounts['EUR'])).toEqual([10500, 20500]);
  });

  it('with a message for each level all share one: the account has one level', async () => {
    const lines = await play(policy().replace('message: item', 'message: level'), three3);
    expect(messages(lines)[0]).toBe('03-07 one R-1+R-2+R-3');
  });
});
