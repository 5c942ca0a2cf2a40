import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { CourseChange } from '../../domain/rule/follow.js';
import { keepCourse } from '../../prisma/store/course.js';
import { duly } from '../cli/duly.js';
import { foundBusiness, owes } from './ledger.js';
import { startStage, type Stage } from './stage.js';

const account = 'DE01/100';
const change = (kind: CourseChange['kind'], from: string | null, to: string | null, onDay: string, actions: string[] = []): CourseChange => ({
  kind,
  itemId: null,
  from,
  to,
  onDay,
  days: null,
  actions,
  line: 3,
});

describe('states, age classes and credit holds', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await startStage({ at: '2020-06-30T13:00:00.000Z' });
    await foundBusiness(stage.db);
    await owes(stage.db, { number: '100', name: 'Alder', items: [['2020-06-01', 100_00]] });
    await owes(stage.db, { number: '200', name: 'Birch', items: [['2020-06-01', 100_00]] });
    const said = { at: '2020-06-20T06:00:00Z', policy: { name: 'standard-b2b', version: 1 }, by: 'system', reason: null, step: null };
    await keepCourse(stage.db, { ...said, accountId: account, changes: [change('state', 'clear', 'warned', '2020-06-11', ['notify-sales'])] });
    await keepCourse(stage.db, { ...said, accountId: 'DE01/200', changes: [change('class', null, 'watch', '2020-06-02')] });
    await keepCourse(stage.db, { ...said, accountId: account, step: 'stop', changes: [change('credit-hold', null, 'on', '2020-06-20', ['credit-hold-on'])] });
    await keepCourse(stage.db, { ...said, accountId: account, changes: [change('state', 'warned', 'blocked', '2020-06-20', ['suspend-delivery'])] });
  });
  afterAll(() => stage.close());

  it('are read with their history', async () => {
    const { status, body } = await stage.call('GET', `/accounts/${account}/states`);
    expect(status).toBe(200);
    expect(body).toEqual({
      accountId: account,
      state: 'blocked',
      class: null,
      creditHold: { sinceOn: '2020-06-20', step: 'stop' },
      history: [
        { kind: 'state', item: null, name: 'warned', addedOn: '2020-06-11', liftedOn: '2020-06-20' },
        { kind: 'credit-hold', item: null, name: 'on', addedOn: '2020-06-20', liftedOn: null },
        { kind: 'state', item: null, name: 'blocked', addedOn: '2020-06-20', liftedOn: null },
      ],
    });
    expect((await stage.call('GET', '/accounts/DE01/999/states')).status).toBe(404);
  });

  it('are followed from a number on: all in order, none twice, and nothing new is an empty answer', async () => {
    const first = await stage.call('GET', '/events?after=0&limit=3');
    expect(first.body.items.map(({ accountId, to }: { accountId: string; to: string }) => `${accountId} ${to}`)).toEqual([
      'DE01/100 warned',
      'DE01/200 watch',
      'DE01/100 on',
    ]);
    const rest = await stage.call('GET', `/events?after=${first.body.next}`);
    expect(rest.body.items).toMatchObject([{ kind: 'state', from: 'warned', to: 'blocked', actions: ['suspend-delivery'], policy: 'standard-b2b@1', line: 3 }]);
    expect((await stage.call('GET', `/events?after=${rest.body.next}`)).body).toEqual({ items: [], next: rest.body.next });
    expect((await stage.call('GET', '/events?kind=class')).body.items).toHaveLength(1);
  });

  it('list the accounts on credit hold', async () => {
    const { body } = await stage.call('GET', '/accounts?flag=credit-hold');
    expect(body.items.map(({ accountId }: { accountId: string }) => accountId)).toEqual([account]);
  });

  it('are shown by the command line', async () => {
    const as = (...args: string[]) => duly(args, { DULY_URL: stage.url, DULY_API_KEY: stage.keys.collector });
    const states = await as('account', 'states', account);
    expect([states.code, states.err]).toEqual([0, '']);
    expect(states.out).toContain('since 2020-06-20, step stop');
    const events = await as('event', 'list', '--after', '0', '--account', account);
    expect([events.code, events.err]).toEqual([0, '']);
    expect(events.out).toContain('suspend-delivery');
  });
});
