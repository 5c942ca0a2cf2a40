import type { Instant } from '../domain/calendar/day.js';
import type { Turn } from '../activities/activities.js';
import type { BusinessClock } from '../activities/ports.js';
import type { ClockSetting } from '../prisma/store/clock.js';

/** Real time is business time. */
const atRealSpeed: ClockSetting = { anchorReal: '1970-01-01T00:00:00Z', anchorBusiness: '1970-01-01T00:00:00Z', rate: 1 };

/** Business time by a fixed setting; null is real time. Throws RangeError when the rate is not above 0. */
export function clockBy(setting: ClockSetting | null): BusinessClock {
  const { anchorReal, anchorBusiness, rate } = setting ?? atRealSpeed;
  if (!(rate > 0)) throw new RangeError(`The business clock runs at ${rate}; a rate is above 0`);
  const real0 = Date.parse(anchorReal);
  const business0 = Date.parse(anchorBusiness);
  const toBusiness = (realMs: number) => business0 + (realMs - real0) * rate;
  return {
    at: ({ nowMs, plannedMs }: Turn): Instant => {
      const late = plannedMs === null ? 0 : Math.max(0, nowMs - plannedMs);
      return new Date(Math.round(toBusiness(plannedMs ?? nowMs) + late)).toISOString();
    },
    realMs: (instant: Instant) => Math.ceil(real0 + (Date.parse(instant) - business0) / rate),
  };
}

/** A business clock that follows its setting in the store; `stop` ends the following. */
export interface FollowedClock extends BusinessClock {
  stop(): void;
}

/** Follows the setting that `read` answers, asked anew every `everyMs`. A failed reading leaves the clock as it is. */
export async function followClock(read: () => Promise<ClockSetting | null>, everyMs = 2_000): Promise<FollowedClock> {
  let clock = clockBy(await read());
  const refresh = async () => {
    clock = clockBy(await read());
  };
  const timer = setInterval(() => void refresh().catch(() => undefined), everyMs);
  timer.unref();
  return { at: (turn) => clock.at(turn), realMs: (instant) => clock.realMs(instant), stop: () => clearInterval(timer) };
}
