import { dropTemplate } from './template.js';

/** Takes away what the run's set-up brought. */
export default async function globalTeardown(): Promise<void> {
  if (globalThis.stopPostgres) await globalThis.stopPostgres();
  else await dropTemplate(process.env['DULY_TEST_SERVER'], process.env['DULY_TEST_TEMPLATE']);
}
