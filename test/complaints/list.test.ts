import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';

const page = readFileSync(new URL('../../docs/complaints.md', import.meta.url), 'utf8');
const rows = [...page.matchAll(/^\| (\d+) \|.*$/gm)].map(([row, number]) => ({ number: Number(number), row }));
const at = new URL('.', import.meta.url);
const live = readFileSync(new URL('../activities/complaints.test.ts', import.meta.url), 'utf8');
const played = new Map(readdirSync(at).map((name) => [name, readFileSync(new URL(name, at), 'utf8')]));

describe('the list of complaints', () => {
  it('has every complaint that a test plays, and no other', () => {
    const tested = [...played.values(), live].flatMap((text) => [...text.matchAll(/'#(\d+) /g)].map(([, number]) => Number(number)));
    expect([...new Set(tested)].sort((a, b) => a - b)).toEqual(rows.map(({ number }) => number));
  });

  it.each(rows)('names for #$number the file that plays it', ({ number, row }) => {
    const files = [...row.matchAll(/\(\.\.\/test\/complaints\/([a-z.]+)\)/g)].map(([, name = '']) => name);
    expect(files.length).toBeGreaterThan(0);
    for (const name of files) expect(played.get(name)).toContain(`'#${number} `);
  });
});
