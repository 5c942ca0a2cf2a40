import { afterAll, describe, expect, it } from '@jest/globals';
import { Folder, linesOf } from './stage.js';

const contact = "contact: { window: { from: '09:00', to: '17:00' }, minGapDays: 1, maxIn7Days: 7 }\n";
const ladder = (...steps: [string, number][]) =>
  `ladder:\n${steps.map(([id, days]) => `  - { id: ${id}, action: email, template: reminder, when: { daysPastDue: { atLeast: ${days} } } }\n`).join('')}`;

const files = {
  'quick.yaml': `policy: quick\ntitle: Quick\n${ladder(['early', 2], ['late', 9])}${contact}`,
  'slow.yaml': `policy: slow\ntitle: Slow\n${ladder(['patient', 20])}${contact}`,
  'none.yaml': 'policy: none\ntitle: None\ndoNothing: true\n',
  'assignment.yaml': `assignment: house
rules:
  - { when: { tags: { with: [debit] } }, policy: none }
  - { when: { balanceAtLeast: { EUR: 1000 } }, policy: slow }
otherwise: quick
accounts: { DE01/5: quick }
items: [{ account: DE01/1, item: R-2, policy: none }]
`,
  'entities.csv': 'code,name,country,currency,time_zone\nDE01,Seller,DE,EUR,Europe/Berlin\n',
  'customers.csv': 'customer_number,name,tags\n1,Small,\n2,Large,\n3,Debited,debit\n5,Large but own,\n',
  'items.csv': `entity,customer_number,document_number,document_date,due_date,currency,amount
DE01,1,R-1,2026-02-02,2026-03-02,EUR,100.00
DE01,1,R-2,2026-01-12,2026-02-12,EUR,40.00
DE01,2,R-3,2026-02-02,2026-03-02,EUR,1000.00
DE01,3,R-4,2026-02-02,2026-03-02,EUR,300.00
DE01,5,R-5,2026-02-02,2026-03-02,EUR,5000.00
`,
};

const folder = new Folder(files);
afterAll(() => folder.remove());
const policies = ['--policy', 'quick.yaml', 'slow.yaml', 'none.yaml', '--assignment', 'assignment.yaml'];

async function play(events: readonly object[] = [], ...more: string[]) {
  folder.write('events.jsonl', events.map((event) => JSON.stringify(event)).join('\n'));
  const span = ['--from', '2026-03-02', '--to', '2026-04-10'];
  const answer = await folder.duly(
    'rehearse',
    ...policies,
    '--ledger',
    'entities.csv',
    'customers.csv',
    'items.csv',
    '--events',
    'events.jsonl',
    ...span,
    ...more,
  );
  return { ...answer, lines: answer.code === 0 ? linesOf(answer.out) : [] };
}

const of = (lines: ReturnType<typeof linesOf>, account: string, ...kinds: string[]) =>
  lines
    .filter((line) => line.account === account && kinds.includes(line.kind))
    .map(({ date, kind, step, result, reason, policy }) => `${date} ${kind} ${step ?? result ?? reason?.code ?? ''} (${policy})`);

