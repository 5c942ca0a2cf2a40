import { describe, expect, it } from '@jest/globals';
import { Folder, linesOf } from './stage.js';

/** Steps 5, 15 and 30 days past due with a week between them; every day is a day for it. */
const ladder = [
  ['one', '{ daysPastDue: { atLeast: 5 } }'],
  ['two', '{ daysPastDue: { atLeast: 15 }, daysSincePrevious: { atLeast: 7 } }'],
  ['three', '{ daysPastDue: { atLeast: 30 }, daysSincePrevious: { atLeast: 7 } }'],
] as const;
const step = ([id, when]: readonly [string, string], more = '') => `  - { id: ${id}, action: email, template: reminder, when: ${when}${more} }`;
const everyDay = "contact: { window: { from: '09:00', to: '17:00' }, businessDaysOnly: false, maxIn7Days: 50, minGapDays: 0, ledgerMaxAgeDays: 30 }";

function policy(levels: string, steps = ladder.map((each) => step(each)).join('\n'), more = ''): string {
  return ['policy: mine', 'title: Mine', `levels: ${levels}`, more, 'ladder:', steps, everyDay].join('\n');
}

const header = 'entity,customer_number,document_type,document_number,instalment,document_date,due_date,currency,amount';
const invoice = (number: string, dueOn: string, amount: number) => `DE01,1000,Invoice,${number},,2026-01-30,${dueOn},EUR,${amount}`;
const entities = 'code,name,country,currency,time_zone,language\nDE01,Seller,DE,EUR,Europe/Berlin,de';

async function play(text: string, items: readonly string[], events: readonly object[] = [], more: readonly string[] = []) {
  const folder = new Folder({
    'policy.yaml': text,
    'entities.csv': entities,
    'items.csv': [header, ...items].join('\n'),
    'events.jsonl': events.map((event) => JSON.stringify({ account: 'DE01/1000', ...event })).join('\n'),
  });
  const files = ['--policy', 'policy.yaml', '--ledger', 'entities.csv', 'items.csv', '--events', 'events.jsonl'];
  const { code, out, err } = await folder.duly('rehearse', ...files, '--from', '2026-03-02', '--to', '2026-05-31', ...more);
  folder.remove();
  expect([code, err]).toEqual([0, '']);
  return linesOf(out);
}

type Lines = Awaited<ReturnType<typeof play>>;

/** `03-17 two R-1+R-2`: day, step and items of each message. */
const messages = (lines: Lines) =>
  lines.filter(({ kind }) => kind === 'contact').map(({ date, step: of, items }) => `${date.slice(5)} ${of} ${items.join('+')}`);
/** `03-17 RAISED R-1 to 2`. */
const moves = (lines: Lines) =>
  lines
    .filter(({ kind, result }) => kind === 'level' && (result === 'RAISED' || result === 'LOWERED'))
    .map(({ date, result, items, level }) => `${date.slice(5)} ${result} ${items.join('+')} to ${level}`);
const levelsAt = (lines: Lines, day: string) => {
  const { level, state } = lines.find(({ kind, date }) => kind === 'state' && date === day) ?? {};
  return { account: level, ...Object.fromEntries(state?.itemStates.map((item) => [item.item, item.level]) ?? []) };
};

