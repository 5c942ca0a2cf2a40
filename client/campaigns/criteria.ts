import { z } from 'zod';
import type { Day } from '../../domain/calendar/day.js';
import { readBucket } from '../../domain/ledger/buckets.js';

/** Which accounts a campaign is for; everything that is stated must hold. */
export const criteriaSchema = z
  .strictObject({
    bucket: z
      .string()
      .superRefine((text, check) => {
        const bucket = readBucket(text);
        if ('why' in bucket) check.addIssue(bucket.why);
      })
      .optional()
      .meta({ description: 'A bucket of the ageing report', example: '61-90' }),
    entities: z.array(z.string().min(1)).min(1).optional(),
    segments: z.array(z.string().min(1)).min(1).optional(),
    minimum: z
      .strictObject({ currency: z.string().regex(/^[A-Z]{3}$/), amountMinor: z.int().positive() })
      .optional()
      .describe('Overdue of at least this'),
    customers: z.array(z.string().min(1)).min(1).max(100_000).optional().describe('Customer numbers'),
  })
  .meta({ id: 'CampaignCriteria' });

export type Criteria = z.output<typeof criteriaSchema>;

/** A name for a campaign that has none. */
export function nameOf({ bucket, entities, segments }: Criteria, asOf: Day): string {
  return [bucket ?? 'all overdue', ...(entities ?? []), ...(segments ?? []), asOf].join(' ');
}
