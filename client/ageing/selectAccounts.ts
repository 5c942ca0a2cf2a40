import type { Day, Instant } from '../../domain/calendar/day.js';
import { readBucket } from '../../domain/ledger/buckets.js';
import type { Minor } from '../../domain/money/minor.js';
import * as store from '../../prisma/store/ageing.js';
import type { Db } from '../../prisma/store/db.js';

/** Which accounts; everything that is stated must hold. */
export interface SelectionCriteria {
  /** A bucket of the ageing report; left out, everything past due. */
  bucket?: string | undefined;
  entities?: string[] | undefined;
  segments?: string[] | undefined;
  /** Past due, net of all credits, of at least this. */
  minimum?: { currency: string; amountMinor: Minor } | undefined;
  customers?: string[] | undefined;
}

/** Accounts with an open debit in the bucket at an instant, each by its creditor's calendar, or on a day; in the order of their ids. Throws RangeError for what is no bucket. */
export async function selectAccounts(db: Db, { bucket: text, minimum, ...filter }: SelectionCriteria, at: Instant | Day): Promise<string[]> {
  const bucket = text === undefined ? null : readBucket(text);
  if (bucket && 'why' in bucket) throw new RangeError(bucket.why);
  const asOf = at.includes('T') ? { now: at } : { day: at };
  const selected = await store.selectAccounts(db, { ...filter, bucket, minimum: minimum ?? null, asOf });
  return selected.map(({ accountId }) => accountId);
}