describe('levels of each item', () => {
  const two = [invoice('R-1', '2026-03-02', 1000), invoice('R-2', '2026-03-12', 500)];

  it('each climbs from its own due date; what is due on the same day shares a message with the highest step', async () => {
    const lines = await play(policy('{ track: item }'), two, [], ['--at', '2026-03-16,2026-03-17']);
    expect(messages(lines)).toEqual(['03-07 one R-1', '03-17 two R-1+R-2', '03-27 two R-2', '04-01 three R-1', '04-11 three R-2']);
    expect(moves(lines)).toEqual([
      '03-07 RAISED R-1 to 1',
      '03-17 RAISED R-1 to 2',
      '03-17 RAISED R-2 to 1',
      '03-27 RAISED R-2 to 2',
      '04-01 RAISED R-1 to 3',
      '04-11 RAISED R-2 to 3',
    ]);
    expect(levelsAt(lines, '2026-03-16')).toEqual({ account: 1, 'R-1': 1, 'R-2': 0 });
    expect(levelsAt(lines, '2026-03-17')).toEqual({ account: 2, 'R-1': 2, 'R-2': 1 });
  });

  it('with a message for each level, each goes out on the same day, the higher first', async () => {
    const lines = await play(policy('{ track: item, message: level }'), [...two, invoice('R-3', '2026-03-12', 200)]);
    expect(messages(lines).slice(0, 4)).toEqual(['03-07 one R-1', '03-17 two R-1', '03-17 one R-2+R-3', '03-27 two R-2+R-3']);
    expect(lines.find(({ kind, date, step: of }) => kind === 'contact' && date === '2026-03-17' && of === 'one')?.amounts).toEqual({ EUR: 70000 });
  });

  it('with a message for each item, each has its own, and its own round of the step', async () => {
    const lines = await play(policy('{ track: item, message: item }'), [...two, invoice('R-3', '2026-03-12', 200)]);
    expect(messages(lines).slice(0, 4)).toEqual(['03-07 one R-1', '03-17 two R-1', '03-17 one R-2', '03-17 one R-3']);
    const first = lines.filter(({ kind, step: of }) => kind === 'contact' && of === 'one').map(({ round }) => round);
    expect(first).toEqual([1, 2, 3]);
  });

  it('counts every message of a day for the budget: what is above it goes later', async () => {
    const text = policy('{ track: item, message: item }').replace('maxIn7Days: 50', 'maxIn7Days: 2');
    const items = ['R-1', 'R-2', 'R-3'].map((number) => invoice(number, '2026-03-02', 100));
    expect(messages(await play(text, items)).slice(0, 3)).toEqual(['03-07 one R-1', '03-07 one R-2', '03-14 one R-3']);
  });

  it('speaks with the step of the oldest item where the policy says so', async () => {
    const set = { type: 'set-level', on: '2026-03-13', level: 1, item: 'R-2' };
    const exclude = { type: 'hold', on: '2026-03-03', kind: 'EXCLUDED', item: 'R-1', endsOn: '2026-03-27', reason: 'looked into' };
    const highest = await play(policy('{ track: item, speaks: highest }'), two, [exclude, set]);
    const oldest = await play(policy('{ track: item, speaks: oldest }'), two, [exclude, set]);
    expect(messages(highest)[0]).toBe('03-27 two R-1+R-2');
    expect(messages(oldest)[0]).toBe('03-27 one R-1+R-2');
    expect(moves(oldest)).toEqual(expect.arrayContaining(['03-27 RAISED R-1 to 1', '03-27 RAISED R-2 to 2']));
  });

  it('a part payment leaves an item its level; one that clears it takes only that item’s level away', async () => {
    const events = [
      { type: 'payment', on: '2026-03-18', number: 'P-1', amount: '400.00', items: ['R-1'] },
      { type: 'payment', on: '2026-03-20', number: 'P-2', amount: '600.00', items: ['R-1'] },
    ];
    const lines = await play(policy('{ track: item }'), two, events, ['--at', '2026-03-18,2026-03-20']);
    expect(levelsAt(lines, '2026-03-18')).toEqual({ account: 2, 'R-1': 2, 'R-2': 1 });
    expect(levelsAt(lines, '2026-03-20')).toEqual({ account: 1, 'R-2': 1 });
    expect(moves(lines)).toContain('03-20 LOWERED R-2 to 1');
    expect(messages(lines).slice(2)).toEqual(['03-27 two R-2', '04-11 three R-2']);
  });

  it('counts repetitions for each item', async () => {
    const steps = step(ladder[0], ', repeat: { everyDays: 10, atMost: 2 }');
    const lines = await play(policy('{ track: item }', steps), two);
    expect(messages(lines)).toEqual(['03-07 one R-1', '03-17 one R-1+R-2', '03-27 one R-2']);
  });
});

