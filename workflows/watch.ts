import { continueAsNew, defineQuery, setHandler } from '@temporalio/workflow';
import type { Watched, WatchTurn } from '../activities/activities.js';
import { hangBell } from './bell.js';
import type { CurrentWatch, WatchInput } from './messages.js';
import { currentCaseName } from './messages.js';
import { patience, resultOf } from './patience.js';

/**
 * Watches something on which another party's clock runs: looks, then waits for the time that the look named or for
 * a change, until it is finished. Answers the last status.
 */
export async function watch(input: WatchInput, look: (turn: WatchTurn) => Promise<Watched>): Promise<string> {
  const { id, status = null, wakeMs = null } = input;
  const current: CurrentWatch = { id, status, wakeMs, trouble: null };
  const bell = hangBell();
  const endurance = patience();
  setHandler(defineQuery<CurrentWatch>(currentCaseName), () => current);
  for (;;) {
    if (endurance.spent()) await rollOver(current, bell.rung);
    const plannedMs = await bell.orUntil(current.wakeMs);
    const nowMs = Date.now();
    bell.hush();
    const looked = await resultOf(() => look({ id, nowMs, plannedMs }));
    current.trouble = looked.ok ? null : looked.why;
    if (looked.ok) Object.assign(current, { status: looked.value.status, wakeMs: looked.value.wakeMs });
    if (looked.ok && looked.value.finished && !bell.rung) return looked.value.status;
    if (looked.ok && current.wakeMs !== null && current.wakeMs > (plannedMs ?? nowMs)) endurance.regain();
    else current.wakeMs = endurance.lose(plannedMs);
  }
}

/** Begins a new history that looks again at the same time, or at once if the bell has rung. */
function rollOver({ id, status, wakeMs }: CurrentWatch, rung: boolean): Promise<never> {
  return continueAsNew<(input: WatchInput) => Promise<string>>({ id, status, wakeMs: rung ? null : wakeMs });
}
