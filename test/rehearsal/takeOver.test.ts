import { describe, expect, it } from '@jest/globals';
import type { AgendaLine } from '../../domain/rehearsal/agenda.js';
import { files, playFiles } from './diary.js';
import { Folder } from './stage.js';

/** Steps 5, 15 and 30 days past due with a week between them; every day is a day for it. */
const policy = (levels: string, entry = 'first') => `policy: mine
title: Mine
entry: ${entry}
levels: ${levels}
ladder:
  - { id: one, action: email, template: reminder, when: { daysPastDue: { atLeast: 5 } } }
  - { id: two, action: email, template: reminder, when: { daysPastDue: { atLeast: 15 }, daysSincePrevious: { atLeast: 7 } } }
  - { id: three, action: email, template: reminder, when: { daysPastDue: { atLeast: 30 }, daysSincePrevious: { atLeast: 7 } } }
contact: { window: { from: "09:00", to: "17:00" }, businessDaysOnly: false, maxIn7Days: 50, minGapDays: 0, ledgerMaxAgeDays: 30 }
`;

const header = 'entity,customer_number,document_type,document_number,document_date,due_date,currency,amount,dunning_level,dunned_on';
const items = (...rows: [number: string, dueOn: string, dunned?: string][]) => ({
  'items.csv': [header, ...rows.map(([number, dueOn, dunned = ',']) => `DE01,1000,Invoice,${number},2026-01-05,${dueOn},EUR,100.00,${dunned}`)].join('\n'),
});
const messages = (lines: readonly AgendaLine[]) =>
  lines.filter(({ kind }) => kind === 'contact').map(({ date, step, items: about }) => `${date.slice(5)} ${step} ${about.join('+')}`);
const moves = (lines: readonly AgendaLine[]) =>
  lines.filter(({ kind }) => kind === 'level').map(({ date, result, level }) => `${date.slice(5)} ${result} ${level}`);

describe('the level of a system before', () => {
  it('is set before the first day: the case begins there, and the next step has its gap from that day', async () => {
    const ledger = items(['R-1', '2026-02-01']);
    const play = (on: string) => playFiles(policy('{ track: account }'), [{ type: 'set-level', on, level: 2, reason: 'old system' }], { other: ledger });
    const lines = await play('2026-02-20');
    expect(messages(lines)).toEqual(['03-03 three R-1']);
    expect(lines[0]).toMatchObject({ kind: 'open', date: '2026-03-02', result: 'two', level: 2 });
    expect(moves(lines)).toEqual(['03-03 RAISED 3']);
    expect(messages(await play('2026-02-27'))).toEqual(['03-06 three R-1']);
  });

  it('is set before something is overdue: the case begins there', async () => {
    const set = { type: 'set-level', on: '2026-03-05', level: 1, reason: 'known for it' };
    expect(messages(await playFiles(policy('{ track: account }'), [set], { other: items(['R-1', '2026-03-10']) }))).toEqual([
      '03-25 two R-1',
      '04-09 three R-1',
    ]);
  });

  it('set to 0, it lets the case begin before the first step, whatever the policy says of existing debt', async () => {
    const set = { type: 'set-level', on: '2026-02-20', level: 0, reason: 'never dunned' };
    const ledger = items(['R-1', '2026-01-20']);
    expect(messages(await playFiles(policy('{ track: account }', 'furthest'), [], { other: ledger }))).toEqual(['03-02 three R-1']);
    expect(messages(await playFiles(policy('{ track: account }', 'furthest'), [set], { other: ledger }))).toEqual([
      '03-02 one R-1',
      '03-09 two R-1',
      '03-16 three R-1',
    ]);
  });

  it('is set for an item, where items climb; the others enter as the policy says', async () => {
    const set = { type: 'set-level', on: '2026-02-25', level: 2, item: 'R-1', reason: 'old system' };
    const lines = await playFiles(policy('{ track: item }'), [set], { other: items(['R-1', '2026-01-31'], ['R-2', '2026-02-20']) });
    expect(messages(lines)).toEqual(['03-02 one R-2', '03-04 three R-1', '03-09 two R-2', '03-22 three R-2']);
  });

  const dunned = items(['R-1', '2026-01-31', '2,2026-02-25'], ['R-2', '2026-02-12', '1,2026-02-25'], ['R-3', '2026-02-20']);

  it('comes with each item of the ledger, where items climb', async () => {
    const lines = await playFiles(policy('{ track: item }'), [], { other: dunned, more: ['--at', '2026-03-02'] });
    expect(messages(lines)).toEqual(['03-02 one R-3', '03-04 three R-1+R-2', '03-09 two R-3', '03-14 three R-2', '03-22 three R-3']);
    const state = lines.find(({ kind }) => kind === 'state');
    expect(state?.state?.itemStates.map(({ item, level, step }) => [item, level, step])).toEqual([
      ['R-1', 2, 'two'],
      ['R-2', 1, 'one'],
      ['R-3', 1, 'one'],
    ]);
  });

  it('is that of the furthest item, where the account climbs', async () => {
    const lines = await playFiles(policy('{ track: account }'), [], { other: dunned });
    expect(lines[0]).toMatchObject({ kind: 'open', result: 'two' });
    expect(messages(lines)).toEqual(['03-04 three R-1+R-2+R-3']);
  });

  it('above the ladder it is the last step of it, and without a day of that day of the list', async () => {
    const lines = await playFiles(policy('{ track: account }'), [], { other: items(['R-1', '2026-01-31', '5,2026-02-25']) });
    expect(messages(lines)).toEqual([]);
    expect(messages(await playFiles(policy('{ track: account }'), [], { other: items(['R-1', '2026-01-20', '2,']) }))).toEqual(['03-09 three R-1']);
  });

  it('counts in the first case of the account alone', async () => {
    const events = [
      { type: 'payment', on: '2026-03-05', number: 'P-1', amount: '100.00', items: ['R-1'] },
      { type: 'payment-reversed', on: '2026-04-01', number: 'P-1', reason: 'bounced' },
    ];
    const lines = await playFiles(policy('{ track: account }'), events, { other: items(['R-1', '2026-02-15', '1,2026-02-20']) });
    expect(messages(lines)).toEqual(['03-02 two R-1', '04-01 one R-1', '04-08 two R-1', '04-15 three R-1']);
  });

  it('says in which line it cannot be read', async () => {
    const ledger = { ...files, ...items(['R-1', '2026-01-31', 'two,2026-02-25'], ['R-2', '2026-01-31', '2,2026-03-25']), 'policy.yaml': policy('{}') };
    const folder = new Folder(ledger);
    const asked = ['--policy', 'policy.yaml', '--ledger', ...Object.keys(files), '--from', '2026-03-02', '--to', '2026-04-30'];
    const { code, err } = await folder.duly('rehearse', ...asked);
    folder.remove();
    expect(code).not.toBe(0);
    expect(err).toMatch(/items\.csv:2.*dunning_level.*is no whole number/);
    expect(err).toMatch(/items\.csv:3.*dunned_on.*lies after 2026-03-02, the day of the list/);
  });
});
