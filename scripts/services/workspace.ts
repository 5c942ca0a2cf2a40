import { existsSync, mkdirSync, renameSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the sources. */
export const root = fileURLToPath(new URL('../../', import.meta.url));

const tooLong = 20 * 1024 * 1024;

/** The log file of a part; a long one makes way for a new one, and the last is kept. */
export function logFile(dataDir: string, name: string): string {
  const folder = path.join(dataDir, 'logs');
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, `${name}.log`);
  if (existsSync(file) && statSync(file).size > tooLong) renameSync(file, `${file}.1`);
  return file;
}
