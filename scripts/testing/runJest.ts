import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { root } from '../services/workspace.js';

/** Runs jest with the arguments, in its ESM mode; answers its exit code. */
export function runJest(args: readonly string[]): Promise<number> {
  const jest = createRequire(import.meta.url).resolve('jest/bin/jest');
  // tsx loads the set-up of the run; the tests themselves go through swc.
  const options = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning', '--import', 'tsx', jest, ...args];
  return new Promise((resolve) => {
    // Colours of the command line would differ between a terminal, a pipe and a build server.
    const env = { ...process.env, NO_COLOR: '1' };
    const child = spawn(process.execPath, options, { cwd: root, stdio: 'inherit', env });
    child.once('exit', (code) => resolve(code ?? 1));
    // A Ctrl-C reaches jest too, which then cleans up; wait for it.
    process.on('SIGINT', () => {});
    process.on('SIGTERM', () => child.kill('SIGTERM'));
  });
}
