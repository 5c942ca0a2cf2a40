import type { Client, ScheduleDescription } from '@temporalio/client';
import { ScheduleNotFoundError } from '@temporalio/client';
import type { Instant } from '../../domain/calendar/day.js';
import { enrolDailyScheduleId } from '../../workflows/messages.js';

/** The daily enrolment of newly delinquent accounts. Times are real. */
export interface ScheduleState {
  name: 'daily-enrolment';
  on: boolean;
  note: string;
  nextRuns: Instant[];
  recentRuns: { at: Instant; workflowId: string | null }[];
}

/** How the schedule stands; null before a worker has made it. */
export async function readSchedule(temporal: Client): Promise<ScheduleState | null> {
  try {
    return await within(temporal, async () => stateOf(await temporal.schedule.getHandle(enrolDailyScheduleId).describe()));
  } catch (error) {
    if (error instanceof ScheduleNotFoundError) return null;
    throw error;
  }
}

/** Switches the schedule on or off, or runs it now; answers how it then stands, null before a worker has made it. */
export async function moveSchedule(temporal: Client, move: 'on' | 'off' | 'run-now', note: string): Promise<ScheduleState | null> {
  const handle = temporal.schedule.getHandle(enrolDailyScheduleId);
  try {
    await within(temporal, () => (move === 'on' ? handle.unpause(note) : move === 'off' ? handle.pause(note) : handle.trigger('SKIP')));
  } catch (error) {
    if (error instanceof ScheduleNotFoundError) return null;
    throw error;
  }
  return readSchedule(temporal);
}

const within = <T>(temporal: Client, work: () => Promise<T>): Promise<T> => temporal.withDeadline(Date.now() + 10_000, work);

function stateOf({ state, info }: ScheduleDescription): ScheduleState {
  return {
    name: 'daily-enrolment',
    on: !state.paused,
    note: state.note ?? '',
    nextRuns: state.paused ? [] : info.nextActionTimes.slice(0, 3).map((at) => at.toISOString()),
    recentRuns: info.recentActions.map(({ takenAt, action }) => ({ at: takenAt.toISOString(), workflowId: action.workflow.workflowId ?? null })),
  };
}
