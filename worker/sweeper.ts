import type { PrismaClient } from '../prisma/generated/client.js';
import type { Processes } from '../activities/ports.js';
import { alone } from '../prisma/store/alone.js';
import { dropNudges, takeNudges, watchedWithoutCase, type Nudge } from '../prisma/store/nudges.js';

/** Nudges told in one go, and how many of them at the same time. */
const page = 200;
const atOnce = 10;

/** Seconds that whoever wrote a nudge has to tell the workflow before the sweeper does. */
const grace = 3;

/** Tells the workflows of all accounts whose nudge was left lying; answers how many. One worker sweeps at a time. */
export async function sweep(db: PrismaClient, processes: Pick<Processes, 'nudge'>, seconds = grace): Promise<number> {
  const told = await alone(db, 'sweeper', async () => {
    let count = 0;
    for (;;) {
      const nudges = await takeNudges(db, page, seconds);
      await tell(db, nudges, processes);
      await dropNudges(db, nudges);
      count += nudges.length;
      if (nudges.length < page) return count;
    }
  });
  return told ?? 0;
}

/** An account with a running case tells those who watch its parts itself; of the others they are told here. */
async function tell(db: PrismaClient, nudges: readonly Nudge[], processes: Pick<Processes, 'nudge'>): Promise<void> {
  const accountIds = nudges.map(({ accountId }) => accountId);
  const accounts = accountIds.map((id) => ({ process: 'collectAccount' as const, id }));
  const all = [...accounts, ...(await watchedWithoutCase(db, accountIds))];
  for (let i = 0; i < all.length; i += atOnce) await Promise.all(all.slice(i, i + atOnce).map(({ process, id }) => processes.nudge(process, id)));
}

/** Sweeps every `everyMs` until stopped; a sweep that fails is told to `failed` and tried again. `stop` waits for the one under way. */
export function keepSweeping(work: () => Promise<unknown>, failed: (error: unknown) => void, everyMs = 3_000): { stop(): Promise<void> } {
  let running = Promise.resolve();
  let idle = true;
  const timer = setInterval(() => {
    if (!idle) return;
    idle = false;
    running = work()
      .then(() => undefined, failed)
      .finally(() => {
        idle = true;
      });
  }, everyMs);
  return {
    stop: () => {
      clearInterval(timer);
      return running;
    },
  };
}
