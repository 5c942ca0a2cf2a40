import { describe, expect, it } from '@jest/globals';
import type { Verdict } from '../../domain/verdict.js';
import { explainDay, type KeptContact } from '../../domain/rule/why.js';

const berlin = 'Europe/Berlin';
const act: Verdict = {
  kind: 'act',
  at: '2026-03-05T09:12:00Z',
  lookAgainAt: '2026-03-12T09:12:00Z',
  reason: { code: 'STEP_DUE', figures: { step: 'reminder', daysPastDue: 3 }, line: 21 },
  act: {
    kind: 'contact',
    key: 'k',
    step: 'reminder',
    round: 1,
    channel: 'email',
    template: 'reminder',
    tone: 'friendly',
    contactId: 'c1',
    address: 'ap@example.com',
    language: 'de',
    deadlineOn: null,
  },
};
const held: Verdict = {
  kind: 'wait',
  until: '2026-03-26T09:12:00Z',
  reason: { code: 'ON_HOLD', figures: { hold: 'PAUSE', until: '2026-03-26', why: 'asked for time' }, line: null },
};
const decisions = [
  { at: '2026-03-05T09:12:00Z', verdict: act, policy: 'standard-b2b@1' },
  { at: '2026-03-06T07:00:00Z', verdict: held, policy: 'standard-b2b@1' },
];
const sent: KeptContact = {
  at: '2026-03-05T09:12:01Z',
  channel: 'email',
  direction: 'OUT',
  status: 'ACCEPTED',
  address: 'ap@example.com',
  step: 'reminder',
  detail: null,
};

describe('why, and why not', () => {
  it('says why a message was sent: step, days, policy and line', () => {
    const why = explainDay('2026-03-05', berlin, decisions, [sent]);
    expect(why.happened).toEqual(['09:12 UTC: email to ap@example.com, step reminder: accepted.']);
    expect(why.because).toEqual([expect.stringContaining('3 days past due')]);
    expect(why.because[0]).toContain('standard-b2b@1, line 21');
    expect(why.next).toContain('2026-03-12');
  });

  it('says why nobody was contacted, how long that lasts, and what would change it', () => {
    const why = explainDay('2026-03-14', berlin, decisions, [sent]);
    expect(why.happened).toEqual(['Nobody was contacted on 2026-03-14.']);
    expect(why.because[0]).toContain('asked for time');
    expect(why.next).toContain('2026-03-26');
    expect(why.changes).toEqual(['The end of the hold, or lifting it.']);
  });

  it('counts the day in the debtor’s zone and never answers with what was decided later', () => {
    const late = { at: '2026-03-05T23:30:00Z', verdict: held, policy: 'standard-b2b@1' };
    expect(explainDay('2026-03-05', berlin, [decisions[0]!, late], []).because[0]).toContain('reminder');
    expect(explainDay('2026-03-06', berlin, [decisions[0]!, late], []).because[0]).toContain('hold');
  });

  it('says so when nothing had been decided yet', () => {
    const why = explainDay('2026-03-01', berlin, decisions, []);
    expect(why.because[0]).toContain('was not being collected');
    expect(why.next).toBeNull();
  });
});
