import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fieldsOf, importKinds } from '../../client/imports/fields.js';
import { listPresets, readPreset, shippedPreset } from '../../client/imports/preset.js';
import { readAmount } from '../../client/imports/readAmount.js';
import { toDecimal } from '../../domain/money/minor.js';

const docs = readFileSync(new URL('../../docs/import.md', import.meta.url), 'utf8');

describe('presets that ship', () => {
  it('are there for our own format, in every kind, and for the ledgers that are named in the manual', () => {
    const presets = listPresets();
    expect(
      presets
        .filter(({ name }) => name === 'duly')
        .map(({ kind }) => kind)
        .toSorted(),
    ).toEqual([...importKinds].toSorted());
    expect([...new Set(presets.map(({ name }) => name))].toSorted()).toEqual([
      'duly',
      'highradius-2020',
      'ibm-2013',
      'netsuite',
      'quickbooks-aged-detail',
      'sap-fbl5n',
      'xero',
    ]);
    for (const { name } of presets) expect(docs).toContain(`\`${name}\``);
  });

  it.each(listPresets())('$name for $kind can be read', ({ name, kind }) => {
    expect(shippedPreset(name, kind)).toMatchObject({ name, kind, title: expect.stringMatching(/./) });
  });

  it.each(importKinds)('our own format has a column for every field of %s that is not a report’s own', (kind) => {
    const preset = shippedPreset('duly', kind);
    const columns = 'columns' in preset ? Object.keys(preset.columns) : [];
    expect(columns.toSorted()).toEqual(
      fieldsOf[kind]
        .map(({ name }) => name)
        .filter((name) => name !== 'settledOn')
        .toSorted(),
    );
  });

  it('the mapping in the manual is a good one', () => {
    const [, yaml = ''] = /```yaml\n([\s\S]*?)```/.exec(docs) ?? [];
    expect(readPreset(yaml, 'open-items')).toMatchObject({ name: 'our-erp', sign: 'credits-positive', newEntity: { country: 'DE' } });
  });
});

describe('any amount that a ledger writes', () => {
  const amount = fc.record({
    minor: fc.maxSafeInteger(),
    currency: fc.constantFrom('USD', 'EUR', 'JPY', 'KWD'),
    comma: fc.boolean(),
    grouped: fc.boolean(),
    minus: fc.constantFrom('before', 'after', 'brackets'),
  });
  it('is read back exactly, however it groups, points and signs', () => {
    fc.assert(
      fc.property(amount, ({ minor, currency, comma, grouped, minus }) => {
        const [whole = '', fraction] = toDecimal(Math.abs(minor), currency).split('.');
        const [point, separator] = comma ? [',', '.'] : ['.', ','];
        const digits = (grouped ? whole.replaceAll(/\B(?=(?:\d{3})+$)/g, separator) : whole) + (fraction === undefined ? '' : point + fraction);
        const text = minor >= 0 ? digits : { before: `-${digits}`, after: `${digits}-`, brackets: `(${digits})` }[minus];
        expect(readAmount(text, comma ? ',' : '.', currency)).toBe(minor);
      }),
      { numRuns: 2_000 },
    );
  });
});
