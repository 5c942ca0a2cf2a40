import { describe, expect, it } from '@jest/globals';
import type { AccountFacts } from '../../domain/facts.js';
import { readPolicy } from '../../domain/policy/read.js';
import { assess } from '../../domain/rule/assess.js';
import { account, agenda, contactAt, from, invoice, keepDiary } from './diary.js';

const due = '2026-03-02';
/** A policy of few words: the ladder and whatever else is said; every day is a working day. */
function policyOf(ladder: string, more = ''): ReturnType<typeof readPolicy> {
  const contact = more.includes('contact:')
    ? ''
    : 'contact: { window: { from: "09:00", to: "17:00" }, businessDaysOnly: false, maxIn7Days: 20, minGapDays: 1, ledgerMaxAgeDays: 10 }\n';
  return readPolicy(
    `policy: p\ntitle: P\nladder:\n${ladder}\n${more}\n${contact}promises: { graceDays: 0, tolerancePercent: 0, maxDays: 60, maxInstalments: 3, maxBroken: 1 }
disputes: { reasons: [price], respondWithinDays: 5, remindEveryDays: 2 }\nplacement: { agency: a, recallAfterDays: 90 }\nwriteOff: [{ role: controller }]\n`,
    'p.yaml',
  );
}
const step = (id: string, when: string, more = '') => `  - { id: ${id}, action: email, template: reminder, when: { ${when} }${more} }`;
const owing = (more: Partial<AccountFacts> = {}) => account({ items: [invoice(1, due, 100000)], ...more });
const days = (policy: ReturnType<typeof policyOf>, facts: AccountFacts = owing(), until = '2026-06-30', happenings: Parameters<typeof keepDiary>[4] = []) =>
  agenda(keepDiary(facts, policy, '2026-03-03', until, happenings), due).filter((line) => !line.includes('review'));
const wants = (policy: ReturnType<typeof policyOf>, facts: AccountFacts, at = '2026-03-20T14:00:00Z') => {
  const { verdict } = assess({ ...facts, ledgerAsOf: at.slice(0, 10) }, policy, at);
  return verdict.kind === 'act' && (verdict.act.kind === 'contact' || (verdict.act.kind === 'task' && verdict.act.task === 'CALL'));
};

