import { describe, expect, it } from '@jest/globals';
import type { AccountFacts, DisputeFacts, HoldFacts, PlanFacts } from '../../domain/facts.js';
import { assess } from '../../domain/rule/assess.js';
import { readPolicy } from '../../domain/policy/read.js';
import { account, agenda, contactAt, from, invoice, keepDiary, shippedPolicy } from './diary.js';

const policy = shippedPolicy('standard-b2b');
const due = '2026-03-02';
const pay =
  (id: number, minor: number) =>
  (facts: AccountFacts): AccountFacts => ({
    ...facts,
    items: facts.items.map((item) => (item.id === id ? { ...item, openMinor: item.openMinor - minor } : item)).filter((item) => item.openMinor !== 0),
  });
const hold = (more: Partial<HoldFacts>): HoldFacts => ({
  id: 'h1',
  kind: 'PAUSE',
  itemId: null,
  reason: 'asked for time',
  startsOn: '2026-03-06',
  endsOn: null,
  ...more,
});
const promise = (dueOn: string, status: PlanFacts['status'] = 'OPEN'): PlanFacts => ({
  id: 'p1',
  kind: 'PROMISE',
  status,
  currency: 'EUR',
  itemIds: [1],
  graceDays: 3,
  level: 1,
  instalments: [{ number: 1, dueOn, amountMinor: 120000, paidMinor: 0, status: status === 'OPEN' ? 'OPEN' : 'BROKEN' }],
});
const dispute = (amountMinor: number | null): DisputeFacts => ({ id: 'd1', reason: 'price', respondBy: '2026-03-20', items: [{ itemId: 1, amountMinor }] });

