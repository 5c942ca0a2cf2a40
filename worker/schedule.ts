import { type Client, ScheduleAlreadyRunning, ScheduleOverlapPolicy } from '@temporalio/client';
import { enrolDailyScheduleId, processes, taskQueue } from '../workflows/messages.js';

/**
 * Creates the daily enrolment, at six in the morning of the zone, paused until someone switches it on. One that exists
 * stays as it is.
 */
export async function ensureSchedule({ schedule }: Pick<Client, 'schedule'>, timeZone: string): Promise<void> {
  try {
    await schedule.create({
      scheduleId: enrolDailyScheduleId,
      spec: { calendars: [{ hour: 6 }], timezone: timeZone },
      action: { type: 'startWorkflow', workflowType: processes.enrolDaily, workflowId: enrolDailyScheduleId, taskQueue },
      policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: '12 hours' },
      state: { paused: true, note: 'Off until switched on' },
    });
  } catch (error) {
    if (!(error instanceof ScheduleAlreadyRunning)) throw error;
  }
}
