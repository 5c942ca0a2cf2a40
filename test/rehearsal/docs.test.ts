import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from '@jest/globals';
import { agendaLineSchema } from '../../client/rehearse/agendaSchema.js';
import { eventSchemas } from '../../client/rehearse/eventSchema.js';
import { publishedSchemas } from '../../client/rehearse/publishedSchemas.js';
import { exampleFiles, Folder, ledger, linesOf } from './stage.js';

const folder = new Folder(exampleFiles());
afterAll(() => folder.remove());

const text = readFileSync(new URL('../../docs/rehearsal.md', import.meta.url), 'utf8');
const examples = [...text.matchAll(/```console\n\$ duly ([^\n]*)\n([\s\S]*?)```/g)].map(([, command = '', answer = '']) => ({ command, answer }));

describe('the documentation of rehearsals', () => {
  it('has examples', () => {
    expect(examples.length).toBeGreaterThanOrEqual(5);
  });

  it.each(examples)('shows what is answered to: $command', async ({ command, answer }) => {
    const got = await folder.duly(...command.split(' '));
    expect(got).toEqual({ code: 0, out: answer, err: '' });
  });

  it('names every type of event, and every kind of ledger file', () => {
    for (const type of Object.keys(eventSchemas)) expect(text).toContain(`\`${type}\``);
  });

  it('says of every type of event how it is done live', () => {
    const live = text.slice(text.indexOf('### The same, live'), text.indexOf('## What is printed'));
    for (const type of Object.keys(eventSchemas)) expect(live).toContain(`\`${type}\``);
  });

  it('has schemas that are up to date; else: node --import tsx client/rehearse/publishSchemas.ts', () => {
    const at = new URL('../../docs/schemas/', import.meta.url);
    const published = publishedSchemas();
    expect(
      readdirSync(at)
        .filter((name) => published.has(name))
        .sort(),
    ).toEqual([...published.keys()].sort());
    for (const [name, schema] of published) expect(JSON.parse(readFileSync(new URL(name, at), 'utf8'))).toEqual(JSON.parse(JSON.stringify(schema)));
  });

  it('has a schema that every line of the agenda obeys, with nothing beside it', async () => {
    const { out } = await folder.duly(
      'rehearse',
      '--policy',
      'policy.yaml',
      '--ledger',
      ...ledger,
      '--events',
      'events.jsonl',
      '--from',
      '2026-03-02',
      '--to',
      '2026-05-15',
      '--at',
      '2026-03-05,2026-04-30',
      '--explain',
      'DE01/1000',
    );
    const lines = linesOf(out);
    expect(new Set(lines.map(({ kind }) => kind))).toEqual(
      new Set(['open', 'contact', 'level', 'wait', 'event', 'task', 'close', 'block', 'plan', 'placement', 'reason', 'state']),
    );
    for (const line of lines) expect(agendaLineSchema.strict().parse(line)).toEqual(line);
  });
});
