/** A local mailbox: takes all mail by SMTP, keeps each as an `.eml` file, and shows it in a browser. */
import { mkdirSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';

export interface Mailbox {
  /** For `SMTP_URL`. */
  smtpUrl: string;
  /** For a browser. */
  url: string;
  stop(): Promise<void>;
}

export interface MailboxOptions {
  folder: string;
  smtpPort: number;
  webPort: number;
}

interface RcptAddress {
  address: string;
}
type Answer = (error?: Error) => void;

/** What is used of maildev, which brings no types. Its own start-up would end this process at a signal, so its parts are used. */
interface MailServer {
  smtp: {
    onRcptTo(address: RcptAddress, session: unknown, answer: Answer): void;
    removeAllListeners(event: 'error'): void;
    on(event: 'error', listener: (error: Error) => void): void;
  };
  create(port: number, host: string, folder: string): void;
  listen(): Promise<void>;
  close(done: () => void): void;
  loadMailsFromDirectory(): void;
}
interface WebServer {
  start(port: number, host: string, mail: MailServer, user: null, password: null, base: string, secure: { https: boolean }): void;
  close(done?: () => void): void;
}

/** As a mail server answers for a mailbox that it does not have. */
function answerRecipient({ address }: RcptAddress, _session: unknown, answer: Answer): void {
  if (!address.startsWith('bounce')) return answer();
  answer(Object.assign(new Error(`5.1.1 <${address}>: recipient address rejected: user unknown`), { responseCode: 550 }));
}

/** The browser's list begins with the mails of earlier runs; beyond this many they are left to be read as files. */
const loadable = 2000;

/** Starts the mailbox on loopback. Mail to an address that begins with `bounce` is refused with 550. One for each process. */
export async function startMailbox({ folder, smtpPort, webPort }: MailboxOptions): Promise<Mailbox> {
  const require = createRequire(import.meta.url);
  const mail = require('maildev/lib/mailserver.js') as MailServer;
  const web = require('maildev/lib/web.js') as WebServer;
  (require('maildev/lib/logger.js') as { setLevel(level: number): void }).setLevel(0);
  mkdirSync(folder, { recursive: true });
  mail.create(smtpPort, '127.0.0.1', folder);
  mail.smtp.onRcptTo = answerRecipient;
  mail.smtp.removeAllListeners('error');
  mail.smtp.on('error', (error) => console.error(`mailbox: ${error.message}`));
  if (readdirSync(folder).length <= loadable) mail.loadMailsFromDirectory();
  await mail.listen();
  web.start(webPort, '127.0.0.1', mail, null, null, '/', { https: false });
  const stop = () => new Promise<void>((resolve) => web.close(() => mail.close(resolve)));
  return { smtpUrl: `smtp://127.0.0.1:${smtpPort}`, url: `http://127.0.0.1:${webPort}`, stop };
}
