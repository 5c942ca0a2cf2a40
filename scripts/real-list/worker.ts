/** The worker, watched and lost. */
import { residentMb } from '../services/memory.js';
import type { Services } from '../services/startServices.js';
import { pause, type Stage } from './stage.js';

/** Looks at the worker's memory every second. */
export function watchMemory({ worker }: Services): { stop(): void; told(): string } {
  const seen: number[] = [];
  const timer = setInterval(() => void residentMb(worker?.group() ?? 0).then((mb) => void (mb && seen.push(mb))), 1_000);
  const sorted = () => seen.toSorted((a, b) => a - b);
  const at = (share: number) => Math.round(sorted()[Math.floor((seen.length - 1) * share)] ?? 0);
  return { stop: () => clearInterval(timer), told: () => `${at(1)} MB at most, ${at(0.5)} MB in the median` };
}

/** Kills the worker while messages of the second reminder are being handed over. Answers the business instant; null when the moment never came. */
export async function loseWorker(stage: Stage, say: (line: string) => void): Promise<string | null> {
  const { db, services } = stage;
  for (const endMs = Date.now() + 90_000; Date.now() < endMs; await pause(4)) {
    const sent = await db.contactMade.count({ where: { step: 'second-reminder', status: 'ACCEPTED' } });
    if (sent < 10) continue;
    const claimed = await db.contactMade.count({ where: { status: 'CLAIMED' } });
    if (claimed < 2) continue;
    await services.worker?.crash();
    const at = await stage.now();
    const left = await db.contactMade.count({ where: { status: 'CLAIMED' } });
    say(`  ${at.slice(0, 16)}  The worker is killed: ${sent} second reminders have left, ${left} are being handed over.`);
    return at;
  }
  return null;
}
