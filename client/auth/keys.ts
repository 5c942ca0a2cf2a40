import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** A new API key: what its owner gets once, and what is kept of it. */
export interface NewKey {
  /** `duly_<prefix>_<secret>`. */
  key: string;
  prefix: string;
  sha256: string;
}

const form = /^duly_([0-9a-f]{12})_([0-9a-f]{64})$/;

/** Makes a key with 256 bits of secret. */
export function makeKey(): NewKey {
  const prefix = randomBytes(6).toString('hex');
  const key = `duly_${prefix}_${randomBytes(32).toString('hex')}`;
  return { key, prefix, sha256: hashKey(key) };
}

/** The prefix of a well-formed key, by which it is looked up; null when the text is no key. */
export function prefixOf(key: string): string | null {
  return form.exec(key)?.[1] ?? null;
}

/** SHA-256 of the whole key, as lower-case hex. A key is random, so no slow hash is owed to it. */
export function hashKey(key: string): string {
  return createHash('sha256').update(key).digest('hex');
}

/** Whether a key has the hash; the time taken does not depend on where they differ. */
export function keyMatches(key: string, sha256: string): boolean {
  return timingSafeEqual(Buffer.from(hashKey(key), 'hex'), Buffer.from(sha256, 'hex'));
}
