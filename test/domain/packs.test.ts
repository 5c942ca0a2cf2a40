import { describe, expect, it } from '@jest/globals';
import { askPacks, packsFor, type ContactRecord, type PackDebtor, type PackQuestion } from '../../domain/gate/askPacks.js';
import type { LoggedContact } from '../../domain/gate/pack.js';
import { shippedPacks } from '../../domain/gate/packs/all.js';

const newYorker: PackDebtor = { kind: 'CONSUMER', role: 'THIRD_PARTY', country: 'US', region: 'FL', city: null, zones: ['America/New_York'] };
const call: PackQuestion = { channel: 'call', personId: 'p1', place: 'mobile', debts: [1] };
const none: ContactRecord = { log: [], consents: [], inconveniences: [] };
const called = (at: string, more: Partial<LoggedContact> = {}): LoggedContact => ({
  at,
  channel: 'call',
  direction: 'OUT',
  personId: 'p1',
  debts: [1],
  place: 'mobile',
  outcome: 'NO_ANSWER',
  ...more,
});
const ask = (at: string, record: Partial<ContactRecord> = {}, debtor = newYorker, question = call) =>
  askPacks(shippedPacks, debtor, question, { ...none, ...record }, at);
const noon = (day: string) => `${day}T17:00:00Z`;
const sevenOn = (day: string) => Array.from({ length: 7 }, (_, n) => called(`${day}T${14 + n}:00:00Z`));

describe('Regulation F', () => {
  it('lets no eighth call be made in seven days: seven on Monday 2 November, the next on Monday 9 November', () => {
    expect(ask(noon('2026-11-08'), { log: sevenOn('2026-11-02') })).toMatchObject({
      decision: 'DEFER',
      until: '2026-11-09T13:00:00Z',
      reasons: [{ code: 'FREQ_CAP', pack: 'us-reg-f', source: expect.stringContaining('1006.14') }],
    });
    expect(ask(noon('2026-11-09'), { log: sevenOn('2026-11-02') }).decision).toBe('ALLOW');
    expect(ask(noon('2026-11-08'), { log: sevenOn('2026-11-02').slice(1) }).decision).toBe('ALLOW');
  });

  it('is silent for seven days after a conversation, whoever called; the day of it is the first', () => {
    for (const direction of ['OUT', 'IN'] as const) {
      const log = [called('2026-11-02T15:00:00Z', { outcome: 'CONVERSATION', direction })];
      expect(ask(noon('2026-11-08'), { log })).toMatchObject({ decision: 'DEFER', until: '2026-11-09T13:00:00Z' });
      expect(ask(noon('2026-11-09'), { log }).decision).toBe('ALLOW');
    }
  });

  it('does not count inbound calls, calls that did not connect, other debts, or other persons', () => {
    const log = sevenOn('2026-11-02');
    for (const more of [{ direction: 'IN' }, { outcome: 'NOT_CONNECTED' }, { debts: [2] }, { personId: 'p2' }] as Partial<LoggedContact>[])
      expect(ask(noon('2026-11-03'), { log: [...log.slice(1), { ...called('2026-11-02T20:30:00Z'), ...more }] }).decision).toBe('ALLOW');
    expect(ask(noon('2026-11-03'), { log: [...log.slice(1), called('2026-11-02T20:30:00Z', { debts: [1, 2] })] }).decision).toBe('DEFER');
  });

  it('counts all numbers of the person together, and voicemail as a call', () => {
    const log = [...sevenOn('2026-11-02').slice(1), called('2026-11-02T20:30:00Z', { place: 'work', outcome: 'VOICEMAIL' })];
    expect(ask(noon('2026-11-03'), { log }).decision).toBe('DEFER');
  });

  it('leaves out calls made with direct consent of at most seven days before', () => {
    const consents = [{ personId: 'p1', channel: 'call', from: '2026-11-02T15:30:00Z', until: null }] as const;
    const log = [...sevenOn('2026-11-02'), called('2026-11-01T15:00:00Z', { outcome: 'CONVERSATION' })];
    expect(ask(noon('2026-11-08'), { log, consents }).decision).toBe('ALLOW');
    expect(ask('2026-11-04T01:30:00Z', { log: sevenOn('2026-11-03'), consents: [{ ...consents[0], from: '2026-10-01T12:00:00Z' }] }).decision).toBe('DEFER');
    expect(ask('2026-11-04T01:30:00Z', { log: sevenOn('2026-11-03'), consents: [{ ...consents[0], until: '2026-11-03T01:00:00Z' }] }).decision).toBe('DEFER');
  });

  it('opens only where it is eight to twenty-one in every plausible zone', () => {
    const conflicting: PackDebtor = { ...newYorker, zones: ['America/New_York', 'America/Los_Angeles'] };
    expect(ask('2026-11-03T15:59:00Z', {}, conflicting)).toMatchObject({
      decision: 'DEFER',
      until: '2026-11-03T16:00:00Z',
      reasons: [{ code: 'QUIET_HOURS' }],
    });
    expect(ask('2026-11-03T16:00:00Z', {}, conflicting).decision).toBe('ALLOW');
    expect(ask('2026-11-04T01:59:00Z', {}, conflicting).decision).toBe('ALLOW');
    expect(ask('2026-11-04T02:00:00Z', {}, conflicting)).toMatchObject({ decision: 'DEFER', until: '2026-11-04T16:00:00Z' });
  });

  it('blocks text messages that collect for others', () => {
    expect(ask(noon('2026-11-03'), {}, newYorker, { ...call, channel: 'sms' })).toMatchObject({ decision: 'BLOCK', reasons: [{ code: 'CHANNEL_PROHIBITED' }] });
  });

  it('does not apply to business debts, nor to creditors who collect their own', () => {
    expect(packsFor(shippedPacks, { ...newYorker, role: 'FIRST_PARTY' })).toEqual([]);
    expect(packsFor(shippedPacks, { ...newYorker, kind: 'BUSINESS' }).map(({ name }) => name)).toEqual(['house-b2b']);
  });
});

