import { describe, expect, it } from '@jest/globals';
import { exampleFiles, Folder, ledger, linesOf } from './stage.js';

const span = ['--from', '2026-03-02', '--to', '2026-06-30'];

async function play(events: readonly object[], ...more: string[]) {
  const folder = new Folder({ ...exampleFiles(), 'events.jsonl': events.map((event) => JSON.stringify({ account: 'DE01/1000', ...event })).join('\n') });
  const { code, out, err } = await folder.duly('rehearse', '--policy', 'policy.yaml', '--ledger', ...ledger, '--events', 'events.jsonl', ...span, ...more);
  folder.remove();
  return { code, out, err, lines: code === 0 ? linesOf(out).filter(({ account }) => account === 'DE01/1000') : [] };
}

const told = (lines: ReturnType<typeof linesOf>, ...kinds: string[]) =>
  lines.filter(({ kind }) => kinds.includes(kind)).map(({ date, kind, result, channel, step }) => `${date} ${kind} ${channel ?? result ?? step ?? ''}`.trim());

describe('an event that can’t be taken', () => {
  const base = { type: 'payment', on: '2026-03-05', amount: '5.00' };
  const mistakes: [object | string, string][] = [
    ['nonsense', "events.jsonl:1: 'nonsense' is no JSON"],
    [{ ...base, type: 'paymant' }, "events.jsonl:1: type: 'paymant' is no event; there are payment,"],
    [{ ...base, on: '2026-02-30' }, "on: '2026-02-30' is no day; write it as 2026-03-31"],
    [{ ...base, at: '2026-03-05T10:00:00Z' }, 'on: \'2026-03-05\' and "at" exclude each other'],
    [{ ...base, amount: '1,200.00' }, "amount: '1,200.00' is no amount"],
    [{ ...base, amount: '1.234' }, 'has more than 2 decimal places'],
    [{ ...base, amountMinor: 500 }, 'amountMinor exclude each other'],
    [{ type: 'payment', on: '2026-03-05' }, 'amount: is needed'],
    [{ ...base, amuont: 1 }, "amuont: '1' is no field of it; it has type, on, at,"],
    [{ ...base, account: 'DE01/77' }, "account: 'DE01/77' is no account of the ledger files"],
    [{ type: 'call', on: '2026-03-05', outcome: 'MAYBE' }, "outcome: 'MAYBE'"],
    [{ type: 'hold', on: '2026-03-05', startsOn: '2026-03-05', endsOn: '2026-03-05' }, "endsOn: '2026-03-05' is not after startsOn"],
    [{ type: 'opt-out', on: '2026-03-05', channel: 'email' }, 'address: or "person" is needed'],
    [{ type: 'plan', on: '2026-03-05', instalments: [] }, 'instalments'],
  ];

  it.each(mistakes)('%j is named, and nothing is printed', async (event, said) => {
    const text = typeof event === 'string' ? event : JSON.stringify({ account: 'DE01/1000', ...event });
    const folder = new Folder({ ...exampleFiles(), 'events.jsonl': text });
    const { code, out, err } = await folder.duly('rehearse', '--policy', 'policy.yaml', '--ledger', ...ledger, '--events', 'events.jsonl', ...span);
    folder.remove();
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(said);
  });
});

