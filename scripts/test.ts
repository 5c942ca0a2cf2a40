/** `npm test`: brings what the tests need, runs them all, and ends with one line: `N passed, N failed`. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { generateClient } from './services/client.js';
import { obtainTemporal } from './services/temporal.js';
import { obtainTimeSkippingServer } from './services/timeSkippingServer.js';
import { runJest } from './testing/runJest.js';

interface Totals {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
  numRuntimeErrorTestSuites: number;
}

/** What jest counted. A file that could not even be loaded is a failure; so is a run that ended before it had counted. */
async function readTotals(file: string): Promise<Totals> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Totals;
  } catch {
    return { numPassedTests: 0, numFailedTests: 1, numPendingTests: 0, numTodoTests: 0, numRuntimeErrorTestSuites: 0 };
  }
}

async function runAll(): Promise<boolean> {
  const folder = await mkdtemp(path.join(tmpdir(), 'duly-jest-'));
  const file = path.join(folder, 'totals.json');
  const code = await runJest(['--json', `--outputFile=${file}`, ...process.argv.slice(2)]);
  const totals = await readTotals(file);
  await rm(folder, { recursive: true });
  const failed = totals.numFailedTests + totals.numRuntimeErrorTestSuites;
  const skipped = totals.numPendingTests + totals.numTodoTests;
  console.log(`${totals.numPassedTests} passed, ${code !== 0 && failed === 0 ? 1 : failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
  return code === 0 && failed === 0;
}

const say = (line: string) => console.log(line);
try {
  await Promise.all([generateClient(), obtainTemporal(say), obtainTimeSkippingServer(say)]);
  process.exitCode = (await runAll()) ? 0 : 1;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  console.log('0 passed, 1 failed');
  process.exitCode = 1;
}
