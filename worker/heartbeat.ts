import type { Context } from '@temporalio/activity';
import type { ActivityInterceptors } from '@temporalio/worker';

/** Lets an activity be heard while it works, so that the loss of its worker is noticed by silence and not by its time-out. */
export function beat(context: Context): ActivityInterceptors {
  return {
    inbound: {
      execute: async (input, next) => {
        const everyMs = (context.info.heartbeatTimeoutMs ?? 0) / 3;
        if (everyMs === 0) return next(input);
        const timer = setInterval(() => context.heartbeat(), everyMs);
        try {
          return await next(input);
        } finally {
          clearInterval(timer);
        }
      },
    },
  };
}
