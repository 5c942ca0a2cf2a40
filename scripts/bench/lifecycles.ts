/** Lifecycles of 120 days: what each contact costs in commands, and how long a history becomes. */
import type { PrismaClient } from '../../prisma/generated/client.js';
import { readClock, setClock } from '../../prisma/store/clock.js';
import { nudgeAccounts } from '../../prisma/store/nudges.js';
import { workflowIds } from '../../workflows/messages.js';
import { measureHistories, type HistorySize } from '../real-list/histories.js';
import type { Services } from '../services/startServices.js';
import { pause, type Row } from './table.js';

const days = 120;

/** Lets the days pass; `freshen` keeps the ledger fresh once a week. */
export async function passDays(db: PrismaClient, accounts: readonly string[], secondsADay: number, freshen: (day: string) => Promise<void>): Promise<void> {
  const begun = await businessNow(db);
  await setClock(db, { anchorReal: new Date().toISOString(), anchorBusiness: begun, rate: 86_400 / secondsADay });
  await pause(2_500);
  await nudgeAccounts(db, accounts);
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

async function businessNow(db: PrismaClient): Promise<string> {
  const setting = await readClock(db);
  if (!setting) return new Date().toISOString();
  return new Date(Date.parse(setting.anchorBusiness) + (Date.now() - Date.parse(setting.anchorReal)) * setting.rate).toISOString();
}

/** Reads the histories of these accounts, and what they did, from the store. */
export async function measureLifecycles(services: Services, db: PrismaClient, accounts: readonly string[], say: (line: string) => void): Promise<Row[]> {
  const wanted = new Set(accounts.map((id) => workflowIds.collectAccount(id)));
  const sizes = (await measureHistories(services)).filter(({ workflowId }) => wanted.has(workflowId));
  const longest = sizes.reduce<HistorySize | null>((most, each) => (most && most.eventsInAll >= each.eventsInAll ? most : each), null);
  const bytes = Math.max(...sizes.map(({ bytesInAll }) => bytesInAll));
  const commands: Record<string, number> = {};
  for (const size of sizes) for (const [kind, count] of Object.entries(size.commands)) commands[kind] = (commands[kind] ?? 0) + count;
  const all = Object.values(commands).reduce((sum, count) => sum + count, 0);
  const of = { accountId: { in: [...accounts] } };
  const messages = await db.contactMade.count({ where: { ...of, automatic: true, status: { in: ['ACCEPTED', 'UNKNOWN', 'REJECTED'] } } });
  const calls = await db.task.count({ where: { ...of, kind: 'CALL' } });
  const acts = commands['act'] ?? 0;
  say(`  ${sizes.length} lifecycles: ${JSON.stringify(commands)}; ${messages} messages, ${calls} calls, ${acts} acts; the longest is ${longest?.workflowId}`);
  const perContact = all / Math.max(1, messages + calls);
  return [
    {
      what: 'Temporal commands per contact',
      ours: `${all} for ${messages + calls} contacts`,
      baseline: `${(all / Math.max(1, acts)).toFixed(2)} per act`,
      ratio: perContact,
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
