/** Lifecycles of 120 days: what each contact costs in commands, and how long a history becomes. */
import type { Client } from '@temporalio/client';
import type { PrismaClient } from '../../prisma/generated/client.js';
import { readClock, setClock } from '../../prisma/store/clock.js';
import { workflowIds } from '../../workflows/messages.js';
import { measureHistories, type HistorySize } from '../real-list/histories.js';
import type { Services } from '../services/startServices.js';
import { startAll } from './starts.js';
import { pause, type Row } from './table.js';

const days = 120;

/** Starts lifecycles on a fast clock and lets the days pass; `freshen` keeps the ledger fresh once a week. */
export async function liveThrough(
  { db, temporal }: Doors,
  accounts: readonly string[],
  secondsADay: number,
  freshen: (day: string) => Promise<void>,
): Promise<void> {
  const begun = '2020-07-01T05:00:00.000Z';
  await setClock(db, { anchorReal: new Date().toISOString(), anchorBusiness: begun, rate: 86_400 / secondsADay });
  // By then every part of Duly follows the clock.
  await pause(2_500);
  await startAll(temporal, accounts);
  for (let week = 0; ; await pause(200)) {
    const now = await businessNow(db);
    const day = Math.floor((Date.parse(now) - Date.parse(begun)) / 86_400_000);
    if (Math.floor(day / 7) > week) {
      week = Math.floor(day / 7);
      await freshen(now.slice(0, 10));
    }
    if (day >= days) return setClock(db, { anchorReal: new Date().toISOString(), anchorBusiness: now, rate: 1 });
  }
}

interface Doors {
  db: PrismaClient;
  temporal: Client;
}

async function businessNow(db: PrismaClient): Promise<string> {
  const setting = await readClock(db);
  if (!setting) return new Date().toISOString();
  return new Date(Date.parse(setting.anchorBusiness) + (Date.now() - Date.parse(setting.anchorReal)) * setting.rate).toISOString();
}

/** Reads the histories of these accounts, and what they did, from the store. */
export async function measureLifecycles(services: Services, accounts: readonly string[], say: (line: string) => void): Promise<Row[]> {
  const wanted = new Set(accounts.map((id) => workflowIds.collectAccount(id)));
  const sizes = (await measureHistories(services)).filter(({ workflowId }) => wanted.has(workflowId));
  const longest = sizes.reduce<HistorySize | null>((most, each) => (most && most.eventsInAll >= each.eventsInAll ? most : each), null);
  const bytes = Math.max(...sizes.map(({ bytesInAll }) => bytesInAll));
  const commands: Record<string, number> = {};
  for (const size of sizes) for (const [kind, count] of Object.entries(size.commands)) commands[kind] = (commands[kind] ?? 0) + count;
  const all = Object.values(commands).reduce((sum, count) => sum + count, 0);
  const contacts = sizes.reduce((sum, size) => sum + size.contacts, 0);
  const forThem = sizes.reduce((sum, size) => sum + size.commandsForContacts, 0);
  say(`  ${sizes.length} lifecycles: ${all} commands ${JSON.stringify(commands)}, ${contacts} messages and calls. The longest is ${longest?.workflowId}`);
  return [
    {
      what: 'Temporal commands per contact',
      ours: `${forThem} for ${contacts} contacts`,
      baseline: '',
      ratio: forThem / Math.max(1, contacts),
      reach: { most: 3 },
    },
    {
      what: 'Events of the longest 120-day history',
      ours: `${longest?.eventsInAll}`,
      baseline: '',
      ratio: longest?.eventsInAll ?? Infinity,
      reach: { most: 150 },
    },
    { what: 'Bytes of the longest 120-day history', ours: `${bytes}`, baseline: '', ratio: bytes / 1024, unit: 'KB', reach: { most: 100 } },
  ];
}
