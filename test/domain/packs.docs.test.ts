import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { shippedPacks } from '../../domain/gate/packs/all.js';

const page = readFileSync(new URL('../../docs/gate.md', import.meta.url), 'utf8');

describe('the page on the packs', () => {
  it.each(shippedPacks.map((pack) => [pack.name, pack] as const))('has %s with each rule, its source and how sure it is', (name, pack) => {
    expect(page).toContain(`\`${name}\``);
    expect(page).toContain(`last checked (${pack.asOf})`);
    const rules = [pack.hours, pack.caps, pack.silences, pack.consents, pack.prohibitions, pack.validation ? [pack.validation] : []].flat();
    for (const { id, source, confidence } of rules) {
      const row = page.split('\n').find((line) => line.includes(`| \`${id}\` |`) && line.includes(`| ${source} |`));
      expect([id, row?.trimEnd().endsWith(`| ${confidence} |`)]).toEqual([id, true]);
    }
  });
});
