import { afterAll, describe, expect, it } from '@jest/globals';
import { Folder, linesOf } from './stage.js';

const contact = (minGapDays = 1) => `contact: { window: { from: '09:00', to: '17:00' }, minGapDays: ${minGapDays}, maxIn7Days: 7 }\n`;
const step = (id: string, days: number, more = '') =>
  `  - { id: ${id}, action: email, template: reminder, when: { daysPastDue: { atLeast: ${days} } }${more} }\n`;
const policy = (name: string, steps: readonly string[], more = contact()) => `policy: ${name}\ntitle: ${name}\n${more}ladder:\n${steps.join('')}`;

const files = {
  'quick.yaml': policy('quick', [step('first', 2), step('second', 9), step('third', 16)]),
  'gentle.yaml': policy('gentle', [step('first', 9), step('second', 20)]),
  'none.yaml': 'policy: none\ntitle: None\ndoNothing: true\n',
  'entities.csv': 'code,name,country,currency,time_zone\nDE01,Seller,DE,EUR,Europe/Berlin\n',
};
const account = 'DE01/1';
const header = 'entity,customer_number,document_number,document_date,due_date,currency,amount\n';
const item = (number: string, amount: string, due = '2026-03-02') => `DE01,1,${number},2026-02-02,${due},EUR,${amount}\n`;
const two = [item('R-1', '100.00'), item('R-2', '40.00')];

const folder = new Folder(files);
afterAll(() => folder.remove());

interface Told {
  items?: readonly string[];
  given?: string;
  events?: readonly object[];
  policies?: readonly string[];
  more?: readonly string[];
}

async function play({ items = two, given = '', events = [], policies = ['quick.yaml', 'gentle.yaml', 'none.yaml'], more = [] }: Told) {
  folder.write('items.csv', header + items.join(''));
  folder.write('assignment.yaml', `assignment: house\notherwise: quick\n${given}`);
  folder.write('events.jsonl', events.map((event) => JSON.stringify({ account, ...event })).join('\n'));
  const ledger = ['--ledger', 'entities.csv', 'items.csv', '--events', 'events.jsonl', '--from', '2026-03-02', '--to', '2026-04-03'];
  const { out, err } = await folder.duly('rehearse', '--policy', ...policies, '--assignment', 'assignment.yaml', ...ledger, ...more);
  if (err) throw new Error(err);
  return linesOf(out);
}

type Lines = ReturnType<typeof linesOf>;

/** `2026-03-11 gentle first/1: R-2 40.00`. */
const written = (lines: Lines) =>
  lines
    .filter(({ kind }) => kind === 'contact')
    .map(
      ({ date, policy: by, step: id, round, items, amounts }) => `${date} ${by} ${id}/${round}: ${items.join(' ')} ${((amounts['EUR'] ?? 0) / 100).toFixed(2)}`,
    );

const of = (lines: Lines, ...kinds: string[]) =>
  lines.filter(({ kind }) => kinds.includes(kind)).map(({ date, kind, policy: by, result }) => `${date} ${kind} ${by} ${result}`);

const gently = (number = 'R-2') => `items: [{ account: ${account}, item: ${number}, policy: gentle }]\n`;

