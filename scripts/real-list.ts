/**
 * `npm run real-list`: a campaign over a real list of open items, for 120 business days on a compressed clock, with payments, disputes,
 * pauses and promises, and a worker that is lost in the middle. It ends with a reconciliation to the account, the item and the cent.
 */
import { existsSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { connect } from '../prisma/store/db.js';
import { setClock } from '../prisma/store/clock.js';
import { suppressAddress } from '../prisma/store/contacts.js';
import { gatherParty } from './demo/party.js';
import { Books, readRows } from './real-list/books.js';
import { measureHistories, printHistories } from './real-list/histories.js';
import { peopleOf, type People } from './real-list/people.js';
import { dayNumber, plot, type Scene } from './real-list/plot.js';
import { reconcile } from './real-list/reconcile.js';
import { dayIn, pause, Stage } from './real-list/stage.js';
import { loseWorker, watchMemory } from './real-list/worker.js';
import { startServices, type Services } from './services/startServices.js';
import { root } from './services/workspace.js';

const file = path.resolve(root, '../shared/data/open-items-2020.csv');
const start = '2020-06-30';
const dataDir = path.resolve(process.env['DULY_DATA_DIR'] || '.duly-real-list');
const option = (name: string, otherwise: number) => Number(process.argv.find((each) => each.startsWith(`--${name}=`))?.split('=')[1] ?? otherwise);
/** 120 business days. */
const days = option('days', 171);
/** For trying: only so many customers. */
const most = option('customers', Infinity);
/** Real seconds of a business day: while the first letters go out, while everybody is written to at once, and after that. */
const pace = { first: option('first', 90), busy: option('busy', 6), quiet: option('quiet', 1.6) };
const busyDays = 30;
const say = (line = '') => console.log(line);

async function main(): Promise<boolean> {
  if (!existsSync(file)) throw new Error(`The list is not there: ${file}. Put the open items of 2020 there to run this.`);
  await rm(dataDir, { recursive: true, force: true });
  const rows = readRows(await readFile(file));
  say('Starting PostgreSQL, Temporal, a mailbox and Duly …');
  const services = await startServices({ dataDir, memory: true, say });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void services.stop().then(() => process.exit(1)));
  try {
    return await perform(services, rows);
  } finally {
    await services.stop();
  }
}

async function perform(services: Services, rows: ReturnType<typeof readRows>): Promise<boolean> {
  const begunMs = Date.now();
  const db = connect(services.databaseUrl);
  try {
    await setClock(db, { anchorReal: new Date().toISOString(), anchorBusiness: `${start}T09:00:00.000Z`, rate: 1 });
    const party = await gatherParty(db, services.url ?? '', dataDir);
    const stage = new Stage(services, db, party, new Books(rows), peopleOf(rows).customers, start);
    await load(stage, peopleOf(rows));
    const campaign = await launch(stage);
    const memory = watchMemory(services);
    const lost = await live(stage, campaign);
    memory.stop();
    await settle(stage);
    say(`\n${Math.round((Date.now() - begunMs) / 6_000) / 10} minutes for ${days} days. Worker: ${memory.told()}.`);
    printHistories(await measureHistories(services), say);
    if (!lost) say('The worker was never lost: the moment did not come.');
    return (await reconcile(stage, { ...campaign, dataDir, say })) && lost !== null;
  } finally {
    await db.$disconnect();
  }
}

async function load(stage: Stage, { files, customers }: People): Promise<void> {
  const { party, db } = stage;
  await party.load('finance', 'entities', files.entities);
  const begunMs = Date.now();
  await party.load('finance', 'open-items', await readFile(file, 'utf8'), { preset: 'highradius-2020', asOf: start });
  say(`Imported ${[...stage.books.items.values()].flat().length} open items of ${stage.books.items.size} accounts in ${Date.now() - begunMs} ms.`);
  await party.load('finance', 'customers', files.customers);
  await party.load('finance', 'contacts', files.contacts);
  // An opt-out has no door of its own yet.
  for (const { reach, email } of customers)
    if (reach === 'no-more-email')
      await suppressAddress(db, { address: email, channel: 'email', kind: 'OPTED_OUT', reason: 'asked for it', since: `${start}T00:00:00Z`, by: 'collector' });
}

export interface Launched {
  campaignId: string;
  accounts: string[];
  /** What the preview said of those that get nothing. */
  reasons: Map<string, string>;
}

