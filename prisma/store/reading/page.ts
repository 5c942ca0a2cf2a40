import type { Day, Instant } from '../../../domain/calendar/day.js';
import { fromDate, fromInstant, toMinor } from '../db.js';

/** Which part of a list is asked for. */
export interface Slice {
  limit: number;
  offset: number;
}

/** A part of a list, and how long the whole is. */
export interface Page<T> {
  total: number;
  items: T[];
}

/** Reads a part and the total. The order must be total, or pages would overlap. */
export async function readPage<R, T>(count: Promise<number>, rows: Promise<R[]>, shape: (row: R) => T): Promise<Page<T>> {
  const [total, found] = await Promise.all([count, rows]);
  return { total, items: found.map(shape) };
}

export const dayOrNull = (date: Date | null): Day | null => date && fromDate(date);
export const instantOrNull = (date: Date | null): Instant | null => date && fromInstant(date);
export const minorOrNull = (value: bigint | null): number | null => (value === null ? null : toMinor(value));
