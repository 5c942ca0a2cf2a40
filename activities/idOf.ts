import { createHash } from 'node:crypto';

/** A UUID (version 8, RFC 9562 section 5.8) that is the same for the same text, so that what is asked for twice is made once. */
export function idOf(text: string): string {
  const hex = createHash('sha256').update(text, 'utf8').digest('hex');
  const variant = ((parseInt(hex.charAt(16), 16) & 0x3) | 0x8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
