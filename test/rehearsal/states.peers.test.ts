/** Diaries of peers whose policies have states, age classes and conditions joined by OR: kill-bill, fineract and netsuite of policies/examples. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import type { AgendaLine } from '../../domain/rehearsal/agenda.js';
import { play, stateOn } from './story.js';

const sourceOf = (name: string) => readFileSync(new URL(`../../policies/examples/${name}.yaml`, import.meta.url), 'utf8');
const items = (...rows: string[]) => ({
  'items.csv': `entity,customer_number,document_number,instalment,document_date,due_date,currency,amount\n${rows.map((row) => `DE01,1000,${row}`).join('\n')}\n`,
});
const account = 'DE01/1000';
const changes = (lines: readonly AgendaLine[], kind: 'state-change' | 'class') =>
  lines
    .filter((line) => line.kind === kind)
    .map(({ date, items: of, from, to, actions }) =>
      [date.slice(5), kind === 'class' ? (of[0] ?? 'account') : '', `${from ?? '-'} > ${to ?? '-'}`, ...(actions ?? [])].filter(Boolean).join(' '),
    );

describe('Kill Bill', () => {
  const files = items('R-1,,2026-01-31,2026-01-31,EUR,100.00', 'R-2,,2026-03-02,2026-03-02,EUR,40.00');
  const tell = async (events: readonly object[]) =>
    changes(
      await play({ policy: sourceOf('kill-bill'), files, events: events.map((event) => ({ account, ...event })), from: '2026-02-02', to: '2026-04-30' }),
      'state-change',
    );

  it('goes through the states by the age of the earliest unpaid invoice: 30, 40 and 50 days', async () => {
    expect(await tell([])).toEqual([
      '03-02 clear > od1 block-plan-changes',
      '03-12 od1 > od2 unblock-plan-changes block-entitlement-and-billing',
      '03-22 od2 > od3 unblock-entitlement-and-billing cancel-subscriptions',
    ]);
  });

  it('skips no state when a payment makes another invoice the earliest, and is clear at once after a credit', async () => {
    const paid = { type: 'payment', on: '2026-03-15', amount: '100.00', items: ['R-1'] };
    const credit = { type: 'credit-note', on: '2026-04-12', number: 'C-1', amount: '40.00' };
    expect(await tell([paid, credit])).toEqual([
      '03-02 clear > od1 block-plan-changes',
      '03-12 od1 > od2 unblock-plan-changes block-entitlement-and-billing',
      '03-15 od2 > clear unblock-entitlement-and-billing',
      // R-2 is of 2 March: 30 days on is 1 April.
      '04-01 clear > od1 block-plan-changes',
      '04-11 od1 > od2 unblock-plan-changes block-entitlement-and-billing',
      '04-12 od2 > clear unblock-entitlement-and-billing',
    ]);
  });

  it('enforces nothing while the tag is there', async () => {
    const off = { type: 'tag', on: '2026-03-05', add: ['overdue-enforcement-off'] };
    const on = { type: 'tag', on: '2026-03-25', remove: ['overdue-enforcement-off'] };
    expect(await tell([off, on])).toEqual([
      '03-02 clear > od1 block-plan-changes',
      '03-05 od1 > clear unblock-plan-changes',
      '03-25 clear > od3 cancel-subscriptions',
    ]);
  });
});

describe('Fineract', () => {
  const files = items('L-1,1,2026-02-01,2026-03-01,EUR,500.00', 'L-1,2,2026-02-01,2026-04-01,EUR,500.00');
  const pause = { account, type: 'hold', id: 'P', on: '2026-03-09', startsOn: '2026-03-10', endsOn: '2026-03-20', reason: 'asked' };
  const resume = { account, type: 'release', hold: 'P', on: '2026-03-15', reason: 'resumed' };
  const tell = async (events: readonly object[]) =>
    play({ policy: sourceOf('fineract'), files, events, from: '2026-03-01', to: '2026-05-10', at: '2026-03-31,2026-05-10' });

  it('has ranges of the account, with grace, and of each instalment, without; a pause that was resumed early is deducted up to there', async () => {
    const lines = await tell([pause, resume]);
    expect(changes(lines, 'class')).toEqual([
      '03-02 L-1/1 - > range-1',
      // The account's day 1 is day 4 after the due date; the instalment's day 4 is the same day.
      '03-05 account - > range-1',
      '03-05 L-1/1 range-1 > range-30',
      '03-08 account range-1 > range-30',
      '04-02 L-1/2 - > range-1',
      '04-05 L-1/2 range-1 > range-30',
      // 61 days and 5 of pause after 1 March; the account with 3 days of grace more.
      '05-06 L-1/1 range-30 > range-60',
      '05-09 account range-30 > range-60',
    ]);
    const state = stateOn(lines, '2026-03-31');
    expect([state.daysCounted, state.itemStates[0]?.daysCounted]).toEqual([30 - 3 - 5, 30 - 5]);
  });

  it('tells when each range was added and lifted', async () => {
    const history = stateOn(await tell([pause, resume]), '2026-05-10').history.filter(({ item }) => item === null);
    expect(history.map(({ name, addedOn, liftedOn }) => [name, addedOn, liftedOn])).toEqual([
      ['range-1', '2026-03-05', '2026-03-08'],
      ['range-30', '2026-03-08', '2026-05-09'],
      ['range-60', '2026-05-09', null],
    ]);
  });

  it('lets pauses touch, and counts those that overlap once', async () => {
    const counted = async (...events: object[]) => stateOn(await tell([pause, ...events]), '2026-03-31').daysCounted;
    expect(await counted()).toBe(30 - 3 - 10);
    expect(await counted({ ...pause, id: 'Q', startsOn: '2026-03-20', endsOn: '2026-03-23' })).toBe(30 - 3 - 13);
    expect(await counted({ ...pause, id: 'Q', startsOn: '2026-03-15', endsOn: '2026-03-23' })).toBe(30 - 3 - 13);
  });
});

describe('NetSuite', () => {
  const ten = items(...Array.from({ length: 10 }, (_, n) => `R-${n + 1},,2026-02-04,2026-03-04,USD,10.00`));
  const either = sourceOf('netsuite');
  const both = either.replace(/daysPastDue: \{ atLeast: 1 \}\n\s+anyOf:[\s\S]*$/, 'daysPastDue: { atLeast: 10 }\n      overdueAtLeast: { USD: 100 }\n');
  const first = async (policy: string, events: readonly object[] = []) => {
    // Monday, five days late.
    const lines = await play({ policy, files: ten, events: events.map((event) => ({ account, ...event })), from: '2026-03-09', to: '2026-03-13' });
    const sent = lines.find(({ kind }) => kind === 'contact');
    return `${sent?.date} ${sent?.step}`;
  };

  it('ten invoices of 10 dollars, five days late: by AND level 1, by OR level 2', async () => {
    expect(both).not.toContain('anyOf:\n');
    expect(await first(both)).toBe('2026-03-09 level-1');
    expect(await first(either)).toBe('2026-03-09 level-2');
  });

  it('looks at the customer at once when a pause ends', async () => {
    const paused = { type: 'hold', on: '2026-03-06', endsOn: '2026-04-30', reason: 'key customer' };
    expect(await first(either, [paused, { type: 'release', on: '2026-03-11', reason: 'spoken to' }])).toBe('2026-03-11 level-2');
  });
});
