/** What Duly needs: what was found, what is missing, and how to get it. Looks, and changes nothing. */
import { access } from 'node:fs/promises';
import net from 'node:net';
import path from 'node:path';
import { Connection } from '@temporalio/client';
import pg from 'pg';
import { countPending } from '../../prisma/migrate.js';
import { ask } from './commands.js';
import { isClientFresh } from './client.js';
import { findBinaries } from './postgres.js';
import { readRunning } from './running.js';
import { findTemporal, temporalVersion } from './temporal.js';
import { canDownload } from './temporalDownload.js';
import { findTimeSkippingServer } from './timeSkippingServer.js';

export interface Finding {
  name: string;
  /** `later`: not there yet, and fetched or made by itself when it is needed. */
  state: 'found' | 'later' | 'missing';
  what: string;
  /** How to get what is missing. */
  how?: string;
}

export interface Diagnosis {
  findings: Finding[];
  /** Whether `npm start` can be expected to work. */
  ok: boolean;
}

const found = (name: string, what: string): Finding => ({ name, state: 'found', what });
const later = (name: string, what: string): Finding => ({ name, state: 'later', what });
const missing = (name: string, what: string, how: string): Finding => ({ name, state: 'missing', what, how });
const messageOf = (error: unknown) => (error instanceof Error ? error.message || error.name : String(error));

async function lookAtClient(): Promise<Finding> {
  const name = 'Generated client';
  return (await isClientFresh()) ? found(name, 'up to date with the schema') : later(name, 'made at the next start');
}

async function lookAtConfigured(url: string): Promise<Finding[]> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000 });
  try {
    await client.connect();
    const { rows } = await client.query<{ version: string }>("SELECT current_setting('server_version') AS version");
    const pending = await countPending(url);
    const migrations = pending === 0 ? found('Migrations', 'all applied') : later('Migrations', `${pending} to be applied at the next start`);
    return [found('PostgreSQL', `DATABASE_URL, version ${rows[0]?.version}`), migrations];
  } catch (error) {
    return [
      missing(
        'PostgreSQL',
        `DATABASE_URL does not answer: ${messageOf(error)}`,
        'Start that server, correct DATABASE_URL, or unset it to use the embedded PostgreSQL.',
      ),
    ];
  } finally {
    await client.end().catch(() => {});
  }
}

async function lookAtPostgres(dataDir: string): Promise<Finding[]> {
  const configured = process.env['DATABASE_URL'];
  if (configured) return lookAtConfigured(configured);
  try {
    await findBinaries();
    const kept = await access(path.join(dataDir, 'postgres')).then(
      () => true,
      () => false,
    );
    return [found('PostgreSQL', `embedded, ${kept ? `with its data in ${path.join(dataDir, 'postgres')}` : 'with no data yet'}`)];
  } catch (error) {
    return [missing('PostgreSQL', messageOf(error), 'Install PostgreSQL 14 or later, make a database, and set DATABASE_URL.')];
  }
}

async function lookAtServer(address: string): Promise<Finding> {
  try {
    const connection = await Connection.connect({ address, connectTimeout: 5000 });
    await connection.close();
    return found('Temporal', `TEMPORAL_ADDRESS, ${address}`);
  } catch (error) {
    return missing(
      'Temporal',
      `TEMPORAL_ADDRESS (${address}) does not answer: ${messageOf(error)}`,
      'Start that server, correct TEMPORAL_ADDRESS, or unset it to use a local one.',
    );
  }
}

async function lookAtTemporal(): Promise<Finding> {
  const there = await findTemporal();
  if (there?.kind === 'server') return lookAtServer(there.address);
  if (there) return found('Temporal', there.where === 'path' ? `on the PATH: ${await ask(there.program, ['--version'])}` : `${there.program}`);
  if (await canDownload()) return later('Temporal', `downloaded at the first start (version ${temporalVersion})`);
  const go = await ask('go', ['version']);
  if (go !== null) return later('Temporal', `built from source at the first start, which takes some minutes (${go})`);
  return missing(
    'Temporal',
    'neither a server, nor its download, nor Go is within reach',
    'Install the CLI (https://docs.temporal.io/cli#install), or set TEMPORAL_ADDRESS.',
  );
}

function reach(host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = net.connect({ host, port, timeout: 5000 });
    socket.once('connect', () => resolve(void socket.destroy()));
    socket.once('timeout', () => reject(new Error('no answer within 5 s')));
    socket.once('error', reject);
  }).then(() => undefined);
}

async function lookAtMail(): Promise<Finding> {
  const configured = process.env['SMTP_URL'];
  if (!configured) return found('Mail', 'a local mailbox: nothing leaves this machine (set SMTP_URL to send)');
  try {
    const { hostname, port, protocol } = new URL(configured);
    await reach(hostname, Number(port) || (protocol === 'smtps:' ? 465 : 587));
    return found('Mail', `SMTP_URL, ${hostname}`);
  } catch (error) {
    return missing(
      'Mail',
      `SMTP_URL does not answer: ${messageOf(error)}`,
      'Correct SMTP_URL (smtp://user:password@host:587), or unset it to use a local mailbox.',
    );
  }
}

function lookAtText(): Finding {
  const names = ['TWILIO_ACCOUNT_SID', 'TWILIO_AUTH_TOKEN', 'TWILIO_FROM'];
  const unset = names.filter((name) => !process.env[name]);
  if (unset.length === 0) return found('Text messages', `Twilio, from ${process.env['TWILIO_FROM']}`);
  if (unset.length === names.length) return found('Text messages', "a local stand-in: nothing leaves this machine (set Twilio's variables to send)");
  return missing('Text messages', `${unset.join(' and ')} not set`, `Set all of ${names.join(', ')}, or none.`);
}

async function lookAtTests(): Promise<Finding> {
  const name = 'Time-skipping server';
  if (findTimeSkippingServer()) return found(name, 'cached (only tests need it)');
  if (await canDownload()) return later(name, 'downloaded when the tests first run');
  const [java, maven] = await Promise.all([ask('java', ['-version']), ask('mvn', ['-v'])]);
  if (java !== null && maven !== null) return later(name, 'fetched with Maven when the tests first run');
  return later(name, 'not within reach: `npm test` needs it once, by download or with Java and Maven');
}

async function lookAtDuly(dataDir: string): Promise<Finding> {
  const running = await readRunning(dataDir);
  return running ? found('Duly', `runs: ${running.url} (process ${running.pid})`) : later('Duly', 'does not run on this data folder; `npm start` starts it');
}

/** Looks at everything that Duly needs with this environment and data folder. */
export async function doctor(dataDir: string): Promise<Diagnosis> {
  const looks = await Promise.all([lookAtClient(), lookAtPostgres(dataDir), lookAtTemporal(), lookAtMail(), lookAtTests(), lookAtDuly(dataDir)]);
  const findings = [found('Node', process.versions.node), ...looks.flat(), lookAtText()];
  return { findings, ok: findings.every(({ state }) => state !== 'missing') };
}

const marks = { found: '✓', later: '·', missing: '✗' };

/** The diagnosis as lines for a person. */
export function describe({ findings, ok }: Diagnosis): string {
  const width = Math.max(...findings.map(({ name }) => name.length));
  const lines = findings.map(
    ({ name, state, what, how }) => `${marks[state]} ${name.padEnd(width)}  ${what}${how ? `\n  ${' '.repeat(width)}  → ${how}` : ''}`,
  );
  return `${lines.join('\n')}\n\n${ok ? 'Nothing is missing.' : 'Something is missing: see →.'}`;
}
