import { createHash, randomBytes } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Files } from '../../activities/ports.js';

export interface FilesOptions {
  /** Where files for third parties go; made when it is missing. */
  folder: string;
}

/** Keeps files for third parties in a folder: the whole file or nothing, also when the machine stops in between. */
export function createFiles({ folder }: FilesOptions): Files {
  return {
    async write(fileName, content) {
      const location = placeIn(folder, fileName);
      const sha256 = createHash('sha256').update(content).digest('hex');
      if (!(await holds(location, content))) await writeWhole(location, content);
      return { location, sha256 };
    },
  };
}

/** Writes a file under another name and renames it when all of it is on the disk. */
export async function writeWhole(path: string, content: Uint8Array): Promise<void> {
  const folder = dirname(path);
  await mkdir(folder, { recursive: true });
  const unfinished = join(folder, `.${basename(path)}.${randomBytes(6).toString('hex')}`);
  try {
    await writeAndSync(unfinished, content);
    await rename(unfinished, path);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
  // The name is in the folder for good only once the folder is on the disk, too.
  await syncFolder(folder);
}

async function writeAndSync(path: string, content: Uint8Array): Promise<void> {
  const file = await open(path, 'wx', 0o640);
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function holds(path: string, content: Uint8Array): Promise<boolean> {
  const existing = await readIfThere(path);
  return existing !== null && existing.equals(content);
}

/** A file's content; null when there is none. */
export async function readIfThere(path: string): Promise<Buffer | null> {
  try {
    return await readFile(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/** A name must not lead out of the folder. */
function placeIn(folder: string, fileName: string): string {
  if (!/^[\p{L}\p{N}_][\p{L}\p{N}_.#@ -]*$/u.test(fileName)) throw new RangeError(`'${fileName}' is no plain file name`);
  return join(folder, fileName);
}
