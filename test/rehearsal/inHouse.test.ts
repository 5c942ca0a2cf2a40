import { describe, expect, it } from '@jest/globals';
import { Folder, linesOf } from './stage.js';

const policy = `policy: inside
title: Acts in the house
ladder:
  - { id: reminder, action: email, template: reminder, when: { daysPastDue: { atLeast: 2 } } }
  - { id: visit, action: task, task: { title: Ask sales to visit, role: sales, dueInDays: 3 }, when: { daysPastDue: { atLeast: 5 } } }
  - { id: stop, action: credit-hold, hold: on, when: { daysPastDue: { atLeast: 9 } } }
  - { id: reminder-2, action: email, template: second-reminder, when: { daysPastDue: { atLeast: 15 } } }
`;
const files = {
  'entities.csv': 'code,name,country,currency,time_zone,language\nDE01,Seller,DE,EUR,Europe/Berlin,de\n',
  'items.csv':
    'entity,customer_number,document_type,document_number,document_date,due_date,currency,amount\n' +
    'DE01,1000,Invoice,R-1,2026-02-01,2026-03-01,EUR,1000.00\nDE01,1000,Invoice,R-2,2026-02-11,2026-05-29,EUR,500.00\n',
};

async function play(events: readonly object[] = [], more: { policy?: string; at?: string } = {}) {
  const jsonl = events.map((event) => JSON.stringify({ account: 'DE01/1000', ...event })).join('\n');
  const folder = new Folder({ ...files, 'policy.yaml': more.policy ?? policy, 'events.jsonl': jsonl });
  const span = ['--from', '2026-03-01', '--to', '2026-04-30', ...(more.at ? ['--at', more.at] : [])];
  const { out, err } = await folder.duly('rehearse', '--policy', 'policy.yaml', '--ledger', 'entities.csv', 'items.csv', '--events', 'events.jsonl', ...span);
  folder.remove();
  const lines = linesOf(out);
  const told = lines
    .filter(({ kind, to }) => ['contact', 'task', 'credit-hold', 'close', 'refused'].includes(kind) && to !== 'REVIEW_ACCOUNT')
    .map(({ date, kind, step, result, to }) => `${date} ${kind} ${kind === 'task' ? to : (result ?? step)}`);
  return { err, lines, told, state: lines.findLast(({ kind }) => kind === 'state')?.state };
}
const pays = (on: string, amount: string) => ({ type: 'payment', on, amount, items: ['R-1'] });

describe('a step that opens a task of the policy’s own words', () => {
  it('says what is to be done, by whom and by when; a due day without business moves to the next', async () => {
    const { lines } = await play();
    const task = lines.find(({ kind }) => kind === 'task');
    // 6 March 2026 is a Friday; three days later is Monday the 9th.
    expect(task).toMatchObject({
      date: '2026-03-06',
      step: 'visit',
      to: 'OTHER',
      channel: null,
      policyLine: 5,
      task: { title: 'Ask sales to visit', role: 'sales', dueOn: '2026-03-09' },
    });
    expect(task?.sentence).toBe('A task is opened for sales, due 2026-03-09: Ask sales to visit, because the step visit is due, 5 days past due.');
  });

  it('is open until somebody says that it is done, and the ladder goes on meanwhile', async () => {
    const done = { type: 'task-done', on: '2026-03-08', task: 'OTHER', outcome: 'DONE' };
    expect((await play([done], { at: '2026-03-07' })).state?.openTasks).toEqual(['OTHER']);
    expect((await play([done], { at: '2026-03-08' })).state?.openTasks).toEqual([]);
    expect((await play()).told.slice(0, 4)).toEqual([
      '2026-03-03 contact reminder',
      '2026-03-06 task OTHER',
      '2026-03-10 credit-hold ON',
      '2026-03-16 contact reminder-2',
    ]);
  });
});

