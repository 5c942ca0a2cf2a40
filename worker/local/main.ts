/** The post office of a machine without one: mailbox and text messages as one process, on loopback. */
import path from 'node:path';
import { startMailbox } from './mailbox.js';
import { startTwilioStandIn } from './twilio.js';

function required(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set.`);
  return value;
}

const dataDir = required('DULY_DATA_DIR');
const mailbox = await startMailbox({
  folder: path.join(dataDir, 'mailbox'),
  smtpPort: Number(required('MAILBOX_SMTP_PORT')),
  webPort: Number(required('MAILBOX_PORT')),
});
const messages = await startTwilioStandIn({
  port: Number(required('SMS_PORT')),
  accountSid: required('TWILIO_ACCOUNT_SID'),
  authToken: required('TWILIO_AUTH_TOKEN'),
  folder: path.join(dataDir, 'sms'),
});
process.once('SIGTERM', () => void Promise.all([mailbox.stop(), messages.stop()]).then(() => process.exit(0)));
