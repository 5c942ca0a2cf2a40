import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { findFreePort } from './ports.js';
import { type Cluster, startCluster } from './postgres.js';

/** Starts a PostgreSQL for the time being; its data goes when it stops. */
export async function startThrowawayCluster(): Promise<Cluster> {
  const parent = await mkdtemp(path.join(tmpdir(), 'duly-postgres-'));
  const folder = path.join(parent, 'data');
  const cluster = await startCluster({ folder, port: await findFreePort(), log: path.join(parent, 'log'), durable: false });
  const stop = async () => {
    await cluster.stop();
    await rm(parent, { recursive: true, force: true });
  };
  return { ...cluster, stop };
}
