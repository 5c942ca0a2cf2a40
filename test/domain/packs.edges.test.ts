/** The packs of contact rules at the edges of their hours, days and counts; and what each of them says, against the reference. */
import { describe, expect, it } from '@jest/globals';
import { account, contactAt, invoice } from './diary.js';
import { askPacks, type ContactRecord, type PackDebtor, type PackQuestion } from '../../domain/gate/askPacks.js';
import { askLaw } from '../../domain/gate/lawful.js';
import type { LoggedContact } from '../../domain/gate/pack.js';
import { shippedPacks } from '../../domain/gate/packs/all.js';
import { readPolicy } from '../../domain/policy/read.js';
import { plausibleZones } from '../../domain/rule/debtorZone.js';

const floridian: PackDebtor = { kind: 'CONSUMER', role: 'THIRD_PARTY', country: 'US', region: 'GA', city: null, zones: ['America/New_York'] };
const own = (country: string, zone: string, more: Partial<PackDebtor> = {}): PackDebtor => ({
  ...floridian,
  role: 'FIRST_PARTY',
  country,
  region: null,
  zones: [zone],
  ...more,
});
const call: PackQuestion = { channel: 'call', personId: 'p1', place: 'mobile', debts: [1] };
const made = (at: string, more: Partial<LoggedContact> = {}): LoggedContact => ({
  at,
  channel: 'call',
  direction: 'OUT',
  personId: 'p1',
  debts: [1],
  place: 'mobile',
  outcome: 'NO_ANSWER',
  ...more,
});
const ask = (at: string, debtor = floridian, record: Partial<ContactRecord> = {}, question = call, named: readonly string[] = []) =>
  askPacks(shippedPacks, debtor, question, { log: [], consents: [], inconveniences: [], ...record }, at, named);
const untilOf = (answer: ReturnType<typeof ask>) => (answer.decision === 'DEFER' ? answer.until : answer.decision);

