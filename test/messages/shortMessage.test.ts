import { segmentsOf, shortMessage } from '../../templates/writing/segments.js';
import { openShelf } from '../../templates/writing/shelf.js';
import { write } from '../../templates/writing/write.js';
import { sampleStatement } from '../../templates/writing/sample.js';
import { invoice, messageOf, statementOf } from './account.js';

describe('a short message', () => {
  it.each([
    ['a'.repeat(160), 'GSM-7', 160, 1],
    ['a'.repeat(161), 'GSM-7', 161, 2],
    ['a'.repeat(306), 'GSM-7', 306, 2],
    ['a'.repeat(307), 'GSM-7', 307, 3],
    ['€'.repeat(80), 'GSM-7', 160, 1],
    ['€'.repeat(81), 'GSM-7', 162, 2],
    ['á'.repeat(70), 'UCS-2', 70, 1],
    ['á'.repeat(71), 'UCS-2', 71, 2],
    ['😀'.repeat(35), 'UCS-2', 70, 1],
    ['ñÑüÜ¿¡é', 'GSM-7', 7, 1],
  ] as const)('is counted as the network counts it (%#)', (text, encoding, length, segments) => {
    expect(segmentsOf(text)).toEqual({ encoding, length, segments });
  });

  it('gives up accents and typographic marks when they alone would more than double its price', () => {
    expect(shortMessage('Łódź – „Árbol“…\n\n1.234,56\u00a0€')).toBe('Lodz - "Arbol"... 1.234,56 €');
    expect(shortMessage('Müller & Söhne, España')).toBe('Müller & Söhne, España');
  });

  it('keeps a script that has no such letters', () => {
    expect(shortMessage('Ωμέγα Εταιρεία, ź')).toBe('Ωμέγα Εταιρεία, ź');
  });
});

describe('a long company name', () => {
  it('is cut at a word, so that the message stays within two segments', () => {
    const name = 'Vereinigte Süddeutsche Lebensmittelgroßhandelsgesellschaft für Gastronomie und Hotellerie mbH & Co. KG';
    const statement = { ...statementOf([invoice('A', 123_456_789)]), entity: { ...sampleStatement.entity, name } };
    const { text } = write(openShelf(null), messageOf('final-notice', 'sms', 'de', { statement, tone: 'final', deadlineOn: '2020-12-28' }));
    expect(text).toMatch(/^Vereinigte Süddeutsche\.\.\.: Letzte Mahnung/);
    expect(segmentsOf(text)).toMatchObject({ encoding: 'GSM-7', segments: 2 });
  });
});

describe('the short messages that ship', () => {
  const shelf = openShelf(null);
  const company = 'Süddeutsche Lebensmittelhandelsgesellschaft mbH';
  const statement = {
    ...statementOf([invoice('A', 123_456_789), invoice('B', 987_654_321, { currency: 'USD' })]),
    entity: { ...sampleStatement.entity, name: company },
  };

  const all = ['en', 'de', 'es'].flatMap((language) =>
    ['reminder', 'second-reminder', 'final-notice'].flatMap((template) => ['friendly', 'firm', 'final'].map((tone) => [language, template, tone] as const)),
  );

  it.each(all)(
    'take two segments at most, and say who writes, how much, how many, whom to call, by when and how to opt out (%s %s %s)',
    (language, template, tone) => {
      const { text, html, tables } = write(shelf, messageOf(template, 'sms', language, { statement, tone, deadlineOn: '2020-12-28' }));
      expect(segmentsOf(text)).toMatchObject({ encoding: 'GSM-7' });
      expect(segmentsOf(text).segments).toBeLessThanOrEqual(2);
      for (const said of [company, '10042', '2 ', '+49 30 23125 100', '28', 'STOP']) expect(text).toContain(said);
      expect(text).toMatch(/1[.,]234[.,]567[.,]89/);
      expect(text).toMatch(/9[.,]876[.,]543[.,]21/);
      expect(html).toBeNull();
      expect(tables.lines).toEqual([]);
    },
  );
});