describe('the standard ladder', () => {
  it('climbs step by step from the courtesy to the placement while nothing is paid; Labour Day is no day for it', () => {
    const diary = keepDiary(account({ items: [invoice(1, due, 120000)] }), policy, '2026-02-25', '2026-06-30');
    expect(agenda(diary, due)).toEqual([
      'Day -5: email courtesy',
      'Day 3: email reminder',
      'Day 10: sms text',
      'Day 17: email second-reminder',
      'Day 24: task call',
      'Day 36: email final-notice',
      'Day 63: place',
    ]);
  });

  it('closes on the day the money is in', () => {
    const diary = keepDiary(account({ items: [invoice(1, due, 120000)] }), policy, '2026-03-03', '2026-06-30', [from('2026-03-13', pay(1, 120000))]);
    expect(agenda(diary, due)).toEqual(['Day 3: email reminder', 'Day 10: sms text', 'Day 11: close PAID']);
  });

  it('goes on with the rest after a part payment', () => {
    const diary = keepDiary(account({ items: [invoice(1, due, 120000)] }), policy, '2026-03-03', '2026-03-20', [from('2026-03-10', pay(1, 50000))]);
    expect(agenda(diary, due)).toEqual(['Day 3: email reminder', 'Day 10: sms text', 'Day 17: email second-reminder']);
    expect(diary.at(-1)?.assessment.collectable).toEqual({ EUR: 70000 });
  });

  it('treats what is left below the tolerance as paid', () => {
    const diary = keepDiary(account({ items: [invoice(1, due, 120000)] }), policy, '2026-03-03', '2026-06-30', [from('2026-03-10', pay(1, 119500))]);
    expect(agenda(diary, due).at(-1)).toBe('Day 8: close PAID');
  });

  it('is not made older by a residue below the tolerance, which is asked for all the same', () => {
    const items = [{ ...invoice(1, '2026-02-02', 120000), openMinor: 400 }, invoice(2, due, 120000)];
    const diary = keepDiary(account({ items }), policy, '2026-03-03', '2026-03-12');
    expect(agenda(diary, due)).toEqual(['Day 3: email reminder', 'Day 10: sms text']);
    expect(diary[0]?.assessment).toMatchObject({ daysPastDue: 3, collectable: { EUR: 120400 } });
  });

  it('takes residues that make up a debt together as one, as old as the oldest', () => {
    const items = [
      { ...invoice(1, '2026-02-02', 120000), openMinor: 400 },
      { ...invoice(2, '2026-02-20', 120000), openMinor: 400 },
    ];
    const [first] = keepDiary(account({ items }), policy, '2026-03-03', '2026-03-12');
    expect(first).toMatchObject({ did: 'email reminder', assessment: { daysPastDue: 29, collectable: { EUR: 800 } } });
  });

  it('takes a step on the day on which a further item makes its condition hold, though a later step is waited for', () => {
    const two = readPolicy(
      `policy: p
title: P
contact: { businessDaysOnly: false, minGapDays: 0 }
ladder:
  - { id: first, action: email, template: reminder, when: { daysPastDue: { atLeast: 1 } } }
  - { id: several, action: email, template: reminder, when: { daysPastDue: { atLeast: 2 }, overdueItems: { atLeast: 2 } } }
  - { id: late, action: letter, template: reminder, when: { daysPastDue: { atLeast: 60 } } }
`,
      'p.yaml',
    );
    const items = [invoice(1, due, 120000), invoice(2, '2026-03-17', 50000)];
    expect(agenda(keepDiary(account({ items }), two, '2026-03-03', '2026-04-30'), due)).toEqual(['Day 1: email first', 'Day 16: email several']);
  });

  it('enters old debt at the first step and keeps the gaps', () => {
    const diary = keepDiary(account({ items: [invoice(1, due, 12000)] }), policy, '2026-05-20', '2026-12-31');
    expect(agenda(diary, due).slice(0, 5)).toEqual([
      'Day 79: email reminder',
      'Day 85: sms text',
      'Day 91: email second-reminder',
      'Day 98: task call',
      'Day 105: email final-notice',
    ]);
  });

  it('recommends a small debt for write-off instead of placing it', () => {
    const diary = keepDiary(account({ items: [invoice(1, due, 12000)] }), policy, '2026-03-03', '2026-12-31');
    expect(agenda(diary, due)).not.toContain('place');
    expect(diary.at(-1)?.did).toBe('write-off');
  });

  it('asks for all items at once: a second invoice makes no second message', () => {
    const diary = keepDiary(account({ items: [invoice(1, due, 120000), invoice(2, '2026-03-04', 5000)] }), policy, '2026-03-03', '2026-03-20');
    expect(agenda(diary, due)).toEqual(['Day 3: email reminder', 'Day 10: sms text', 'Day 17: email second-reminder']);
  });

  it('closes as written off only in the case whose write-off was booked; a later one that is paid is paid', () => {
    const booked = { id: 'w1', caseId: 'DE01/1000#1', status: 'BOOKED', itemIds: [9] } as const;
    const running = (episode: number) => ({ id: `DE01/1000#${episode}`, episode, openedAt: '2026-03-03T06:00:00Z', entryStep: null, campaignId: null });
    const outcomeOf = (episode: number) =>
      assess(account({ writeOffs: [{ ...booked, itemIds: [9] }], case: running(episode) }), policy, '2026-03-10T10:00:00Z').verdict;
    expect(outcomeOf(1)).toMatchObject({ kind: 'close', outcome: 'WRITTEN_OFF' });
    expect(outcomeOf(2)).toMatchObject({ kind: 'close', outcome: 'PAID' });
  });

  it('a courtesy whose delivery is not known keeps the case open for what falls due', () => {
    const made = {
      key: 'DE01/1000#1/courtesy/1/email',
      caseId: 'DE01/1000#1',
      step: 'courtesy',
      round: 1,
      channel: 'email',
      direction: 'OUT',
      automatic: true,
      status: 'UNKNOWN',
      at: '2026-02-25T10:00:00Z',
      attempt: 1,
      notBefore: null,
      contactId: 'c1',
      outcome: null,
    } as const;
    const facts = account({ items: [invoice(1, due, 120000)], contactsMade: [made] });
    expect(agenda(keepDiary(facts, policy, '2026-02-26', '2026-03-06'), due)).toEqual(['Day 3: email reminder']);
  });

  it('is quiet while credits cover what is overdue', () => {
    const credit = invoice(2, due, -120000, { kind: 'CREDIT_NOTE', number: 'G-2' });
    const diary = keepDiary(account({ items: [invoice(1, due, 120000), credit] }), policy, '2026-03-03', '2026-06-30');
    expect(agenda(diary)).toEqual(['2026-03-03: close PAID']);
  });

  it('moves to the oldest item that is left when a payment clears the oldest one', () => {
    const items = [invoice(1, due, 120000), invoice(2, '2026-03-09', 80000)];
    const diary = keepDiary(account({ items }), policy, '2026-03-03', '2026-04-02', [from('2026-03-11', pay(1, 120000))]);
    expect(agenda(diary, '2026-03-09')).toEqual(['Day -4: email reminder', 'Day 10: sms text', 'Day 17: email second-reminder', 'Day 24: task call']);
  });

  it('ends with what is overdue: an invoice that falls due later is a new case', () => {
    const items = [invoice(1, due, 120000), invoice(2, '2026-03-20', 80000)];
    const diary = keepDiary(account({ items }), policy, '2026-03-03', '2026-04-20', [from('2026-03-11', pay(1, 120000))]);
    expect(agenda(diary, due)).toEqual(['Day 3: email reminder', 'Day 9: close PAID']);
  });

  it('writes only on business days of the debtor’s country and in its hours', () => {
    const diary = keepDiary(account({ items: [invoice(1, '2026-03-31', 120000)] }), policy, '2026-04-01', '2026-07-01');
    expect(agenda(diary)[0]).toBe('2026-04-07: email reminder');
    for (const { at } of diary) expect(at.slice(11, 13) >= '07' && at.slice(11, 13) < '16').toBe(true);
  });
});