describe('the level of the account', () => {
  const items = [invoice('R-1', '2026-03-02', 1000), invoice('R-2', '2026-03-12', 500)];

  it('no level is skipped or lost when a payment moves the oldest item: the days count anew at once', async () => {
    const paid = { type: 'payment', on: '2026-03-16', number: 'P-1', amount: '1000.00', items: ['R-1'] };
    const lines = await play(policy('{ track: account }'), items, [paid], ['--at', '2026-03-16']);
    expect(messages(lines)).toEqual(['03-07 one R-1', '03-27 two R-2', '04-11 three R-2']);
    expect(levelsAt(lines, '2026-03-16')).toEqual({ account: 1, 'R-2': 1 });
    const [state] = lines.filter(({ kind }) => kind === 'state');
    expect(state?.state?.next).toMatchObject({ step: 'two', at: expect.stringContaining('2026-03-27') });
  });
});

describe('the order of steps', () => {
  const steps = [
    step(['one', '{ daysPastDue: { atLeast: 5 } }']),
    step(['two', '{ daysPastDue: { atLeast: 15 }, daysSincePrevious: { atLeast: 7 }, overdueAtLeast: { EUR: 2000 } }']),
    step(['three', '{ daysPastDue: { atLeast: 20 }, daysSincePrevious: { atLeast: 7 } }']),
  ].join('\n');
  const items = [invoice('R-1', '2026-03-02', 1000)];

  it('ordered: a step whose conditions do not hold is passed by', async () => {
    expect(messages(await play(policy('{ sequence: ordered }', steps), items))).toEqual(['03-07 one R-1', '03-22 three R-1']);
  });

  it('strict: it is waited for', async () => {
    const billed = { type: 'invoice', on: '2026-03-24', number: 'R-2', amount: '1500.00', issuedOn: '2026-02-01', dueOn: '2026-03-23' };
    const lines = await play(policy('{ sequence: strict }', steps), items, [billed]);
    expect(messages(lines)).toEqual(['03-07 one R-1', '03-24 two R-1+R-2', '03-31 three R-1+R-2']);
  });

  it('free: the first step whose day has come, whatever lies before it', async () => {
    const jumbled = [step(['one', '{ daysPastDue: { atLeast: 10 } }']), step(['two', '{ daysPastDue: { atLeast: 5 } }'])].join('\n');
    expect(messages(await play(policy('{ sequence: free }', jumbled), items))).toEqual(['03-07 two R-1']);
    expect(messages(await play(policy('{ sequence: ordered }', jumbled), items))).toEqual(['03-12 one R-1', '03-13 two R-1']);
  });
});

