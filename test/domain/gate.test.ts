import { describe, expect, it } from '@jest/globals';
import type { ContactMadeFacts } from '../../domain/facts.js';
import { askGate } from '../../domain/gate/gate.js';
import { account, invoice, shippedPolicy } from './diary.js';

const policy = shippedPolicy('standard-b2b');
const email = { channel: 'email', contactId: 'c1', address: 'ap@example.com' } as const;
const overdue = account({ items: [invoice(1, '2026-03-02', 120000)], ledgerAsOf: '2026-03-11' });
const wednesdayNoon = '2026-03-11T11:00:00Z';
const made = (at: string, more: Partial<ContactMadeFacts> = {}): ContactMadeFacts => ({
  key: at,
  caseId: null,
  step: null,
  round: 0,
  channel: 'call',
  direction: 'OUT',
  automatic: false,
  status: 'RECORDED',
  at,
  attempt: 1,
  notBefore: null,
  contactId: 'c1',
  outcome: 'NO_ANSWER',
  ...more,
});
const codes = (facts: typeof overdue, at = wednesdayNoon) => {
  const answer = askGate(facts, policy, email, at);
  return { ...answer, reasons: answer.decision === 'ALLOW' ? [] : answer.reasons.map(({ code }) => code) };
};

describe('the gate', () => {
  it('allows a message within the window when nothing speaks against it', () => {
    expect(askGate(overdue, policy, email, wednesdayNoon)).toEqual({ decision: 'ALLOW' });
  });

  it('defers to the next morning in the evening, and over a weekend with a holiday behind it', () => {
    const evening = codes(overdue, '2026-03-11T16:00:00Z');
    expect(evening).toMatchObject({ decision: 'DEFER', reasons: ['OUTSIDE_WINDOW'] });
    expect(evening.decision === 'DEFER' && evening.until.slice(0, 10)).toBe('2026-03-12');
    const easter = codes({ ...overdue, ledgerAsOf: '2026-04-02' }, '2026-04-03T11:00:00Z');
    expect(easter.decision === 'DEFER' && easter.until.slice(0, 10)).toBe('2026-04-07');
  });

  it('counts the window in the debtor’s zone, across its change to summer time', () => {
    const tokyo = { ...overdue, customer: { ...overdue.customer, country: 'JP' } };
    expect(codes(tokyo, '2026-03-11T07:59:00Z').decision).toBe('ALLOW');
    expect(codes(tokyo, '2026-03-11T08:00:00Z').decision).toBe('DEFER');
    expect(codes({ ...overdue, ledgerAsOf: '2026-03-30' }, '2026-03-30T07:00:00Z').decision).toBe('ALLOW');
    expect(codes({ ...overdue, ledgerAsOf: '2026-03-27' }, '2026-03-27T07:00:00Z').decision).toBe('DEFER');
  });

  it('blocks on a hold, a suppressed address, a dispute of all, and a payment that has just landed', () => {
    expect(
      codes({
        ...overdue,
        holds: [{ id: 'h', kind: 'ATTORNEY_REPRESENTED', itemId: null, reason: 'letter of 3 March', startsOn: '2026-03-04', endsOn: null }],
      }),
    ).toMatchObject({ decision: 'BLOCK', reasons: ['ON_HOLD'] });
    expect(codes({ ...overdue, suppressions: [{ address: 'AP@example.com', channel: 'email', kind: 'OPTED_OUT' }] })).toMatchObject({
      decision: 'BLOCK',
      reasons: ['ADDRESS_SUPPRESSED'],
    });
    expect(codes({ ...overdue, disputes: [{ id: 'd', reason: 'price', respondBy: '2026-03-20', items: [{ itemId: 1, amountMinor: null }] }] })).toMatchObject({
      decision: 'BLOCK',
      reasons: ['ALL_DISPUTED'],
    });
    expect(codes({ ...overdue, items: [] })).toMatchObject({ decision: 'BLOCK', reasons: ['PAID'] });
  });

  it('a hold that starts tomorrow or ended today stops nothing', () => {
    const hold = { id: 'h', kind: 'PAUSE', itemId: null, reason: 'asked for time' } as const;
    expect(codes({ ...overdue, holds: [{ ...hold, startsOn: '2026-03-12', endsOn: null }] }).decision).toBe('ALLOW');
    expect(codes({ ...overdue, holds: [{ ...hold, startsOn: '2026-03-01', endsOn: '2026-03-11' }] }).decision).toBe('ALLOW');
    expect(codes({ ...overdue, holds: [{ ...hold, startsOn: '2026-03-01', endsOn: '2026-03-12' }] }).decision).toBe('BLOCK');
  });

  it('counts calls by hand and messages alike in any seven days', () => {
    const three = ['2026-03-05T09:00:00Z', '2026-03-09T09:00:00Z', '2026-03-10T09:00:00Z'].map((at) => made(at));
    const answer = codes({ ...overdue, contactsMade: three });
    expect(answer).toMatchObject({ decision: 'DEFER', reasons: ['FREQUENCY'] });
    expect(answer.decision === 'DEFER' && answer.until.slice(0, 10)).toBe('2026-03-12');
    expect(codes({ ...overdue, contactsMade: three.map((each) => ({ ...each, direction: 'IN' as const })) }).decision).toBe('ALLOW');
    expect(codes({ ...overdue, contactsMade: [made('2026-03-04T09:00:00Z'), ...three.slice(1)] }).decision).toBe('ALLOW');
  });

  it('keeps the least gap between automatic messages and never sends two on a day, but does not count its own claim', () => {
    const mail = made('2026-03-09T09:00:00Z', { automatic: true, channel: 'email', status: 'ACCEPTED' });
    expect(codes({ ...overdue, contactsMade: [mail] })).toMatchObject({ decision: 'DEFER', reasons: ['MIN_GAP'] });
    expect(codes({ ...overdue, contactsMade: [{ ...mail, status: 'HELD_BACK' }] }).decision).toBe('ALLOW');
    const claim = made(wednesdayNoon, { automatic: true, channel: 'email', status: 'CLAIMED', key: 'own' });
    expect(codes({ ...overdue, contactsMade: [claim] })).toMatchObject({ decision: 'DEFER', reasons: ['ONE_A_DAY', 'MIN_GAP'] });
    expect(askGate({ ...overdue, contactsMade: [claim] }, policy, { ...email, key: 'own' }, wednesdayNoon).decision).toBe('ALLOW');
  });

  it('a message whose outcome is not known counts as made', () => {
    expect(codes({ ...overdue, contactsMade: [made('2026-03-10T09:00:00Z', { automatic: true, status: 'UNKNOWN' })] })).toMatchObject({
      decision: 'DEFER',
      reasons: ['MIN_GAP'],
    });
  });
});
