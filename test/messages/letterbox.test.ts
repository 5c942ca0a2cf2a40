import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import type { Delivery } from '../../activities/ports.js';
import { createFiles } from '../../worker/adapters/files.js';
import { createLetterbox } from '../../worker/adapters/letterbox.js';
import { composePost } from '../../worker/adapters/post.js';
import { deliveryOf } from './account.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'letters-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const letters = () => join(folder, 'letters');
const pdf = (text: string) => ({ fileName: 'letter.pdf', contentType: 'application/pdf', content: Buffer.from(text) });
const letter = (key = 'E1/1#1/final-notice/0/letter', text = '%PDF one', more: Partial<Delivery> = {}) =>
  deliveryOf({ attachments: [pdf(text)] }, { key, channel: 'letter', to: 'Sample & Sons Ltd\nHauptstraße 5\n10117 Berlin', ...more });
const manifest = () => parse(readFileSync(join(letters(), 'manifest.csv')), { columns: true }) as Record<string, string>[];
const filesIn = (path: string) => readdirSync(path).toSorted();

describe('the letterbox', () => {
  it('holds a PDF for each letter, and a line that says where it goes', async () => {
    const box = createLetterbox({ folder: letters() });
    const outcome = await box.deliver(letter());
    expect(outcome).toEqual({ outcome: 'accepted', providerId: expect.stringMatching(/^letter-[0-9a-f]{24}\.pdf$/) });
    const [line] = manifest();
    expect(line).toEqual({
      file: (outcome as { providerId: string }).providerId,
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      recipient: 'Accounts Payable',
      address: 'Sample & Sons Ltd | Hauptstraße 5 | 10117 Berlin',
      reference: 'E1/1#1/final-notice/0/letter',
    });
    expect(readFileSync(join(letters(), line!['file']!), 'utf8')).toBe('%PDF one');
  });

  it('holds one letter when one is delivered twice, by two workers or after a crash', async () => {
    const [one, other] = [createLetterbox({ folder: letters() }), createLetterbox({ folder: letters() })];
    await one.deliver(letter());
    await other.deliver(letter(undefined, '%PDF two'));
    expect(manifest()).toHaveLength(1);
    expect(filesIn(letters())).toHaveLength(2);
    expect(readFileSync(join(letters(), manifest()[0]!['file']!), 'utf8')).toBe('%PDF one');
  });

  it('adds the line that a crash left out', async () => {
    const box = createLetterbox({ folder: letters() });
    await box.deliver(letter());
    rmSync(join(letters(), 'manifest.csv'));
    await box.deliver(letter(undefined, '%PDF two'));
    expect(manifest()).toHaveLength(1);
  });

  it('keeps letters of different steps apart, many at once', async () => {
    const box = createLetterbox({ folder: letters() });
    await Promise.all(Array.from({ length: 20 }, (_, at) => box.deliver(letter(`E1/${at % 10}#1/final-notice/0/letter`))));
    expect(
      manifest()
        .map(({ reference }) => reference)
        .toSorted((a = '', b = '') => a.localeCompare(b)),
    ).toEqual(Array.from({ length: 10 }, (_, at) => `E1/${at}#1/final-notice/0/letter`));
  });

  it('lists a recipient whose name is a formula as text', async () => {
    await createLetterbox({ folder: letters() }).deliver(letter(undefined, undefined, { recipientName: '=1+1' }));
    expect(manifest()[0]!['recipient']).toBe("'=1+1");
  });

  it('says what is wrong when it cannot be written to, and takes the letter later', async () => {
    writeFileSync(letters(), 'a file where the folder should be');
    const box = createLetterbox({ folder: letters() });
    expect(await box.deliver(letter())).toMatchObject({ outcome: 'retryable' });
    rmSync(letters());
    expect(await box.deliver(letter())).toMatchObject({ outcome: 'accepted' });
  });

  it('takes no letter without a PDF', async () => {
    await expect(createLetterbox({ folder: letters() }).deliver(deliveryOf({}, { channel: 'letter' }))).rejects.toThrow('has no PDF');
  });
});

describe('a file for a third party', () => {
  const files = () => createFiles({ folder: join(folder, 'handover') });

  it('is whole, once, and its hash is known', async () => {
    const { location, sha256 } = await files().write('a.csv', Buffer.from('abc'));
    expect(sha256).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
    await files().write('a.csv', Buffer.from('abc'));
    expect(filesIn(join(folder, 'handover'))).toEqual(['a.csv']);
    expect(readFileSync(location, 'utf8')).toBe('abc');
  });

  it('is replaced as a whole by a newer one of its name', async () => {
    await files().write('a.csv', Buffer.from('abc'));
    const { location } = await files().write('a.csv', Buffer.from('de'));
    expect(readFileSync(location, 'utf8')).toBe('de');
    expect(filesIn(join(folder, 'handover'))).toEqual(['a.csv']);
  });

  it.each(['../a.csv', 'a/b.csv', '.a.csv', '', 'a\0.csv', '/etc/a.csv', 'a\\b.csv'])('stays in its folder: %j is refused', async (name) => {
    await expect(files().write(name, Buffer.from('abc'))).rejects.toThrow('is no plain file name');
  });
});

describe('the post', () => {
  const service = (name: string) => ({ deliver: async () => ({ outcome: 'accepted' as const, providerId: name }) });
  const services = { email: service('mail'), sms: service('text'), letter: service('box') };

  it.each([
    ['email', 'mail'],
    ['sms', 'text'],
    ['letter', 'box'],
  ] as const)('hands %s to its service', async (channel, providerId) => {
    expect(await composePost(services).deliver(deliveryOf({}, { channel }))).toEqual({ outcome: 'accepted', providerId });
  });

  it('refuses a short message when there is no service for it, and blames no number', async () => {
    expect(await composePost({ ...services, sms: null }).deliver(deliveryOf({}, { channel: 'sms' }))).toMatchObject({ outcome: 'rejected', suppress: null });
  });

  it('makes no calls', async () => {
    await expect(composePost(services).deliver(deliveryOf({}, { channel: 'call' }))).rejects.toThrow('made by a person');
  });
});
