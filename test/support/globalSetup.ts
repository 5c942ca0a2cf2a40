import { generateClient } from '../../scripts/services/client.js';
import { startThrowawayCluster } from '../../scripts/services/throwaway.js';
import { prepareTemplate } from './template.js';

declare global {
  var stopPostgres: (() => Promise<void>) | undefined;
}

/** Gives the run one PostgreSQL, its own or that of DATABASE_URL_TEST, with a migrated database to copy from. */
export default async function globalSetup(): Promise<void> {
  await generateClient();
  let server = process.env['DATABASE_URL_TEST'];
  if (!server) {
    const cluster = await startThrowawayCluster();
    globalThis.stopPostgres = () => cluster.stop();
    server = cluster.url;
  }
  process.env['DULY_TEST_SERVER'] = server;
  process.env['DULY_TEST_TEMPLATE'] = await prepareTemplate(server);
}
