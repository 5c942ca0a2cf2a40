import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createTransport } from 'nodemailer';
import { findFreePort } from '../../scripts/services/ports.js';
import { type Mailbox, startMailbox } from '../../worker/local/mailbox.js';

describe('the local mailbox', () => {
  let mailbox: Mailbox;
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'duly-mailbox-'));
    mailbox = await startMailbox({ folder, smtpPort: await findFreePort(), webPort: await findFreePort() });
  });
  afterAll(async () => {
    await mailbox.stop();
    await rm(folder, { recursive: true });
  });

  const send = (to: string) =>
    createTransport(mailbox.smtpUrl).sendMail({ from: 'ar@example.com', to, subject: 'Statement', text: 'You owe 12.00', messageId: '<one@example.com>' });

  it('keeps a mail as a file and shows it in the browser', async () => {
    await send('ap@example.org');
    const files = (await readdir(folder)).filter((name) => name.endsWith('.eml'));
    expect(files).toHaveLength(1);
    expect(await readFile(path.join(folder, files[0] ?? ''), 'utf8')).toContain('Message-ID: <one@example.com>');
    const list = (await (await fetch(`${mailbox.url}/email`)).json()) as { subject: string; to: { address: string }[] }[];
    expect(list.map((mail) => [mail.subject, mail.to[0]?.address])).toEqual([['Statement', 'ap@example.org']]);
  });

  it('has no mailbox for an address that begins with "bounce"', async () => {
    await expect(send('bounce.7@example.org')).rejects.toMatchObject({ responseCode: 550, code: 'EENVELOPE' });
  });
});