describe('conditions of a step', () => {
  it('`at least n` and `more than n` days are both sayable', () => {
    expect(days(policyOf(step('a', 'daysPastDue: { atLeast: 10 }')))).toEqual(['Day 10: email a']);
    expect(days(policyOf(step('a', 'daysPastDue: { moreThan: 10 }')))).toEqual(['Day 11: email a']);
    expect(
      days(policyOf(`${step('a', 'daysPastDue: { atLeast: 1 }')}\n${step('b', 'daysPastDue: { atLeast: 2 }, daysSincePrevious: { moreThan: 7 }')}`)),
    ).toEqual(['Day 1: email a', 'Day 9: email b']);
  });

  it('grace days do not count', () => {
    expect(days(policyOf(step('a', 'daysPastDue: { atLeast: 10 }'), 'count: { graceDays: 5 }'))).toEqual(['Day 15: email a']);
  });

  it('the end of the month: not before the last day of the month in which the day falls', () => {
    expect(days(policyOf(step('a', 'daysPastDue: { atLeast: 10, endOfMonth: true }')))).toEqual(['Day 29: email a']);
    expect(days(policyOf(step('a', 'daysPastDue: { atLeast: 30, endOfMonth: true }')))).toEqual(['Day 59: email a']);
  });

  it('days since the invoice, as systems count that know no due date', () => {
    expect(days(policyOf(step('a', 'daysSinceInvoice: { atLeast: 45 }')))).toEqual(['Day 15: email a']);
  });

  it('a pause only silences, or freezes the count of days: five days of pause, five days later', () => {
    const paused = owing({ holds: [{ id: 'h', kind: 'PAUSE', itemId: null, reason: 'asked', startsOn: '2026-03-05', endsOn: '2026-03-10' }] });
    expect(days(policyOf(step('a', 'daysPastDue: { atLeast: 12 }')), paused)).toEqual(['Day 12: email a']);
    expect(days(policyOf(step('a', 'daysPastDue: { atLeast: 12 }'), 'count: { pause: freezes }'), paused)).toEqual(['Day 17: email a']);
  });

  it('overlapping pauses freeze each day once, and one placed afterwards counts from its true start', () => {
    const hold = (id: string, startsOn: string, endsOn: string) => ({ id, kind: 'PAUSE', itemId: null, reason: 'asked', startsOn, endsOn }) as const;
    const twice = owing({ holds: [hold('a', '2026-03-05', '2026-03-10'), hold('b', '2026-03-08', '2026-03-12')] });
    expect(days(policyOf(step('a', 'daysPastDue: { atLeast: 12 }'), 'count: { pause: freezes }'), twice)).toEqual(['Day 19: email a']);
    const late = from('2026-03-11', (facts) => ({ ...facts, holds: [hold('a', '2026-03-05', '2026-03-10')] }));
    expect(days(policyOf(step('a', 'daysPastDue: { atLeast: 12 }'), 'count: { pause: freezes }'), owing(), '2026-06-30', [late])).toEqual(['Day 17: email a']);
  });

  it('thresholds look at what is owed net of credits, or before them', () => {
    const ladder = step('a', 'daysPastDue: { atLeast: 1 }, overdueAtLeast: { EUR: 900 }');
    const credited = owing({ items: [invoice(1, due, 100000), invoice(2, due, -20000, { kind: 'CREDIT_NOTE' })] });
    expect(wants(policyOf(ladder), credited)).toBe(false);
    expect(wants(policyOf(ladder, 'count: { thresholds: gross }'), credited)).toBe(true);
  });

  it('number of items, share of the balance, risk class, tags, reachability', () => {
    const when = (condition: string) => policyOf(step('a', `daysPastDue: { atLeast: 1 }, ${condition}`));
    const two = owing({ items: [invoice(1, due, 100000), invoice(2, '2026-03-05', 5000)] });
    expect([wants(when('overdueItems: { atLeast: 2 }'), owing()), wants(when('overdueItems: { atLeast: 2 }'), two)]).toEqual([false, true]);
    const mostlyCurrent = owing({ items: [invoice(1, due, 100000), invoice(2, '2026-05-05', 900000)] });
    expect([wants(when('overdueShare: { atLeastPercent: 50 }'), mostlyCurrent), wants(when('overdueShare: { atLeastPercent: 10 }'), mostlyCurrent)]).toEqual([
      false,
      true,
    ]);
    const customer = { ...account().customer, riskClass: 'high', tags: ['vip', 'autopay'] };
    expect([wants(when('riskClass: [high]'), owing()), wants(when('riskClass: [high]'), owing({ customer }))]).toEqual([false, true]);
    expect([wants(when('tags: { with: [vip] }'), owing({ customer })), wants(when('tags: { without: [autopay] }'), owing({ customer }))]).toEqual([
      true,
      false,
    ]);
    expect([wants(when('reachable: sms'), owing()), wants(when('reachable: sms'), owing({ contacts: [contactAt({ mobile: null })] }))]).toEqual([true, false]);
  });

  it('broken promises and attempts so far', () => {
    const broken = owing({ plans: [{ id: 'p', kind: 'PROMISE', status: 'BROKEN', currency: 'EUR', itemIds: [1], graceDays: 0, level: 1, instalments: [] }] });
    const ladder = policyOf(step('a', 'daysPastDue: { atLeast: 1 }, brokenPromises: { atLeast: 1 }'));
    expect([wants(ladder, owing()), wants(ladder, broken)]).toEqual([false, true]);
    const three = `${step('a', 'daysPastDue: { atLeast: 1 }', ', repeat: { everyDays: 5, atMost: 9 }')}\n${step('b', 'daysPastDue: { atLeast: 1 }, daysSincePrevious: { atLeast: 1 }, attempts: { atLeast: 3 }')}`;
    expect(days(policyOf(three)).slice(0, 5)).toEqual(['Day 1: email a', 'Day 6: email a (2)', 'Day 11: email a (3)', 'Day 12: email b']);
  });

  it('a step whose conditions may yet come true is waited for, but not for ever: after thirty days a person looks', () => {
    const lines = agenda(keepDiary(owing(), policyOf(step('a', 'daysPastDue: { atLeast: 1 }, overdueItems: { atLeast: 2 }')), '2026-03-03', '2026-04-30'), due);
    expect(lines).toEqual(['Day 31: task review_account']);
  });

  it('all conditions must hold, and of `anyOf` one: ten small invoices five days late', () => {
    const ten = owing({ items: Array.from({ length: 10 }, (_, n) => invoice(n + 1, '2026-03-15', 1000)) });
    const both = (kind: 'all' | 'any') => {
      const strict = 'daysPastDue: { atLeast: 5 }, overdueAtLeast: { EUR: 500 }';
      const either = 'daysPastDue: { atLeast: 1 }, anyOf: [{ daysPastDue: { atLeast: 5 } }, { overdueAtLeast: { EUR: 500 } }]';
      return wants(policyOf(step('a', kind === 'all' ? strict : either)), ten);
    };
    expect([both('all'), both('any')]).toEqual([false, true]);
  });
});