describe('stricter places', () => {
  const own = (region: string, city: string | null = null): PackDebtor => ({ ...newYorker, role: 'FIRST_PARTY', region, city });

  it('Massachusetts: two calls or texts in seven days to the person’s own numbers, two in thirty elsewhere, also for creditors', () => {
    const log = [called('2026-11-02T15:00:00Z'), called('2026-11-03T15:00:00Z', { channel: 'sms' })];
    expect(ask(noon('2026-11-05'), { log }, own('MA'))).toMatchObject({ decision: 'DEFER', until: '2026-11-09T13:00:00Z' });
    expect(ask(noon('2026-11-05'), { log }, own('MA'), { ...call, place: 'work' }).decision).toBe('ALLOW');
    const atWork = [called('2026-11-02T15:00:00Z', { place: 'work' }), called('2026-11-03T15:00:00Z', { place: 'work' })];
    expect(ask(noon('2026-11-20'), { log: atWork }, own('MA'), { ...call, place: 'work' })).toMatchObject({ decision: 'DEFER', until: '2026-12-02T13:00:00Z' });
  });

  it('New York City: three contacts in seven days by all channels, and consent for electronic ones, from 1 September 2026', () => {
    const log = [called('2026-11-02T15:00:00Z', { channel: 'letter' }), called('2026-11-03T15:00:00Z'), called('2026-11-04T15:00:00Z', { personId: 'p2' })];
    expect(ask(noon('2026-11-05'), { log }, own('NY', 'New York')).decision).toBe('DEFER');
    const email: PackQuestion = { ...call, channel: 'email' };
    expect(ask(noon('2026-11-05'), {}, own('NY', 'Brooklyn'), email)).toMatchObject({ decision: 'BLOCK', reasons: [{ code: 'NO_CONSENT', pack: 'us-nyc' }] });
    expect(ask(noon('2026-08-31'), { log }, own('NY', 'New York'), email).decision).toBe('ALLOW');
    const consents = [{ personId: 'p1', channel: 'email', from: '2026-09-01T12:00:00Z', until: '2026-11-06T00:00:00Z' }] as const;
    expect(ask(noon('2026-11-05'), { consents }, own('NY', 'Brooklyn'), email).decision).toBe('ALLOW');
    expect(ask(noon('2026-11-06'), { consents }, own('NY', 'Brooklyn'), email).decision).toBe('BLOCK');
  });

  it('the District of Columbia: three calls, and five electronic messages after consent, in seven days for an account', () => {
    const log = ['02', '03', '04'].map((day) => called(`2026-11-${day}T15:00:00Z`, { debts: [9], personId: 'p3' }));
    expect(ask(noon('2026-11-05'), { log }, own('DC'))).toMatchObject({ decision: 'DEFER', until: '2026-11-09T13:00:00Z' });
  });

  it('Germany, consumers: eight to twenty, one call a day, no Sunday, no holiday', () => {
    const german: PackDebtor = { kind: 'CONSUMER', role: 'FIRST_PARTY', country: 'DE', region: null, city: null, zones: ['Europe/Berlin'] };
    expect(ask('2026-12-24T19:30:00Z', {}, german)).toMatchObject({ decision: 'DEFER', until: '2026-12-28T07:00:00Z' });
    expect(ask('2026-11-03T15:00:00Z', { log: [called('2026-11-03T09:00:00Z')] }, german)).toMatchObject({ decision: 'DEFER', until: '2026-11-04T07:00:00Z' });
  });
});

describe('a person’s own wishes', () => {
  it('times named as inconvenient are waited out, places are not called', () => {
    const inconveniences = [
      { personId: 'p1', channels: ['call'], weekdays: [2], from: '09:00', to: '13:00' },
      { personId: 'p1', channels: ['call'], place: 'work' },
    ] as const;
    expect(ask('2026-11-03T15:00:00Z', { inconveniences })).toMatchObject({
      decision: 'DEFER',
      until: '2026-11-03T18:00:00Z',
      reasons: [{ code: 'DEBTOR_INCONVENIENT' }],
    });
    expect(ask('2026-11-04T15:00:00Z', { inconveniences }).decision).toBe('ALLOW');
    expect(ask('2026-11-04T15:00:00Z', { inconveniences }, newYorker, { ...call, place: 'work' }).decision).toBe('BLOCK');
  });
});
