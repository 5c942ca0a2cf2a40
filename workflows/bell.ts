import { condition, defineSignal, setHandler } from '@temporalio/workflow';
import { standingChangedName } from './messages.js';

/** Says that something changed. Rung by the `standingChanged` signal and by a finished instruction. */
export interface Bell {
  readonly rung: boolean;
  ring(): void;
  hush(): void;
  /** Waits for the bell or for the time (null: not at all). Answers the time when it came first, else null. */
  orUntil(wakeMs: number | null): Promise<number | null>;
}

/** Hangs the process's bell; from then on `standingChanged` rings it. */
export function hangBell(): Bell {
  let rung = false;
  const ring = () => {
    rung = true;
  };
  setHandler(defineSignal(standingChangedName), ring);
  return {
    get rung() {
      return rung;
    },
    ring,
    hush: () => {
      rung = false;
    },
    orUntil: async (wakeMs) => {
      if (wakeMs !== null && wakeMs > Date.now()) await condition(() => rung, wakeMs - Date.now());
      return rung ? null : wakeMs;
    },
  };
}
