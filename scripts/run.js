// Runs a script of this folder: `node scripts/run.js <name> …`.
import { fileURLToPath } from 'node:url';
import { prepare } from './prepare.js';

const name = process.argv[2] ?? '';
if (!/^[a-z-]+$/.test(name)) {
  console.error('Usage: node scripts/run.js <name> [arguments]');
  process.exit(2);
}
prepare();
const script = new URL(`${name}.ts`, import.meta.url);
process.argv.splice(1, 2, fileURLToPath(script));
const { register } = await import('tsx/esm/api');
register();
try {
  // The scripts import the store, which imports the generated client.
  await (await import('./services/client.ts')).generateClient();
  await import(script.href);
} catch (error) {
  console.error(process.env.DULY_DEBUG ? error : String(error?.message || error));
  process.exit(1);
}