describe('the hours, to the second', () => {
  it.each([
    ['2026-11-03T07:59:59-05:00', '2026-11-03T13:00:00Z'],
    ['2026-11-03T08:00:00-05:00', 'ALLOW'],
    ['2026-11-03T20:59:59-05:00', 'ALLOW'],
    ['2026-11-03T21:00:00-05:00', '2026-11-04T13:00:00Z'],
  ])('Regulation F, Massachusetts, New York City and the District: at %s', (at, expected) => {
    expect(untilOf(ask(at))).toBe(expected);
    for (const [region, city] of [
      ['MA', null],
      ['NY', 'Brooklyn'],
      ['DC', null],
    ] as const)
      expect(untilOf(ask(at, own('US', 'America/New_York', { region, city })))).toBe(expected);
  });

  it.each([
    ['DE', 'Europe/Berlin', '2026-11-03T07:59:59+01:00', '2026-11-03T07:00:00Z'],
    ['DE', 'Europe/Berlin', '2026-11-03T19:59:59+01:00', 'ALLOW'],
    ['DE', 'Europe/Berlin', '2026-11-03T20:00:00+01:00', '2026-11-04T07:00:00Z'],
    ['GB', 'Europe/London', '2026-11-03T08:00:00Z', 'ALLOW'],
    ['GB', 'Europe/London', '2026-11-03T20:00:00Z', '2026-11-04T08:00:00Z'],
    ['ES', 'Europe/Madrid', '2026-11-03T20:00:00+01:00', '2026-11-04T07:00:00Z'],
    ['FR', 'Europe/Paris', '2026-11-03T20:00:00+01:00', '2026-11-04T07:00:00Z'],
    // A Saturday is a day for it, a Sunday is not.
    ['DE', 'Europe/Berlin', '2026-11-07T12:00:00+01:00', 'ALLOW'],
    ['DE', 'Europe/Berlin', '2026-11-08T12:00:00+01:00', '2026-11-09T07:00:00Z'],
    // 25 and 26 December are holidays in Britain, the 27th is a Sunday, the 28th stands in for the 26th.
    ['GB', 'Europe/London', '2026-12-25T12:00:00Z', '2026-12-29T08:00:00Z'],
    // 8 December is a holiday in Spain, and none in Germany.
    ['ES', 'Europe/Madrid', '2026-12-08T12:00:00+01:00', '2026-12-09T07:00:00Z'],
    ['DE', 'Europe/Berlin', '2026-12-08T12:00:00+01:00', 'ALLOW'],
  ])('consumers in %s (%s) at %s', (country, zone, at, expected) => {
    expect(untilOf(ask(at, own(country, zone)))).toBe(expected);
  });

  it('the clocks go forward on 8 March and back on 1 November 2026: eight o’clock is eight o’clock', () => {
    expect(untilOf(ask('2026-03-07T22:00:00-05:00'))).toBe('2026-03-08T12:00:00Z');
    expect(untilOf(ask('2026-03-06T22:00:00-05:00'))).toBe('2026-03-07T13:00:00Z');
    expect(untilOf(ask('2026-10-31T22:00:00-04:00'))).toBe('2026-11-01T13:00:00Z');
    expect(untilOf(ask('2026-03-28T21:00:00+01:00', own('DE', 'Europe/Berlin')))).toBe('2026-03-30T06:00:00Z');
  });

  it('Arizona keeps its time: with Denver it is an hour apart in summer, and not in winter', () => {
    const both: PackDebtor = { ...floridian, zones: ['America/Phoenix', 'America/Denver'] };
    expect(untilOf(ask('2026-07-07T14:30:00Z', both))).toBe('2026-07-07T15:00:00Z');
    expect(untilOf(ask('2026-12-08T14:30:00Z', both))).toBe('2026-12-08T15:00:00Z');
    expect(untilOf(ask('2026-07-08T02:59:59Z', both))).toBe('ALLOW');
    expect(untilOf(ask('2026-07-08T03:00:00Z', both))).toBe('2026-07-08T15:00:00Z');
  });
});

describe('the days, where the debtor may be in several zones', () => {
  const coasts: PackDebtor = { ...floridian, zones: ['America/Los_Angeles', 'America/New_York'] };

  it('a conversation late in the evening in the west is of the next day in the east: the silence ends when it has ended everywhere', () => {
    // 21:30 on the 2nd in Los Angeles, 00:30 on the 3rd in New York.
    const log = [made('2026-11-03T05:30:00Z', { outcome: 'CONVERSATION', direction: 'IN' })];
    expect(untilOf(ask('2026-11-09T18:00:00Z', coasts, { log }))).toBe('2026-11-10T16:00:00Z');
    expect(untilOf(ask('2026-11-10T18:00:00Z', coasts, { log }))).toBe('ALLOW');
    // In the west alone it would have ended a day earlier.
    expect(untilOf(ask('2026-11-09T18:00:00Z', { ...coasts, zones: ['America/Los_Angeles'] }, { log }))).toBe('ALLOW');
  });

  it('a conversation minutes before midnight is of that day: seven days with it', () => {
    const log = [made('2026-11-02T23:59:59-05:00', { outcome: 'CONVERSATION', direction: 'IN' })];
    expect(untilOf(ask('2026-11-08T20:00:00-05:00', floridian, { log }))).toBe('2026-11-09T13:00:00Z');
    expect(untilOf(ask('2026-11-09T08:00:00-05:00', floridian, { log }))).toBe('ALLOW');
    const next = [made('2026-11-03T00:00:00-05:00', { outcome: 'CONVERSATION', direction: 'IN' })];
    expect(untilOf(ask('2026-11-09T08:00:00-05:00', floridian, { log: next }))).toBe('2026-11-10T13:00:00Z');
  });

  it('what is asked about a moment does not count what was called after it', () => {
    const log = Array.from({ length: 7 }, (_, n) => made(`2026-11-05T${14 + n}:00:00Z`));
    expect(untilOf(ask('2026-11-05T15:30:00Z', floridian, { log }))).toBe('ALLOW');
    expect(untilOf(ask('2026-11-05T20:30:00Z', floridian, { log }))).toBe('2026-11-12T13:00:00Z');
  });

  it('a number speaks for its area: an Eastern mobile with a Californian address is in both', () => {
    const customer = { ...account().customer, kind: 'CONSUMER' as const, country: 'US', postcode: '94103', region: 'CA' };
    const zones = (mobile: string | null, phone: string | null = null) =>
      plausibleZones(account({ customer, contacts: [contactAt({ phone, mobile, timeZone: null })] }));
    expect(zones('+12125550100')).toEqual(['America/Los_Angeles', 'America/New_York']);
    expect(zones('+14155550100')).toEqual(['America/Los_Angeles']);
    expect(zones('+18005550100', '+442079460000')).toEqual(['America/Los_Angeles']);
    expect(zones(null, '+1 (850) 555-0100')).toEqual(['America/Los_Angeles', 'America/New_York', 'America/Chicago']);
  });
});

