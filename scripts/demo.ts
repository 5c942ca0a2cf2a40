/**
 * `npm run demo`: a sample company's receivables, a campaign, and three months in under two minutes. With `--exit` it ends when the
 * weeks are over; else it keeps serving.
 */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import Table from 'cli-table3';
import { addDays, daysBetween, type Day } from '../domain/calendar/day.js';
import { toDecimal } from '../domain/money/minor.js';
import { connect } from '../prisma/store/db.js';
import { setClock } from '../prisma/store/clock.js';
import { nudgeAccount } from '../prisma/store/nudges.js';
import type { PrismaClient } from '../prisma/generated/client.js';
import { gatherParty, type Party } from './demo/party.js';
import { fates, reckon, type Reckoned } from './demo/reckoning.js';
import { plot, type Scene } from './demo/plot.js';
import { sampleLedger } from './sample/ledger.js';
import { readRunning, writeRunning, removeRunning } from './services/running.js';
import { startServices, type Services } from './services/startServices.js';

const bucket = '31-60';
const days = 95;
/** Real seconds of a business day. */
const secondsADay = 1.05;
/** Within this time everyone follows the clock. */
const followMs = 2_500;
const exit = process.argv.includes('--exit');
const dataDir = path.resolve(process.env['DULY_DATA_DIR'] || '.duly-demo');
const say = (line = '') => console.log(line);

