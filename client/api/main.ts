import { join } from 'node:path';
import { connect } from '../../prisma/store/db.js';
import { openShelf } from '../../templates/writing/shelf.js';
import { bootstrapAdmin } from '../auth/bootstrap.js';
import { businessNow } from '../clock.js';
import { connectTemporal } from '../connect.js';
import { packageRoot } from '../packageRoot.js';
import { publishShipped } from '../policies/publishShipped.js';
import { keepStarting } from '../restart.js';
import { ConfigError, readConfig, type ApiConfig } from './config.js';
import type { App, Doors } from './doors.js';
import { buildServer } from './server.js';

/** Serves the API until SIGINT or SIGTERM, then ends what was begun and stops. */
async function main(): Promise<void> {
  const config = readConfig(process.env);
  const { doors, app } = await open(config);
  const keyFile = await bootstrapAdmin(doors.db, config.dataDir);
  if (keyFile) app.log.info({ keyFile }, 'the first administrator has a key');
  const policies = await publishShipped(doors.db, join(packageRoot(), 'policies'), await doors.now());
  if (policies.length > 0) app.log.info({ policies }, 'the policies that ship with Duly are published');
  await app.listen({ host: config.host, port: config.port });
  const starting = keepStarting(doors.db, doors.temporal, (error) =>
    app.log.warn({ failure: error instanceof Error ? error.name : 'unknown' }, 'processes could not be started'),
  );
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop(app, doors, starting));
}

async function open({ databaseUrl, temporal, templatesDir, logLevel }: ApiConfig): Promise<{ doors: Doors; app: App }> {
  const db = connect(databaseUrl);
  const doors: Doors = { db, temporal: connectTemporal(temporal), shelf: openShelf(templatesDir), now: () => businessNow(db) };
  return { doors, app: await buildServer(doors, { level: logLevel }) };
}

async function stop(app: App, { db, temporal }: Doors, starting: { stop(): void }): Promise<void> {
  starting.stop();
  await app.close();
  await temporal.connection.close();
  await db.$disconnect();
  process.exit(0);
}

main().catch((error: unknown) => {
  if (error instanceof ConfigError) {
    console.error(error.message);
    process.exit(2);
  }
  console.error(`The API could not start: ${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
});
