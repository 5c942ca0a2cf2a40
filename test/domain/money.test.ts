import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fromDecimal, sum, toDecimal, total } from '../../domain/money/minor.js';

describe('amounts in minor units', () => {
  it('respect the exponent of their currency', () => {
    expect([toDecimal(123456, 'EUR'), toDecimal(-5, 'USD'), toDecimal(1500, 'JPY'), toDecimal(1500, 'KWD')]).toEqual(['1234.56', '-0.05', '1500', '1.500']);
    expect([fromDecimal('1234.5', 'EUR'), fromDecimal('-0.050', 'USD'), fromDecimal('1500', 'JPY'), fromDecimal('1.5', 'KWD')]).toEqual([
      123450, -5, 1500, 1500,
    ]);
  });

  it('refuse what can’t be exact', () => {
    expect(() => fromDecimal('0.001', 'EUR')).toThrow('more than 2 decimal places');
    expect(() => fromDecimal('1.5', 'JPY')).toThrow('more than 0 decimal places');
    expect(() => fromDecimal('99999999999999999', 'EUR')).toThrow('too large');
    expect(() => fromDecimal('1,50', 'EUR')).toThrow('not an amount');
    expect(() => sum([Number.MAX_SAFE_INTEGER, 1])).toThrow(RangeError);
  });

  it('are never added across currencies', () => {
    expect(
      total([
        { currency: 'EUR', minor: 5 },
        { currency: 'USD', minor: 7 },
        { currency: 'EUR', minor: -5 },
      ]),
    ).toEqual({ EUR: 0, USD: 7 });
  });

  it('survive the way to text and back', () => {
    fc.assert(
      fc.property(
        fc.maxSafeInteger(),
        fc.constantFrom('EUR', 'JPY', 'KWD'),
        (minor, currency) => fromDecimal(toDecimal(minor, currency), currency) === (minor === 0 ? 0 : minor),
      ),
    );
  });
});
