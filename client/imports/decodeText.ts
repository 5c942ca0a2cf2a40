/** The encodings that a preset may state. */
export const encodings = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1252', 'iso-8859-1', 'iso-8859-15'] as const;
export type Encoding = (typeof encodings)[number];

/**
 * Reads bytes as text, without a byte order mark. Without a stated encoding: what the mark says, UTF-16 when every other byte is zero,
 * UTF-8 when it is valid, else Windows-1252. Answers why when the bytes are not in the stated encoding.
 */
export function decodeText(content: Uint8Array, stated: Encoding | null): { text: string; encoding: Encoding } | { why: string } {
  const encoding = stated ?? byMark(content) ?? byZeros(content);
  if (!encoding) return decode(content, 'utf-8') ?? decode(content, 'windows-1252') ?? { why: 'it is no text' };
  return decode(content, encoding) ?? { why: `its bytes are not ${encoding}; leave the encoding out to have it recognised, or state another` };
}

function decode(content: Uint8Array, encoding: Encoding): { text: string; encoding: Encoding } | null {
  try {
    return { text: new TextDecoder(encoding, { fatal: true }).decode(content), encoding };
  } catch {
    return null;
  }
}

function byMark([a, b, c]: Uint8Array): Encoding | null {
  if (a === 0xef && b === 0xbb && c === 0xbf) return 'utf-8';
  if (a === 0xff && b === 0xfe) return 'utf-16le';
  return a === 0xfe && b === 0xff ? 'utf-16be' : null;
}

/** Text of mostly Latin letters in UTF-16 has a zero in every other byte. */
function byZeros(content: Uint8Array): Encoding | null {
  const head = content.subarray(0, 1_000);
  const share = (odd: number): number => head.filter((byte, at) => at % 2 === odd && byte === 0).length / Math.max(1, head.length / 2);
  if (share(1) > 0.6) return 'utf-16le';
  return share(0) > 0.6 ? 'utf-16be' : null;
}
