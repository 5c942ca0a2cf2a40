import type { Instant } from '../../domain/calendar/day.js';
import { fromInstant, toInstant, type Db } from './db.js';

/** How business time follows real time: business = `anchorBusiness` + (real − `anchorReal`) × `rate`. */
export interface ClockSetting {
  anchorReal: Instant;
  anchorBusiness: Instant;
  rate: number;
}

/** The one setting of the clock; null when it was never set and business time is real time. */
export async function readClock(db: Db): Promise<ClockSetting | null> {
  const row = await db.businessClock.findUnique({ where: { id: 1 } });
  return row && { anchorReal: fromInstant(row.anchorReal), anchorBusiness: fromInstant(row.anchorBusiness), rate: row.rate };
}

/** Sets the clock from here on; what was stored with business instants before keeps them. */
export async function setClock(db: Db, { anchorReal, anchorBusiness, rate }: ClockSetting): Promise<void> {
  const row = { anchorReal: toInstant(anchorReal), anchorBusiness: toInstant(anchorBusiness), rate };
  await db.businessClock.upsert({ where: { id: 1 }, create: { id: 1, ...row }, update: row });
}
