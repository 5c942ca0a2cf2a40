/** What follows from the outcome of a call, as it does live: a wrong number is looked for anew, a call back has its task. */
import { describe, expect, it } from '@jest/globals';
import { Folder, linesOf } from './stage.js';

const files = {
  'entities.csv': 'code,name,country,currency,time_zone,language\nE1,Seller,DE,EUR,Europe/Berlin,de\n',
  'items.csv': 'entity,customer_number,document_number,document_date,due_date,currency,amount\nE1,1,A,2026-01-05,2026-02-02,EUR,500.00\n',
  'customers.csv': 'customer_number,name,kind,country,region\n1,Debtor,business,DE,BE\n',
  'contacts.csv': 'customer_number,name,email,phone\n1,Ann,,030 23125 001\n',
  'policy.yaml': `policy: p
title: P
ladder:
  - { id: call, action: call, template: call, when: { daysPastDue: { atLeast: 14 } } }
  - { id: later, action: letter, template: final-notice, when: { daysPastDue: { atLeast: 60 } } }
`,
};

async function play(...events: readonly object[]): Promise<string[]> {
  const folder = new Folder({ ...files, 'events.jsonl': events.map((event) => JSON.stringify({ account: 'E1/1', ...event })).join('\n') });
  const args = ['--events', 'events.jsonl', '--from', '2026-02-16', '--to', '2026-03-06', '--at', '2026-03-06'];
  const ledger = ['entities.csv', 'items.csv', 'customers.csv', 'contacts.csv'];
  const { code, out, err } = await folder.duly('rehearse', '--policy', 'policy.yaml', '--ledger', ...ledger, ...args);
  folder.remove();
  if (code !== 0) throw new Error(err);
  return linesOf(out).flatMap(({ kind, date, to, sentence, state }) => {
    if (kind === 'task') return [`${date} ${to}: ${sentence}`];
    if (kind === 'refused') return [`${date} ${sentence}`];
    return kind === 'state' ? [`open: ${state?.openTasks.join(', ')}`] : [];
  });
}

// Due on 2 February, 14 days past due on Monday, 16 February.
const called = { type: 'call', at: '2026-02-17T10:00:00+01:00', person: 'Ann' };
const opened = '2026-02-16 CALL: A call task is opened for the step call, because the step call is due, 14 days past due.';

describe('after a call that a task asked for', () => {
  it('a wrong number is looked for', async () => {
    expect(await play({ ...called, outcome: 'WRONG_NUMBER' })).toEqual([
      opened,
      '2026-02-17 FIND_CONTACT: A task to find a contact is opened, because the number on file is wrong.',
      'open: FIND_CONTACT',
    ]);
  });

  it('a call back has its day, and closes with the call that it asks for', async () => {
    const back = { ...called, outcome: 'CALL_BACK', callBackOn: '2026-02-20' };
    const follows = '2026-02-17 CALL: A call task is opened, because it was agreed to call back on 2026-02-20.';
    expect(await play(back)).toEqual([opened, follows, 'open: CALL']);
    expect(await play(back, { ...called, at: '2026-02-20T10:00:00+01:00', outcome: 'NO_ANSWER' })).toEqual([opened, follows, 'open: ']);
  });

  it('without a task nothing follows; a wrong number that nobody knows is refused', async () => {
    expect(await play({ ...called, direction: 'IN', outcome: 'CALL_BACK' })).toEqual([opened, 'open: CALL']);
    expect(await play({ ...called, person: undefined, outcome: 'WRONG_NUMBER' })).toEqual([
      opened,
      '2026-02-17 Line 1: call refused: which number is wrong? Name the number, or a person who has one',
      'open: CALL',
    ]);
  });
});

describe('a call that has to wait', () => {
  it('says the instant at which its task opens: the account’s turn on the first day that is free', async () => {
    const policy = files['policy.yaml'].replace('ladder:', 'packs: [us-reg-f]\nladder:');
    const talk = { type: 'call', at: '2026-02-16T08:00:00+01:00', account: 'E1/1', person: 'Ann', direction: 'IN', outcome: 'REACHED' };
    const folder = new Folder({ ...files, 'policy.yaml': policy, 'events.jsonl': JSON.stringify(talk) });
    const ledger = ['entities.csv', 'items.csv', 'customers.csv', 'contacts.csv'];
    const args = ['--events', 'events.jsonl', '--from', '2026-02-16', '--to', '2026-03-06'];
    const { out } = await folder.duly('rehearse', '--policy', 'policy.yaml', '--ledger', ...ledger, ...args);
    folder.remove();
    const lines = linesOf(out);
    const deferred = lines.find(({ kind }) => kind === 'deferral');
    // The 16th is the first of seven days; the 23rd, a Monday, is free.
    expect(deferred?.result).toMatch(/^2026-02-23T/);
    expect(lines.find(({ kind }) => kind === 'task')?.at).toBe(deferred?.result);
  });
});
