import { describe, expect, it } from '@jest/globals';
import type { AccountFacts, ContactMadeFacts } from '../../domain/facts.js';
import { decide } from '../../domain/instructing/decide.js';
import type { Instruction } from '../../domain/instructions.js';
import { account, invoice, shippedPolicy } from './diary.js';

const policy = shippedPolicy('standard-b2b');
const at = '2026-03-11T11:00:00Z';
const called: ContactMadeFacts = {
  key: 'instruction/r1',
  caseId: null,
  step: null,
  round: 0,
  channel: 'call',
  direction: 'OUT',
  automatic: false,
  status: 'RECORDED',
  at: '2026-03-10T11:00:00Z',
  attempt: 1,
  notBefore: null,
  contactId: 'c1',
  outcome: 'REACHED',
  itemIds: [1],
  address: '+493023125001',
};
const facts = account({ items: [invoice(1, '2026-02-02', 100), invoice(2, '2026-02-09', 200)], contactsMade: [called] });
const ask = (instruction: Instruction, of: AccountFacts = facts) =>
  decide(instruction, { actor: { userId: 'u', roles: ['collector'] }, facts: of, policy, at, today: '2026-03-11', subject: null });
const codeOf = (instruction: Instruction, of?: AccountFacts) => ask(instruction, of).refused?.code ?? null;

describe('a contact that is corrected', () => {
  it('keeps what is not stated', () => {
    expect(ask({ kind: 'correct-contact', contact: 'instruction/r1', outcome: 'NOT_CONNECTED', reason: 'never rang' })).toMatchObject({
      change: {
        change: 'contact-corrected',
        corrected: { outcome: 'NOT_CONNECTED', direction: 'OUT', contactId: 'c1', address: '+493023125001', itemIds: [1], place: null, removed: false },
      },
    });
    expect(ask({ kind: 'correct-contact', contact: 'instruction/r1', items: ['R-2'], place: 'work', reason: 'r' })).toMatchObject({
      change: { corrected: { outcome: 'REACHED', itemIds: [2], place: 'work' } },
    });
  });

  it('is one that a person recorded, about items that there are, with a person who is known', () => {
    const correction = { kind: 'correct-contact', contact: 'instruction/r1', reason: 'r' } as const;
    expect(codeOf({ ...correction, contact: 'other' })).toBe('NO_SUCH_CONTACT');
    expect(codeOf(correction, { ...facts, contactsMade: [{ ...called, automatic: true }] })).toBe('NO_SUCH_CONTACT');
    expect(codeOf({ ...correction, items: ['R-9'] })).toBe('NO_SUCH_ITEM');
    expect(codeOf({ ...correction, contactId: 'c9' })).toBe('NO_SUCH_CONTACT');
    expect(codeOf({ ...correction, outcome: 'REACHED' }, { ...facts, contactsMade: [{ ...called, channel: 'letter' }] })).toBe('OUTCOME');
  });
});

describe('consent', () => {
  it('ends at the beginning of a day in the debtor’s zone, and lies ahead', () => {
    expect(ask({ kind: 'consent', contactId: 'c1', channels: ['email'], until: '2026-04-01' })).toMatchObject({
      change: { change: 'consent-given', until: '2026-03-31T22:00:00Z' },
    });
    expect(codeOf({ kind: 'consent', contactId: 'c1', channels: ['email'], until: '2026-03-11' })).toBe('CONSENT_ENDED');
    expect(codeOf({ kind: 'consent', contactId: 'c9', channels: ['email'] })).toBe('NO_SUCH_CONTACT');
  });

  it('is withdrawn only where it was given', () => {
    const withdrawal = { kind: 'withdraw-consent', contactId: 'c1', channels: ['email'] } as const;
    const given = { personId: 'c1', channel: 'email', from: '2026-03-01T00:00:00Z' } as const;
    expect(codeOf({ ...withdrawal, channels: ['email'] })).toBe('NO_CONSENT');
    expect(codeOf({ ...withdrawal, channels: ['email'] }, { ...facts, consents: [{ ...given, until: null }] })).toBeNull();
    expect(codeOf({ ...withdrawal, channels: ['email'] }, { ...facts, consents: [{ ...given, until: '2026-03-11T00:00:00Z' }] })).toBe('NO_CONSENT');
  });
});

describe('a wish', () => {
  it('says when or where', () => {
    const wish = { kind: 'inconvenience', contactId: 'c1', channels: ['call'] } as const;
    expect(codeOf({ ...wish, channels: ['call'] })).toBe('WISH_EMPTY');
    expect(codeOf({ ...wish, channels: ['call'], from: '22:00', to: '22:00' })).toBe('WISH_TIMES');
    expect(codeOf({ ...wish, channels: ['call'], from: '22:00', to: '06:00' })).toBeNull();
    expect(ask({ ...wish, channels: ['call'], place: 'work' })).toMatchObject({ change: { wish: { personId: 'c1', channels: ['call'], place: 'work' } } });
  });
});

describe('what ends', () => {
  const wishes = { ...facts, inconveniences: [{ personId: 'c1', channels: ['call' as const], from: '22:00', to: '06:00' }] };

  it('a wish that there is, on these channels', () => {
    expect(ask({ kind: 'end-inconvenience', contactId: 'c1', channels: ['call'] }, wishes)).toMatchObject({
      change: { change: 'wishes-ended', contactId: 'c1' },
    });
    expect(codeOf({ kind: 'end-inconvenience', contactId: 'c1', channels: ['email'] }, wishes)).toBe('NO_WISH');
    expect(codeOf({ kind: 'end-inconvenience', contactId: 'c1', channels: ['call'] })).toBe('NO_WISH');
  });
});