describe('falling back', () => {
  const steps = [
    step(['one', '{ daysPastDue: { atLeast: 5 } }'], ', repeat: { everyDays: 14, atMost: 9 }'),
    step(['two', '{ daysPastDue: { atLeast: 19 }, daysSincePrevious: { atLeast: 14 } }'], ', fallBack: { minAmount: { EUR: 100 }, minPercent: 50 }'),
  ].join('\n');

  it('to the step before while the amount is too small, up again when it is reached', async () => {
    const billed = { type: 'invoice', on: '2026-04-01', number: 'R-2', amount: '80.00', issuedOn: '2026-02-01', dueOn: '2026-03-31' };
    const lines = await play(policy('{ track: account }', steps), [invoice('R-1', '2026-03-02', 60)], [billed]);
    expect(messages(lines)).toEqual(['03-07 one R-1', '03-21 one R-1', '04-04 two R-1+R-2']);
  });

  it('to the step before while the share of the balance is too small', async () => {
    const lines = await play(policy('{ track: account }', steps), [invoice('R-1', '2026-03-02', 150), invoice('R-2', '2026-04-15', 160)]);
    expect(messages(lines)).toEqual(['03-07 one R-1', '03-21 one R-1', '04-04 one R-1', '04-18 two R-1+R-2']);
  });

  it('lowers the level when a payment makes the step too great for what is left', async () => {
    const again = [
      steps.split('\n')[0],
      `${steps.split('\n')[1]?.replace(' }$', '')}`.replace('minPercent: 50 }', 'minPercent: 50 }, repeat: { everyDays: 14, atMost: 9 }'),
    ];
    const paid = { type: 'payment', on: '2026-03-25', number: 'P-1', amount: '150.00', items: ['R-1'] };
    const lines = await play(policy('{ track: account }', again.join('\n')), [invoice('R-1', '2026-03-02', 200)], [paid]);
    expect(messages(lines).slice(0, 3)).toEqual(['03-07 one R-1', '03-21 two R-1', '04-04 one R-1']);
    expect(moves(lines)).toEqual(['03-07 RAISED R-1 to 1', '03-21 RAISED R-1 to 2', '04-04 LOWERED R-1 to 1']);
  });

  it('looks, for each item’s level, at what is past due long enough for it', async () => {
    const items = [invoice('R-1', '2026-03-02', 60), invoice('R-2', '2026-03-10', 60), invoice('R-3', '2026-05-30', 10)];
    const lines = await play(policy('{ track: item }', steps), items);
    expect(messages(lines).slice(0, 5)).toEqual(['03-07 one R-1', '03-15 one R-2', '03-21 one R-1', '03-29 two R-2', '04-04 two R-1']);
  });
});

describe('existing debt', () => {
  const old = [invoice('R-1', '2026-01-31', 100), invoice('R-2', '2026-02-12', 100), invoice('R-3', '2026-03-12', 100)];

  it('enters at the furthest step of its age, each item by itself; what falls due later begins with the first', async () => {
    const lines = await play(policy('{ track: item }', undefined, 'entry: furthest'), old);
    expect(messages(lines)).toEqual(['03-02 three R-1+R-2', '03-14 three R-2', '03-17 one R-3', '03-27 two R-3', '04-11 three R-3']);
    expect(lines.filter(({ kind, result }) => kind === 'level' && result === 'SKIPPED').map(({ step: of, items }) => `${of} ${items.join('+')}`)).toEqual([
      'one R-1+R-2',
      'two R-1',
    ]);
  });

  it('enters at a named step where it is old enough for it', async () => {
    const lines = await play(policy('{ track: item, message: level }', undefined, 'entry: { step: two }'), [...old, invoice('R-4', '2026-02-20', 100)]);
    expect(messages(lines).slice(0, 2)).toEqual(['03-02 two R-1+R-2', '03-02 one R-4']);
  });

  it('that is imported late enters by its age on the day on which it became known', async () => {
    const late = { type: 'invoice', on: '2026-03-20', number: 'R-9', amount: '70.00', issuedOn: '2026-01-05', dueOn: '2026-02-04' };
    const lines = await play(policy('{ track: item }', undefined, 'entry: furthest'), [invoice('R-1', '2026-03-02', 100)], [late]);
    expect(messages(lines).slice(0, 3)).toEqual(['03-07 one R-1', '03-17 two R-1', '03-20 three R-9']);
  });
});

