import { describe, expect, it } from '@jest/globals';
import type { AgendaLine } from '../../domain/rehearsal/agenda.js';
import { playFiles, policyWith } from './diary.js';

/** Steps 5, 15 and 30 days past due with a week between them; every day is a day for it. What differs of a step is put in its place. */
const policy = (levels: string, { one = '', two = '', charges = '' } = {}) => `policy: mine
title: Mine
levels: ${levels}
${charges}
ladder:
  - { id: one, action: email, template: reminder, when: { daysPastDue: { atLeast: 5 } }${one} }
  - { id: two, action: email, template: reminder, when: { daysPastDue: { atLeast: 15 }, daysSincePrevious: { atLeast: 7 } }${two} }
  - { id: three, action: email, template: reminder, when: { daysPastDue: { atLeast: 30 }, daysSincePrevious: { atLeast: 7 } } }
contact: { window: { from: "09:00", to: "17:00" }, businessDaysOnly: false, maxIn7Days: 50, minGapDays: 0, ledgerMaxAgeDays: 30 }
`;
const approval = ', approval: { role: manager, lapsesAfterDays: 7 }';

const items = (...rows: [number: string, dueOn: string, amount: number][]) => ({
  'items.csv': [
    'entity,customer_number,document_type,document_number,document_date,due_date,currency,amount',
    ...rows.map(([number, dueOn, amount]) => `DE01,1000,Invoice,${number},2026-01-05,${dueOn},EUR,${amount}`),
  ].join('\n'),
});
const same = items(['R-1', '2026-03-02', 100], ['R-2', '2026-03-02', 200]);
const apart = items(['R-1', '2026-03-02', 1000], ['R-2', '2026-03-12', 500]);
const decide = (at: string, decision: string, item?: string) => ({ type: 'approval', at, subject: 'notice', decision, reason: 'so', ...(item && { item }) });

const play = (text: string, other: Record<string, string>, events: readonly object[] = [], ...more: string[]) => playFiles(text, events, { other, more });

/** `03-17 draft two WAITING R-1`: messages, drafts, charges and what is left behind. */
const told = (lines: readonly AgendaLine[], until = '2026-04-01') =>
  lines
    .filter(({ kind, result, date }) => date < until && (['contact', 'draft', 'fee', 'interest'].includes(kind) || (kind === 'level' && result === 'SKIPPED')))
    .map(({ date, kind, step, result, items: about, amounts }) => {
      const charged = kind === 'fee' || kind === 'interest' ? `${amounts['EUR']}` : null;
      return [date.slice(5), kind, step, result, about.join('+'), charged].filter((part) => part !== null).join(' ');
    });

describe('drafts, where items have messages of their own', () => {
  it.each(['item', 'account'])('each waits, is approved or declined by itself, and counts for its own item (the %s climbs)', async (track) => {
    const events = [decide('2026-03-18T10:00:00+01:00', 'APPROVED', 'R-2'), decide('2026-03-19T10:00:00+01:00', 'DECLINED', 'R-1')];
    const lines = await play(policy(`{ track: ${track}, message: item }`, { two: approval }), same, events, '--at', '2026-03-18');
    expect(told(lines)).toEqual([
      '03-07 contact one R-1',
      '03-07 contact one R-2',
      '03-17 draft two WAITING R-1',
      '03-17 draft two WAITING R-2',
      '03-18 draft two APPROVED R-2',
      '03-18 contact two R-2',
      '03-19 draft two DECLINED R-1',
      '03-19 level two SKIPPED R-1',
    ]);
    const state = lines.find(({ kind }) => kind === 'state')?.state;
    expect(state?.drafts).toMatchObject([{ step: 'two', round: 1, items: ['R-1'], status: 'WAITING', lapsesOn: '2026-03-24' }]);
    expect(state?.itemStates.map(({ level }) => level)).toEqual(track === 'item' ? [1, 2] : [2, 2]);
    expect(told(lines, '2026-05-01').slice(8)).toEqual(['04-01 contact three R-1', '04-01 contact three R-2']);
  });

  it('says which draft is meant, and that none is', async () => {
    const lines = await play(policy('{ track: item, message: item }', { two: approval }), same, [decide('2026-03-16T10:00:00+01:00', 'APPROVED', 'R-2')]);
    expect(lines.find(({ kind }) => kind === 'refused')?.sentence).toContain('no notice about R-2 waits for approval');
  });

  it('one of the account that speaks for several steps is withdrawn when one of its items is paid in part, and each takes its own step when it is sent', async () => {
    const paid = { type: 'payment', on: '2026-03-18', number: 'P-1', amount: '200.00', items: ['R-2'] };
    const events = [paid, decide('2026-03-20T10:00:00+01:00', 'APPROVED')];
    const lines = await play(policy('{ track: item }', { two: approval }), apart, events);
    expect(told(lines)).toEqual([
      '03-07 contact one R-1',
      '03-17 draft two WAITING R-1+R-2',
      '03-18 draft two WITHDRAWN R-1+R-2',
      '03-18 draft two WAITING R-1+R-2',
      '03-20 draft two APPROVED R-1+R-2',
      '03-20 contact two R-1+R-2',
      '03-27 draft two WAITING R-2',
    ]);
    const raised = lines.filter(({ kind, result, date }) => kind === 'level' && result === 'RAISED' && date === '2026-03-20');
    expect(raised.map(({ items: about, level }) => `${about.join()} ${level}`)).toEqual(['R-1 2', 'R-2 1']);
  });
});

const fee = (per: string, id = 'dun') => `{ id: ${id}, amount: { EUR: 5 }, per: ${per} }`;

