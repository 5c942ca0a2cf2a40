/** Records the histories of test/replay anew, from the tests of the workflows: `node scripts/run.js histories`. */
import { runJest } from './testing/runJest.js';

process.env['DULY_RECORD_HISTORIES'] = '1';
process.exitCode = await runJest(['test/workflows', ...process.argv.slice(2)]);
