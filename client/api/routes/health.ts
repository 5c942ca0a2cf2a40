import { z } from 'zod';
import type { App, Doors } from '../doors.js';
import { Problem } from '../problem.js';

const tags = ['server'];

/** Liveness and readiness, for whoever watches the server. */
export function serveHealth(app: App, doors: Doors): void {
  app.get(
    '/healthz',
    { schema: { operationId: 'liveness', tags, summary: 'Whether the server is alive', response: { 200: z.object({ status: z.literal('alive') }) } } },
    async () => ({ status: 'alive' as const }),
  );

  app.get(
    '/readyz',
    {
      config: { problems: ['unavailable'] },
      schema: {
        operationId: 'readiness',
        tags,
        summary: 'Whether the database and Temporal answer',
        response: { 200: z.object({ status: z.literal('ready') }) },
      },
    },
    async () => {
      const missing = await missingOf(doors);
      if (missing.length > 0) throw new Problem('unavailable', `Not available: ${missing.join(', ')}.`);
      return { status: 'ready' as const };
    },
  );
}

async function missingOf({ db, temporal }: Doors): Promise<string[]> {
  const checks: [string, Promise<unknown>][] = [
    ['the database', within(3_000, db.$queryRaw`SELECT 1`)],
    ['Temporal', temporal.withDeadline(Date.now() + 3_000, () => temporal.workflowService.getSystemInfo({}))],
  ];
  const results = await Promise.allSettled(checks.map(([, check]) => check));
  return checks.filter((_, n) => results[n]?.status === 'rejected').map(([name]) => name);
}

async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => (timer = setTimeout(() => reject(new Error('too late')), ms)));
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
