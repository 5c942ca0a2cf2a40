import { enrolDelinquent } from './acting.js';

/** Starts a lifecycle for each account that has become delinquent. Begun by the daily schedule; answers how many were started. */
export function enrolDaily(): Promise<{ started: number }> {
  return enrolDelinquent({ nowMs: Date.now(), plannedMs: null });
}
