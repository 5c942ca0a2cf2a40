/** Lifecycles started and first assessed, against bare starts on the same server; then the memory that so many open ones take. */
import { Client, Connection } from '@temporalio/client';
import { fileURLToPath } from 'node:url';
import type { PrismaClient } from '../../prisma/generated/client.js';
import { processes, taskQueue, workflowIds } from '../../workflows/messages.js';
import { launch, type Running } from '../services/lifeline.js';
import { residentMb } from '../services/memory.js';
import { findFreePort } from '../services/ports.js';
import type { Services } from '../services/startServices.js';
import { logFile } from '../services/workspace.js';
import { eachOf, median, pause, rounded, type Row } from './table.js';

const atOnce = 50;
const chunks = 5;
const bareEach = 1_000;
/** Time is bounded: what was not started by then is not measured. */
const mostMs = 240_000;

/** Adds accounts that owe one invoice each and whose first message is due at a later hour. */
export async function addAccounts(db: PrismaClient, count: number): Promise<string[]> {
  await db.$executeRaw`INSERT INTO entity (code, name, country, currency, time_zone, email, address_lines) VALUES ('BENCH', 'Example Bench', 'US', 'USD', 'America/New_York', 'bench@example.org', '{}')`;
  await db.$executeRaw`INSERT INTO customer (number, name, address_lines, tags) SELECT 'B' || n, 'Example ' || n, '{}', '{}' FROM generate_series(1, ${count}::int) n`;
  await db.$executeRaw`INSERT INTO contact (id, customer_number, name, email) SELECT 'bench-' || n, 'B' || n, 'Accounts payable', 'b' || n || '@example.com' FROM generate_series(1, ${count}::int) n`;
  await db.$executeRaw`INSERT INTO account (id, entity_code, customer_number) SELECT 'BENCH/B' || n, 'BENCH', 'B' || n FROM generate_series(1, ${count}::int) n`;
  await db.$executeRaw`
    INSERT INTO ledger_item (account_id, kind, number, issued_on, due_on, currency, amount_minor, recorded_at)
    SELECT 'BENCH/B' || n, 'INVOICE', 'I' || n, '2020-05-01', '2020-06-01', 'USD', 100000 + n, now() FROM generate_series(1, ${count}::int) n`;
  await db.$executeRaw`ANALYZE`;
  return Array.from({ length: count }, (_, n) => `BENCH/B${n + 1}`);
}

/** Adds the accounts and starts all of them, in rounds that alternate with bare starts. */
export async function measureStarts(services: Services, db: PrismaClient, count: number, say: (line: string) => void): Promise<Row[]> {
  const accounts = await addAccounts(db, count);
  const connection = await Connection.connect({ address: services.temporal.address });
  const temporal = new Client({ connection, namespace: services.temporal.namespace });
  const bare = await startBareWorker(services);
  try {
    const idle = await idleMb(services);
    const memory = watchPeak(services, idle);
    await bareStarts(temporal, bare.port, 'warm', 200);
    const rounds = await alternate({ db, temporal }, accounts, bare.port, say);
    await pause(5_000);
    const after = (await residentMb(services.worker?.group() ?? 0)) ?? 0;
    return rowsOf(rounds, { idle, after, peak: memory.stop() });
  } finally {
    await bare.running.stop();
    await connection.close();
  }
}

interface Rounds {
  /** Per second. */
  ours: number[];
  bares: number[];
  open: number;
}

async function alternate(
  doors: { db: PrismaClient; temporal: Client },
  accounts: readonly string[],
  port: number,
  say: (line: string) => void,
): Promise<Rounds> {
  const rounds: Rounds = { ours: [], bares: [], open: 0 };
  const begunMs = Date.now();
  for (let chunk = 0; chunk < chunks && Date.now() - begunMs < mostMs; chunk++) {
    rounds.bares.push(await bareStarts(doors.temporal, port, `round-${chunk}`, bareEach));
    const part = accounts.slice((chunk * accounts.length) / chunks, ((chunk + 1) * accounts.length) / chunks);
    rounds.ours.push(await ourStarts(doors, part, rounds.open));
    rounds.open += part.length;
    say(`  ${rounds.open} lifecycles open: ${rounded(rounds.ours.at(-1) ?? 0)}/s, bare ${rounded(rounds.bares.at(-1) ?? 0)}/s`);
  }
  return rounds;
}

