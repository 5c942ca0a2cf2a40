import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { findFreePort } from '../../scripts/services/ports.js';
import { ensureDatabase, startCluster } from '../../scripts/services/postgres.js';

async function ask(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

describe('the embedded PostgreSQL', () => {
  it('keeps its data over a stop, and its password to itself', async () => {
    const parent = await mkdtemp(path.join(tmpdir(), 'duly-cluster-'));
    const options = { folder: path.join(parent, 'data'), log: path.join(parent, 'log'), durable: true };
    const first = await startCluster({ ...options, port: await findFreePort() });
    const url = await ensureDatabase(first, 'duly');
    await ask(url, 'CREATE TABLE kept AS SELECT 7 AS n');
    await expect(ask(url.replace(/:[0-9a-f]+@/, ':guess@'), 'SELECT 1')).rejects.toThrow(/password/);
    await first.stop();

    const second = await startCluster({ ...options, port: await findFreePort() });
    expect(await ask(await ensureDatabase(second, 'duly'), 'SELECT n FROM kept')).toEqual([{ n: 7 }]);
    expect(await ask(second.url, "SELECT current_setting('fsync') AS fsync, current_setting('listen_addresses') AS at")).toEqual([
      { fsync: 'on', at: '127.0.0.1' },
    ]);
    await second.stop();
    await rm(parent, { recursive: true });
  });
});
