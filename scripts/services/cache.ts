/** What took long to fetch or to build, kept outside the clone so that a fresh clone finds it again. */
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';

/** The folder: `${XDG_CACHE_HOME:-~/.cache}/duly`. */
export function cacheFolder(): string {
  return path.join(process.env['XDG_CACHE_HOME'] || path.join(homedir(), '.cache'), 'duly');
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Takes the lock file, waiting while the process that holds it lives. */
async function takeLock(lock: string): Promise<void> {
  for (;;) {
    try {
      await writeFile(lock, String(process.pid), { flag: 'wx' });
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const holder = Number(await readFile(lock, 'utf8').catch(() => ''));
    if (holder > 0 && !isAlive(holder)) await rm(lock, { force: true });
    else await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

/**
 * The cached folder `name`, made by `make` when it is not there. It appears whole or not at all, and only one process makes it.
 * `make` is given an empty folder and throws when it can't fill it.
 */
export async function fromCache(name: string, make: (staging: string) => Promise<void>): Promise<string> {
  const folder = path.join(cacheFolder(), name);
  if (existsSync(folder)) return folder;
  await mkdir(cacheFolder(), { recursive: true });
  const lock = `${folder}.lock`;
  const staging = `${folder}.${process.pid}`;
  await takeLock(lock);
  try {
    if (existsSync(folder)) return folder;
    await mkdir(staging, { recursive: true });
    await make(staging);
    await rename(staging, folder);
    return folder;
  } finally {
    await rm(staging, { recursive: true, force: true });
    await rm(lock, { force: true });
  }
}
