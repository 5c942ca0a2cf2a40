import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import type { AccountFacts } from '../../domain/facts.js';
import { choosePolicy, type Chosen } from '../../domain/policy/assignment.js';
import { PolicyUnreadable } from '../../domain/policy/document.js';
import { readPolicy } from '../../domain/policy/read.js';
import { readAssignment } from '../../domain/policy/readAssignment.js';
import { askGate } from '../../domain/gate/gate.js';
import { assess } from '../../domain/rule/assess.js';
import { takeStock } from '../../domain/rule/standing.js';
import { account, agenda, from, invoice, keepDiary, shippedPolicy } from './diary.js';

const house = readAssignment(
  `assignment: house
rules:
  - { when: { tags: { with: [direct-debit], without: [failed] } }, policy: leave-alone }
  - { when: { segment: key, balanceAtLeast: { EUR: 50000.00 } }, policy: gentle }
  - { when: { kind: consumer, country: [AT, DE] }, policy: consumers }
  - { when: { role: third-party }, policy: agency }
  - { when: { entity: [DE02, DE03], riskClass: [high, critical], balanceBelow: { EUR: 100, USD: 100 } }, policy: small }
entities: { DE01: standard-b2b }
otherwise: anybody
accounts: { DE01/7: own }
items: [{ account: DE01/7, item: R-1, policy: leave-alone }]
`,
  'house.yaml',
);

type Who = { number?: string; entity?: Partial<AccountFacts['entity']>; customer?: Partial<AccountFacts['customer']>; open?: [string, number][] };

function who({ number = '1', entity, customer, open = [['EUR', 100_00]] }: Who): AccountFacts {
  const base = account();
  const of = { ...base.entity, ...entity };
  const items = open.map(([currency, minor], n) => invoice(n + 1, '2026-03-02', minor, { currency }));
  return account({ accountId: `${of.code}/${number}`, entity: of, customer: { ...base.customer, ...customer }, items });
}

const said = (chosen: Chosen | null) => (chosen ? `${chosen.policy} by ${chosen.by}${chosen.line ? ` ${chosen.line}` : ''}` : 'nothing');

describe('the policy of an account', () => {
  const tagged = (...tags: string[]) => ({ customer: { tags } });
  const key = { segment: 'key' };
  const table: [string, Who, string][] = [
    ['its own goes before every rule', { number: '7', ...tagged('direct-debit') }, 'own by account 10'],
    ['the first rule that fits, of several that would', { customer: { tags: ['direct-debit'], kind: 'CONSUMER' } }, 'leave-alone by rule 3'],
    ['a tag that must be absent', tagged('direct-debit', 'failed'), 'standard-b2b by entity 8'],
    ['a balance that is reached to the cent', { customer: key, open: [['EUR', 50_000_00]] }, 'gentle by rule 4'],
    ['a balance that is missed by one cent', { customer: key, open: [['EUR', 49_999_99]] }, 'standard-b2b by entity 8'],
    [
      'a balance net of credits',
      {
        customer: key,
        open: [
          ['EUR', 60_000_00],
          ['EUR', -10_000_01],
        ],
      },
      'standard-b2b by entity 8',
    ],
    ['a balance in another currency is not looked at', { customer: key, open: [['USD', 90_000_00]] }, 'standard-b2b by entity 8'],
    ['a consumer of a country', { customer: { kind: 'CONSUMER', country: 'AT' } }, 'consumers by rule 5'],
    ['a customer without a country is in that of the entity', { customer: { kind: 'CONSUMER', country: null } }, 'consumers by rule 5'],
    ['a consumer of another country', { customer: { kind: 'CONSUMER', country: 'FR' } }, 'standard-b2b by entity 8'],
    ['a debt of others', { entity: { code: 'AG01', role: 'THIRD_PARTY' } }, 'agency by rule 6'],
    ['all conditions of a rule at once', { entity: { code: 'DE03' }, customer: { riskClass: 'critical' }, open: [['EUR', 99_99]] }, 'small by rule 7'],
    [
      'one condition of a rule does not hold',
      { entity: { code: 'DE03' }, customer: { riskClass: 'critical' }, open: [['USD', 100_00]] },
      'anybody by otherwise 9',
    ],
    ['the default of its entity', {}, 'standard-b2b by entity 8'],
    ['nothing fits', { entity: { code: 'FR01' } }, 'anybody by otherwise 9'],
  ];

  it.each(table)('%s', (_why, facts, expected) => {
    expect(said(choosePolicy(who(facts), house))).toBe(expected);
  });

  it('given by a person goes before the document, and the document before the entity’s master data', () => {
    expect(said(choosePolicy(who({ number: '7' }), house, { account: 'mine' }))).toBe('mine by account');
    expect(said(choosePolicy(who({}), house, { entity: 'master' }))).toBe('standard-b2b by entity 8');
    expect(said(choosePolicy(who({ entity: { code: 'FR01' } }), house, { entity: 'master' }))).toBe('master by entity');
    expect(said(choosePolicy(who({}), null, { entity: 'master' }))).toBe('master by entity');
    expect(said(choosePolicy(who({}), null))).toBe('nothing');
  });
});