describe('what stops the ladder', () => {
  it('a pause: nothing before its end, and the next step from there', () => {
    const pause = from('2026-03-06', (facts) => ({ ...facts, holds: [hold({ endsOn: '2026-03-26' })] }));
    const diary = keepDiary(account({ items: [invoice(1, due, 120000)] }), policy, '2026-03-03', '2026-04-10', [pause]);
    expect(agenda(diary, due)).toEqual(['Day 3: email reminder', 'Day 24: sms text', 'Day 30: email second-reminder', 'Day 36: task call']);
  });

  it('a bankruptcy: no contact at all, looked at again within weeks', () => {
    const diary = keepDiary(
      account({ items: [invoice(1, due, 120000)], holds: [hold({ kind: 'BANKRUPTCY', startsOn: '2026-03-01' })] }),
      policy,
      '2026-03-03',
      '2026-12-31',
    );
    expect(diary).toEqual([]);
  });

  it('a promise: silence until it is judged, then on', () => {
    const agreed = from('2026-03-06', (facts) => ({ ...facts, plans: [promise('2026-03-20')] }));
    const broken = from('2026-03-24', (facts) => ({ ...facts, plans: [promise('2026-03-20', 'BROKEN')] }));
    const diary = keepDiary(account({ items: [invoice(1, due, 120000)] }), policy, '2026-03-03', '2026-04-05', [agreed, broken]);
    expect(agenda(diary, due)).toEqual(['Day 3: email reminder', 'Day 22: sms text', 'Day 28: email second-reminder']);
  });

  it('a dispute of all: silence; of a part: the rest is still asked for', () => {
    const start = account({ items: [invoice(1, due, 120000)] });
    const whole = keepDiary({ ...start, disputes: [dispute(null)] }, policy, '2026-03-03', '2026-03-19');
    expect(agenda(whole)).toEqual([]);
    const part = keepDiary({ ...start, disputes: [dispute(20000)] }, policy, '2026-03-03', '2026-03-06');
    expect(part[0]?.assessment.collectable).toEqual({ EUR: 100000 });
    expect(agenda(part, due)).toEqual(['Day 3: email reminder']);
  });

  it('a call by hand: it takes a place in the budget and the next step counts from it', () => {
    const called = from('2026-03-11', (facts) => ({
      ...facts,
      contactsMade: [
        ...facts.contactsMade,
        {
          key: 'm1',
          caseId: null,
          step: null,
          round: 0,
          channel: 'call',
          direction: 'OUT',
          automatic: false,
          status: 'RECORDED',
          at: '2026-03-11T10:00:00Z',
          attempt: 1,
          notBefore: null,
          contactId: 'c1',
          outcome: 'REACHED',
        },
      ],
    }));
    const diary = keepDiary(account({ items: [invoice(1, due, 120000)] }), policy, '2026-03-03', '2026-03-20', [called]);
    expect(agenda(diary, due)).toEqual(['Day 3: email reminder', 'Day 14: sms text']);
  });

  it('a ledger that is too old: messages wait for a newer one', () => {
    const facts = account({ items: [invoice(1, due, 120000)], ledgerAsOf: '2026-02-20' });
    const { verdict } = assess(facts, policy, '2026-03-05T14:00:00Z');
    expect(verdict).toMatchObject({ kind: 'wait', reason: { code: 'LEDGER_TOO_OLD', figures: { days: 13, atMost: 10 } } });
    expect(assess({ ...facts, ledgerAsOf: '2026-03-04' }, policy, '2026-03-05T14:00:00Z').verdict.kind).toBe('act');
  });
});

describe('who can’t be reached', () => {
  it('is looked for and written to by the next channel meanwhile', () => {
    const diary = keepDiary(account({ items: [invoice(1, due, 120000)], contacts: [contactAt({ email: null })] }), policy, '2026-03-03', '2026-03-06');
    expect(agenda(diary, due)).toEqual(['Day 3: task find_contact', 'Day 3: sms reminder']);
  });

  it('gets the e-mail once the search has found an address', () => {
    const nobody = account({ items: [invoice(1, due, 120000)], contacts: [], customer: { ...account().customer, addressLines: [] } });
    const found = from('2026-03-09', (facts) => ({
      ...facts,
      contacts: [contactAt()],
      tasks: facts.tasks.map((task) => ({ ...task, status: 'DONE' as const, closedAt: '2026-03-09T08:00:00Z' })),
    }));
    const diary = keepDiary(nobody, policy, '2026-03-03', '2026-03-10', [found]);
    expect(agenda(diary, due)).toEqual(['Day 3: task find_contact', 'Day 7: email reminder']);
  });

  it('does not end in silence: the ladder goes on to its end and a person is told', () => {
    const nobody = account({ items: [invoice(1, due, 12000)], contacts: [], customer: { ...account().customer, addressLines: [] } });
    const diary = keepDiary(nobody, policy, '2026-03-03', '2026-12-31');
    expect(diary.map(({ did }) => did)).toEqual(['task find_contact', 'write-off']);
  });

  it('a bounced address is not used again', () => {
    const bounced = account({ items: [invoice(1, due, 120000)], suppressions: [{ address: 'ap@example.com', channel: 'email', kind: 'BOUNCED' }] });
    const diary = keepDiary(bounced, policy, '2026-03-03', '2026-03-06');
    expect(agenda(diary, due)).toEqual(['Day 3: task find_contact', 'Day 3: sms reminder']);
  });
});
