/** Diaries of systems in which each item climbs by itself, as policies say it. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { play, type Story } from './story.js';

const sourceOf = (name: string) => readFileSync(new URL(`../../policies/examples/${name}.yaml`, import.meta.url), 'utf8');
const header = 'entity,customer_number,document_number,document_date,due_date,currency,amount';
const owed = (...rows: [number: string, dueOn: string, amount: string][]) => ({
  'items.csv': [header, ...rows.map(([number, dueOn, amount]) => `DE01,1000,${number},2026-01-15,${dueOn},EUR,${amount}`)].join('\n'),
});

/** `03-18 first R-1`: day, step and items of each message and call. */
async function tell(policy: string, files: Story['files'], to: string, events: readonly object[] = []): Promise<string[]> {
  const lines = await play({ policy, files, from: '2026-03-02', to, events: events.map((event) => ({ account: 'DE01/1000', ...event })) });
  const acts = lines.filter(({ kind, channel }) => kind === 'contact' || (kind === 'task' && channel === 'call'));
  return acts.map(({ date, step, items }) => `${date.slice(5)} ${step} ${items.join('+')}`);
}

describe('account_credit_control', () => {
  it('each line climbs on the runs: by net days, by the end of the month, by the message before; messages are for a level', async () => {
    const files = owed(['R-1', '2026-03-02', '100.00'], ['R-2', '2026-03-16', '50.00'], ['R-3', '2026-03-02', '0.08']);
    expect(await tell(sourceOf('oca'), files, '2026-05-29')).toEqual([
      // Runs on Wednesdays. Day 10 of R-1 is the 12th; day 20 the 22nd, whose month ends on the 31st; 14 days after 1 April.
      '03-18 first R-1',
      '04-01 second R-1',
      // Day 10 of R-2 is 26 March; day 20 is 5 April, whose month ends on the 30th.
      '04-01 first R-2',
      '04-15 third R-1',
      '05-06 second R-2',
      '05-20 third R-2',
    ]);
  });

  it('old debt climbs one level per run', async () => {
    expect(await tell(sourceOf('oca'), owed(['R-1', '2026-01-20', '100.00']), '2026-04-10')).toEqual([
      '03-04 first R-1',
      '03-11 second R-1',
      '03-25 third R-1',
    ]);
  });
});

describe('Tryton', () => {
  it('a line jumps to the first later level whose days have passed; one that is blocked is not promoted', async () => {
    const files = owed(['R-1', '2026-03-02', '100.00'], ['R-2', '2026-03-02', '50.00']);
    const blocked = { type: 'hold', on: '2026-03-16', item: 'R-2', endsOn: '2026-04-01', reason: 'blocked' };
    expect(await tell(sourceOf('tryton'), files, '2026-05-29', [blocked])).toEqual([
      '03-12 first R-1+R-2',
      // Day 20 is Sunday the 22nd; the visit has not come by then and is left out.
      '03-23 second R-1',
      '04-01 second R-2',
      // Day 40 is Saturday 11 April.
      '04-13 third R-1+R-2',
    ]);
  });
});

describe('iDempiere', () => {
  const old = owed(['R-1', '2026-01-23', '100.00'], ['R-2', '2026-03-02', '50.00']);

  it('in strict sequence a level needs the one before and the days between', async () => {
    expect(await tell(sourceOf('idempiere'), old, '2026-04-03')).toEqual([
      '03-02 level-1 R-1',
      '03-09 level-2 R-1',
      '03-12 level-1 R-2',
      '03-16 level-3 R-1',
      '03-23 level-2 R-2',
      '04-01 level-3 R-2',
    ]);
  });

  it('without it an old invoice goes to the level of its age', async () => {
    const free = sourceOf('idempiere').replace('sequence: strict }', '}\nclimb: furthest');
    expect((await tell(free, old, '2026-03-20')).slice(0, 2)).toEqual(['03-02 level-3 R-1', '03-12 level-1 R-2']);
  });
});

describe('SAP', () => {
  it('is dunned every fourteen days, and falls back while the level’s minimum is not met', async () => {
    const files = owed(['R-1', '2026-03-02', '40.00'], ['R-2', '2026-03-20', '80.00']);
    expect(await tell(sourceOf('sap-fallback'), files, '2026-05-08')).toEqual([
      '03-05 one R-1',
      // 17 days late, but 40.00 are less than the 50.00 of level two.
      '03-19 one R-1',
      // R-2 was 3 days late on the 23rd, within the interval; 31 days late, R-1 falls back from three to two to one.
      '04-02 one R-1+R-2',
      // 27 days late, R-2 brings level two to 120.00; 40.00 are still less than the 100.00 of level three.
      '04-16 two R-1+R-2',
      '04-30 three R-1+R-2',
    ]);
  });

  it('falls back by the share of all open items', async () => {
    const files = owed(['R-1', '2026-03-02', '60.00'], ['R-2', '2026-06-30', '2000.00']);
    // 60.00 of 2,060.00 are 2.9 percent.
    expect(await tell(sourceOf('sap-fallback'), files, '2026-03-27')).toEqual(['03-05 one R-1', '03-19 one R-1']);
  });
});