describe('a rehearsal with an assignment', () => {
  it('plays each account by its own policy, and says what chose it', async () => {
    const { lines } = await play();
    expect(of(lines, 'DE01/1', 'contact')).toEqual(['2026-03-04 contact early (quick)', '2026-03-11 contact late (quick)']);
    expect(of(lines, 'DE01/2', 'contact')).toEqual(['2026-03-23 contact patient (slow)']);
    expect(of(lines, 'DE01/5', 'contact')).toEqual(['2026-03-04 contact early (quick)', '2026-03-11 contact late (quick)']);
    const opened = lines.filter(({ kind }) => kind === 'open').map(({ account, assignment }) => [account, assignment]);
    expect(opened).toEqual([
      ['DE01/1', { by: 'otherwise', line: 5 }],
      ['DE01/2', { by: 'rule', line: 4 }],
      ['DE01/5', { by: 'account', line: 6 }],
    ]);
  });

  it('leaves alone whom a policy that does nothing governs, and says so once, and at the end of a day', async () => {
    const { lines } = await play([], '--at', '2026-03-20');
    const own = lines.filter(({ account }) => account === 'DE01/3');
    expect(own.map(({ date, kind, policy }) => `${date} ${kind} ${policy}`)).toEqual(['2026-03-03 block none', '2026-03-20 state none']);
    expect(own[0]).toMatchObject({ case: null, reason: { code: 'EXCLUDED_BY_POLICY' }, assignment: { by: 'rule', line: 3 } });
    expect(own[1]?.state).toMatchObject({ overdue: { EUR: 300_00 }, next: null, waits: { reason: { code: 'EXCLUDED_BY_POLICY' } } });
  });

  it('does not ask for an item that is left alone, nor count its age', async () => {
    const { lines } = await play([], '--at', '2026-03-20');
    const { state } = lines.find(({ account, kind }) => account === 'DE01/1' && kind === 'state') ?? {};
    expect([state?.daysPastDue, state?.collectable, state?.open]).toEqual([18, { EUR: 100_00 }, { EUR: 140_00 }]);
    expect(state?.itemStates.find(({ item }) => item === 'R-2')?.withheld).toEqual({ because: 'EXCLUDED', minor: 40_00 });
    expect(lines.find(({ account, kind }) => account === 'DE01/1' && kind === 'contact')?.amounts).toEqual({ EUR: 100_00 });
  });

  it('keeps the policy of a case when the facts change, and chooses anew for the next case', async () => {
    const account = 'DE01/2';
    const { lines } = await play([
      { type: 'payment', on: '2026-03-10', account, amount: '500.00' },
      { type: 'payment', on: '2026-03-24', account, amount: '500.00' },
      { type: 'invoice', on: '2026-03-25', account, number: 'R-9', amount: '80.00', dueOn: '2026-03-26' },
    ]);
    expect(of(lines, account, 'contact', 'close')).toEqual([
      '2026-03-23 contact patient (slow)',
      '2026-03-24 close PAID (slow)',
      '2026-03-30 contact early (quick)',
      '2026-04-07 contact late (quick)',
    ]);
  });

  it('goes by what an event says from then on, whatever the assignment says', async () => {
    const { lines } = await play([
      { type: 'policy', on: '2026-03-06', account: 'DE01/1', policy: 'none' },
      { type: 'policy', on: '2026-03-16', account: 'DE01/3', policy: 'quick' },
      { type: 'policy', on: '2026-03-05', account: 'DE01/5', policy: 'none', item: 'R-5' },
      { type: 'policy', on: '2026-03-12', account: 'DE01/5', policy: 'quick', item: 'R-5' },
      { type: 'policy', on: '2026-03-12', account: 'DE01/2', policy: 'quick', item: 'R-3' },
      { type: 'policy', on: '2026-03-12', account: 'DE01/2', policy: 'quick', item: 'R-9' },
    ]);
    expect(of(lines, 'DE01/1', 'contact', 'close')).toEqual(['2026-03-04 contact early (quick)', '2026-03-06 close EXCLUDED (none)']);
    expect(of(lines, 'DE01/3', 'contact')).toEqual(['2026-03-16 contact early (quick)', '2026-03-17 contact late (quick)']);
    expect(of(lines, 'DE01/5', 'contact', 'close')).toEqual([
      '2026-03-04 contact early (quick)',
      '2026-03-05 close EXCLUDED (quick)',
      '2026-03-12 contact early (quick)',
      '2026-03-13 contact late (quick)',
    ]);
    expect(of(lines, 'DE01/2', 'contact')).toEqual(['2026-03-12 contact early (quick)', '2026-03-13 contact late (quick)']);
    expect(lines.find(({ account, kind }) => account === 'DE01/2' && kind === 'refused')?.sentence).toContain('R-9 is no item of the account');
  });

  it('keeps the version of a case until an event moves it: documents of one name are versions', async () => {
    folder.write('quick2.yaml', files['quick.yaml'].replace('atLeast: 9', 'atLeast: 16'));
    const versions = ['--policy', 'quick.yaml', 'quick2.yaml', '--ledger', 'entities.csv', 'customers.csv', 'items.csv', '--events', 'events.jsonl'];
    folder.write(
      'events.jsonl',
      '{"type":"policy","on":"2026-03-09","account":"DE01/2","policy":"quick@2"}\n{"type":"policy","on":"2026-03-09","account":"DE01/3","policy":"quick"}',
    );
    const { out } = await folder.duly('rehearse', ...versions, '--from', '2026-03-02', '--to', '2026-04-10');
    expect(of(linesOf(out), 'DE01/5', 'contact')).toEqual(['2026-03-04 contact early (quick@1)', '2026-03-11 contact late (quick@1)']);
    for (const moved of ['DE01/2', 'DE01/3'])
      expect(of(linesOf(out), moved, 'contact')).toEqual(['2026-03-04 contact early (quick@1)', '2026-03-18 contact late (quick@2)']);
  });

  it('puts two versions of a policy side by side', async () => {
    const sides = ['--policy', 'quick.yaml', '--against', 'quick2.yaml', '--ledger', 'entities.csv', 'customers.csv', 'items.csv'];
    const { out } = await folder.duly('rehearse', ...sides, '--from', '2026-03-02', '--to', '2026-04-10');
    const late = linesOf(out).filter(({ kind, step, account }) => kind === 'contact' && step === 'late' && account === 'DE01/2');
    expect(late.map(({ date, policy }) => `${date} ${policy}`)).toEqual(['2026-03-11 quick@1', '2026-03-18 quick@2']);
  });

  it('refuses what it can’t play, by line', async () => {
    const refusal = async (text: string) => {
      folder.write('assignment.yaml', text);
      const { code, err } = await play();
      folder.write('assignment.yaml', files['assignment.yaml']);
      return [code, err.split('\n')[1]];
    };
    expect(await refusal('assignment: a\nrules:\n  - { when: {}, policy: unheard }\n')).toEqual([
      2,
      'assignment.yaml:3: the policy unheard is not among those given with --policy',
    ]);
    expect(await refusal('assignment: a\nitems:\n  - { account: DE01/1, item: R-1, policy: unheard }\n')).toEqual([
      2,
      'assignment.yaml:3: the policy unheard is not among those given with --policy',
    ]);
    expect((await refusal('assignment: a\nrules: nothing\n'))[1]).toMatch(/^assignment.yaml:2:8: rules: /);
  });
});

