import { CancellationScope, isCancellation, rootCause, TemporalFailure, workflowInfo } from '@temporalio/workflow';

const minute = 60_000;
/** Two more looks at once, for what passes by itself; then ever rarer, but never none. */
const rests = [0, 0, minute, 5 * minute, 20 * minute, 60 * minute] as const;

/** Turns after which the history is begun anew; the usual case closes long before. */
const turnsPerRun = 100;

/** Keeps a process that gets nowhere from spinning, and its history from growing without end. */
export interface Patience {
  /** Something was achieved, or a wait lies ahead. */
  regain(): void;
  /** Real time of the next look after one in vain; at first the time for which that one was planned, which is at once. */
  lose(plannedMs: number | null): number;
  /** Counts a turn; answers whether it is time to roll over before the next. */
  spent(): boolean;
}

export function patience(): Patience {
  let inVain = 0;
  let turns = 0;
  return {
    regain: () => {
      inVain = 0;
    },
    lose: (plannedMs) => {
      const rest = rests[Math.min(inVain++, rests.length - 1)] ?? 0;
      return rest === 0 && plannedMs !== null ? plannedMs : Date.now() + rest;
    },
    spent: () => ++turns > turnsPerRun || workflowInfo().continueAsNewSuggested,
  };
}

/** The result of activities, or why they failed after their last retry. The cancellation of the process passes through. */
export async function resultOf<T>(work: () => Promise<T>): Promise<{ ok: true; value: T } | { ok: false; why: string }> {
  try {
    return { ok: true, value: await work() };
  } catch (error) {
    const cancelled = isCancellation(error) && CancellationScope.current().consideredCancelled;
    if (cancelled || !(error instanceof TemporalFailure)) throw error;
    return { ok: false, why: rootCause(error) ?? error.message };
  }
}
