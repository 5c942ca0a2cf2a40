import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';

/** A calendar day that exists. */
export const day = z.iso.date().meta({ description: 'A calendar day', example: '2020-06-30' });
export const instant = z.iso.datetime({ offset: true }).meta({ description: 'An instant', example: '2020-06-30T08:30:00Z' });
export const minor = z.int().meta({ description: 'An amount in the minor unit of its currency', example: 125000 });
export const currency = z
  .string()
  .regex(/^[A-Z]{3}$/, 'must be an ISO 4217 code, as EUR')
  .meta({ example: 'EUR' });
export const amounts = z
  .record(z.string(), z.int())
  .meta({ id: 'Amounts', description: 'An amount in minor units for each ISO 4217 currency', example: { EUR: 125000 } });
/** JSON of which the shape is told in the documentation of who makes it. */
export const anything = z.unknown().meta({ description: 'Any JSON' });

export const accountPath = z.object({
  entity: z.string().min(1).meta({ description: 'Code of the legal entity', example: 'DE01' }),
  customer: z.string().min(1).meta({ description: 'Number of the customer in the ledger', example: '10042' }),
});

/** One value or several: `?entity=A&entity=B`. */
export const several = <T extends z.ZodType<string>>(each: T) => z.union([each.transform((one) => [one]), z.array(each)]).optional();

export const slice = {
  limit: z.coerce.number().int().min(1).max(500).default(50).describe('Most rows to answer'),
  offset: z.coerce.number().int().min(0).max(10_000_000).default(0).describe('Rows to leave out before the first'),
};

/** Yes or no in a query; no when left out. */
export const flag = z
  .enum(['true', 'false'])
  .default('false')
  .transform((text) => text === 'true');

/** Days past due in a query. */
export const days = z.coerce.number().int().min(0).max(100_000);

/** A part of a list, with the length of the whole. */
export const pageOf = <T extends z.ZodType>(row: T) =>
  z.object({ total: z.int().describe('Rows in the whole list'), limit: z.int(), offset: z.int(), items: z.array(row) });

/** Adds to a page which part it is. */
export const paged = <T>(page: { total: number; items: T[] }, { limit, offset }: { limit: number; offset: number }) => ({ ...page, limit, offset });

/** An instant in query or path as the store wants it: UTC, to the millisecond. */
export const utc = instant.transform((at) => Temporal.Instant.from(at).round('millisecond').toString());
