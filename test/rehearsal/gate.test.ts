import { describe, expect, it } from '@jest/globals';
import { Folder } from './stage.js';

const files = {
  'entities.csv': 'code,name,country,currency,time_zone,language\nUS01,Seller,US,USD,America/New_York,en\nUS02,Other seller,US,USD,America/New_York,en\n',
  'items.csv':
    'entity,customer_number,document_number,document_date,due_date,currency,amount\nUS01,1,A-1,2026-01-02,2026-02-01,USD,500.00\nUS01,1,A-2,2026-01-05,2026-02-04,USD,800.00\nUS02,1,B-1,2026-01-05,2026-02-04,USD,10.00\n',
  'customers.csv': 'customer_number,name,kind,country,region,time_zone\n1,Debtor,consumer,US,OH,America/New_York\n',
  'contacts.csv': 'customer_number,name,role,email,phone,mobile\n1,Debtor,accounts_payable,debtor@example.com,+1 614 555 0100,+1 614 555 0101\n',
};

type Gate = { decision: string; until: string | null; reasons: { code: string }[] };

async function ask(at: string, events: readonly object[], ...more: string[]): Promise<Gate> {
  const folder = new Folder({ ...files, 'events.jsonl': events.map((event) => JSON.stringify({ account: 'US01/1', ...event })).join('\n') });
  const subject = more.includes('--subject') ? more.splice(more.indexOf('--subject'), 2)[1]! : 'US01/1';
  const { code, out, err } = await folder.duly(
    '--json',
    'gate',
    subject,
    '--channel',
    'call',
    '--at',
    at,
    '--ledger',
    ...Object.keys(files),
    '--events',
    'events.jsonl',
    '--role',
    'third-party',
    ...more,
  );
  folder.remove();
  if (code !== 0) throw new Error(err);
  return JSON.parse(out) as Gate;
}

const call = (at: string, more: object = {}) => ({ type: 'call', at, person: 'Debtor', number: '+16145550100', outcome: 'NO_ANSWER', debts: ['A-1'], ...more });
const seven = Array.from({ length: 7 }, (_, n) => call(`2026-03-16T${10 + n}:00:00-04:00`, { id: `c${n}` }));
const next = '2026-03-17T12:00:00-04:00';

