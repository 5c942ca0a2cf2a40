import { describe, expect, it } from '@jest/globals';
import { readFileSync, readdirSync } from 'node:fs';
import { PolicyUnreadable } from '../../domain/policy/document.js';
import { readPolicy } from '../../domain/policy/read.js';
import { policyJsonSchema } from '../../domain/policy/schema.js';

const folder = new URL('../../policies/', import.meta.url);
const source = readFileSync(new URL('standard-b2b.yaml', folder), 'utf8');

function mistakesOf(text: string): string {
  try {
    readPolicy(text, 'mine.yaml');
  } catch (error) {
    if (error instanceof PolicyUnreadable) return error.message;
    throw error;
  }
  return '';
}

describe('a policy document', () => {
  it.each(readdirSync(folder).filter((name) => name.endsWith('.yaml')))('%s that ships is readable and climbs in order', (name) => {
    const policy = readPolicy(readFileSync(new URL(name, folder), 'utf8'), name);
    const days = policy.ladder.map(({ when }) => when.daysPastDue?.atLeast ?? -(when.daysBeforeDue?.atMost ?? 0));
    expect(days).toEqual([...days].sort((a, b) => a - b));
    expect(policy.ladder.map(({ action }) => action)).toEqual(expect.arrayContaining(['email', 'sms', 'call', 'place', 'write-off']));
  });

  it('turns amounts into minor units of their currency', () => {
    const policy = readPolicy(source, 'standard-b2b.yaml');
    expect(policy.tolerance).toMatchObject({ EUR: 500, JPY: 500, KWD: 1500 });
    expect(policy.ladder.find(({ id }) => id === 'placement')?.when.overdueAtLeast).toMatchObject({ EUR: 50000, JPY: 50000 });
  });

  it('keeps the line of each step, so that a decision can name it', () => {
    const line = source.split('\n').findIndex((text) => text.includes('- id: final-notice')) + 1;
    expect(readPolicy(source, 'x').ladder.find(({ id }) => id === 'final-notice')?.line).toBe(line);
  });

  it('names file, line and column of each mistake', () => {
    const wrong = source.replace('action: sms', 'action: fax').replace('graceDays: 3', 'graceDays: -3');
    const line = wrong.split('\n').findIndex((text) => text.includes('fax')) + 1;
    expect(mistakesOf(wrong)).toContain(`mine.yaml:${line}:13: ladder[2].action: `);
    expect(mistakesOf(wrong)).toContain('promises.graceDays: ');
  });

  it('names the line of a key that should not be there, and mistakes in the order of the document', () => {
    const wrong = `policy: p\ntitle: P\nlevel:\n  track: item\nladder:\n  - { id: one, action: email, template: reminder, when: { daysPastDue: { atleast: 3 } } }\n`;
    expect(mistakesOf(wrong).split('\n')).toEqual([
      expect.stringMatching(/^mine\.yaml:3:1: 'level' is no key here/),
      expect.stringMatching(/^mine\.yaml:6:74: ladder\[0\]\.when\.daysPastDue: 'atleast' is no key here/),
    ]);
  });

  it.each([
    ['an unknown field', source.replace('missed: skip', 'mised: skip'), 'mised'],
    ['a step id used twice', source.replace('id: text', 'id: reminder'), "'reminder' is used by an earlier step"],
    [
      'a black-out that ends before it begins',
      source.replace('maxIn7Days', 'blackouts: [{ from: 2026-12-31, to: 2026-12-24 }]\n  maxIn7Days'),
      'the black-out ends before it begins',
    ],
    ['what is no currency', source.replace('tolerance: { EUR', 'tolerance: { EU: 1, EUR'), 'tolerance.EU: a currency is three capital letters'],
    ['a condition that there is not', source.replace('daysPastDue', 'daysPastDeu'), "'daysPastDeu' is no key here"],
    ['a window that ends before it begins', source.replace(/(["'])17:00\1/, "'08:00'"), 'the window ends before it begins'],
    ['an amount finer than its currency', source.replace('JPY: 500, KWD', 'JPY: 500.5, KWD'), 'too many for JPY'],
    ['a message without a template', source.replace('    template: second-reminder\n', ''), "step 'second-reminder' needs a template"],
    ['an entry step that is not on the ladder', source.replace('entry: first', 'entry: { step: shouting }'), "no step 'shouting'"],
    [
      'a last approver with a limit',
      source.replace('  - { role: controller }', '  - { upTo: { EUR: 1 }, role: controller }'),
      'the last approver must have no limit',
    ],
    ['a step without a day', source.replace('when: { daysPastDue: { atLeast: 3 } }', 'when: {}'), 'needs daysPastDue.atLeast'],
    ['an entry of another form', source.replace('entry: first', 'entry: last'), 'entry: Invalid option: expected one of "first"|"furthest"'],
    [
      'an approver of the second form who is none',
      source.replace('tone: final', 'tone: final\n    approval: { role: boss }'),
      `ladder[5].approval.role: Invalid option: expected one of "finance"|"collector"`,
    ],
    ['a recipient of no form', source.replace('recipient: management', 'recipient: 3'), 'ladder[5].recipient: expected string or array'],
    [
      'days that never come',
      source.replace('{ atLeast: 17 }', '{ atLeast: 17, atMost: 3 }'),
      'daysPastDue: never holds: it asks for 17 or more and for 3 or fewer',
    ],
    ['runs without a day', source.replace('maxIn7Days', 'runs: {}\n  maxIn7Days'), 'contact.runs: names no day'],
    ['text that is no YAML', 'policy: [unclosed', 'mine.yaml:'],
  ])('refuses %s', (_what, text, message) => {
    expect(text).not.toBe(source);
    expect(mistakesOf(text)).toContain(message);
  });

  it('publishes a JSON Schema that describes the same fields', () => {
    const schema = policyJsonSchema() as { properties: Record<string, unknown>; required: string[]; oneOf: object[] };
    expect(Object.keys(schema.properties)).toEqual(expect.arrayContaining(['policy', 'ladder', 'contact', 'promises', 'writeOff']));
    expect(schema.required).toEqual(['policy', 'title']);
    expect(schema).toMatchObject({ oneOf: [{ required: ['ladder'] }, { required: ['doNothing'] }] });
  });
});
