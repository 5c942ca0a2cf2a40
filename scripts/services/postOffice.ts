/** Where mail and text messages go: to the configured services, or to stand-ins on this machine. */
import { randomBytes } from 'node:crypto';
import path from 'node:path';
import type { Ports } from './ports.js';
import { root, logFile } from './workspace.js';
import { type Supervised, supervise } from './supervise.js';

export interface PostOffice {
  /** What the worker is told of it. */
  env: Record<string, string>;
  /** Pages on which a person reads what was sent; null where it really left. */
  mailbox: string | null;
  sms: string | null;
  stop(): Promise<void>;
}

type Say = (line: string) => void;

async function startLocal(dataDir: string, ports: Ports, account: Record<string, string>, say: Say): Promise<Supervised> {
  const mine = { MAILBOX_SMTP_PORT: String(ports.smtp), MAILBOX_PORT: String(ports.mailbox), SMS_PORT: String(ports.sms) };
  const answers = async (url: string) => void (await fetch(url, { signal: AbortSignal.timeout(2000) }));
  return supervise({
    name: 'local post office',
    launch: {
      command: [process.execPath, '--import', 'tsx', path.join(root, 'worker/local/main.ts')],
      cwd: root,
      log: logFile(dataDir, 'post-office'),
      env: { ...process.env, ...mine, ...account, DULY_DATA_DIR: dataDir },
    },
    isReady: async () => {
      await answers(`http://127.0.0.1:${ports.sms}/`);
      await answers(`http://127.0.0.1:${ports.mailbox}/`);
    },
    say,
  });
}

/** Takes SMTP_URL and Twilio's variables where they are set, and starts the stand-ins for what is not. */
export async function openPostOffice(dataDir: string, ports: Ports, say: Say): Promise<PostOffice> {
  const { SMTP_URL: smtp, TWILIO_ACCOUNT_SID: twilio } = process.env;
  if (smtp && twilio) return { env: {}, mailbox: null, sms: null, stop: async () => {} };
  const account = { TWILIO_ACCOUNT_SID: `AC${randomBytes(16).toString('hex')}`, TWILIO_AUTH_TOKEN: randomBytes(16).toString('hex') };
  const local = await startLocal(dataDir, ports, account, say);
  const sms = `http://127.0.0.1:${ports.sms}`;
  return {
    env: {
      ...(smtp ? {} : { SMTP_URL: `smtp://127.0.0.1:${ports.smtp}` }),
      ...(twilio ? {} : { ...account, TWILIO_FROM: '+15005550006', TWILIO_BASE_URL: sms }),
    },
    mailbox: smtp ? null : `http://127.0.0.1:${ports.mailbox}`,
    sms: twilio ? null : sms,
    stop: () => local.stop(),
  };
}
