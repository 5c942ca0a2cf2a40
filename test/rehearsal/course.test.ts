import { describe, expect, it } from '@jest/globals';
import { Folder, linesOf } from './stage.js';

const policy = `policy: watched
title: States and classes
states:
  - state: blocked
    when: { overdueItems: { atLeast: 2 }, daysPastDue: { atLeast: 15 } }
    enter: [suspend-delivery, notify-sales]
    leave: [resume-delivery]
  - { state: warned, when: { daysPastDue: { atLeast: 5 }, tags: { without: [key-account] } }, enter: [notify-sales] }
classes:
  - { class: watch, minDays: 1, maxDays: 14 }
  - { class: doubtful, minDays: 15 }
ladder:
  - { id: reminder, action: email, template: reminder, when: { daysPastDue: { atLeast: 40 } } }
`;
const files = {
  'policy.yaml': policy,
  'entities.csv': 'code,name,country,currency,time_zone,language\nDE01,Seller,DE,EUR,Europe/Berlin,de\n',
  'items.csv':
    'entity,customer_number,document_type,document_number,document_date,due_date,currency,amount\n' +
    'DE01,1000,Invoice,R-1,2026-02-01,2026-03-01,EUR,1000.00\nDE01,1000,Invoice,R-2,2026-02-11,2026-03-11,EUR,500.00\n',
};

interface Playing {
  events?: readonly object[];
  policy?: string;
  from?: string;
  more?: string[];
}

async function play({ events = [], from = '2026-03-01', more = [], ...other }: Playing = {}) {
  const jsonl = events.map((event) => JSON.stringify({ account: 'DE01/1000', ...event })).join('\n');
  const folder = new Folder({ ...files, ...(other.policy && { 'policy.yaml': other.policy }), 'events.jsonl': jsonl });
  const span = ['--from', from, '--to', '2026-03-31', ...more];
  const { out, err } = await folder.duly('rehearse', '--policy', 'policy.yaml', '--ledger', 'entities.csv', 'items.csv', '--events', 'events.jsonl', ...span);
  folder.remove();
  const lines = linesOf(out);
  const of = (kind: string) =>
    lines
      .filter((line) => line.kind === kind)
      .map(({ date, items, from: was, to, actions }) =>
        [date, kind === 'class' ? (items[0] ?? 'account') : '', `${was ?? '-'} > ${to ?? '-'}`, ...(actions ?? [])].filter(Boolean).join(' '),
      );
  return { err, lines, states: of('state-change'), classes: of('class'), state: lines.findLast(({ kind }) => kind === 'state')?.state };
}

const pays = (on: string, item: string, amount: string) => ({ type: 'payment', on, amount, items: [item] });