describe('the gate over files', () => {
  it('counts calls by person and debt: seven in seven days, and the eighth waits for its day and hour', async () => {
    expect(await ask(next, seven.slice(1))).toMatchObject({ decision: 'ALLOW' });
    expect(await ask(next, seven)).toMatchObject({ decision: 'DEFER', until: '2026-03-23T12:00:00Z', reasons: [{ code: 'FREQ_CAP' }] });
    expect(await ask(next, seven, '--debt', 'A-2')).toMatchObject({ decision: 'ALLOW' });
    expect(await ask('2026-03-23T12:00:00-04:00', seven)).toMatchObject({ decision: 'ALLOW' });
  });

  it('does not count what never rang, nor what was struck out or corrected to that', async () => {
    expect(await ask(next, [...seven.slice(1), call('2026-03-16T18:00:00-04:00', { outcome: 'NOT_CONNECTED' })])).toMatchObject({ decision: 'ALLOW' });
    expect(await ask(next, [...seven, { type: 'call-corrected', at: '2026-03-17T09:00:00-04:00', call: 'c3', outcome: 'NOT_CONNECTED' }])).toMatchObject({
      decision: 'ALLOW',
    });
    expect(await ask(next, [...seven, { type: 'call-corrected', at: '2026-03-17T09:00:00-04:00', call: 'c3', removed: true }])).toMatchObject({
      decision: 'ALLOW',
    });
    expect(
      await ask('2026-03-17T08:30:00-04:00', [...seven, { type: 'call-corrected', at: '2026-03-17T09:00:00-04:00', call: 'c3', removed: true }]),
    ).toMatchObject({ decision: 'DEFER' });
  });

  it('is silent for seven days after a conversation, whoever called, unless the person consents', async () => {
    const talk = call('2026-03-16T10:00:00-04:00', { outcome: 'REACHED', direction: 'IN' });
    expect(await ask(next, [talk])).toMatchObject({ decision: 'DEFER', until: '2026-03-23T12:00:00Z', reasons: [{ code: 'FREQ_AFTER_CONVERSATION' }] });
    expect(await ask(next, [talk, { type: 'consent', at: '2026-03-16T11:00:00-04:00', person: 'Debtor', channel: 'call' }])).toMatchObject({
      decision: 'ALLOW',
    });
    const expired = { type: 'consent', at: '2026-03-16T11:00:00-04:00', person: 'Debtor', channel: 'call', until: '2026-03-17' };
    expect(await ask(next, [talk, expired])).toMatchObject({ decision: 'DEFER' });
    const withdrawn = { type: 'consent-withdrawn', at: '2026-03-17T09:00:00-04:00', person: 'Debtor', channel: 'call' };
    expect(await ask(next, [talk, { ...expired, until: undefined }, withdrawn])).toMatchObject({ decision: 'DEFER' });
  });

  it('keeps quiet hours, and the times that the person named', async () => {
    expect(await ask('2026-03-17T06:00:00-04:00', [])).toMatchObject({ decision: 'DEFER', until: '2026-03-17T12:00:00Z', reasons: [{ code: 'QUIET_HOURS' }] });
    const mornings = { type: 'inconvenience', on: '2026-03-02', person: 'Debtor', channel: 'call', weekdays: [2], from: '08:00', to: '13:00' };
    expect(await ask(next, [mornings])).toMatchObject({ decision: 'DEFER', until: '2026-03-17T17:00:00Z', reasons: [{ code: 'DEBTOR_INCONVENIENT' }] });
    expect(await ask('2026-03-18T12:00:00-04:00', [mornings])).toMatchObject({ decision: 'ALLOW' });
  });

  it('blocks on holds, cease requests, opt-outs and when all is paid', async () => {
    expect(await ask(next, [{ type: 'hold', on: '2026-03-01', kind: 'BANKRUPTCY', reason: 'chapter 7' }])).toMatchObject({
      decision: 'BLOCK',
      reasons: [{ code: 'ON_HOLD' }],
    });
    expect(await ask(next, [{ type: 'cease', on: '2026-03-01' }])).toMatchObject({ decision: 'BLOCK' });
    expect(await ask(next, [{ type: 'opt-out', on: '2026-03-01', channel: 'call', address: '614-555-0100' }])).toMatchObject({
      decision: 'BLOCK',
      reasons: [{ code: 'ADDRESS_SUPPRESSED' }],
    });
    expect(await ask(next, [{ type: 'payment', on: '2026-03-01', amount: '1300.00' }])).toMatchObject({ decision: 'BLOCK', reasons: [{ code: 'PAID' }] });
    expect(await ask('2026-02-27T12:00:00-05:00', [{ type: 'cease', on: '2026-03-01' }])).toMatchObject({ decision: 'ALLOW' });
  });

  it('an opt-out of a person is of the medium: of all the numbers', async () => {
    const events = [{ type: 'opt-out', on: '2026-03-01', channel: 'call', person: 'Debtor' }];
    for (const number of ['+1 614 555 0100', '+1 614 555 0101'])
      expect(await ask(next, events, '--number', number.replaceAll(' ', ''))).toMatchObject({ decision: 'BLOCK', reasons: [{ code: 'ADDRESS_SUPPRESSED' }] });
    expect(await ask(next, [...events, { type: 'opt-in', on: '2026-03-02', channel: 'call', person: 'Debtor' }])).toMatchObject({ decision: 'ALLOW' });
  });

  it('knows where a number reaches the person: as the call said, or as it is asked', async () => {
    const atWork = { number: '+16145550199', place: 'work' };
    const employer = { type: 'inconvenience', on: '2026-03-02', person: 'Debtor', channel: 'call', place: 'work' };
    const events = [employer, call('2026-03-02T10:00:00-05:00', atWork)];
    expect(await ask(next, events, '--number', atWork.number)).toMatchObject({ decision: 'BLOCK', reasons: [{ code: 'DEBTOR_INCONVENIENT' }] });
    expect(await ask(next, events, '--place', 'work')).toMatchObject({ decision: 'BLOCK' });
    expect(await ask(next, events, '--number', '+16145550100')).toMatchObject({ decision: 'ALLOW' });
  });

  it('counts what was said on the customer’s account with another entity, and answers for a person', async () => {
    const elsewhere = seven.map((each) => ({ ...each, account: 'US02/1', debts: [] }));
    expect(await ask(next, elsewhere)).toMatchObject({ decision: 'DEFER' });
    expect(await ask(next, elsewhere, '--subject', 'Debtor')).toMatchObject({ decision: 'DEFER', until: '2026-03-23T12:00:00Z' });
    await expect(ask(next, [], '--subject', 'Stranger')).rejects.toThrow("no account and no person 'Stranger'");
  });
});
