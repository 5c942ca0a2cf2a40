import { ask } from './commands.js';

/** Resident memory of a process group, in MB; null when it is gone. */
export async function residentMb(group: number): Promise<number | null> {
  const list = await ask('ps', ['-e', '-o', 'pgid=,rss=']);
  const sizes = (list ?? '').split('\n').flatMap((line) => {
    const [pgid, kb] = line.trim().split(/\s+/).map(Number);
    return pgid === group && kb !== undefined ? [kb] : [];
  });
  return sizes.length === 0 ? null : sizes.reduce((sum, kb) => sum + kb) / 1024;
}
