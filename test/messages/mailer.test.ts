import type { DeliveryOutcome } from '../../activities/ports.js';
import { createMailer, messageIdOf, type Mailer } from '../../worker/adapters/mailer.js';
import { createRenderer } from '../../worker/adapters/renderer.js';
import { type Behaviour, type MailServer, startMailServer } from '../support/smtp.js';
import { deliveryOf, messageOf } from './account.js';

let server: MailServer;
let mailer: Mailer;
beforeEach(async () => {
  server = await startMailServer();
  mailer = createMailer({ url: server.url, sender: null });
});
afterEach(async () => {
  mailer.close();
  await server.close();
});

/** A header as a server received it, unfolded. */
const header = (name: string) => new RegExp(`^${name}: ?(.*)$`, 'im').exec((server.mails[0]?.raw ?? '').replace(/\r\n[ \t]+/g, ' '))?.[1];

const to = async (address: string, behaviour?: Behaviour): Promise<DeliveryOutcome> => {
  if (behaviour) server.towards.set(address, behaviour);
  return mailer.deliver(deliveryOf({}, { to: address }));
};

describe('an e-mail', () => {
  it('arrives with text, HTML and the statement, from the entity and to the person', async () => {
    const message = await createRenderer({ templates: null }).render(messageOf('reminder', 'email', 'de'));
    await mailer.deliver(deliveryOf(message, { recipientName: 'Müller, "Anna"' }));
    const { raw, from, to: recipients } = server.mails[0]!;
    expect([from, recipients]).toEqual(['receivables@example.com', ['accounts@example.org']]);
    expect(raw.match(/^Content-Type: [\w/]+/gm)).toEqual([
      'Content-Type: multipart/mixed',
      'Content-Type: multipart/alternative',
      'Content-Type: text/plain',
      'Content-Type: text/html',
      'Content-Type: application/pdf',
    ]);
    const pdf = /filename=kontouebersicht-10042-2020-06-30\.pdf\r\n\r\n([\w+/=\r\n]+)/.exec(raw)?.[1] ?? '';
    expect(Buffer.from(pdf, 'base64').equals(Buffer.from(message.attachments[0]!.content))).toBe(true);
    expect(header('To')).toBe('=?UTF-8?Q?M=C3=BCller=2C_=22Anna=22?= <accounts@example.org>');
    expect(header('Content-Language')).toBe('de-DE');
  });

  it('goes to those who get a copy too; only what its recipient is refused is refused', async () => {
    const cc = ['boss@example.org', 'sales@example.com'];
    await mailer.deliver(deliveryOf({}, { cc }));
    expect(server.mails[0]?.to).toEqual(['accounts@example.org', ...cc]);
    expect(header('Cc')).toBe('boss@example.org, sales@example.com');
    server.towards.set('boss@example.org', { kind: 'refuse', code: 550, message: '5.1.1 no such user' });
    expect(await mailer.deliver(deliveryOf({}, { cc }))).toMatchObject({ outcome: 'accepted' });
    server.towards.set('accounts@example.org', { kind: 'refuse', code: 550, message: '5.1.1 no such user' });
    expect(await mailer.deliver(deliveryOf({}, { cc }))).toMatchObject({ outcome: 'rejected', suppress: 'BOUNCED' });
  });

  it('can be answered and opted out of, says that a machine wrote it, and carries an id that follows from its key', async () => {
    const outcome = await to('accounts@example.org');
    expect(header('Reply-To')).toBe('Example Trading GmbH <receivables@example.com>');
    expect(header('List-Unsubscribe')).toMatch(/^<mailto:receivables@example\.com\?subject=unsubscribe%20[0-9a-f]{32}>$/);
    expect(header('Auto-Submitted')).toBe('auto-generated');
    expect(header('Message-ID')).toMatch(/^<[0-9a-f]{32}@example\.com>$/);
    expect(outcome).toEqual({ outcome: 'accepted', providerId: header('Message-ID') });
  });

  it('has the same id when it is delivered again, and another one for another step', () => {
    const id = (key: string) => messageIdOf(key, 'receivables@example.com');
    expect(id('E1/1#1/reminder/0/email')).toBe(id('E1/1#1/reminder/0/email'));
    expect(id('E1/1#1/reminder/0/email')).not.toBe(id('E1/1#1/reminder/1/email'));
  });

  it('goes out from the one address that may send, with answers to the entity', async () => {
    const relay = createMailer({ url: server.url, sender: 'post@example.net' });
    await relay.deliver(deliveryOf({}));
    relay.close();
    expect(server.mails[0]?.from).toBe('post@example.net');
    expect(header('From')).toBe('Example Trading GmbH <post@example.net>');
    expect(header('Reply-To')).toBe('Example Trading GmbH <receivables@example.com>');
  });

  it('waits while nobody can be named as its sender', async () => {
    const outcome = await mailer.deliver(deliveryOf({}, { from: { name: 'Example Trading GmbH', email: null } }));
    expect(outcome).toEqual({ outcome: 'retryable', reason: 'Example Trading GmbH has no e-mail address to send from' });
  });

  it('cannot be sent to others by an address that holds a command', async () => {
    expect(await to('a@example.org>\r\nRCPT TO:<b@example.org')).toMatchObject({ outcome: 'rejected', suppress: 'INVALID' });
    expect(server.mails).toEqual([]);
  });
});

