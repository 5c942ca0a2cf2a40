import { readClock } from '../prisma/store/clock.js';
import type { Db } from '../prisma/store/db.js';
import type { Instant } from '../domain/calendar/day.js';

/** Business time at a real time, in milliseconds; the two are one where the clock was never set. */
export async function businessNow(db: Db, realMs: number = Date.now()): Promise<Instant> {
  const setting = await readClock(db);
  if (!setting) return new Date(realMs).toISOString();
  const { anchorReal, anchorBusiness, rate } = setting;
  return new Date(Date.parse(anchorBusiness) + (realMs - Date.parse(anchorReal)) * rate).toISOString();
}
