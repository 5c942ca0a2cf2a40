/** The gate over files where it is easily got wrong: where a debtor is, which hours are meant, whose contacts count. Worked out by hand from the rules. */
import { describe, expect, it } from '@jest/globals';
import { Folder } from './stage.js';

interface Asked {
  /** A row of customers.csv: kind, country, region, postcode, city, time zone. */
  customer: string;
  phone?: string;
  mobile?: string;
  events?: readonly object[];
  policy?: string;
  channel?: string;
  at: string;
  more?: readonly string[];
}

const seller = (country: string, zone: string) =>
  `code,name,country,currency,time_zone,language\nE1,Seller,${country},EUR,${zone},en\nE2,Other seller,${country},EUR,${zone},en\n`;
const items =
  'entity,customer_number,document_number,document_date,due_date,currency,amount\nE1,1,A,2026-01-05,2026-02-01,EUR,500.00\nE1,1,B,2026-01-05,2026-02-04,EUR,300.00\nE2,1,Z,2026-01-05,2026-02-04,EUR,100.00\n';

/** ALLOW, BLOCK and why, or the instant until which it is deferred. A deferral is checked: not a minute earlier, and then. */
async function ask(asked: Asked): Promise<string> {
  const country = asked.customer.split(',')[1] ?? '';
  const zone = { US: 'America/New_York', ES: 'Europe/Madrid', GB: 'Europe/London' }[country] ?? 'Europe/Berlin';
  const folder = new Folder({
    'entities.csv': seller(country, zone),
    'items.csv': items,
    'customers.csv': `customer_number,name,kind,country,region,postcode,city,time_zone\n1,Debtor,${asked.customer}\n`,
    'contacts.csv': `customer_number,name,email,phone,mobile\n1,Ann,ann@example.com,${asked.phone ?? ''},${asked.mobile ?? ''}\n`,
    'events.jsonl': (asked.events ?? []).map((event) => JSON.stringify({ account: 'E1/1', person: 'Ann', ...event })).join('\n'),
    'policy.yaml': `policy: p\ntitle: P\nladder: [{ id: r, action: email, template: reminder, when: { daysPastDue: { atLeast: 3 } } }]\n${asked.policy ?? ''}\n`,
  });
  const answer = async (at: string) => {
    const files = ['entities.csv', 'items.csv', 'customers.csv', 'contacts.csv'];
    const { code, out, err } = await folder.duly(
      '--json',
      'gate',
      'E1/1',
      '--channel',
      asked.channel ?? 'call',
      '--at',
      at,
      '--ledger',
      ...files,
      '--events',
      'events.jsonl',
      ...(asked.policy === undefined ? [] : ['--policy', 'policy.yaml']),
      ...(asked.more ?? []),
    );
    if (code !== 0) throw new Error(err);
    const { decision, until, reasons } = JSON.parse(out) as { decision: string; until: string | null; reasons: { code: string }[] };
    return { decision, until, code: reasons[0]?.code };
  };
  try {
    const { decision, until, code } = await answer(asked.at);
    if (decision === 'ALLOW') return 'ALLOW';
    if (decision === 'BLOCK' || until === null) return `BLOCK ${code}`;
    const minuteBefore = new Date(Date.parse(until) - 60_000).toISOString();
    const [early, then] = [await answer(minuteBefore), await answer(until)];
    return `${until}${early.decision === 'ALLOW' ? ', though a minute earlier was allowed' : ''}${then.decision === 'ALLOW' ? '' : `, and then ${then.decision}`}`;
  } finally {
    folder.remove();
  }
}

const call = (at: string, more: object = {}) => ({ type: 'call', at, outcome: 'NO_ANSWER', ...more });
const calls = (...at: string[]) => at.map((each) => call(each));
const twoOnMonday = calls('2026-11-02T15:00:00Z', '2026-11-02T16:00:00Z');
const threeOnMonday = [...twoOnMonday, call('2026-11-02T17:00:00Z')];
const elsewhere = threeOnMonday.map((each) => ({ ...each, account: 'E2/1' }));
const wish = (more: object) => ({ type: 'inconvenience', on: '2026-11-02', ...more });
const third = ['--role', 'third-party'];

