import { z } from 'zod';
import { currency, day, minor, pageOf, slice } from './common.js';

export const chargeQuery = z.object({
  account: z.string().optional().describe('`ENTITY/CUSTOMER`'),
  entity: z.string().optional().describe('Code of the legal entity'),
  status: z
    .enum(['OPEN', 'PAID', 'CORRECTED', 'WAIVED', 'CONVERTED', 'REVERSED', 'any'])
    .default('OPEN')
    .describe('`any` for all; WAIVED, CONVERTED: its principal was paid'),
  ...slice,
});

const charge = z
  .object({
    number: z.string().describe('By which it is paid, and taken back'),
    accountId: z.string(),
    what: z.enum(['FEE', 'LUMP_SUM', 'INTEREST']),
    name: z.string().describe('Of the fee in its policy; `interest`'),
    items: z.array(z.string()).describe('What it was charged for'),
    onInvoice: z.boolean().describe('Named with its invoice, and paid with it'),
    currency,
    amountMinor: minor,
    openMinor: minor,
    status: z.string(),
    bookedOn: day,
    dueOn: day,
    step: z.string().nullable(),
    from: day.nullable().describe('First day of the interest'),
    to: day.nullable(),
    percent: z.string().nullable(),
    reason: z.string().nullable(),
    bookedBy: z.string(),
  })
  .meta({ id: 'Charge' });

const total = z.object({ entity: z.string(), currency, charges: z.int(), amountMinor: minor, openMinor: minor }).meta({ id: 'ChargeTotal' });

export const chargePage = pageOf(charge).extend({ totals: z.array(total).describe('Of the whole list, by entity and currency') });