describe('a credit hold', () => {
  it('is set by its step, and ended by itself when nothing is overdue any more, before the case closes', async () => {
    const { told, lines } = await play([pays('2026-03-19', '1000.00')]);
    expect(told.slice(2)).toEqual(['2026-03-10 credit-hold ON', '2026-03-16 contact reminder-2', '2026-03-19 credit-hold OFF', '2026-03-19 close PAID']);
    const off = lines.find(({ kind, result }) => kind === 'credit-hold' && result === 'OFF');
    expect(off).toMatchObject({
      at: '2026-03-19T04:00:00Z',
      actions: ['credit-hold-off'],
      reason: { code: 'CREDIT_HOLD_OVER', figures: { since: '2026-03-10' } },
    });
  });

  it('stays while something is overdue, and through a pause of contacts', async () => {
    expect((await play([pays('2026-03-19', '999.00')])).told.filter((line) => line.includes('OFF'))).toEqual([]);
    const paused = [{ type: 'hold', on: '2026-03-12', endsOn: '2026-04-20' }, pays('2026-03-19', '1000.00')];
    expect((await play(paused)).told).toContain('2026-03-19 credit-hold OFF');
  });

  it('ends below an amount, where the policy says so; or by hand alone', async () => {
    const below = policy.concat('creditHold: { release: { overdueBelow: { EUR: 300 } } }\n');
    expect((await play([pays('2026-03-19', '700.00')], { policy: below })).told.filter((line) => line.includes('OFF'))).toEqual([]);
    expect((await play([pays('2026-03-19', '700.01')], { policy: below })).told).toContain('2026-03-19 credit-hold OFF');
    const byHand = policy.concat('creditHold: { release: by-hand }\n');
    const { told, state } = await play([pays('2026-03-19', '1000.00')], { policy: byHand, at: '2026-03-25' });
    expect(told.at(-1)).toBe('2026-03-19 close PAID');
    expect(state?.creditHold).toEqual({ sinceOn: '2026-03-10', step: 'stop' });
    const ended = [pays('2026-03-19', '1000.00'), { type: 'credit-hold', on: '2026-03-22', hold: 'off', reason: 'trusted' }];
    expect((await play(ended, { policy: byHand, at: '2026-03-25' })).state?.creditHold).toBeNull();
  });

  it('can be set and ended by hand, and has its history', async () => {
    const events = [
      { type: 'credit-hold', on: '2026-03-04', hold: 'on', reason: 'limit is exceeded' },
      { type: 'credit-hold', on: '2026-03-05', hold: 'on', reason: 'again' },
      { type: 'credit-hold', on: '2026-03-08', hold: 'off', reason: 'limit is raised' },
    ];
    const { told, state } = await play(events, { at: '2026-03-12' });
    expect(told).toContain('2026-03-05 refused credit-hold');
    expect(state?.creditHold).toEqual({ sinceOn: '2026-03-10', step: 'stop' });
    expect(state?.history.filter(({ kind }) => kind === 'credit-hold')).toEqual([
      { kind: 'credit-hold', item: null, name: 'on', addedOn: '2026-03-04', liftedOn: '2026-03-08' },
      { kind: 'credit-hold', item: null, name: 'on', addedOn: '2026-03-10', liftedOn: null },
    ]);
  });

  it('can be ended by a step', async () => {
    const steps = policy.replace('reminder-2, action: email, template: second-reminder', 'go-on, action: credit-hold, hold: off');
    expect((await play([], { policy: steps })).told.slice(2, 4)).toEqual(['2026-03-10 credit-hold ON', '2026-03-16 credit-hold OFF']);
  });
});

describe('a step of the house that is not right', () => {
  it.each([
    ['a task without words', policy.replace(/task: \{.*?\}, /, ''), "step 'visit' needs a task"],
    ['a credit hold that says neither on nor off', policy.replace('hold: on, ', ''), "step 'stop' needs hold: on or hold: off"],
    ['a task on a message', policy.replace('template: reminder,', 'template: reminder, task: { title: x },'), 'only a step with action: task has a task'],
    ['an amount finer than its currency', policy.concat('creditHold: { release: { overdueBelow: { JPY: 1.5 } } }\n'), 'creditHold.release.overdueBelow.JPY'],
  ])('is refused with its line: %s', async (_what, wrong, said) => {
    const { err } = await play([], { policy: wrong });
    expect(err).toMatch(/policy\.yaml:\d+:\d+: /);
    expect(err).toContain(said);
  });
});
