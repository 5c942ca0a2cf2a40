/** `npm start`: Duly for real, with everything that it needs, until Ctrl-C. */
import path from 'node:path';
import { readRunning, removeRunning, writeRunning } from './services/running.js';
import { type Services, startServices } from './services/startServices.js';

const say = (line: string) => console.log(line);
const dataDir = path.resolve(process.env['DULY_DATA_DIR'] || '.duly');

function tell({ url, temporal, mailbox, sms, embedded, migrated, dataDir: folder }: Services, seconds: number): void {
  if (migrated.length > 0) say(`Database: applied ${migrated.join(', ')}.`);
  say(`
  API         ${url}   (${url}/openapi.json)
  Temporal    ${temporal.ui ?? temporal.address}
  Mail        ${mailbox ?? 'sent by SMTP_URL'}${mailbox ? '   (kept on this machine, nothing is sent)' : ''}
  Text        ${sms ?? 'sent by Twilio'}${sms ? '   (kept on this machine, nothing is sent)' : ''}
  PostgreSQL  ${embedded ? 'embedded' : 'DATABASE_URL'}
  Data, logs  ${folder}

Ready after ${seconds.toFixed(1)} s. Ctrl-C stops everything that was started here.`);
}

/** Resolves at the first Ctrl-C or SIGTERM; a second one does not wait for a clean end. */
function untilAsked(): Promise<void> {
  return new Promise((resolve) => {
    let asked = 0;
    const ask = () => {
      asked += 1;
      if (asked === 1) resolve();
      if (asked === 3) process.exit(1);
    };
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, ask);
  });
}

const running = await readRunning(dataDir);
if (running) throw new Error(`Duly already runs on ${dataDir}: ${running.url} (process ${running.pid}).`);
const began = Date.now();
const asked = untilAsked();
const services = await Promise.race([startServices({ dataDir, say }), asked]);
// What is half started is on a lifeline and ends with this process.
if (!services) process.exit(0);
await writeRunning(dataDir, { url: services.url ?? '', temporal: services.temporal, mailbox: services.mailbox, sms: services.sms, pid: process.pid });
tell(services, (Date.now() - began) / 1000);
await asked;
say('\nStopping …');
await removeRunning(dataDir);
await services.stop();
say('Stopped.');
process.exit(0);
