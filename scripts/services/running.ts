/** What the command line and a second start need to know of a Duly that runs: `running.json` in its data folder. No secrets. */
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

export interface RunningDuly {
  /** The API. */
  url: string;
  /** Temporal's address, and its UI where there is one. */
  temporal: { address: string; ui: string | null };
  /** Where mail and text messages can be read, when they stay on this machine. */
  mailbox: string | null;
  sms: string | null;
  pid: number;
}

const fileOf = (dataDir: string) => path.join(dataDir, 'running.json');

export async function writeRunning(dataDir: string, running: RunningDuly): Promise<void> {
  const file = fileOf(dataDir);
  await writeFile(`${file}.new`, `${JSON.stringify(running, null, 2)}\n`);
  await rename(`${file}.new`, file);
}

export const removeRunning = (dataDir: string): Promise<void> => rm(fileOf(dataDir), { force: true });

/** The Duly that runs on this data folder; null when none does. */
export async function readRunning(dataDir: string): Promise<RunningDuly | null> {
  try {
    const running = JSON.parse(await readFile(fileOf(dataDir), 'utf8')) as RunningDuly;
    process.kill(running.pid, 0);
    const alive = await fetch(`${running.url}/healthz`, { signal: AbortSignal.timeout(3000) });
    return alive.ok ? running : null;
  } catch {
    return null;
  }
}