describe('the counts', () => {
  const days = (...of: string[]) => of.map((day) => made(`2026-11-${day}T15:00:00Z`));

  it('Massachusetts counts texts with calls, to the home and the mobile apart from work', () => {
    const place = own('US', 'America/New_York', { region: 'MA' });
    const log = [...days('02'), made('2026-11-03T15:00:00Z', { channel: 'sms' })];
    expect(untilOf(ask('2026-11-04T15:00:00Z', place, { log }))).toBe('2026-11-09T13:00:00Z');
    expect(untilOf(ask('2026-11-04T15:00:00Z', place, { log }, { ...call, channel: 'email' }))).toBe('ALLOW');
    expect(untilOf(ask('2026-11-04T15:00:00Z', place, { log }, { ...call, debts: [2] }))).toBe('ALLOW');
  });

  it('New York City counts letters, too, and all debts of the account', () => {
    const place = own('US', 'America/New_York', { region: 'NY', city: 'Queens' });
    const log = [made('2026-11-02T15:00:00Z', { channel: 'letter', debts: [2] }), ...days('03', '04')];
    expect(untilOf(ask('2026-11-05T15:00:00Z', place, { log }))).toBe('2026-11-09T13:00:00Z');
    expect(untilOf(ask('2026-11-05T15:00:00Z', place, { log: log.slice(1) }))).toBe('ALLOW');
    expect(untilOf(ask('2026-08-20T15:00:00Z', place, { log: ['17', '18', '19'].map((day) => made(`2026-08-${day}T15:00:00Z`)) }))).toBe('ALLOW');
  });

  it('the District: three calls, five electronic messages, letters free', () => {
    const place = own('US', 'America/New_York', { region: 'DC' });
    const consents = [{ personId: 'p1', channel: 'email', from: '2026-01-01T00:00:00Z', until: null }] as const;
    const email = { ...call, channel: 'email' } as const;
    const messages = ['02', '03', '04', '05', '06'].map((day) => made(`2026-11-${day}T15:00:00Z`, { channel: day === '04' ? 'sms' : 'email' }));
    expect(untilOf(ask('2026-11-07T15:00:00Z', place, { log: messages, consents }, email))).toBe('2026-11-09T13:00:00Z');
    expect(untilOf(ask('2026-11-07T15:00:00Z', place, { log: messages.slice(1), consents }, email))).toBe('ALLOW');
    expect(untilOf(ask('2026-11-07T15:00:00Z', place, { log: [] }, email))).toBe('BLOCK');
    expect(untilOf(ask('2026-11-07T15:00:00Z', place, { log: messages }, { ...call, channel: 'letter' }))).toBe('ALLOW');
  });

  it('consumers in Europe: one call a day, two calls and two messages in seven days for the debtor, whoever was spoken to', () => {
    const place = own('ES', 'Europe/Madrid');
    expect(untilOf(ask('2026-11-02T16:00:00Z', place, { log: days('02') }))).toBe('2026-11-03T07:00:00Z');
    expect(untilOf(ask('2026-11-04T16:00:00Z', place, { log: [made('2026-11-02T15:00:00Z', { personId: 'p2' }), ...days('03')] }))).toBe(
      '2026-11-09T07:00:00Z',
    );
    const written = [made('2026-11-02T15:00:00Z', { channel: 'sms' }), made('2026-11-03T15:00:00Z', { channel: 'email' })];
    expect(untilOf(ask('2026-11-04T16:00:00Z', place, { log: written }, { ...call, channel: 'email' }))).toBe('2026-11-09T07:00:00Z');
    expect(untilOf(ask('2026-11-04T16:00:00Z', place, { log: written }))).toBe('ALLOW');
  });

  it('businesses, by choice: 9 to 18 on working days, three calls in seven days, one automatic message in five business days', () => {
    const firm: PackDebtor = { ...own('DE', 'Europe/Berlin'), kind: 'BUSINESS' };
    expect(untilOf(ask('2026-11-03T08:59:59+01:00', firm))).toBe('2026-11-03T08:00:00Z');
    expect(untilOf(ask('2026-11-06T18:00:00+01:00', firm))).toBe('2026-11-09T08:00:00Z');
    expect(untilOf(ask('2026-11-05T12:00:00Z', firm, { log: days('02', '03', '04') }))).toBe('2026-11-09T08:00:00Z');
    // A message on Wednesday 4 November: Thursday, Friday, Monday, Tuesday are the days after it, Wednesday the 11th is free.
    const message = made('2026-11-04T15:00:00Z', { channel: 'email', automatic: true });
    const email = { ...call, channel: 'email' } as const;
    expect(untilOf(ask('2026-11-05T12:00:00Z', firm, { log: [message] }, email))).toBe('2026-11-11T08:00:00Z');
    expect(untilOf(ask('2026-11-05T12:00:00Z', firm, { log: [{ ...message, automatic: false }] }, email))).toBe('ALLOW');
    expect(untilOf(ask('2026-11-05T12:00:00Z', firm, { log: [{ ...message, debts: [2] }] }, email))).toBe('ALLOW');
  });
});

