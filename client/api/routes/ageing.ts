import { z } from 'zod';
import { ageingFormats, printAgeing } from '../../ageing/print.js';
import { ageing, ageingBy } from '../../ageing/report.js';
import type { App, Doors } from '../doors.js';
import { Problem } from '../problem.js';
import { day, minor, several } from '../schemas/common.js';

const query = z.object({
  asOf: day.optional().describe('Any past day; today in business time when left out'),
  by: z.enum(ageingBy).default('customer'),
  buckets: z.string().optional().meta({ description: 'The last day of each bucket', example: '30,60,90' }),
  format: z.enum(ageingFormats).default('json'),
  entity: several(z.string()),
  customer: several(z.string()),
  segment: several(z.string()),
  collector: several(z.string()),
});

const cell = z.object({ minor, items: z.int(), accounts: z.int() });
const row = z.object({
  key: z.string(),
  currency: z.string(),
  buckets: z.array(cell).describe('In the order of the labels; by bucket, the total alone is filled'),
  credits: cell,
  total: cell,
});
const report = z
  .object({
    asOf: day,
    by: z.enum(ageingBy),
    buckets: z.array(z.string()).describe('Labels'),
    rows: z.array(row.extend({ name: z.string().nullable() })),
    totals: z.array(row).describe('One for each currency'),
  })
  .meta({ id: 'AgeingReport' });

const types = {
  json: 'application/json',
  table: 'text/plain; charset=utf-8',
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const;
const file = z.any().meta({ type: 'string', format: 'binary' });

const contents = {
  'application/json': { schema: report },
  'text/csv': { schema: z.string() },
  'text/plain': { schema: z.string() },
  [types.xlsx]: { schema: file },
};

/** Open amounts by age as of any day, as JSON, CSV, a workbook or a table of text. */
export function serveAgeing(app: App, { db, now }: Doors): void {
  app.get(
    '/ageing',
    {
      schema: {
        operationId: 'readAgeing',
        tags: ['ledger'],
        summary: 'Open amounts by age as of any day',
        querystring: query,
        response: { 200: { description: 'The report', content: contents } },
      },
    },
    async (request, reply) => {
      const { asOf, by, buckets, format, entity, customer, segment, collector } = request.query;
      const found = await ageing(db, {
        asOf: asOf ?? (await now()).slice(0, 10),
        by,
        buckets,
        entities: entity,
        customers: customer,
        segments: segment,
        collectors: collector,
      });
      if ('why' in found) throw new Problem('invalid-request', `${found.why}.`);
      if (format === 'json') return found;
      const printed = await printAgeing(found, format);
      return reply
        .type(types[format])
        .header('content-disposition', `inline; filename="ageing-${found.asOf}.${format === 'table' ? 'txt' : format}"`)
        .send(typeof printed === 'string' ? printed : Buffer.from(printed));
    },
  );
}
