/** Runs jest on what is named: `npm run test:only -- test/domain`. */
import { runJest } from './testing/runJest.js';

process.exitCode = await runJest(process.argv.slice(2));
