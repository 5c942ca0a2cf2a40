import { z } from 'zod';

/** The section `charges` of a policy document, as it is written. */
const amount = z.union([z.number().nonnegative(), z.string().regex(/^\d+(\.\d+)?$/, 'an amount is written 250.00')]);
const amounts = z.record(z.string().regex(/^[A-Z]{3}$/, 'a currency is three capital letters, such as EUR'), amount);
const identifier = z.string().regex(/^[a-z0-9][a-z0-9-]*$/, 'an identifier has small letters, digits and hyphens');
const percent = z.union([z.number().positive().max(100), z.string().regex(/^\d+(\.\d+)?$/, 'a rate is written 9.5')]);
const law = z.enum(['DE', 'UK', 'ES', 'EU']);
const debtors = z.enum(['all', 'businesses', 'consumers']).default('all');

const fee = z.strictObject({
  id: identifier,
  amount: amounts.optional().describe('A fixed sum, by currency'),
  percent: percent.optional().describe('Percent of what the message, or the item, asks for'),
  lumpSum: law.optional().describe('The sum that the law fixes for each late item'),
  per: z.enum(['message', 'item']).default('message'),
  once: z.boolean().default(false).describe('Once in a case; with `per: item`, once for an item'),
  minimum: amounts.default({}),
  debtors,
});

/** The rate that the law refers to, as it is published for the half-year that begins on that day. */
const referenceRate = z.strictObject({
  from: z.iso.date('a day is written 2027-01-01').regex(/-(01|07)-01$/, 'a half-year begins on 1 January or 1 July'),
  percent: z.union([z.number().min(-10).max(100), z.string().regex(/^-?\d+(\.\d+)?$/, 'a rate is written 1.52')]),
});

const interest = z.strictObject({
  law: law.optional(),
  percent: percent.optional().describe('The contract’s rate, in percent a year'),
  monthly: z.boolean().default(false),
  referenceRates: z.array(referenceRate).default([]).describe('Published rates of half-years that Duly does not know, or knows otherwise'),
  minimum: amounts.default({}),
  debtors,
});

const currency = z.string().regex(/^[A-Z]{3}$/, 'a currency is three capital letters, such as EUR');

/** One unit of `from` is `rate` of `to` from that day on. */
const rate = z.strictObject({
  from: currency,
  to: currency,
  rate: z.union([z.number().positive(), z.string().regex(/^\d*[1-9]\d*(\.\d+)?$|^\d+\.\d*[1-9]\d*$/, 'a rate of exchange is written 0.92')]),
  validFrom: z.iso.date('a day is written 2026-11-22'),
});

export const chargesSection = z.strictObject({
  booked: z.enum(['apart', 'on-invoice']).default('apart'),
  whenPrincipalPaid: z.enum(['claim', 'waive', 'convert']).default('claim'),
  convertDueDays: z.number().int().min(0).max(366).default(14),
  application: z.enum(['interest-first', 'principal-first']).default('interest-first'),
  fees: z.array(fee).default([]),
  rates: z.array(rate).default([]).describe('By which a fixed sum or a lump sum is exchanged into a currency for which none is named'),
  interest: interest.optional(),
});

export type ChargesSection = z.infer<typeof chargesSection>;