describe('duly policy, without a server', () => {
  it('checks policies and assignments', async () => {
    const { code, out } = await folder.duly('policy', 'check', 'quick.yaml', 'none.yaml', 'assignment.yaml');
    expect([code, out.split('\n')]).toEqual([
      0,
      [
        'quick.yaml: good. Policy quick with 2 steps: early, late',
        'none.yaml: good. Policy none does nothing: accounts and items that it is given are left alone.',
        'assignment.yaml: good. Assignment house: 2 rules, 1 accounts and 1 items with a policy of their own',
        '',
      ],
    ]);
  });

  it('tells what differs between two files, with 1 when something does', async () => {
    expect(await folder.duly('policy', 'diff', 'quick.yaml', 'quick.yaml')).toEqual({ code: 0, out: 'quick.yaml and quick.yaml say the same.\n', err: '' });
    folder.write('other.yaml', files['quick.yaml'].replace('atLeast: 9', 'atLeast: 12').replace('maxIn7Days: 7', 'maxIn7Days: 5'));
    const { code, out } = await folder.duly('policy', 'diff', 'quick.yaml', 'other.yaml');
    expect([code, out.split('\n')]).toEqual([
      1,
      ['quick.yaml → other.yaml', '  ~ contact.maxIn7Days 7 → 5', '  ~ step late: when.daysPastDue.atLeast 9 → 12', ''],
    ]);
    expect((await folder.duly('policy', 'diff', 'quick.yaml', 'missing.yaml')).code).toBe(2);
    process.exitCode = 0;
  });
});
