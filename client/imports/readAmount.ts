import { fromDecimal, type Minor } from '../../domain/money/minor.js';

export type DecimalMark = '.' | ',';

/**
 * Finds out from values alone which mark separates the decimals. `1,234` alone may be either, and so is no evidence.
 * Answers why when the values contradict each other or leave it open.
 */
export function recogniseMark(values: Iterable<string>): DecimalMark | { why: string; example: string } {
  let point: string | null = null;
  let comma: string | null = null;
  let open: string | null = null;
  for (const value of values) {
    const number = bare(value).digits;
    if (!/[.,]/.test(number)) continue;
    if (/^\d{1,3}[.,]\d{3}$/.test(number) && !number.startsWith('0')) open ??= value;
    else if (readWith(number, '.') !== null) point ??= value;
    else if (readWith(number, ',') !== null) comma ??= value;
  }
  if (point !== null && comma !== null)
    return { example: comma, why: `amounts such as ${point} have a decimal point, others such as ${comma} a decimal comma; state which it is` };
  if (open !== null && point === null && comma === null)
    return { example: open, why: `${open} may have a decimal point, a decimal comma or neither; state which it is` };
  return comma === null ? '.' : ',';
}

/**
 * Reads an amount as minor units: `1.234,56-`, `(1,234.56)`, `EUR 12`, `12 CR` (a credit), `1’234.50`. Answers why when it is none.
 */
export function readAmount(text: string, mark: DecimalMark, currency: string): Minor | { why: string } {
  if (/^-?\d+$/.test(text) || (mark === '.' && /^-?\d+\.\d{1,2}$/.test(text))) return toMinor(text, currency);
  const { digits, negative } = bare(text);
  const plain = readWith(digits, mark);
  if (plain === null) {
    const other = mark === '.' ? ',' : '.';
    const hint = readWith(digits, other) === null ? '' : `; it would be one with a decimal ${other === ',' ? 'comma' : 'point'}`;
    return { why: `is no amount with a decimal ${mark === ',' ? 'comma' : 'point'}${hint}` };
  }
  return toMinor(negative ? `-${plain}` : plain, currency);
}

function toMinor(plain: string, currency: string): Minor | { why: string } {
  try {
    return fromDecimal(plain, currency);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return { why: error.message.replace(/^'[^']*' /, '') };
  }
}

/** The digits and separators of an amount, and whether something around them makes it negative. */
function bare(text: string): { digits: string; negative: boolean } {
  const compact = text
    .replaceAll(/[\s\u00a0\u202f\u2009]/g, ' ')
    .trim()
    .replaceAll('\u2212', '-');
  const inner = /^\((.*)\)$/.exec(compact);
  const credit = /\bCR$/i.test(compact);
  const unsigned = (inner?.[1] ?? compact).replaceAll(/^(?:[A-Z]{3}\b|[€$£¥])|(?:\b(?:CR|DR)|\b[A-Z]{3}|[€$£¥])$/gi, '').trim();
  const minus = /^[-](.*)$|^(.*)[-]$/.exec(unsigned);
  const digits = (minus ? (minus[1] ?? minus[2] ?? '') : unsigned.replace(/^\+/, ''))
    .trim()
    .replace(/^[€$£¥]/, '')
    .trim();
  return { digits, negative: inner !== null || credit || minus !== null };
}

/** The plain decimal that the digits mean with this decimal mark; null when they make none. */
function readWith(digits: string, mark: DecimalMark): string | null {
  const group = mark === '.' ? ",'’ " : ".'’ ";
  const pattern = mark === '.' ? groupedPoint : groupedComma;
  if (!pattern.test(digits)) return null;
  const plain = [...digits]
    .filter((character) => !group.includes(character))
    .join('')
    .replace(mark, '.');
  return plain.startsWith('.') ? `0${plain}` : plain;
}

// Groups of three, or of two before the last as in India.
const groupedPoint = /^(?:\d+|[1-9]\d{0,2}(?:[,'’ ]\d{2,3})*[,'’ ]\d{3})?(?:\.\d+)?$(?<=\d)/;
const groupedComma = /^(?:\d+|[1-9]\d{0,2}(?:[.'’ ]\d{2,3})*[.'’ ]\d{3})?(?:,\d+)?$(?<=\d)/;