function rowsOf({ ours, bares, open }: Rounds, { idle, after, peak }: { idle: number; after: number; peak: number }): Row[] {
  const [rate, bare] = [median(ours), median(bares)];
  return [
    {
      what: 'Lifecycles started and first assessed',
      ours: `${rounded(rate)}/s`,
      baseline: `bare ${rounded(bare)}/s`,
      ratio: rate / bare,
      reach: { least: 0.8 },
    },
    {
      what: `Worker memory, ${open} open lifecycles`,
      ours: `${Math.round(after)} MB (peak ${Math.round(peak)})`,
      baseline: `idle ${Math.round(idle)} MB`,
      ratio: after - idle,
      unit: 'MB',
      reach: { most: 400 },
    },
  ];
}

/** Looks at the worker every second; `stop` answers the most that it took, in MB. */
function watchPeak({ worker }: Services, idle: number): { stop(): number } {
  let peak = idle;
  const look = async () => (peak = Math.max(peak, (await residentMb(worker?.group() ?? 0)) ?? 0));
  const timer = setInterval(() => void look(), 1_000);
  return {
    stop: () => {
      clearInterval(timer);
      return peak;
    },
  };
}

/** A worker that has just started, has its bundle, and has nothing to do. */
async function idleMb({ worker }: Services): Promise<number> {
  await worker?.restart();
  await pause(6_000);
  return (await residentMb(worker?.group() ?? 0)) ?? 0;
}

async function startBareWorker(services: Services): Promise<{ port: number; running: Running }> {
  const port = await findFreePort();
  const program = fileURLToPath(new URL('bareWorker.ts', import.meta.url));
  const env = { ...process.env, TEMPORAL_ADDRESS: services.temporal.address, BARE_PORT: String(port) };
  const running = launch({ command: [process.execPath, '--import', 'tsx', program], log: logFile(services.dataDir, 'bare'), env });
  for (const endMs = Date.now() + 60_000; Date.now() < endMs; await pause(200)) if ((await countAt(port)) !== null) return { port, running };
  await running.stop();
  throw new Error('The bare worker did not start. Its log is bare.log.');
}

export async function countAt(port: number): Promise<number | null> {
  return fetch(`http://127.0.0.1:${port}/`).then(
    async (response) => Number(await response.text()),
    () => null,
  );
}

async function bareStarts(client: Client, port: number, name: string, count: number): Promise<number> {
  const before = (await countAt(port)) ?? 0;
  const begun = performance.now();
  await eachOf(
    Array.from({ length: count }, (_, n) => n),
    atOnce,
    (n) => client.workflow.start('bare', { taskQueue: 'bare', workflowId: `bare/${name}/${n}`, args: [] }),
  );
  while (((await countAt(port)) ?? 0) - before < count) await pause(50);
  return (count * 1000) / (performance.now() - begun);
}

/** Starts a lifecycle for each account. */
export async function startAll(client: Client, accounts: readonly string[]): Promise<void> {
  await eachOf(accounts, atOnce, (accountId) =>
    client.workflow.start(processes.collectAccount, { taskQueue, workflowId: workflowIds.collectAccount(accountId), args: [{ accountId, campaignId: null }] }),
  );
}

async function ourStarts({ db, temporal }: { db: PrismaClient; temporal: Client }, accounts: readonly string[], before: number): Promise<number> {
  const begun = performance.now();
  await startAll(temporal, accounts);
  while ((await db.collectionCase.count({ where: { accountId: { startsWith: 'BENCH/' } } })) - before < accounts.length) await pause(50);
  return (accounts.length * 1000) / (performance.now() - begun);
}

/** Ends what is open, so that it is in nobody's way. */
export async function endAll(services: Services, accounts: readonly string[]): Promise<void> {
  const connection = await Connection.connect({ address: services.temporal.address });
  const client = new Client({ connection, namespace: services.temporal.namespace });
  await eachOf(accounts, atOnce, (accountId) =>
    client.workflow
      .getHandle(workflowIds.collectAccount(accountId))
      .terminate('measured')
      .catch(() => undefined),
  );
  await connection.close();
}
