import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { appendAudit } from '../../../prisma/store/audit.js';
import type { Operation } from '../../auth/permissions.js';
import { moveSchedule, readSchedule } from '../../schedules/dailyEnrolment.js';
import { actingAs } from '../access.js';
import type { App, Doors } from '../doors.js';
import { Problem } from '../problem.js';
import { instant } from '../schemas/common.js';

const tags = ['campaigns'];

const schedule = z
  .object({
    name: z.string(),
    on: z.boolean(),
    note: z.string(),
    nextRuns: z.array(instant).describe('Real time'),
    recentRuns: z.array(z.object({ at: instant, workflowId: z.string().nullable() })),
  })
  .meta({ id: 'Schedule' });

/** The daily enrolment of newly delinquent accounts: off until someone switches it on. */
export function serveSchedules(app: App, doors: Doors): void {
  app.get(
    '/schedules',
    { schema: { operationId: 'listSchedules', tags, summary: 'Schedules and whether they are on', response: { 200: z.object({ items: z.array(schedule) }) } } },
    async () => {
      const state = await readSchedule(doors.temporal);
      return { items: state ? [state] : [] };
    },
  );
  serveMove(app, doors, 'switchScheduleOn', 'on', 'Enrol newly delinquent accounts every day');
  serveMove(app, doors, 'switchScheduleOff', 'off', 'Stop the daily enrolment');
  serveMove(app, doors, 'runScheduleNow', 'run-now', 'Enrol newly delinquent accounts now, once');
}

function serveMove(app: App, doors: Doors, operationId: Operation, move: 'on' | 'off' | 'run-now', summary: string): void {
  app.post(
    `/schedules/daily-enrolment/${move}`,
    { config: { problems: ['not-found'] }, schema: { operationId, tags, summary, response: { 200: schedule } } },
    async (request) => moved(request, doors, move),
  );
}

async function moved(request: FastifyRequest, { db, temporal, now }: Doors, move: 'on' | 'off' | 'run-now') {
  const { actor, role } = actingAs(request);
  const at = await now();
  const state = await moveSchedule(temporal, move, `${move} by ${actor} at ${at}`);
  if (!state) throw new Problem('not-found', 'The schedule is made by the first worker that starts. Start one, then try again.');
  await appendAudit(db, { at, actor, role, action: `schedule.${move}`, subject: 'schedule', subjectId: state.name, change: { on: state.on } });
  return state;
}
