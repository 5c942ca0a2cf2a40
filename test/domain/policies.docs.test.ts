import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { readPolicy } from '../../domain/policy/read.js';

const text = readFileSync(new URL('../../docs/policies.md', import.meta.url), 'utf8');
const step = '{ id: reminder, action: email, template: reminder, when: { daysPastDue: { atLeast: 3 } } }';
const examples = [...text.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, example = '']) => example).filter((example) => !example.startsWith('assignment:'));

/** A whole policy stands as it is; steps and sections are put into the least policy. */
function whole(example: string): string {
  if (example.startsWith('policy:')) return example;
  const least = 'policy: p\ntitle: P\n';
  if (example.startsWith('- ')) return `${least}ladder:\n${example.replaceAll(/^/gm, '  ')}`;
  return /^ladder:/m.test(example) ? `${least}${example}` : `${least}ladder: [${step}]\n${example}`;
}

describe('the documentation of policies', () => {
  it.each(examples.map((example) => [example.split('\n', 1)[0], example] as const))('has an example that can be read: %s', (_first, example) => {
    const { ladder, doNothing } = readPolicy(whole(example), 'policies.md');
    expect(ladder.length > 0).toBe(!doNothing);
  });

  it('names every key of a policy and of a step', () => {
    const { properties } = JSON.parse(readFileSync(new URL('../../docs/schemas/policy.schema.json', import.meta.url), 'utf8')) as {
      properties: Record<string, unknown> & { ladder: { items: { properties: Record<string, unknown> } } };
    };
    const { when, ...ofStep } = properties.ladder.items.properties as Record<string, { properties?: object }>;
    for (const key of [...Object.keys(properties), ...Object.keys(ofStep), ...Object.keys(when?.properties ?? {})])
      expect(text).toMatch(new RegExp(`\`[^\`]*\\b${key}\\b`));
  });
});

describe('the least policy', () => {
  it('has the hours, budget and limits of practice', () => {
    const { contact, promises, writeOff, placement, entry } = readPolicy(`policy: p\ntitle: P\nladder: [${step}]\n`, 'p.yaml');
    expect({ contact, promises, writeOff, placement, entry }).toMatchObject({
      contact: { window: { from: '09:00', to: '17:00' }, businessDaysOnly: true, maxIn7Days: 3, minGapDays: 3 },
      promises: { graceDays: 3, tolerancePercent: 5, maxDays: 60 },
      writeOff: [{ upTo: null, role: 'controller' }],
      placement: { approval: 'manager' },
      entry: 'first',
    });
  });
});
