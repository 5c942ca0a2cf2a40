import { createRequire } from 'node:module';
import { describe, expect, it } from '@jest/globals';
import type { StatementData } from '../../activities/ports.js';
import { giroCode, giroCodeText } from '../../templates/writing/giroCode.js';
import { sampleStatement } from '../../templates/writing/sample.js';
import { createRenderer } from '../../worker/adapters/renderer.js';
import { messageOf, statementOf, invoice } from './account.js';
import { pagesOf } from './pdfText.js';

const readCode = createRequire(import.meta.url)('jsqr') as (pixels: Uint8ClampedArray, width: number, height: number) => { data: string } | null;

/** Photographs modules with a white rim, four pixels to a module. */
function read(modules: boolean[][]): string | undefined {
  const [scale, rim] = [4, 4];
  const side = (modules.length + 2 * rim) * scale;
  const pixels = new Uint8ClampedArray(side * side * 4).fill(255);
  for (let y = 0; y < side; y++)
    for (let x = 0; x < side; x++)
      if (modules[Math.floor(y / scale) - rim]?.[Math.floor(x / scale) - rim]) pixels.fill(0, (y * side + x) * 4, (y * side + x) * 4 + 3);
  return readCode(pixels, side, side)?.data;
}

const inEuros: StatementData = {
  ...sampleStatement,
  asked: { EUR: 120_050 },
  entity: { ...sampleStatement.entity, name: 'Müller & Söhne Großhandel GmbH', iban: 'DE02 1203 0000 0000 2020 51' },
};

describe('a GiroCode', () => {
  it('pays what is asked for in euros, to the account of the entity, with the customer number as reference', () => {
    expect(giroCodeText(inEuros)?.split('\n')).toEqual([
      'BCD',
      '002',
      '1',
      'SCT',
      'BYLADEM1001',
      'Müller & Söhne Großhandel GmbH',
      'DE02120300000000202051',
      'EUR1200.50',
      '',
      '',
      '10042',
    ]);
  });

  it('is read by what reads such codes, umlauts included', () => {
    expect(read(giroCode(inEuros) ?? [])).toBe(giroCodeText(inEuros));
  });

  it('has at most 69 modules a side, version 13, with the longest name there may be', () => {
    const code = giroCode({ ...inEuros, entity: { ...inEuros.entity, name: 'Ä'.repeat(200) } });
    expect(code?.length).toBeLessThanOrEqual(69);
  });

  it.each<[string, Partial<StatementData>]>([
    ['nothing in euros is asked for', { asked: { USD: 5_000 } }],
    ['nothing is asked for', { asked: {} }],
    ['there is no bank account', { entity: { ...inEuros.entity, iban: null } }],
    ["the country's banks read none", { entity: { ...inEuros.entity, iban: 'ES9121000418450200051332' } }],
    ['more is asked for than a transfer may have', { asked: { EUR: 100_000_000_000 } }],
  ])('is left out where %s', (_what, other) => {
    expect(giroCode({ ...inEuros, ...other })).toBeNull();
  });

  it('stands beside the bank details of a statement and of a letter, and only where there is one', async () => {
    const renderer = createRenderer({ templates: null });
    const page = async (channel: 'email' | 'letter', iban: string) => {
      const statement = statementOf([invoice('R-1', 10_000, { daysPastDue: 9 })]);
      const message = messageOf('reminder', channel, 'de', { statement: { ...statement, entity: { ...statement.entity, iban } } });
      return pagesOf((await renderer.render(message)).attachments[0]!.content).join('\n');
    };
    for (const channel of ['email', 'letter'] as const) {
      expect(await page(channel, 'DE02120300000000202051')).toContain('GiroCode: scannen und zahlen');
      expect(await page(channel, 'ES9121000418450200051332')).not.toContain('GiroCode');
    }
  });
});
