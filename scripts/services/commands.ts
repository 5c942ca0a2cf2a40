import { execFile, spawn } from 'node:child_process';
import { promisify } from 'node:util';

/** What a program prints to standard output; null when it is missing, fails or takes longer than `timeoutMs`. */
export async function ask(program: string, args: readonly string[], timeoutMs = 20_000): Promise<string | null> {
  try {
    return (await promisify(execFile)(program, [...args], { timeout: timeoutMs, maxBuffer: 64 * 1024 * 1024 })).stdout.trim();
  } catch {
    return null;
  }
}

/** Runs a program to its end; throws with the end of what it printed when it fails. */
export function run(program: string, args: readonly string[], options: { cwd?: string; env?: NodeJS.ProcessEnv } = {}): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, [...args], { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    const end = () => child.kill();
    process.once('exit', end);
    let printed = '';
    const keep = (chunk: Buffer) => (printed = (printed + chunk.toString()).slice(-4000));
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.once('error', reject);
    child.once('close', () => process.removeListener('exit', end));
    child.once('close', (code) => (code === 0 ? resolve() : reject(new Error(`${program} ${args.join(' ')} failed:\n${printed.trim()}`))));
  });
}