describe('the state of an account', () => {
  it('is the strictest whose conditions all hold, and says on each change what other systems are to do', async () => {
    const { states } = await play({ events: [pays('2026-03-18', 'R-1', '1000.00'), pays('2026-03-20', 'R-2', '500.00')] });
    expect(states).toEqual([
      '2026-03-06 clear > warned notify-sales',
      '2026-03-16 warned > blocked suspend-delivery notify-sales',
      '2026-03-18 blocked > warned resume-delivery notify-sales',
      '2026-03-20 warned > clear',
    ]);
  });

  it('is left at once when a credit covers what is overdue, though nobody has set it off against an invoice', async () => {
    const credit = { type: 'credit-note', at: '2026-03-08T14:30:00Z', number: 'C-1', amount: '1500.00' };
    const { states, lines } = await play({ events: [credit] });
    expect(states.at(-1)).toBe('2026-03-08 warned > clear');
    expect(lines.findLast(({ kind }) => kind === 'state-change')?.at).toBe('2026-03-08T14:30:00Z');
  });

  it('counts from the due date of what is the oldest then, not from the day on which it was looked at', async () => {
    const { states } = await play({ events: [pays('2026-03-10', 'R-1', '1000.00')] });
    expect(states).toEqual(['2026-03-06 clear > warned notify-sales', '2026-03-10 warned > clear', '2026-03-16 clear > warned notify-sales']);
  });

  it('follows a tag on the day on which it is set and taken away', async () => {
    const tag = { type: 'tag', on: '2026-03-08', add: ['key-account'] };
    const untag = { type: 'tag', on: '2026-03-12', remove: ['key-account'] };
    const { states } = await play({ events: [tag, untag, pays('2026-03-14', 'R-2', '500.00')] });
    expect(states).toEqual(['2026-03-06 clear > warned notify-sales', '2026-03-08 warned > clear', '2026-03-12 clear > warned notify-sales']);
  });

  it('is told with the line of the policy, what is overdue, and the history', async () => {
    const { lines, state } = await play({ more: ['--at', '2026-03-17'] });
    const blocked = lines.find(({ kind, to }) => kind === 'state-change' && to === 'blocked');
    expect(blocked).toMatchObject({ policyLine: 4, items: ['R-1', 'R-2'], amounts: { EUR: 150000 }, days: 15, result: 'blocked' });
    expect(state?.accountState).toBe('blocked');
    expect(state?.history.filter(({ kind }) => kind === 'state')).toEqual([
      { kind: 'state', item: null, name: 'warned', addedOn: '2026-03-06', liftedOn: '2026-03-16' },
      { kind: 'state', item: null, name: 'blocked', addedOn: '2026-03-16', liftedOn: null },
    ]);
  });

  it('can be a condition of a step, and the step comes on the day on which it holds', async () => {
    const stops = policy.replace('{ atLeast: 40 } }', '{ atLeast: 3 }, state: [blocked] }').concat('contact: { businessDaysOnly: false }\n');
    const { lines } = await play({ policy: stops });
    expect(lines.filter(({ kind }) => kind === 'contact').map(({ date }) => date)).toEqual(['2026-03-16']);
    const doubtful = stops.replace('state: [blocked]', 'class: [doubtful]');
    expect((await play({ policy: doubtful })).lines.filter(({ kind }) => kind === 'contact').map(({ date }) => date)).toEqual(['2026-03-16']);
  });

  it('is the account’s, as a condition, also where items climb by themselves', async () => {
    const byItem = policy.replace('{ atLeast: 40 } }', '{ atLeast: 3 }, state: [blocked] }').replace('ladder:', 'levels: { track: item }\nladder:');
    const { lines } = await play({ policy: byItem.concat('contact: { businessDaysOnly: false }\n') });
    // R-2 is three days past due on the 14th; the account is blocked by R-1 on the 16th.
    expect(lines.filter(({ kind }) => kind === 'contact').map(({ date, items }) => [date, items])).toEqual([['2026-03-16', ['R-1', 'R-2']]]);
  });

  it('counts as a system does that knows no due date: from the invoice date of the earliest unpaid item', async () => {
    const kill = policy.replace(
      /states:[\s\S]*?classes:/,
      'states:\n  - { state: late, when: { daysSinceEarliestUnpaid: { atLeast: 30 }, unpaidItems: { atLeast: 2 }, balanceAtLeast: { EUR: 1500 } } }\nclasses:',
    );
    expect((await play({ policy: kill })).states).toEqual(['2026-03-03 clear > late']);
    expect((await play({ policy: kill, events: [pays('2026-03-05', 'R-1', '0.01')] })).states).toEqual(['2026-03-03 clear > late', '2026-03-05 late > clear']);
  });
});

