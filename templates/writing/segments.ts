/** The 7-bit alphabet that a short message is sent in at no extra cost. Source: 3GPP TS 23.038, 6.2.1. */
const basic = new Set('@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà');
/** Characters of the extension table: two septets each. */
const extended = new Set('^{}\\[~]|€\f');

export interface Segments {
  encoding: 'GSM-7' | 'UCS-2';
  /** Septets, or UTF-16 units. */
  length: number;
  segments: number;
}

/** Counts what a short message is billed and delivered as: 160 septets or 70 UTF-16 units alone, 153 or 67 in each of several. */
export function segmentsOf(text: string): Segments {
  const isGsm = [...text].every((char) => basic.has(char) || extended.has(char));
  const length = isGsm ? [...text].reduce((sum, char) => sum + (extended.has(char) ? 2 : 1), 0) : text.length;
  const [alone, joined] = isGsm ? [160, 153] : [70, 67];
  return { encoding: isGsm ? 'GSM-7' : 'UCS-2', length, segments: length <= alone ? 1 : Math.ceil(length / joined) };
}

const typographic: Readonly<Record<string, string>> = {
  '\u00a0': ' ',
  '\u202f': ' ',
  '\u2007': ' ',
  '\u2009': ' ',
  '–': '-',
  '—': '-',
  '‑': '-',
  '−': '-',
  '‘': "'",
  '’': "'",
  '“': '"',
  '”': '"',
  '„': '"',
  '«': '"',
  '»': '"',
  '…': '...',
};

/** Letters that Unicode does not take apart. */
const letters: Readonly<Record<string, string>> = { ł: 'l', Ł: 'L', đ: 'd', Đ: 'D', œ: 'oe', Œ: 'OE', ı: 'i', þ: 'th', Þ: 'Th', ð: 'd' };

/**
 * A short message on one line, in the 7-bit alphabet where that only costs accents: one accent too many would
 * more than halve what fits. Text in another script stays as it is.
 */
export function shortMessage(text: string): string {
  const line = [...text.replace(/\s+/g, ' ').trim()].map((char) => (basic.has(char) ? char : (typographic[char] ?? char))).join('');
  if (segmentsOf(line).encoding === 'GSM-7') return line;
  const bare = [...line.normalize('NFC')].map((char) => (basic.has(char) || extended.has(char) ? char : bareLetter(char))).join('');
  return segmentsOf(bare).encoding === 'GSM-7' ? bare : line;
}

function bareLetter(char: string): string {
  return letters[char] ?? char.normalize('NFD').replace(/\p{M}/gu, '');
}
