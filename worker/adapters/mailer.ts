import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { createTransport } from 'nodemailer';
import type { Delivery, DeliveryOutcome, Post } from '../../activities/ports.js';

export interface MailerOptions {
  /** `smtp://user:password@host:587` or `smtps://…`. */
  url: string;
  /** The address that this server may send from, where it may not send from the entities' own; null: it may. */
  sender: string | null;
  /** Connections held open at once. */
  connections?: number;
}

/** Sends e-mail; `close` ends its connections. */
export type Mailer = Post & { close(): void };

/** How long a server may keep us waiting, in milliseconds: less in all than the activity may take. */
const patience = { connectionTimeout: 20_000, greetingTimeout: 20_000, socketTimeout: 90_000 };

/** What a message's transport has read of it: nothing is read before the server has agreed to take it. */
interface HandOver {
  content: Readable | null;
}

/**
 * Sends e-mail over SMTP. The Message-ID follows from the delivery's key, so that a repetition can be recognised.
 * A message is handed over once: whatever fails after its first byte went out and was not answered is `unknown`.
 */
export function createMailer({ url, sender, connections = 5 }: MailerOptions): Mailer {
  const transport = createTransport({
    url,
    pool: true,
    maxConnections: connections,
    maxMessages: Infinity,
    disableFileAccess: true,
    disableUrlAccess: true,
    ...patience,
  });
  transport.use('stream', (mail, done) => {
    const { handOver } = mail.data as { handOver?: HandOver };
    mail.message.processFunc((content) => {
      if (handOver) handOver.content = content as Readable;
      return content;
    });
    done();
  });
  return {
    async deliver(delivery) {
      const from = sender ?? delivery.from.email;
      if (!from) return { outcome: 'retryable', reason: `${delivery.from.name} has no e-mail address to send from` };
      const handOver: HandOver = { content: null };
      try {
        const { messageId, rejectedErrors } = await transport.sendMail({ ...letterOf(delivery, from), handOver } as Parameters<typeof transport.sendMail>[0]);
        // A server takes a message for those whom it knows: one that only the copies got has not reached its recipient.
        const refused = rejectedErrors?.find(({ recipient }) => recipient?.toLowerCase() === delivery.to.toLowerCase());
        if (refused) return outcomeOf(refused as SmtpError, false);
        return { outcome: 'accepted', providerId: messageId };
      } catch (error) {
        return outcomeOf(error as SmtpError, handOver.content?.readableDidRead ?? false);
      }
    },
    close: () => transport.close(),
  };
}

function letterOf({ key, to, cc, recipientName, from, message }: Delivery, address: string): Parameters<ReturnType<typeof createTransport>['sendMail']>[0] {
  const { subject, text, html, attachments, language } = message;
  const replyTo = from.email ?? address;
  return {
    from: { name: from.name, address },
    to: { name: recipientName ?? '', address: to },
    ...(cc && cc.length > 0 && { cc: [...cc] }),
    replyTo: { name: from.name, address: replyTo },
    subject,
    text,
    ...(html === null ? {} : { html }),
    attachments: attachments.map(({ fileName, contentType, content }) => ({ filename: fileName, contentType, content: Buffer.from(content) })),
    messageId: messageIdOf(key, address),
    // Who opts out is answered by a person, or by whoever reads the entity's mailbox; the token says which message it was.
    list: { unsubscribe: { url: `mailto:${replyTo}?subject=unsubscribe%20${tokenOf(key)}` } },
    headers: { 'Auto-Submitted': 'auto-generated', ...(language ? { 'Content-Language': language } : {}) },
  };
}

/** The Message-ID of a delivery: always the same for its key. */
export function messageIdOf(key: string, address: string): string {
  return `<${tokenOf(key)}@${address.split('@')[1] ?? 'localhost'}>`;
}

function tokenOf(key: string): string {
  return createHash('sha256').update(key).digest('hex').slice(0, 32);
}

/** An error as nodemailer reports it: the server's reply, if there was one, and the command that it answered. */
interface SmtpError extends Error {
  code?: string;
  responseCode?: number;
  response?: string;
  command?: string;
}

/**
 * What became of a message that was not accepted. A reply of 4xx or 5xx is certain: the server has not taken it. A
 * connection that closes before any of the message was read has not taken it either; one that closes later may have.
 */
function outcomeOf(error: SmtpError, begun: boolean): DeliveryOutcome {
  const { responseCode: status = 0, command = '' } = error;
  const reason = (error.response ?? error.message).replace(/\s+/g, ' ').slice(0, 300);
  // 421 announces that the connection closes; after the message it does not say what became of it (RFC 5321, 3.8).
  if (begun && (status === 0 || status === 421)) return { outcome: 'unknown', reason };
  if (isNoAddress(error)) return { outcome: 'rejected', reason, suppress: 'INVALID' };
  if (status >= 500 && isAboutRecipient(command, begun)) return { outcome: 'rejected', reason, suppress: isBadAddress(status, reason) ? 'BOUNCED' : null };
  return { outcome: 'retryable', reason };
}

/** Whether what should be an address is none: nobody was found in it to write to, or the server can't read it. */
function isNoAddress({ code, responseCode, command }: SmtpError): boolean {
  return (code === 'EENVELOPE' && responseCode === undefined && command === 'API') || (responseCode === 501 && command === 'RCPT TO');
}

/** Refusals of the recipient or of the message; those of our own sender or login are ours to put right. */
function isAboutRecipient(command: string, begun: boolean): boolean {
  return begun || command === 'RCPT TO' || command === 'DATA';
}

/** Whether a refusal says that the address itself is bad. Source: RFC 3463, classes 5.1 (address) and 5.2.1 (mailbox disabled); RFC 5321, 4.2.3. */
function isBadAddress(status: number, response: string): boolean {
  const enhanced = /\b5\.(\d{1,3})\.(\d{1,3})\b/.exec(response);
  if (enhanced) return (enhanced[1] === '1' && !['7', '8'].includes(enhanced[2] ?? '')) || (enhanced[1] === '2' && enhanced[2] === '1');
  return status === 550 || status === 551 || status === 553;
}