describe('an assignment document', () => {
  const mistakesOf = (text: string): string => {
    try {
      readAssignment(text, 'mine.yaml');
    } catch (error) {
      if (error instanceof PolicyUnreadable) return error.message;
      throw error;
    }
    return '';
  };

  it.each([
    ['a condition that there is not', 'rules:\n  - { when: { colour: red }, policy: p }', 'mine.yaml:3:15: rules[0].when: '],
    ['a country that is none', 'rules:\n  - { when: { country: Germany }, policy: p }', 'mine.yaml:3:24: rules[0].when.country'],
    [
      'an amount finer than its currency',
      'rules:\n  - { when: { balanceBelow: { JPY: 1.5 } }, policy: p }',
      'mine.yaml:3:36: rules[0].when.balanceBelow.JPY: ',
    ],
    [
      'a rule that is never reached',
      'rules:\n  - { when: {}, policy: p }\n  - { when: { segment: key }, policy: q }',
      'mine.yaml:4:5: rules[1]: is never reached',
    ],
    ['an account that is none', 'accounts: { 4711: p }', 'mine.yaml:2:'],
    [
      'an item twice',
      'items:\n  - { account: A/1, item: R, policy: p }\n  - { account: A/1, item: R, policy: q }',
      'mine.yaml:4:27: items[1].item: R of A/1 has a policy',
    ],
    ['a key that there is not', 'default: p', 'mine.yaml:2:1: '],
  ])('is refused by line and column for %s', (_what, rest, message) => {
    expect(mistakesOf(`assignment: mine\n${rest}\n`)).toContain(message);
  });

  it('ships as an example that can be read, and the one of the documentation as well', () => {
    const example = readFileSync(new URL('../../policies/examples/assignment.yaml', import.meta.url), 'utf8');
    expect(readAssignment(example, 'assignment.yaml').rules.map(({ policy }) => policy)).toEqual(['leave-alone', 'gentle', 'standard-b2b']);
    const docs = readFileSync(new URL('../../docs/policies.md', import.meta.url), 'utf8');
    const shown = [...docs.matchAll(/```yaml\n(assignment:[\s\S]*?)```/g)].map(([, text = '']) => readAssignment(text, 'policies.md'));
    expect(shown.map(({ rules, items }) => [rules.length, items.length])).toEqual([[3, 1]]);
  });
});

describe('a policy that does nothing', () => {
  const idle = readPolicy(readFileSync(new URL('../../policies/examples/leave-alone.yaml', import.meta.url), 'utf8'), 'leave-alone.yaml');
  const standard = shippedPolicy('standard-b2b');
  const owing = (more: Partial<AccountFacts> = {}) =>
    account({ items: [invoice(1, '2026-03-02', 1000_00), invoice(2, '2026-03-12', 500_00)], ledgerAsOf: '2026-04-01', ...more });
  const noon = '2026-04-01T10:00:00Z';

  it('opens no case, and says why', () => {
    expect(assess(owing(), idle, noon).verdict).toMatchObject({
      kind: 'close',
      outcome: 'EXCLUDED',
      reason: { code: 'EXCLUDED_BY_POLICY', figures: { policy: 'leave-alone' } },
    });
    expect(assess(account(), idle, noon).verdict).toMatchObject({ kind: 'close', outcome: 'PAID' });
  });

  it('lets nobody through the gate', () => {
    const contact = { channel: 'email', contactId: 'c1', address: 'ap@example.com' } as const;
    expect(askGate(owing(), idle, contact, noon)).toMatchObject({ decision: 'BLOCK', reasons: [{ code: 'EXCLUDED_BY_POLICY' }] });
  });

  it('has no ladder, and a policy without a ladder says so', () => {
    const mistake = (text: string) => () => readPolicy(`policy: p\ntitle: P\n${text}\n`, 'p.yaml');
    expect(mistake('doNothing: true\nladder: [{ id: a, action: email, template: reminder, when: { daysPastDue: { atLeast: 1 } } }]')).toThrow(
      'p.yaml:4:9: ladder: a policy that does nothing has no ladder',
    );
    expect(mistake('ladder: []')).toThrow('p.yaml:3:9: ladder: a ladder has at least one step; a policy without one says doNothing: true');
  });

  it('of an item: it is not asked for, and the age is that of the next', () => {
    const facts = owing({ excludedItems: [{ itemId: 1, policy: 'leave-alone' }] });
    const standing = takeStock(facts, standard, '2026-04-01');
    expect([standing.collectable, standing.daysPastDue, standing.withheld.get(1)]).toEqual([{ EUR: 500_00 }, 20, { because: 'EXCLUDED', minor: 1000_00 }]);
  });

  it('of an item: a courtesy for another one goes out all the same', () => {
    const facts = account({
      items: [invoice(1, '2026-03-02', 1000_00), invoice(2, '2026-03-23', 500_00)],
      excludedItems: [{ itemId: 1, policy: 'leave-alone' }],
    });
    expect(agenda(keepDiary(facts, standard, '2026-03-03', '2026-03-28'))).toEqual(['2026-03-03: close EXCLUDED']);
    expect(agenda(keepDiary(facts, standard, '2026-03-18', '2026-03-28'))).toEqual(['2026-03-18: email courtesy', '2026-03-26: email reminder']);
  });

  it('of all items that are overdue: no case; one that runs closes, and what falls due later is collected', () => {
    const excluded = { excludedItems: [{ itemId: 1, policy: 'leave-alone' }] };
    expect(assess(account({ ...excluded, items: [invoice(1, '2026-03-02', 1000_00)], ledgerAsOf: '2026-04-01' }), standard, noon).verdict).toMatchObject({
      kind: 'close',
      outcome: 'EXCLUDED',
    });
    const diary = keepDiary(account({ items: [invoice(1, '2026-03-02', 1000_00)] }), standard, '2026-03-03', '2026-04-30', [
      from('2026-03-10', (facts) => ({ ...facts, ...excluded })),
    ]);
    expect(agenda(diary)).toEqual(['2026-03-05: email reminder', '2026-03-10: close EXCLUDED']);
  });
});
