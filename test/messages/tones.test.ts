import { describe, expect, it } from '@jest/globals';
import { previewTemplate } from '../../templates/writing/preview.js';
import { listTemplates } from '../../templates/writing/list.js';
import { segmentsOf } from '../../templates/writing/segments.js';

const languages = ['en', 'de', 'es'];
const tones = ['friendly', 'firm', 'final'];
const shipped = listTemplates({ templates: null });
const all = shipped.flatMap(({ template, languages: written }) =>
  Object.keys(written).flatMap((channel) => languages.flatMap((language) => tones.map((tone) => ({ template, channel, language, tone })))),
);

describe('the shipped templates', () => {
  it('are there for each step, in each language, on each channel', () => {
    for (const { languages: written, template } of shipped)
      for (const channel of ['email', 'letter', 'sms'] as const) expect([template, channel, written[channel]]).toEqual([template, channel, ['de', 'en', 'es']]);
    expect(shipped.map(({ template }) => template)).toEqual(['call', 'courtesy', 'final-notice', 'reminder', 'second-reminder']);
  });

  it.each(all)('can be written: $template by $channel in $language, $tone', ({ template, channel, language, tone }) => {
    const { text } = previewTemplate({ template, channel: channel as 'email', language, tone, deadlineOn: '2020-07-14' }, { templates: null });
    expect(text).toContain('10042');
    if (channel === 'sms') expect(segmentsOf(text).segments).toBeLessThanOrEqual(2);
  });

  it.each(all.filter(({ tone }) => tone === 'friendly'))(
    'say it otherwise in each tone: $template by $channel in $language',
    ({ template, channel, language }) => {
      const texts = tones.map((tone) => previewTemplate({ template, channel: channel as 'email', language, tone, deadlineOn: null }, { templates: null }).text);
      expect(new Set(texts).size).toBe(tones.length);
    },
  );
});