describe('the outcome of an e-mail', () => {
  it.each<[string, Behaviour, DeliveryOutcome['outcome'], string | null | undefined]>([
    ['a mailbox that does not exist', { kind: 'refuse', code: 550, message: '5.1.1 No such user' }, 'rejected', 'BOUNCED'],
    ['a mailbox that does not exist, in few words', { kind: 'refuse', code: 550, message: 'No such user' }, 'rejected', 'BOUNCED'],
    ['a mailbox that is disabled', { kind: 'refuse', code: 550, message: '5.2.1 Mailbox disabled' }, 'rejected', 'BOUNCED'],
    ["a policy against us, which is not the address's fault", { kind: 'refuse', code: 550, message: '5.7.1 Blocked' }, 'rejected', null],
    ['a mailbox that is full', { kind: 'refuse', code: 552, message: '5.2.2 Mailbox full' }, 'rejected', null],
    ['a server that is busy', { kind: 'refuse', code: 450, message: '4.2.0 Try later' }, 'retryable', undefined],
    ['a message that is refused after it was read', { kind: 'refuse-message', code: 554, message: '5.7.1 Looks like spam' }, 'rejected', null],
    [
      'an address that is found to be bad after the message was read',
      { kind: 'refuse-message', code: 550, message: '5.1.1 No such user' },
      'rejected',
      'BOUNCED',
    ],
    ['a message that is put off after it was read', { kind: 'refuse-message', code: 452, message: '4.3.1 Full' }, 'retryable', undefined],
    ['a connection that is lost before the message', { kind: 'drop-before-data' }, 'retryable', undefined],
    ['a connection that is lost after the message', { kind: 'drop-after-data' }, 'unknown', undefined],
    ['a server that closes down after the message', { kind: 'refuse-message', code: 421, message: '4.3.2 Closing down' }, 'unknown', undefined],
  ])('for %s', async (_, behaviour, outcome, suppress) => {
    const found = await to('someone@example.org', behaviour);
    expect(found).toMatchObject(suppress === undefined ? { outcome } : { outcome, suppress });
    expect(server.mails.length).toBeLessThanOrEqual(1);
  });

  it('is never found out by sending twice: a lost connection leaves one message behind', async () => {
    await to('warm@example.org');
    await to('someone@example.org', { kind: 'drop-after-data' });
    expect(server.mails.filter(({ to: [address] }) => address === 'someone@example.org')).toHaveLength(1);
    expect(await to('next@example.org')).toMatchObject({ outcome: 'accepted' });
  });

  it('for text that is no address', async () => {
    for (const address of ['', 'not an address', 'a@b@c']) expect(await to(address)).toMatchObject({ outcome: 'rejected', suppress: 'INVALID' });
  });

  it('for a server that is not there', async () => {
    await server.close();
    expect(await to('someone@example.org')).toMatchObject({ outcome: 'retryable', reason: expect.stringContaining('ECONNREFUSED') });
  });

  it('for a server that does not let us in', async () => {
    const stranger = createMailer({ url: server.url.replace('smtp://', 'smtp://nobody:wrong@'), sender: null });
    const outcome = await stranger.deliver(deliveryOf({}));
    stranger.close();
    expect(outcome).toMatchObject({ outcome: 'retryable' });
  });
});
