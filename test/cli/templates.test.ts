import { mkdtemp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { duly } from './duly.js';

describe('duly template, without a server', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'duly-templates-'));
    await mkdir(join(folder, 'de'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('finds nothing missing for the policies that ship', async () => {
    const { code, out } = await duly(['template', 'check', 'policies/standard-b2b.yaml']);
    expect([code, out]).toEqual([0, 'Nothing is missing: every step of policies/standard-b2b.yaml can be written in en, de, es.\n']);
  });

  it('finds what a text of one’s own asks for and nobody knows, with file and line', async () => {
    await writeFile(join(folder, 'de/reminder.hbs'), '{{#*inline "subject"}}Erinnerung{{/inline}}\n{{nobodyKnows}}\n');
    const { code, err } = await duly(['template', 'check', 'policies/standard-b2b.yaml', '--language', 'de', '--templates', folder]);
    expect(code).toBe(1);
    expect(err).toContain('reminder.hbs:2');
    expect(err).toContain('nobodyKnows');
  });

  it('writes a letter, or the statement that goes with an e-mail, as a PDF to look at; nothing of a short message', async () => {
    const file = join(folder, 'seen.pdf');
    for (const channel of ['letter', 'email']) {
      expect((await duly(['template', 'preview', 'final-notice', '--channel', channel, '--pdf', file])).code).toBe(0);
      expect((await readFile(file)).subarray(0, 5).toString()).toBe('%PDF-');
    }
    const { code, err } = await duly(['template', 'preview', 'reminder', '--channel', 'sms', '--pdf', file]);
    expect([code, err]).toEqual([2, expect.stringContaining('Nothing goes on paper by sms')]);
  });

  it('shows how a message reads in a language, and refuses a template that is not there', async () => {
    const shown = await duly(['template', 'preview', 'reminder', '--language', 'de']);
    expect([shown.code, shown.out.split('\n')[0]]).toEqual([0, expect.stringContaining('Zahlungserinnerung')]);
    const missing = await duly(['template', 'preview', 'nonsense']);
    expect([missing.code, missing.err]).toEqual([2, expect.stringContaining('there is no such template')]);
  });
});
