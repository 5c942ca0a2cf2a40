/** What took long to fetch or to build, kept outside the clone so that a fresh clone finds it again. */
import { existsSync } from 'node:fs';
import { mkdir, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';

/** The folder: `${XDG_CACHE_HOME:-~/.cache}/duly`. */
export function cacheFolder(): string {
  return path.join(process.env['XDG_CACHE_HOME'] || path.join(homedir(), '.cache'), 'duly');
}

const beatMs = 5_000;
const staleMs = 60_000;

/** Takes the lock file, waiting while its holder keeps touching it. Answers how to give it back. */
async function takeLock(lock: string): Promise<() => Promise<void>> {
  for (;;) {
    try {
      await writeFile(lock, '', { flag: 'wx' });
      break;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const touchedMs = await stat(lock).then(
      ({ mtimeMs }) => mtimeMs,
      () => Date.now(),
    );
    if (Date.now() - touchedMs > staleMs) await rm(lock, { force: true });
    else await new Promise((resolve) => setTimeout(resolve, 500));
  }
  const beat = setInterval(() => void utimes(lock, new Date(), new Date()).catch(() => {}), beatMs);
  return async () => {
    clearInterval(beat);
    await rm(lock, { force: true });
  };
}

/**
 * The cached folder `name`, made by `make` when it is not there. It appears whole or not at all, and only one process makes it.
 * `make` is given an empty folder and throws when it can't fill it.
 */
export async function fromCache(name: string, make: (staging: string) => Promise<void>): Promise<string> {
  const folder = path.join(cacheFolder(), name);
  if (existsSync(folder)) return folder;
  await mkdir(cacheFolder(), { recursive: true });
  const staging = `${folder}.${process.pid}`;
  const giveBack = await takeLock(`${folder}.lock`);
  try {
    if (existsSync(folder)) return folder;
    await rm(staging, { recursive: true, force: true });
    await mkdir(staging, { recursive: true });
    await make(staging);
    await rename(staging, folder);
    return folder;
  } finally {
    await rm(staging, { recursive: true, force: true });
    await giveBack();
  }
}
