/** The command line, run as people run it. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export interface Ran {
  code: number | null;
  out: string;
  err: string;
}

const program = fileURLToPath(new URL('../../bin/duly.js', import.meta.url));

/** Runs `duly` with arguments; the environment says where the server and the key are. */
export function duly(args: readonly string[], env: Record<string, string> = {}): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const { DULY_URL: _url, DULY_API_KEY: _key, DULY_DATA_DIR: _dir, NODE_OPTIONS: _options, ...inherited } = process.env;
    const child = spawn(process.execPath, [program, ...args], { env: { ...inherited, NO_COLOR: '1', ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    let [out, err] = ['', ''];
    child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, out, err }));
  });
}