describe('what a person may do to a level', () => {
  const two = [invoice('R-1', '2026-03-02', 1000), invoice('R-2', '2026-03-12', 500)];

  it('sets it up: the next step follows with its gap from that day', async () => {
    const lines = await play(
      policy('{ track: account }'),
      [two[0] ?? ''],
      [{ type: 'set-level', at: '2026-03-04T10:00:00Z', level: 2, reason: 'warned by hand' }],
    );
    expect(messages(lines)).toEqual(['04-01 three R-1']);
    expect(moves(lines)).toEqual(['03-04 RAISED R-1 to 2', '04-01 RAISED R-1 to 3']);
  });

  it('sets it down: what lies above is possible anew, in another round', async () => {
    const lines = await play(
      policy('{ track: account }'),
      [two[0] ?? ''],
      [{ type: 'set-level', on: '2026-03-20', level: 0, reason: 'sent to the wrong house' }],
    );
    expect(messages(lines)).toEqual(['03-07 one R-1', '03-17 two R-1', '03-20 one R-1', '03-27 two R-1', '04-03 three R-1']);
    expect(moves(lines)).toContain('03-20 LOWERED R-1 to 0');
    expect(lines.filter(({ kind, step: of }) => kind === 'contact' && of === 'two').map(({ round }) => round)).toEqual([1, 2]);
  });

  it('sets that of one item, where items climb', async () => {
    const lines = await play(policy('{ track: item }'), two, [{ type: 'set-level', on: '2026-03-14', level: 2, item: 'R-2', reason: 'x' }]);
    expect(messages(lines)).toEqual(['03-07 one R-1', '03-17 two R-1', '04-01 three R-1', '04-11 three R-2']);
  });

  it('is refused for an item where the account climbs, for a step that is not there, and for the level that it has', async () => {
    const lines = await play(policy('{ track: account }'), two, [
      { type: 'set-level', on: '2026-03-04', level: 1, item: 'R-1' },
      { type: 'set-level', on: '2026-03-04', level: 4 },
      { type: 'set-level', on: '2026-03-08', level: 1 },
      { type: 'skip-notice', on: '2026-05-20' },
    ]);
    const said = lines.filter(({ kind }) => kind === 'refused').map(({ sentence }) => sentence);
    expect(said).toEqual([
      expect.stringContaining('leave out the item'),
      expect.stringContaining('has 3 steps; 4 is none of them'),
      expect.stringContaining('is at level 1 already'),
      expect.stringContaining('No step comes next'),
    ]);
  });

  it('skips the next notice once, of the account or of an item', async () => {
    const one = await play(policy('{ track: account }'), [two[0] ?? ''], [{ type: 'skip-notice', on: '2026-03-08', reason: 'goods are late' }]);
    expect(messages(one)).toEqual(['03-07 one R-1', '04-01 three R-1']);
    const item = await play(policy('{ track: item }'), two, [{ type: 'skip-notice', on: '2026-03-14', item: 'R-2' }]);
    expect(messages(item)).toEqual(['03-07 one R-1', '03-17 two R-1', '03-27 two R-2', '04-01 three R-1', '04-11 three R-2']);
  });

  it('excludes an item or the account, and takes it in again', async () => {
    const item = [
      { type: 'hold', on: '2026-03-03', id: 'H', kind: 'EXCLUDED', item: 'R-1', reason: 'house account' },
      { type: 'release', on: '2026-04-06', hold: 'H', reason: 'it is not' },
    ];
    expect(messages(await play(policy('{ track: item }'), two, item))).toEqual([
      '03-17 one R-2',
      '03-27 two R-2',
      '04-06 one R-1',
      '04-11 three R-2',
      '04-13 two R-1',
      '04-20 three R-1',
    ]);
    const whole = item.map(({ item: _item, ...event }) => event as object);
    expect(messages(await play(policy('{ track: item }'), two, whole))[0]).toBe('04-06 one R-1+R-2');
  });
});

describe('given run dates', () => {
  it('a run repeated for the same date changes nothing, and items go by the runs', async () => {
    const items = [invoice('R-1', '2026-03-02', 1000), invoice('R-2', '2026-03-12', 500)];
    const once = await play(policy('{ track: item }'), items, [], ['--run-dates', '2026-03-10,2026-03-20,2026-04-10']);
    const twice = await play(policy('{ track: item }'), items, [], ['--run-dates', '2026-03-10,2026-03-10,2026-03-20,2026-04-10']);
    expect(messages(once)).toEqual(['03-10 one R-1', '03-20 two R-1+R-2', '04-10 three R-1+R-2']);
    expect(twice).toEqual(once);
  });
});