async function main(): Promise<void> {
  const running = await readRunning(dataDir);
  if (running) throw new Error(`A demo runs already: ${running.url} (process ${running.pid}).`);
  await rm(dataDir, { recursive: true, force: true });
  say('Starting PostgreSQL, Temporal, a mailbox and Duly …');
  const services = await startServices({ dataDir, memory: true, say });
  let stopping: Promise<void> | null = null;
  const stop = () => (stopping ??= removeRunning(dataDir).then(() => services.stop()));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop().then(() => process.exit(exit ? 1 : 0)));
  try {
    const complete = await perform(services);
    tellWhere(services);
    if (exit || !complete) {
      await stop();
      process.exit(complete ? 0 : 1);
    }
    say('\nDuly keeps serving. Ctrl-C stops everything.');
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Plays the weeks; answers whether every account of the bucket is accounted for. */
async function perform(services: Services): Promise<boolean> {
  const { databaseUrl, url } = services;
  if (!url) throw new Error('The API was not started.');
  await writeRunning(dataDir, { url, temporal: services.temporal, mailbox: services.mailbox, sms: services.sms, pid: process.pid });
  const db = connect(databaseUrl);
  try {
    const start = new Date().toISOString().slice(0, 10);
    await setClock(db, { anchorReal: new Date().toISOString(), anchorBusiness: `${start}T03:00:00.000Z`, rate: 1 });
    const party = await gatherParty(db, url, dataDir);
    const ledger = sampleLedger(start);
    await load(party, ledger, start);
    const { campaignId, accounts } = await launch(party);
    await quicken(db, party, campaignId, accounts);
    await live(party, plot(ledger, accounts, start), campaignId, start);
    await setClock(db, { anchorReal: new Date().toISOString(), anchorBusiness: await businessNow(party), rate: 1 });
    return show(await reckon(party, campaignId), accounts.length);
  } finally {
    await db.$disconnect();
  }
}

/** The files stay, for those who want to load them themselves. */
async function keepFiles({ entities, customers, contacts, openItems }: ReturnType<typeof sampleLedger>): Promise<void> {
  const folder = path.join(dataDir, 'ledger');
  await mkdir(folder, { recursive: true });
  for (const [name, content] of Object.entries({ entities, customers, contacts, 'open-items': openItems }))
    await writeFile(path.join(folder, `${name}.csv`), content);
}

async function load(party: Party, ledger: ReturnType<typeof sampleLedger>, start: Day): Promise<void> {
  await keepFiles(ledger);
  await party.load('finance', 'entities', ledger.entities);
  await party.load('finance', 'customers', ledger.customers);
  await party.load('finance', 'contacts', ledger.contacts);
  await party.load('finance', 'open-items', ledger.openItems, { asOf: start });
  const items = ledger.accounts.flatMap(({ items: all }) => all).length;
  say(`\nLoaded ${items} open items of ${ledger.accounts.length} customers of three legal entities, as of ${start}.\n`);
}

interface Previewed {
  fingerprint: string;
  totals: { accounts: number; gets: number; getsNothing: number; overdue: Record<string, number>; byAct: Record<string, number> };
  accounts: { accountId: string }[];
}

async function launch(party: Party): Promise<{ campaignId: string; accounts: string[] }> {
  const request = { criteria: { bucket }, policy: 'standard-b2b' };
  const preview = await party.post<Previewed>('finance', '/campaigns/preview', request);
  const { accounts, gets, getsNothing, overdue, byAct } = preview.totals;
  say(`Finance previews a campaign for the bucket ${bucket}: ${accounts} accounts, ${amounts(overdue)} overdue.`);
  say(
    `  ${gets} get something (${Object.entries(byAct)
      .map(([act, count]) => `${count} ${act}`)
      .join(', ')}), ${getsNothing} get nothing, each with its reason.`,
  );
  const launched = await party.post<{ campaign: { campaignId: string } }>('finance', '/campaigns', {
    ...request,
    name: `Demo ${bucket}`,
    fingerprint: preview.fingerprint,
  });
  say('Finance launches it.');
  return { campaignId: launched.campaign.campaignId, accounts: preview.accounts.map(({ accountId }) => accountId) };
}

/** Waits until every account is started, lets the clock run fast, and has everyone look at it anew. */
async function quicken(db: PrismaClient, party: Party, campaignId: string, accounts: readonly string[]): Promise<void> {
  while ((await party.get<{ status: string }>('finance', `/campaigns/${campaignId}`)).status !== 'DONE') await pause(250);
  await setClock(db, { anchorReal: new Date().toISOString(), anchorBusiness: await businessNow(party), rate: 86_400 / secondsADay });
  await pause(followMs);
  await Promise.all(accounts.map((accountId) => nudgeAccount(db, accountId)));
  say(`A day now takes ${secondsADay} seconds.\n`);
}

/** Lets the days pass: on each, what the plot has for it happens. */
async function live(party: Party, scenes: readonly Scene[], campaignId: string, start: Day): Promise<void> {
  const pending = [...scenes].sort((a, b) => a.day - b.day);
  for (let shown = -1; ; await pause(150)) {
    const day = daysBetween(start, (await businessNow(party)).slice(0, 10));
    while (pending[0] && pending[0].day <= day) {
      const scene = pending.shift();
      for (const line of (await scene?.play(party, addDays(start, day))) ?? []) say(`  day ${String(scene?.day).padStart(2)}  ${line}`);
    }
    if (Math.floor(day / 7) > shown) {
      shown = Math.floor(day / 7);
      await showProgress(party, campaignId, day);
    }
    if (day >= days) return;
  }
}

async function showProgress(party: Party, campaignId: string, day: number): Promise<void> {
  const { standings } = await party.get<{ standings: Record<string, number> }>('finance', `/campaigns/${campaignId}`);
  const { total: contacts } = await party.get<{ total: number }>('finance', '/contacts-made?status=ACCEPTED&limit=1');
  const { total: tasks } = await party.get<{ total: number }>('finance', '/tasks?limit=1');
  const counts = new Map<string, number>();
  for (const [standing, count] of Object.entries(standings)) counts.set(wordFor(standing), (counts.get(wordFor(standing)) ?? 0) + count);
  const where = [...counts].map(([word, count]) => `${count} ${word}`).join(', ');
  say(`day ${String(day).padStart(2)}  ${String(contacts).padStart(3)} messages, ${String(tasks).padStart(2)} open tasks   ${where}`);
}

/** Most standings speak for themselves; those between two steps are one to whoever watches. */
function wordFor(standing: string): string {
  const between = ['ACTING', 'STEP_DUE', 'STEP_NOT_YET_DUE', 'MIN_GAP', 'FREQUENCY', 'ONE_A_DAY', 'OUTSIDE_WINDOW', 'RETRY_LATER'];
  return between.includes(standing) ? 'being chased' : standing.toLowerCase().replaceAll('_', ' ');
}

async function businessNow(party: Party): Promise<string> {
  return (await party.get<{ business: string }>('finance', '/clock')).business;
}

function show(reckoned: readonly Reckoned[], expected: number): boolean {
  const table = new Table({
    head: ['Account', 'Customer', 'Messages and calls', 'Open', 'Stands at'],
    colAligns: ['left', 'left', 'right', 'right', 'left'],
    style: { head: [], border: [] },
    chars: { mid: '', 'left-mid': '', 'mid-mid': '', 'right-mid': '' },
  });
  for (const { accountId, name, contacts, open, fate } of [...reckoned].sort((a, b) => fates.indexOf(a.fate) - fates.indexOf(b.fate)))
    table.push([accountId, name, contacts, amounts(open), fate]);
  say(`\n${table.toString()}\n`);
  for (const fate of fates) {
    const count = reckoned.filter((each) => each.fate === fate).length;
    if (count > 0) say(`  ${String(count).padStart(3)}  ${fate}`);
  }
  const complete = reckoned.length === expected;
  say(`  ${String(reckoned.length).padStart(3)}  in all, of ${expected} in the bucket${complete ? '' : ': SOME ARE MISSING'}`);
  return complete;
}

function amounts(byCurrency: Record<string, number>): string {
  const shown = Object.entries(byCurrency).filter(([, minor]) => minor !== 0);
  return shown.length === 0 ? '0' : shown.map(([currency, minor]) => `${toDecimal(minor, currency)} ${currency}`).join(' + ');
}

function tellWhere({ url, temporal, mailbox, sms }: Services): void {
  say(`
Where to look:
  API        ${url}   (${url}/openapi.json)
  Temporal   ${temporal.ui ?? temporal.address}
  Mailbox    ${mailbox ?? 'SMTP_URL'}   (and ${path.join(dataDir, 'mailbox')})
  Texts      ${sms ?? 'Twilio'}
  As one of them: DULY_DATA_DIR=${path.relative(process.cwd(), dataDir) || '.'} npx duly --as collector task list`);
}

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

await main();