describe('age classes', () => {
  it('are told of the account and of each item, on the day on which the age comes into them', async () => {
    const { classes } = await play({ events: [pays('2026-03-18', 'R-1', '1000.00')] });
    expect(classes).toEqual([
      '2026-03-02 account - > watch',
      '2026-03-02 R-1 - > watch',
      '2026-03-12 R-2 - > watch',
      '2026-03-16 account watch > doubtful',
      '2026-03-16 R-1 watch > doubtful',
      '2026-03-18 account doubtful > watch',
      '2026-03-18 R-1 doubtful > -',
      '2026-03-26 account watch > doubtful',
      '2026-03-26 R-2 watch > doubtful',
    ]);
  });

  it('have a history with the days on which they were added and lifted; of old debt from the day on which its age came to it', async () => {
    const { state } = await play({ from: '2026-03-20', events: [pays('2026-03-22', 'R-1', '1000.00')], more: ['--at', '2026-03-22'] });
    expect(state).toMatchObject({ class: 'watch', daysCounted: 11 });
    expect(state?.history.filter(({ kind }) => kind === 'class')).toEqual([
      { kind: 'class', item: null, name: 'doubtful', addedOn: '2026-03-16', liftedOn: '2026-03-22' },
      { kind: 'class', item: 'R-1', name: 'doubtful', addedOn: '2026-03-16', liftedOn: '2026-03-22' },
      { kind: 'class', item: 'R-2', name: 'watch', addedOn: '2026-03-12', liftedOn: null },
      { kind: 'class', item: null, name: 'watch', addedOn: '2026-03-22', liftedOn: null },
    ]);
  });

  it('deduct grace and paused days of the account, and of an item the paused days alone', async () => {
    const graced = policy.replace('states:', 'count: { graceDays: 3, pause: freezes }\nstates:');
    const held = { type: 'hold', on: '2026-03-05', endsOn: '2026-03-10' };
    const { state, classes } = await play({ policy: graced, events: [held], more: ['--at', '2026-03-21'] });
    // 20 days past due, 5 of them paused, 3 of grace.
    expect([state?.daysCounted, state?.class]).toEqual([12, 'watch']);
    expect(state?.itemStates.map(({ item, daysPastDue, daysCounted, class: name }) => [item, daysPastDue, daysCounted, name])).toEqual([
      ['R-1', 20, 15, 'doubtful'],
      ['R-2', 10, 10, 'watch'],
    ]);
    expect(classes[0]).toBe('2026-03-02 R-1 - > watch');
    expect(classes).toContain('2026-03-24 account watch > doubtful');
  });

  it('fall back when a hold becomes known that began earlier', async () => {
    const freezing = policy.replace('states:', 'count: { pause: freezes }\nstates:');
    const late = { type: 'hold', on: '2026-03-17', startsOn: '2026-03-05', endsOn: '2026-03-10' };
    const { classes } = await play({ policy: freezing, events: [late] });
    expect(classes.filter((line) => line.includes('account'))).toEqual([
      '2026-03-02 account - > watch',
      '2026-03-16 account watch > doubtful',
      '2026-03-17 account doubtful > watch',
      '2026-03-21 account watch > doubtful',
    ]);
  });

  it('count what is disputed or promised as well: it is not asked for, and it ages', async () => {
    const disputed = { type: 'dispute', on: '2026-03-03', reason: 'price', items: ['R-1', 'R-2'] };
    const { state } = await play({ policy: `${policy}disputes: { reasons: [price] }\n`, events: [disputed], more: ['--at', '2026-03-21'] });
    expect([state?.accountState, state?.daysPastDue, state?.daysCounted, state?.class]).toEqual(['clear', null, 20, 'doubtful']);
  });
});

describe('a policy that is not right', () => {
  const mistakes: [string, string, string][] = [
    ['a gap between classes', policy.replace('minDays: 15', 'minDays: 16'), "between 'watch' and 'doubtful' there is a gap: begin with 15"],
    ['classes that overlap', policy.replace('minDays: 15', 'minDays: 14'), "'doubtful' overlaps 'watch': begin with 15"],
    ['a last class with an end', policy.replace('minDays: 15 }', 'minDays: 15, maxDays: 90 }'), "'doubtful' is the last class and has no end"],
    ['an earlier class without one', policy.replace(', maxDays: 14', ''), "class 'watch' needs maxDays"],
    ['a state called clear', policy.replace('state: warned', 'state: clear'), "'clear' is the state of accounts for which none"],
    [
      'a state without a condition',
      policy.replace(/when: \{ daysPastDue: \{ atLeast: 5 \}.*?\} \}/, 'when: {}'),
      "state 'warned' needs at least one condition",
    ],
    [
      'a step in a state that is not there',
      policy.replace('{ atLeast: 40 } }', '{ atLeast: 40 }, state: [blokked] }'),
      "there is no state 'blokked' among the states",
    ],
    ['an amount finer than its currency', policy.replace('daysPastDue: { atLeast: 5 }', 'balanceAtLeast: { JPY: 5.5 }'), 'states[1].when.balanceAtLeast.JPY'],
  ];
  it.each(mistakes)('is refused with its line: %s', async (_what, wrong, said) => {
    const { err } = await play({ policy: wrong });
    expect(err).toMatch(/policy\.yaml:\d+:\d+: /);
    expect(err).toContain(said);
  });
});