describe('where a debtor is', () => {
  // Two calls on Monday, 2 November: in Massachusetts the third is free on Monday, 9 November, at 8:00 Eastern.
  it.each([
    ['the code', 'consumer,US,MA,02108,Boston,', '2026-11-09T13:00:00Z'],
    ['the code in small letters', 'consumer,us,ma,,Boston,', '2026-11-09T13:00:00Z'],
    ['the code of ISO 3166-2', 'consumer,US,US-MA,,Boston,', '2026-11-09T13:00:00Z'],
    ['the name', 'consumer,US,Massachusetts,,Boston,', '2026-11-09T13:00:00Z'],
    ['the ZIP code alone', 'consumer,US,,02108-1234,Boston,', '2026-11-09T13:00:00Z'],
    ['another state', 'consumer,US,New Hampshire,03031,Amherst,', 'ALLOW'],
  ])('Massachusetts by %s', async (_, customer, expected) => {
    expect(await ask({ customer, phone: '+1 617 555 0101', events: twoOnMonday, at: '2026-11-03T15:00:00Z' })).toBe(expected);
  });

  it.each([
    ['consumer,US,NY,11354,Flushing,', '2026-11-09T13:00:00Z'],
    ['consumer,US,NY,11691-0001,Far Rockaway,', '2026-11-09T13:00:00Z'],
    ['consumer,US,NY,,new york city,', '2026-11-09T13:00:00Z'],
    ['consumer,US,,10301,,', '2026-11-09T13:00:00Z'],
    ['consumer,US,NY,10701,Yonkers,', 'ALLOW'],
    ['consumer,US,NY,11501,Mineola,', 'ALLOW'],
  ])('New York City is its five boroughs: %s', async (customer, expected) => {
    expect(await ask({ customer, phone: '+1 212 555 0101', events: threeOnMonday, at: '2026-11-05T16:00:00Z' })).toBe(expected);
  });

  it('holidays of a region count however it is written', async () => {
    for (const region of ['BY', 'DE-BY', 'by', 'Bayern', 'bayern'])
      expect(await ask({ customer: `consumer,DE,${region},,München,`, phone: '030 23125 001', at: '2026-06-04T10:00:00Z' })).toBe('2026-06-05T06:00:00Z');
  });

  it('the Canary Islands are an hour behind Madrid, by region or postcode', async () => {
    for (const place of ['CN,35001,Las Palmas', ',38001,Santa Cruz', 'Islas Canarias,,Arrecife'])
      expect(await ask({ customer: `consumer,ES,${place},`, at: '2026-11-10T07:30:00Z' })).toBe('2026-11-10T08:00:00Z');
  });

  it('a ZIP code that contradicts the state, and a number that is not on file, open further zones', async () => {
    // 8:00 in California is 16:00 UTC in November.
    const cases = [{ customer: 'consumer,US,NY,94103,Rochester,' }, { customer: 'consumer,US,NY,14604,Rochester,', more: ['--number', '+1 415 555 0101'] }];
    for (const { customer, more = [] } of cases)
      expect(await ask({ customer, at: '2026-11-03T15:59:00Z', more: [...third, ...more] })).toBe('2026-11-03T16:00:00Z');
  });

  it('an American business has its hours in its own state, not in the seller’s', async () => {
    // 9:00 in California.
    const policy = 'contact: { window: { from: "09:00", to: "17:00" } }';
    expect(await ask({ customer: 'business,US,CA,,,', policy, channel: 'email', at: '2026-11-03T15:00:00Z' })).toBe('2026-11-03T17:00:00Z');
  });
});

describe('whose contacts count', () => {
  it('those for another seller are of another account and of other debts, but of the same debtor', async () => {
    const at = '2026-11-03T16:00:00Z';
    expect(await ask({ customer: 'consumer,US,NY,10001,New York,', events: elsewhere, at })).toBe('ALLOW');
    expect(await ask({ customer: 'consumer,US,MA,02108,Boston,', events: elsewhere.map((each) => ({ ...each, debts: ['Z'] })), at })).toBe('ALLOW');
    // What names no debt may have been about any.
    expect(await ask({ customer: 'consumer,US,MA,02108,Boston,', events: elsewhere, at })).toBe('2026-11-09T13:00:00Z');
    const talk = [call('2026-11-02T16:00:00Z', { outcome: 'REACHED', account: 'E2/1', debts: ['Z'] })];
    expect(await ask({ customer: 'consumer,US,OH,43004,Columbus,', events: talk, at, more: third })).toBe('ALLOW');
    expect(await ask({ customer: 'consumer,DE,BE,10115,Berlin,', events: elsewhere.slice(0, 2), at })).toBe('2026-11-09T07:00:00Z');
  });

  it('a number keeps its place, however it is written when it is asked about', async () => {
    const work = [call('2026-11-02T15:00:00Z', { number: '617 555 0101', place: 'work' }), call('2026-11-05T15:00:00Z', { number: '(617) 555-0101' })];
    // The thirty days of 2 November end with 1 December.
    expect(await ask({ customer: 'consumer,US,MA,,,', events: work, at: '2026-11-20T16:00:00Z', more: ['--number', '617-555-0101'] })).toBe(
      '2026-12-02T13:00:00Z',
    );
  });
});