describe('packs by choice', () => {
  const policyWith = (packs: string) =>
    readPolicy(
      `policy: p\ntitle: P\npacks: ${packs}\nladder: [{ id: a, action: email, template: reminder, when: { daysPastDue: { atLeast: 1 } } }]\n`,
      'p.yaml',
    );
  const contact = { channel: 'call', contactId: 'c1', address: '+493023125001' } as const;
  const facts = account({ items: [invoice(1, '2026-10-01', 10_000)] });
  const night = '2026-11-03T20:30:00Z';

  it('a pack that a policy names applies to its accounts whatever its scope: Regulation F for a business in Germany', () => {
    expect(askLaw(facts, policyWith('[]'), contact, night).decision).toBe('ALLOW');
    expect(askLaw(facts, policyWith('[us-reg-f]'), contact, night)).toMatchObject({ decision: 'DEFER', until: '2026-11-04T07:00:00Z' });
    expect(askLaw(facts, policyWith('[house-b2b]'), contact, '2026-11-03T07:30:00Z')).toMatchObject({ decision: 'DEFER', until: '2026-11-03T08:00:00Z' });
  });

  it('what carriers refuse for others they do not refuse for one’s own debts', () => {
    const sms = { ...contact, channel: 'sms', address: '+491715550100' } as const;
    expect(askLaw(facts, policyWith('[us-reg-f]'), sms, '2026-11-03T12:00:00Z').decision).toBe('ALLOW');
  });
});
