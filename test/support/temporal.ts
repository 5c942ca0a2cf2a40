import { TestWorkflowEnvironment } from '@temporalio/testing';
import { obtainTemporal } from '../../scripts/services/temporal.js';
import { obtainTimeSkippingServer } from '../../scripts/services/timeSkippingServer.js';

/** A server on which months pass in seconds. It has no list of workflows and no schedules. End it with `teardown()`. */
export async function startTimeSkipping(): Promise<TestWorkflowEnvironment> {
  const path = await obtainTimeSkippingServer();
  return TestWorkflowEnvironment.createTimeSkipping({ server: { executable: { type: 'existing-path', path } } });
}

/** The real server at the real speed, its state in memory. End it with `teardown()`. */
export async function startDevServer(): Promise<TestWorkflowEnvironment> {
  const found = await obtainTemporal();
  if (found.kind === 'server') return TestWorkflowEnvironment.createFromExistingServer({ address: found.address });
  return TestWorkflowEnvironment.createLocal({ server: { executable: { type: 'existing-path', path: found.program } } });
}

const hour = 3_600_000;

/**
 * Lets time pass on a time-skipping server. It passes in steps of at most a day: what a timer sets off on the way is done
 * before the clock goes on. Nothing else may move the clock meanwhile.
 */
export async function advance(environment: TestWorkflowEnvironment, { days = 0, hours = 0 }: { days?: number; hours?: number }): Promise<void> {
  for (let left = (days * 24 + hours) * hour; left > 0; left -= 24 * hour) await environment.sleep(Math.min(left, 24 * hour));
}

/** The server's time, in milliseconds. */
export const nowMs = (environment: TestWorkflowEnvironment): Promise<number> => environment.currentTimeMs();
