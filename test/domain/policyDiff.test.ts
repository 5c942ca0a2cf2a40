import { describe, expect, it } from '@jest/globals';
import { differenceLine, diffPolicies } from '../../domain/policy/diff.js';
import { readPolicyDocument } from '../../domain/policy/read.js';

const before = `policy: p
title: P
tolerance: { EUR: 5.00 }
ladder:
  - { id: reminder, action: email, template: reminder, when: { daysPastDue: { atLeast: 3 } } }
  - { id: text, action: sms, template: reminder, when: { daysPastDue: { atLeast: 10 } } }
  - { id: call, action: call, template: call, otherwise: [email], when: { daysPastDue: { atLeast: 20 }, overdueAtLeast: { EUR: 50 } } }
`;

function differences(after: string): string[] {
  return diffPolicies(readPolicyDocument(before, 'before.yaml').data, readPolicyDocument(after, 'after.yaml').data).map(differenceLine);
}

describe('what differs between two policies', () => {
  it('is nothing where only the writing differs: defaults, order of keys, comments, amounts', () => {
    const same = before
      .replace('title: P', '# for people\ncontact: { maxIn7Days: 3 }\ntitle: P')
      .replace('EUR: 5.00', 'EUR: "5"')
      .replace('id: reminder, action: email', 'action: email, tone: friendly, id: reminder');
    expect(differences(same)).toEqual([]);
  });

  it('is told by step and field, with what was and what is', () => {
    const after = before
      .replace('EUR: 5.00', 'EUR: 10.00, USD: 10')
      .replace('atLeast: 3', 'moreThan: 3')
      .replace('otherwise: [email]', 'otherwise: [email, letter]')
      .replace('EUR: 50 }', 'EUR: 75.50 }')
      .replace('title: P', 'title: P\ncontact: { runs: { weekdays: [2, 4] } }');
    expect(differences(after)).toEqual([
      '~ tolerance.EUR 5 → 10',
      '+ tolerance.USD 10',
      '+ contact.runs.weekdays [2, 4]',
      '+ contact.runs.daysOfMonth []',
      '+ contact.runs.on []',
      '- step reminder: when.daysPastDue.atLeast 3',
      '+ step reminder: when.daysPastDue.moreThan 3',
      '~ step call: otherwise [email] → [email, letter]',
      '~ step call: when.overdueAtLeast.EUR 50 → 75.5',
    ]);
  });

  it('is told of steps that came, went and moved as a whole', () => {
    const [reminder = '', text = '', call = ''] = before.split('\n').filter((line) => line.startsWith('  - '));
    const letter = '  - { id: letter, action: letter, template: second-reminder, when: { daysPastDue: { atLeast: 30 } } }';
    const head = before.slice(0, before.indexOf('  - '));
    expect(differences(`${head}${[call, reminder, letter].join('\n')}\n`)).toEqual([
      '- step text (sms, after reminder)',
      '~ step reminder moved: first → after call',
      '+ step letter (letter, after reminder)',
    ]);
    expect(differences(`${head}${[reminder, call, text].join('\n')}\n`)).toEqual(['~ step text moved: after reminder → after call']);
  });
});
