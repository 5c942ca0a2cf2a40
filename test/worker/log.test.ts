import { Writable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { cover, createLog } from '../../worker/log.js';

function logged(write: (log: ReturnType<typeof createLog>) => void): string {
  let text = '';
  const stream = new Writable({
    write: (chunk, _, done) => {
      text += String(chunk);
      done();
    },
  });
  write(createLog(stream));
  return text;
}

describe('The worker’s log', () => {
  it('holds no addresses and no amounts, wherever they stand', () => {
    const text = logged((log) => {
      log.info({ act: { address: 'pat@example.com', key: 'ACME/1#1/reminder/1/email' }, totals: { amountMinor: 12345 } }, 'Sent to pat@example.com');
      log.error({ err: new Error('550 no such user <pat@example.com>', { cause: new Error('+1 555 555 0100 is not a mobile') }) }, 'Failed');
    });
    expect(text).toContain('ACME/1#1/reminder/1/email');
    expect(text).toContain('550 no such user');
    expect(text).not.toMatch(/pat@|12345|555 0100/);
  });

  it('leaves days, instants and ids as they are', () => {
    for (const plain of ['due on 2026-11-22', 'at 2026-11-22T08:00:00.000Z', 'ACME/4711#2', 'run 0193a5b2-7c1d-7e3f-8a9b-0c1d2e3f4a5b'])
      expect(cover(plain)).toBe(plain);
  });
});