describe('a person’s own wishes', () => {
  const customer = 'business,DE,BE,10115,Berlin,';
  it.each([
    ['over midnight, in the morning', { from: '18:00', to: '10:00' }, '2026-11-10T08:00:00Z', '2026-11-10T09:00:00Z'],
    ['over midnight, in the evening', { from: '18:00', to: '10:00' }, '2026-11-10T17:00:00Z', '2026-11-11T09:00:00Z'],
    ['over midnight from a Monday on: on Tuesday morning', { weekdays: [1], from: '18:00', to: '10:00' }, '2026-11-10T08:00:00Z', '2026-11-10T09:00:00Z'],
    ['over midnight from a Monday on: not on Monday morning', { weekdays: [1], from: '18:00', to: '10:00' }, '2026-11-09T08:00:00Z', 'ALLOW'],
    ['at work in working hours', { place: 'work', from: '09:00', to: '17:00' }, '2026-11-09T09:00:00Z', '2026-11-09T16:00:00Z'],
    ['never at work', { place: 'work' }, '2026-11-09T09:00:00Z', 'BLOCK DEBTOR_INCONVENIENT'],
  ])('%s', async (_, more, at, expected) => {
    expect(await ask({ customer, events: [wish(more)], at, more: ['--place', 'work'] })).toBe(expected);
  });
});

describe('what ends, and what a number is worth', () => {
  const customer = 'business,DE,BE,10115,Berlin,';
  const mornings = wish({ channel: ['call', 'email'], from: '08:00', to: '12:00' });
  const at = '2026-11-10T09:00:00Z';

  it('a wish ends for the channels that are named, and is refused to end where there is none', async () => {
    const ended = { type: 'inconvenience-ended', at: '2026-11-05T09:00:00Z', channel: 'call' };
    expect(await ask({ customer, events: [mornings], at })).toBe('2026-11-10T11:00:00Z');
    expect(await ask({ customer, events: [mornings, ended], at })).toBe('ALLOW');
    expect(await ask({ customer, events: [mornings, ended], channel: 'email', at })).toBe('2026-11-10T11:00:00Z');
  });

  it('a wrong number is called no more; the person’s other one is, but not after an opt-out', async () => {
    const number = '030 23125 001';
    const wrong = call('2026-11-02T10:00:00Z', { outcome: 'WRONG_NUMBER', number });
    const optOut = { type: 'opt-out', on: '2026-11-02', channel: 'call', address: number, person: undefined };
    expect(await ask({ customer, phone: number, events: [wrong], at })).toBe('BLOCK ADDRESS_SUPPRESSED');
    expect(await ask({ customer, phone: number, mobile: '0151 23125 003', events: [wrong], at })).toBe('ALLOW');
    expect(await ask({ customer, phone: number, mobile: '0151 23125 003', events: [optOut], at })).toBe('BLOCK ADDRESS_SUPPRESSED');
    expect(await ask({ customer, phone: number, events: [{ ...wrong, number: undefined }], at })).toBe('BLOCK ADDRESS_SUPPRESSED');
  });
});

describe('the first instant', () => {
  const customer = 'business,DE,BE,10115,Berlin,';
  const policy = 'contact: { window: { from: "09:00", to: "17:00" }, blackouts: [{ from: 2026-12-21, to: 2027-01-03 }] }';
  it('is that at which the hours open, on the first day that is open', async () => {
    expect(await ask({ customer, policy, channel: 'email', at: '2026-11-09T07:59:00Z' })).toBe('2026-11-09T08:00:00Z');
    expect(await ask({ customer, policy, channel: 'email', at: '2026-11-09T16:00:00Z' })).toBe('2026-11-10T08:00:00Z');
    expect(await ask({ customer, policy, channel: 'email', at: '2026-12-20T16:00:00Z' })).toBe('2027-01-04T08:00:00Z');
  });

  it('is open by the policy and in every zone of the law', async () => {
    // The policy opens at 9:00 Eastern, the law at 8:00 Pacific: 11:00 Eastern.
    const asked = { customer: 'consumer,US,NY,14604,Rochester,', phone: '+1 415 555 0101', policy: 'contact: { window: { from: "09:00", to: "17:00" } }' };
    expect(await ask({ ...asked, channel: 'email', at: '2026-11-03T23:00:00Z', more: third })).toBe('2026-11-04T16:00:00Z');
  });

  it('is not there when the consent has ended by then', async () => {
    const consent = { type: 'consent', at: '2026-11-01T16:00:00Z', channel: 'email', until: '2026-11-05' };
    const asked = { customer: 'consumer,US,NY,10001,New York,', channel: 'email', events: [consent, ...threeOnMonday] };
    expect(await ask({ ...asked, at: '2026-11-04T16:00:00Z' })).toBe('BLOCK NO_CONSENT');
    expect(await ask({ ...asked, events: [consent], at: '2026-11-05T01:00:00Z' })).toBe('ALLOW');
    expect(await ask({ ...asked, events: [consent], at: '2026-11-05T16:00:00Z' })).toBe('BLOCK NO_CONSENT');
  });
});