describe('items with a policy of their own', () => {
  it('climb a ladder of their own beside the account’s, with steps of the same names, and never on one day', async () => {
    const lines = await play({ given: gently(), more: ['--at', '2026-03-12'] });
    expect(written(lines)).toEqual([
      '2026-03-04 quick first/1: R-1 100.00',
      // Both are due, on the ninth day: the one goes first that has never written.
      '2026-03-11 gentle first/1: R-2 40.00',
      '2026-03-12 quick second/1: R-1 100.00',
      '2026-03-18 quick third/1: R-1 100.00',
      // The twentieth day is a Sunday.
      '2026-03-23 gentle second/1: R-2 40.00',
    ]);
    expect(of(lines, 'open', 'close')).toEqual(['2026-03-03 open quick first']);
    const { state } = lines.find(({ kind }) => kind === 'state') ?? {};
    expect(state?.itemStates.map(({ item: number, policy: by, step: id, level }) => [number, by, id, level])).toEqual([
      ['R-1', 'quick', 'second', 2],
      ['R-2', 'gentle', 'first', 1],
    ]);
    expect(state?.collectable).toEqual({ EUR: 140_00 });
    expect([state?.next?.step, state?.next?.policy]).toEqual(['third', 'quick']);
  });

  it('go to and fro: each policy goes on from where it was, and nothing is sent twice', async () => {
    const lines = await play({
      events: [
        { type: 'policy', on: '2026-03-06', policy: 'gentle', item: 'R-2' },
        { type: 'policy', on: '2026-03-16', policy: 'quick', item: 'R-2' },
        { type: 'policy', on: '2026-03-19', policy: 'gentle', item: 'R-2' },
      ],
    });
    expect(written(lines)).toEqual([
      '2026-03-04 quick first/1: R-1 R-2 140.00',
      '2026-03-11 gentle first/1: R-2 40.00',
      '2026-03-12 quick second/1: R-1 100.00',
      '2026-03-18 quick third/1: R-1 R-2 140.00',
      '2026-03-23 gentle second/1: R-2 40.00',
    ]);
    expect(lines.filter(({ kind, result }) => kind === 'event' && result === 'policy').map(({ sentence }) => sentence)).toEqual([
      'R-2 is collected by the policy gentle from here on',
      'R-2 is collected again with the account',
      'R-2 is collected by the policy gentle from here on',
    ]);
  });

  it('climb each by itself under an account that climbs as one', async () => {
    const own = `levels: { track: item }\n${contact()}`;
    folder.write('each.yaml', policy('each', [step('first', 3), step('second', 10)], own));
    const lines = await play({
      items: [...two, item('R-3', '30.00', '2026-03-09')],
      given: `items:\n  - { account: ${account}, item: R-2, policy: each }\n  - { account: ${account}, item: R-3, policy: each }\n`,
      policies: ['quick.yaml', 'each.yaml'],
      more: ['--at', '2026-03-12'],
    });
    expect(written(lines)).toEqual([
      '2026-03-04 quick first/1: R-1 100.00',
      '2026-03-05 each first/1: R-2 40.00',
      '2026-03-11 quick second/1: R-1 100.00',
      '2026-03-12 each second/1: R-2 R-3 70.00',
      '2026-03-18 quick third/1: R-1 100.00',
      '2026-03-19 each second/2: R-3 30.00',
    ]);
    const { state } = lines.find(({ kind }) => kind === 'state') ?? {};
    expect(state?.itemStates.map(({ item: number, policy: by, level }) => `${number} ${by} ${level}`)).toEqual(['R-1 quick 2', 'R-2 each 2', 'R-3 each 1']);
  });

  it('write a message for each item where their policy says so, on a day of their own', async () => {
    folder.write('each.yaml', policy('each', [step('first', 9)], `levels: { track: item, message: item }\n${contact(0)}`));
    const lines = await play({
      items: [...two, item('R-3', '30.00')],
      given: `items:\n  - { account: ${account}, item: R-2, policy: each }\n  - { account: ${account}, item: R-3, policy: each }\n`,
      policies: ['quick.yaml', 'each.yaml'],
    });
    expect(written(lines).slice(0, 4)).toEqual([
      '2026-03-04 quick first/1: R-1 100.00',
      '2026-03-11 each first/1: R-2 40.00',
      '2026-03-11 each first/2: R-3 30.00',
      '2026-03-12 quick second/1: R-1 100.00',
    ]);
  });

  it('wait for an approval and bear a fee by themselves', async () => {
    const charges = 'charges: { fees: [{ id: dun-fee, amount: { EUR: 5.00 } }] }\n';
    const approved = ', charge: [dun-fee], approval: { role: manager, lapsesAfterDays: 7 }';
    folder.write('strict.yaml', policy('strict', [step('first', 9, approved)], charges + contact()));
    const lines = await play({
      given: `items: [{ account: ${account}, item: R-2, policy: strict }]\n`,
      policies: ['quick.yaml', 'strict.yaml'],
      events: [{ type: 'approval', at: '2026-03-12T08:00:00+01:00', subject: 'notice', decision: 'APPROVED', step: 'first' }],
      more: ['--at', '2026-03-11,2026-03-13'],
    });
    expect(of(lines, 'draft', 'fee')).toEqual(['2026-03-11 draft strict WAITING', '2026-03-12 draft strict APPROVED', '2026-03-12 fee strict BOOKED']);
    expect(written(lines)).toEqual([
      '2026-03-04 quick first/1: R-1 100.00',
      '2026-03-11 quick second/1: R-1 100.00',
      '2026-03-12 strict first/1: R-2 R-2-F1 45.00',
      '2026-03-18 quick third/1: R-1 100.00',
    ]);
    const [waiting, sent] = lines.filter(({ kind }) => kind === 'state').map(({ state }) => state);
    expect(waiting?.drafts).toMatchObject([{ step: 'first', status: 'WAITING', policy: 'strict' }]);
    expect(sent?.itemStates.find(({ item: number }) => number === 'R-2-F1')).toMatchObject({ policy: 'strict', openMinor: 5_00 });
  });

  it('share the credits of the account: none counts twice', async () => {
    const lines = await play({ items: [...two, item('R-C', '-100.00')], given: gently() });
    expect(written(lines)).toEqual(['2026-03-11 gentle first/1: R-2 40.00', '2026-03-23 gentle second/1: R-2 40.00']);
  });

  it('are collected where the account itself is left alone, as an item goes before its account', async () => {
    const lines = await play({ given: `accounts: { ${account}: none }\n${gently()}` });
    expect(written(lines)).toEqual(['2026-03-11 gentle first/1: R-2 40.00', '2026-03-23 gentle second/1: R-2 40.00']);
    expect(lines.find(({ kind }) => kind === 'open')).toMatchObject({ policy: 'gentle', strand: 'gentle', assignment: { by: 'item', line: 4 } });
  });

  it('begin anew with what falls due after all of them were paid, and so does the account', async () => {
    const lines = await play({
      items: [...two, item('R-5', '60.00', '2026-03-16'), item('R-6', '25.00', '2026-03-10')],
      given: `items:\n  - { account: ${account}, item: R-2, policy: gentle }\n  - { account: ${account}, item: R-5, policy: gentle }\n`,
      events: [
        { type: 'payment', on: '2026-03-05', amount: '100.00', items: ['R-1'] },
        { type: 'payment', on: '2026-03-13', amount: '40.00', items: ['R-2'] },
      ],
    });
    expect(written(lines)).toEqual([
      '2026-03-04 quick first/1: R-1 100.00',
      '2026-03-11 gentle first/1: R-2 40.00',
      '2026-03-12 quick first/1: R-6 25.00',
      '2026-03-19 quick second/1: R-6 25.00',
      '2026-03-25 gentle first/1: R-5 60.00',
      '2026-03-26 quick third/1: R-6 25.00',
    ]);
    expect(lines.filter(({ kind }) => kind === 'contact').map(({ strand = 'own' }) => strand)).toEqual(['own', 'gentle', '+2', '+2', 'gentle+2', '+2']);
    expect(of(lines, 'close')).toEqual([]);
  });

  it('have their turn also where they need a longer silence: the account does not use it up', async () => {
    folder.write('brisk.yaml', policy('brisk', [step('first', 3), step('second', 9)], contact(3)));
    folder.write('calm.yaml', policy('calm', [step('first', 5)], contact(7)));
    const given = `items: [{ account: ${account}, item: R-2, policy: calm }]\naccounts: { ${account}: brisk }\n`;
    const lines = await play({ given, policies: ['quick.yaml', 'brisk.yaml', 'calm.yaml'] });
    expect(written(lines)).toEqual([
      '2026-03-05 brisk first/1: R-1 100.00',
      // Due since the 7th, seven days after the 5th; the account's own was due on the 11th, and waits.
      '2026-03-12 calm first/1: R-2 40.00',
      '2026-03-16 brisk second/1: R-1 100.00',
    ]);
  });

  it('share the account’s call task: a second call is added to the first', async () => {
    const call = (name: string) =>
      `policy: ${name}\ntitle: ${name}\n${contact()}ladder:\n  - { id: call, action: call, template: reminder, when: { daysPastDue: { atLeast: 9 } } }\n`;
    folder.write('ring.yaml', call('ring'));
    folder.write('phone.yaml', call('phone'));
    const given = `items: [{ account: ${account}, item: R-2, policy: phone }]\naccounts: { ${account}: ring }\n`;
    const lines = await play({ given, policies: ['quick.yaml', 'ring.yaml', 'phone.yaml'], more: ['--at', '2026-03-11'] });
    const calls = lines.filter(({ kind, to }) => kind === 'task' && to === 'CALL');
    expect(calls.map(({ date, policy: by, items, result }) => `${date} ${by} ${items.join(' ')} ${result ?? 'opened'}`)).toEqual([
      '2026-03-11 ring R-1 opened',
      '2026-03-11 phone R-2 ADDED',
    ]);
    expect(lines.find(({ kind }) => kind === 'state')?.state?.openTasks.filter((kind) => kind === 'CALL')).toEqual(['CALL']);
  });

  it('are set to a level of their own ladder, and stand still with the account when that is held', async () => {
    const lines = await play({
      given: gently(),
      events: [
        { type: 'set-level', on: '2026-03-09', level: 1, item: 'R-2', reason: 'spoke to them' },
        { type: 'hold', on: '2026-03-10', endsOn: '2026-03-20', reason: 'talks' },
      ],
    });
    expect(of(lines, 'refused')).toEqual([]);
    expect(written(lines)).toEqual([
      '2026-03-04 quick first/1: R-1 100.00',
      '2026-03-20 quick second/1: R-1 100.00',
      '2026-03-23 gentle second/1: R-2 40.00',
      '2026-03-24 quick third/1: R-1 100.00',
    ]);
  });

  it('are left alone by a policy that does nothing, as before', async () => {
    const lines = await play({ given: `items: [{ account: ${account}, item: R-2, policy: none }]\n`, more: ['--at', '2026-03-12'] });
    expect(written(lines).map((line) => line.slice(-10))).toEqual(Array.from({ length: 3 }, () => 'R-1 100.00'));
    const { state } = lines.find(({ kind }) => kind === 'state') ?? {};
    expect(state?.itemStates.find(({ item: number }) => number === 'R-2')).toMatchObject({ policy: 'none', withheld: { because: 'EXCLUDED', minor: 40_00 } });
  });
});
