import { copyFile, readdir, chmod, mkdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { type EphemeralServerExecutable } from '@temporalio/testing';

/** Whether Temporal's download service answers. A proxy is taken at its word. */
export async function canDownload(): Promise<boolean> {
  if (process.env['HTTPS_PROXY'] || process.env['https_proxy']) return true;
  try {
    await fetch('https://temporal.download/', { method: 'HEAD', signal: AbortSignal.timeout(5000) });
    return true;
  } catch {
    return false;
  }
}

/**
 * Lets the SDK download one of Temporal's servers and keeps the program as `target`. `start` starts and stops that server
 * once: the SDK has no way to download alone.
 */
export async function downloadBySdk(target: string, version: string, start: (executable: EphemeralServerExecutable) => Promise<void>): Promise<void> {
  const downloadDir = `${target}.download`;
  await mkdir(downloadDir, { recursive: true });
  try {
    await start({ type: 'cached-download', downloadDir, version });
    const program = (await readdir(downloadDir)).find((name) => name.startsWith('temporal') && !name.endsWith('.downloading'));
    if (program === undefined) throw new Error('The download left no program behind.');
    const from = path.join(downloadDir, program);
    await rename(from, target).catch(() => copyFile(from, target));
    await chmod(target, 0o755);
  } finally {
    await rm(downloadDir, { recursive: true, force: true });
  }
}