describe('how a policy climbs and when', () => {
  const three = [10, 20, 30].map((n) => step(`s${n}`, `daysPastDue: { atLeast: ${n} }`)).join('\n');

  it('one step after the other, or straight to the furthest that holds', () => {
    const old = owing({ items: [invoice(1, '2026-01-20', 100000)] });
    expect(agenda(keepDiary(old, policyOf(three), '2026-03-01', '2026-03-05'))).toEqual([
      '2026-03-01: email s10',
      '2026-03-02: email s20',
      '2026-03-03: email s30',
      '2026-03-03: task review_account',
    ]);
    expect(agenda(keepDiary(old, policyOf(three, 'climb: furthest'), '2026-03-01', '2026-03-05'))[0]).toBe('2026-03-01: email s30');
  });

  it('only on its run days, and not on blackout days', () => {
    const contact = (more: string) =>
      `contact: { window: { from: "09:00", to: "17:00" }, businessDaysOnly: false, maxIn7Days: 20, minGapDays: 1, ledgerMaxAgeDays: 10, ${more} }`;
    expect(days(policyOf(three, contact('runs: { daysOfMonth: [1, 15] }')))).toEqual(['Day 13: email s10', 'Day 30: email s20', 'Day 44: email s30']);
    expect(days(policyOf(three, contact('runs: { weekdays: [1] }')))).toEqual(['Day 14: email s10', 'Day 21: email s20', 'Day 35: email s30']);
    expect(days(policyOf(three, contact('blackouts: [{ from: 2026-03-12, to: 2026-03-16 }]')))).toEqual([
      'Day 15: email s10',
      'Day 20: email s20',
      'Day 30: email s30',
    ]);
  });

  it('a run that is repeated for the same day changes nothing', () => {
    const policy = policyOf(three);
    const [first] = keepDiary(owing(), policy, '2026-03-01', '2026-03-12');
    const made = {
      key: 'DE01/1000#1/s10/1/email',
      caseId: 'DE01/1000#1',
      step: 's10',
      round: 1,
      channel: 'email',
      direction: 'OUT',
      automatic: true,
      status: 'ACCEPTED',
      at: first!.at,
      attempt: 1,
      notBefore: null,
      contactId: 'c1',
      outcome: null,
    } as const;
    const again = owing({
      contactsMade: [made],
      case: { id: 'DE01/1000#1', episode: 1, openedAt: '2026-03-01T06:00:00Z', entryStep: 's10', campaignId: null },
    });
    expect(wants(policy, again, '2026-03-12T14:00:00Z')).toBe(false);
  });
});

describe('the law, asked by the rule itself', () => {
  const consumer = (region: string | null, more: Partial<AccountFacts['customer']> = {}) =>
    owing({
      entity: { ...account().entity, country: 'US', timeZone: 'America/New_York' },
      customer: { ...account().customer, kind: 'CONSUMER', country: 'US', postcode: null, region, ...more },
    });
  const email = policyOf(
    step('a', 'daysPastDue: { atLeast: 1 }'),
    'contact: { window: { from: "00:00", to: "23:59" }, businessDaysOnly: false, maxIn7Days: 20, minGapDays: 1, ledgerMaxAgeDays: 10 }',
  );

  it('keeps to the hours in every plausible zone of a consumer whose state is not known', () => {
    const at = (instant: string, region: string | null) =>
      assess({ ...consumer(region), ledgerAsOf: '2026-03-20' }, { ...email, role: 'THIRD_PARTY' }, instant).verdict;
    expect(at('2026-03-20T14:00:00Z', null)).toMatchObject({ kind: 'wait', reason: { code: 'QUIET_HOURS', figures: { pack: 'us-reg-f' } } });
    expect(at('2026-03-20T15:30:00Z', null).kind).toBe('act');
    expect(at('2026-03-20T14:00:00Z', 'GA').kind).toBe('act');
  });

  it('asks for consent where it is needed, and takes the next channel without it', () => {
    const letters = readPolicyWith('otherwise: [letter]');
    const dc = consumer('DC');
    expect(assess({ ...dc, ledgerAsOf: '2026-03-20' }, letters, '2026-03-20T20:00:00Z').verdict).toMatchObject({ kind: 'act', act: { channel: 'letter' } });
    const consents = [{ personId: 'c1', channel: 'email', from: '2026-01-01T00:00:00Z', until: null }] as const;
    expect(assess({ ...dc, consents: [...consents], ledgerAsOf: '2026-03-20' }, letters, '2026-03-20T20:00:00Z').verdict).toMatchObject({
      kind: 'act',
      act: { channel: 'email' },
    });
  });

  it('opens no call task within seven days of a conversation', () => {
    const calls = policyOf('  - { id: a, action: call, template: call, when: { daysPastDue: { atLeast: 1 } } }', 'role: third-party');
    const spoken = {
      key: 'm',
      caseId: null,
      step: null,
      round: 0,
      channel: 'call',
      direction: 'IN',
      automatic: false,
      status: 'RECORDED',
      at: '2026-03-17T16:00:00Z',
      attempt: 1,
      notBefore: null,
      contactId: 'c1',
      outcome: 'REACHED',
    } as const;
    expect(wants(calls, { ...consumer('NY'), contactsMade: [spoken] }, '2026-03-20T17:00:00Z')).toBe(false);
    expect(wants(calls, { ...consumer('NY'), contactsMade: [spoken] }, '2026-03-24T17:00:00Z')).toBe(true);
  });

  function readPolicyWith(more: string) {
    return policyOf(step('a', 'daysPastDue: { atLeast: 1 }', `, ${more}`));
  }
});