describe('charges of a message that somebody approves', () => {
  const charging = policy('{}', { two: `${approval}, charge: [dun]`, charges: `charges: { fees: [${fee('message')}] }` });
  const one = items(['R-1', '2026-03-02', 100]);

  it('are booked when it goes, and it asks for them', async () => {
    const lines = await play(charging, one, [decide('2026-03-19T10:00:00+01:00', 'APPROVED')]);
    expect(told(lines)).toEqual([
      '03-07 contact one R-1',
      '03-17 draft two WAITING R-1',
      '03-19 draft two APPROVED R-1',
      '03-19 fee two BOOKED R-1 500',
      '03-19 contact two R-1+R-1-F1',
    ]);
    expect(lines.find(({ kind, step }) => kind === 'contact' && step === 'two')).toMatchObject({ amounts: { EUR: 10500 }, charges: { EUR: 500 } });
  });

  it('are not booked for one that lapses or is declined', async () => {
    const lines = await play(charging, one, [decide('2026-03-26T10:00:00+01:00', 'DECLINED')]);
    expect(told(lines)).toEqual([
      '03-07 contact one R-1',
      '03-17 draft two WAITING R-1',
      '03-24 draft two LAPSED R-1',
      '03-24 draft two WAITING R-1',
      '03-26 draft two DECLINED R-1',
      '03-26 level two SKIPPED R-1',
    ]);
  });

  it('are booked for each message of a turn', async () => {
    const text = policy('{ message: item }', { two: `${approval}, charge: [dun]`, charges: `charges: { fees: [${fee('message')}] }` });
    const lines = await play(text, same, [decide('2026-03-19T10:00:00+01:00', 'APPROVED', 'R-2')]);
    expect(told(lines).filter((line) => line.includes('fee'))).toEqual(['03-19 fee two BOOKED R-2 500']);
  });
});

describe('charges where items climb by themselves', () => {
  it('a fee per message is that of the step that speaks, once; what is charged for an item is that of its own step', async () => {
    const charges = `charges: { fees: [${fee('message', 'note')}, { id: each, amount: { EUR: 3 }, per: item }], interest: { percent: 36.5 } }`;
    const text = policy('{ track: item }', { one: ', charge: [note]', two: ', charge: [note, each, interest]', charges });
    const lines = await play(text, apart);
    const charged = lines
      .filter(({ kind }) => kind === 'fee' || kind === 'interest')
      .map(({ date, step, charge, items: about, amounts }) => {
        return `${date.slice(5)} ${step} ${charge?.name} ${about.join('+')} ${amounts['EUR']}`;
      });
    // 36.5 % a year is 0.1 % a day: 15 days on 1,000.00 and on 500.00.
    expect(charged).toEqual([
      '03-07 one note R-1 500',
      '03-17 two note R-1+R-2 500',
      '03-17 two each R-1 300',
      '03-17 two interest R-1 1500',
      '03-27 two note R-2 500',
      '03-27 two each R-2 300',
      '03-27 two interest R-2 750',
    ]);
  });

  it('with a message for each level, each step charges for its own message', async () => {
    const charges = `charges: { fees: [${fee('message', 'note')}] }`;
    const text = policy('{ track: item, message: level }', { one: ', charge: [note]', two: ', charge: [note]', charges });
    const lines = await play(text, apart);
    expect(told(lines).filter((line) => line.includes('fee'))).toEqual([
      '03-07 fee one BOOKED R-1 500',
      '03-17 fee two BOOKED R-1 500',
      '03-17 fee one BOOKED R-2 500',
      '03-27 fee two BOOKED R-2 500',
    ]);
  });
});

describe('an account has one open call task', () => {
  const ladder = `  - { id: reminder, action: email, template: reminder, when: { daysPastDue: { atLeast: 3 } } }
  - { id: call, action: call, template: call, when: { daysPastDue: { atLeast: 20 } } }`;
  const one = items(['R-1', '2026-03-02', 1200]);
  const promise = (on: string, dueOn: string) => ({ type: 'promise', on, amount: '1200.00', dueOn });
  const calls = (lines: readonly AgendaLine[]) =>
    lines.filter(({ to }) => to === 'CALL').map(({ date, step, result, reason }) => `${date.slice(5)} ${step ?? '-'} ${result ?? 'OPENED'} ${reason?.code}`);

  it('which does for a step that asks for a call after a promise was broken', async () => {
    const events = [promise('2026-03-10', '2026-03-16'), { type: 'call', at: '2026-03-25T10:00:00+01:00', outcome: 'NO_ANSWER' }];
    const lines = await play(policyWith(ladder), one, events, '--at', '2026-03-23,2026-03-25');
    expect(calls(lines)).toEqual(['03-19 - OPENED PLAN_BROKEN', '03-23 call ADDED STEP_DUE']);
    expect(lines.find(({ result }) => result === 'ADDED')).toMatchObject({
      level: 2,
      sentence: expect.stringMatching(/^The call task that is open does for this as well: /),
    });
    expect(lines.filter(({ kind }) => kind === 'state').map(({ state }) => state?.openTasks.filter((task) => task === 'CALL').length)).toEqual([1, 0]);
  });

  it('which does for a promise that is broken while a step’s call is open', async () => {
    const lines = await play(policyWith(ladder), one, [promise('2026-03-24', '2026-03-27')], '--at', '2026-03-30');
    expect(calls(lines)).toEqual(['03-23 call OPENED STEP_DUE', '03-30 - ADDED PLAN_BROKEN']);
    expect(lines.find(({ kind }) => kind === 'state')?.state?.openTasks.filter((task) => task === 'CALL')).toHaveLength(1);
  });
});
