/** `npm run bench`: one table; each row is a ratio to a baseline that is taken in the same run, or a size that must stay small. */
import { existsSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client, Connection } from '@temporalio/client';
import { measureImport } from './bench/imports.js';
import { liveThrough, measureLifecycles } from './bench/lifecycles.js';
import { measureMails, type Sink } from './bench/mails.js';
import { measureRehearsals } from './bench/rehearsals.js';
import { countAt, endAll, measureStarts, startAll } from './bench/starts.js';
import { pause, print, reaches, type Row } from './bench/table.js';
import { connect } from '../prisma/store/db.js';
import { setClock } from '../prisma/store/clock.js';
import { gatherParty, type Party } from './demo/party.js';
import { readRows } from './real-list/books.js';
import { peopleOf } from './real-list/people.js';
import { launch } from './services/lifeline.js';
import { findFreePort } from './services/ports.js';
import { startServices, type Services } from './services/startServices.js';
import { logFile, root } from './services/workspace.js';

const file = path.resolve(root, '../shared/data/open-items-2020.csv');
const dataDir = path.resolve(process.env['DULY_DATA_DIR'] || '.duly-bench');
const option = (name: string, otherwise: number) => Number(process.argv.find((each) => each.startsWith(`--${name}=`))?.split('=')[1] ?? otherwise);
const lifecycles = option('lifecycles', 10_000);
const reminders = option('reminders', 300);
/** Lifecycles that live for 120 days, and real seconds of a day. */
const lives = option('lives', 40);
const secondsADay = 1.1;
/** Account-days that are rehearsed. */
const accountDays = option('account-days', 1_000_000);
const start = '2020-06-30';
/** Everybody's first message is due later on that day. */
const beforeHours = `${start}T05:00:00.000Z`;
const say = (line = '') => console.log(line);

async function main(): Promise<void> {
  if (!existsSync(file)) throw new Error(`The list is not there: ${file}. Put the open items of 2020 there to run this.`);
  await rm(dataDir, { recursive: true, force: true });
  const sink: Sink = { smtpPort: await findFreePort(), port: await findFreePort() };
  process.env['SMTP_URL'] = `smtp://127.0.0.1:${sink.smtpPort}`;
  say('Starting PostgreSQL, Temporal, a mail server and Duly …');
  const services = await startServices({ dataDir, memory: true, say });
  const env = { ...process.env, SINK_SMTP_PORT: String(sink.smtpPort), SINK_PORT: String(sink.port) };
  const mailServer = launch({
    command: [process.execPath, '--import', 'tsx', fileURLToPath(new URL('bench/sink.ts', import.meta.url))],
    log: logFile(dataDir, 'sink'),
    env,
  });
  const stop = () => Promise.all([mailServer.stop(), services.stop()]);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop().then(() => process.exit(1)));
  try {
    while ((await countAt(sink.port)) === null) await pause(100);
    await measure(services, sink);
  } finally {
    await stop();
  }
}

async function measure(services: Services, sink: Sink): Promise<void> {
  const begunMs = Date.now();
  const db = connect(services.databaseUrl);
  const connection = await Connection.connect({ address: services.temporal.address });
  const temporal = new Client({ connection, namespace: services.temporal.namespace });
  try {
    await setClock(db, { anchorReal: new Date().toISOString(), anchorBusiness: beforeHours, rate: 1 });
    const rows: Row[] = [];
    say('\nRehearsing');
    rows.push(...measureRehearsals(accountDays, say));
    say('Importing');
    rows.push(await measureImport(services.databaseUrl, file));
    const party = await gatherParty(db, services.url ?? '', dataDir);
    const accounts = await loadList(party);
    say('Reminding');
    await setClock(db, { anchorReal: new Date().toISOString(), anchorBusiness: beforeHours, rate: 1 });
    const [reminded, living] = [accounts.slice(lives), accounts.slice(0, lives)];
    await startAll(temporal, reminded);
    while ((await db.collectionCase.count()) < reminded.length) await pause(100);
    rows.push(await measureMails({ db, temporal }, reminded, sink, say));
    await endAll(services, reminded);
    say('Letting 120 days pass');
    await liveThrough({ db, temporal }, living, secondsADay, (day) => freshen(party, day));
    await pause(5_000);
    rows.push(...(await measureLifecycles(services, living, say)));
    await endAll(services, living);
    say('Starting lifecycles');
    await setClock(db, { anchorReal: new Date().toISOString(), anchorBusiness: beforeHours, rate: 1 });
    await pause(2_500);
    rows.push(...(await measureStarts(services, db, lifecycles, say)));
    say(
      `\n${Math.round((Date.now() - begunMs) / 6_000) / 10} minutes, load ${(await readFile('/proc/loadavg', 'utf8').catch(() => '')).split(' ').slice(0, 3).join(' ')}`,
    );
    print(rows, say);
    say(`${rows.filter(reaches).length} of ${rows.length} reach what they should.`);
  } finally {
    await Promise.all([db.$disconnect(), connection.close()]);
  }
}

/** Loads the list; answers accounts that are overdue and have an address. */
async function loadList(party: Party): Promise<string[]> {
  const rows = readRows(await readFile(file));
  const { files, customers } = peopleOf(rows);
  await party.load('finance', 'entities', files.entities);
  await party.load('finance', 'open-items', await readFile(file, 'utf8'), { preset: 'highradius-2020', asOf: start });
  await party.load('finance', 'customers', files.customers);
  await party.load('finance', 'contacts', files.contacts);
  const overdue = new Set(rows.filter(({ dueOn }) => dueOn < '2020-06-20').map(({ accountId }) => accountId));
  return customers
    .filter(({ reach, accountId }) => reach === 'all' && overdue.has(accountId))
    .map(({ accountId }) => accountId)
    .slice(0, lives + reminders);
}

/** The same list again on a later day: nothing has changed, and the ledger is fresh. */
async function freshen(party: Party, asOf: string): Promise<void> {
  await party.load('finance', 'open-items', await readFile(file, 'utf8'), { preset: 'highradius-2020', asOf });
}

if (process.argv.includes('--only=rehearsals')) print(measureRehearsals(accountDays, say), say);
else await main();
process.exit(0);