describe('a rehearsal by files', () => {
  it('takes events before the span as history, without a word', async () => {
    const { lines } = await play([{ type: 'hold', on: '2026-02-20', reason: 'old', endsOn: '2026-03-12' }]);
    expect(told(lines, 'event')[0]).toBe('2026-03-06 event payment');
    expect(told(lines, 'contact')[0]).toBe('2026-03-12 contact email');
  });

  it('ends a hold as of a past day, and by its name', async () => {
    const { lines } = await play([
      { type: 'hold', on: '2026-03-04', id: 'H', reason: 'asked', endsOn: '2026-05-01' },
      { type: 'release', on: '2026-03-17', hold: 'H', endsOn: '2026-03-10' },
    ]);
    expect(told(lines, 'contact')).toEqual(['2026-03-17 contact email']);
  });

  it('tells what is refused, and goes on', async () => {
    const { lines } = await play([
      { type: 'promise', on: '2026-03-12', amount: '99999.00', dueOn: '2026-03-20' },
      { type: 'release', on: '2026-03-13' },
    ]);
    expect(lines.filter(({ kind }) => kind === 'refused').map(({ sentence }) => sentence.slice(0, 22))).toEqual([
      'Line 1: promise refuse',
      'Line 2: release refuse',
    ]);
  });

  it('writes to nobody who opted out, by person or by address, until they opt in', async () => {
    const { lines } = await play([
      { type: 'opt-out', on: '2026-03-02', channel: 'email', person: 'Payables' },
      { type: 'opt-in', on: '2026-03-11', channel: 'email', address: 'ap@example.com' },
    ]);
    expect(told(lines, 'contact', 'task').slice(0, 2)).toEqual(['2026-03-05 task reminder', '2026-03-11 contact email']);
  });

  it('goes on by another policy once an event says so', async () => {
    const { lines } = await play([{ type: 'policy', on: '2026-03-09', policy: 'gentle', reason: 'valued' }], '--policy', 'policy.yaml', 'gentle');
    expect(new Set(lines.filter(({ date }) => date < '2026-03-09').map(({ policy }) => policy))).toEqual(new Set(['small']));
    expect(new Set(lines.filter(({ date }) => date > '2026-03-09').map(({ policy }) => policy))).toEqual(new Set(['gentle']));
    expect((await play([{ type: 'policy', on: '2026-03-09', policy: 'unknown' }])).lines.find(({ kind }) => kind === 'refused')?.sentence).toContain(
      'is not among those given',
    );
  });

  it('writes off what was approved, and closes', async () => {
    const folder = new Folder(exampleFiles());
    folder.write('policy.yaml', exampleFiles()['policy.yaml']!.replace('id: placement, action: place', 'id: give-up, action: write-off'));
    folder.write('events.jsonl', '{"type":"approval","on":"2026-04-20","account":"DE01/1000","subject":"write-off","decision":"APPROVED"}');
    const { out } = await folder.duly('rehearse', '--policy', 'policy.yaml', '--ledger', ...ledger, '--events', 'events.jsonl', ...span);
    folder.remove();
    const lines = linesOf(out).filter(({ account, date }) => account === 'DE01/1000' && date >= '2026-04-13' && date <= '2026-04-30');
    expect(lines.filter(({ kind }) => kind === 'write-off' || kind === 'event' || kind === 'close').map(({ date, kind }) => `${date} ${kind}`)).toEqual([
      '2026-04-13 write-off',
      '2026-04-20 event',
      '2026-04-20 write-off',
      '2026-04-20 close',
    ]);
  });

  it('asks on run dates only, and catches up after days on which nobody asked', async () => {
    const runs = await play([], '--run-dates', '2026-03-10,2026-03-24,2026-04-24');
    expect(told(runs.lines, 'contact', 'task', 'placement')).toEqual([
      '2026-03-10 contact email',
      '2026-03-24 task call',
      '2026-04-24 placement REQUESTED',
      '2026-05-24 placement EXPIRED',
      '2026-05-24 task',
    ]);
    const jumped = await play([], '--jump', '2026-03-05..2026-03-15');
    expect(told(jumped.lines, 'contact', 'task')[0]).toBe('2026-03-16 contact email');
  });

  it('tells the state at the end of a day, and the reasons of every morning', async () => {
    const { lines } = await play(
      [{ type: 'dispute', on: '2026-03-12', id: 'D', reason: 'price', items: [{ item: 'R-1', amount: '300.00' }] }],
      '--at',
      '2026-03-12',
      '--explain',
      'DE01/1000',
    );
    const state = lines.find(({ kind }) => kind === 'state')?.state;
    expect(state).toMatchObject({
      open: { EUR: 180000 },
      overdue: { EUR: 80000 },
      collectable: { EUR: 50000 },
      bucket: '1-30',
      daysPastDue: 10,
      step: 'reminder',
      attempts: { all: 1, byChannel: { email: 1 } },
      next: { kind: 'task', step: 'call', channel: 'call' },
    });
    expect(state?.itemStates.find(({ item }) => item === 'R-1')).toMatchObject({
      openMinor: 80000,
      withheld: { because: 'DISPUTED', minor: 30000 },
      level: 1,
      bucket: '1-30',
    });
    expect(state?.itemStates.find(({ item }) => item === 'R-2/1')).toMatchObject({ openMinor: 50000, level: 0, daysPastDue: -20, bucket: 'CURRENT' });
    expect(lines.filter(({ kind }) => kind === 'reason').length).toBe(121);
  });

  it('prints the same, byte for byte, and in the order of instants', async () => {
    const [one, two] = [await play([]), await play([])];
    expect(one.out).toBe(two.out);
    const instants = linesOf(one.out).map(({ at }) => Date.parse(at));
    expect(instants).toEqual([...instants].sort((a, b) => a - b));
  });

  it('refuses days outside the span, and accounts that there are not', async () => {
    expect((await play([], '--at', '2027-01-01')).err).toContain('is not between --from and --to');
    expect((await play([], '--explain', 'DE01/9')).err).toContain('there is no account DE01/9');
    expect((await play([], '--to', '2026-01-01')).code).toBe(2);
  });
});