async function launch(stage: Stage): Promise<Launched> {
  const customers = [...stage.books.items.keys()].slice(0, most).map((id) => id.split('/')[1] ?? '');
  const criteria = { bucket: '61-90', ...(most < Infinity ? { customers: [...customers, '0200769623'] } : {}) };
  const request = { criteria, policy: 'standard-b2b', perMinute: 12_000 };
  type Preview = { fingerprint: string; totals: Record<string, unknown>; accounts: { accountId: string; reason: string }[] };
  const { perMinute, ...asked } = request;
  const preview = await stage.party.post<Preview>('finance', '/campaigns/preview', asked);
  say(`Finance previews the bucket 61-90: ${JSON.stringify(preview.totals)}`);
  const { campaign } = await stage.party.post<{ campaign: { campaignId: string } }>('finance', '/campaigns', {
    ...asked,
    perMinute,
    name: 'Real list 61-90',
    fingerprint: preview.fingerprint,
  });
  const accounts = preview.accounts.map(({ accountId }) => accountId);
  while ((await stage.party.get<{ status: string }>('finance', `/campaigns/${campaign.campaignId}`)).status !== 'DONE') await pause(250);
  say(`Finance launches it: ${accounts.length} accounts.\n`);
  return { campaignId: campaign.campaignId, accounts, reasons: new Map(preview.accounts.map(({ accountId, reason }) => [accountId, reason])) };
}

/** Lets the days pass; answers when the worker was lost. */
async function live(stage: Stage, { accounts, campaignId }: Launched): Promise<string | null> {
  const scenes: Scene[] = plot(accounts, days);
  const meanwhile: Promise<void>[] = [];
  let lost: Promise<string | null> | null = null;
  let pacing: 'none' | 'first' | 'busy' | 'quiet' = 'none';
  for (let shown = -1; ; await pause(100)) {
    const now = await stage.now();
    const day = dayNumber(start, now);
    const wanted = day >= busyDays ? 'quiet' : now >= `${start}T19:30` ? 'busy' : 'first';
    if (wanted !== pacing) await stage.setSpeed(pace[(pacing = wanted)], accounts);
    // The second reminders leave on the eleventh day: in the middle of them the worker is lost.
    if (day >= 10 && !lost) lost = loseWorker(stage, say);
    while (scenes[0] && scenes[0].day <= day) await play(scenes.shift(), stage, meanwhile);
    if (Math.floor(day / 7) > shown) await showProgress(stage, campaignId, day, (shown = Math.floor(day / 7)));
    if (day < days) continue;
    await Promise.all(meanwhile);
    return lost;
  }
}

async function play(scene: Scene | undefined, stage: Stage, meanwhile: Promise<void>[]): Promise<void> {
  const playing = scene?.play(stage, dayIn(await stage.now()));
  if (playing && scene?.meanwhile) meanwhile.push(playing);
  else await playing;
}

async function showProgress(stage: Stage, campaignId: string, day: number, week: number): Promise<void> {
  const { standings } = await stage.party.get<{ standings: Record<string, number> }>('finance', `/campaigns/${campaignId}`);
  const made = await stage.db.contactMade.count({ where: { status: { in: ['ACCEPTED', 'UNKNOWN'] } } });
  say(
    `week ${String(week).padStart(2)}, day ${String(day).padStart(3)}  ${String(made).padStart(4)} messages   ${Object.entries(standings)
      .map(([word, count]) => `${count} ${word}`)
      .join(', ')}`,
  );
}

/** Stops the clock where it is, as far as that goes, and waits until nothing is under way any more. */
async function settle(stage: Stage): Promise<void> {
  await setClock(stage.db, { anchorReal: new Date().toISOString(), anchorBusiness: await stage.now(), rate: 1 });
  let before = '';
  for (let quiet = 0; quiet < 12; await pause(1_000)) {
    const [claimed, nudges, decisions] = [
      await stage.db.contactMade.count({ where: { status: 'CLAIMED' } }),
      await stage.db.nudge.count(),
      await stage.db.decision.count(),
    ];
    const state = `${claimed} ${nudges} ${decisions}`;
    quiet = state === before && nudges === 0 ? quiet + 1 : 0;
    before = state;
  }
}

process.exit((await main()) ? 0 : 1);
