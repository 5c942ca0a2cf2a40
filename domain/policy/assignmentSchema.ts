import { z } from 'zod';

/** The document that says which accounts a policy governs, as it is written: amounts in major units, everything checked, nothing unknown. */
const identifier = z.string().regex(/^[a-z0-9][a-z0-9-]*$/, 'an identifier has small letters, digits and hyphens');
const policy = identifier.describe('The name of a policy');
const currency = z.string().regex(/^[A-Z]{3}$/, 'a currency is three capital letters, such as EUR');
const amount = z.union([z.number().nonnegative(), z.string().regex(/^\d+(\.\d+)?$/, 'an amount is written 250.00')]);
const amounts = z.record(currency, amount);
const text = z.string().min(1);
const country = z.string().regex(/^[A-Z]{2}$/, 'a country is two capital letters, such as DE');
const account = z.string().regex(/^[^/#\s]+\/[^#]+$/, 'an account is written ENTITY/CUSTOMER');

/** One value or a list of them, of which one must fit. */
const oneOf = <T extends z.ZodType>(value: T) =>
  z.union([value, z.array(value).min(1)]).transform((given): z.output<T>[] => (Array.isArray(given) ? given : [given]));

const when = z.strictObject({
  entity: oneOf(text).optional(),
  segment: oneOf(text).optional(),
  country: oneOf(country).optional(),
  kind: z.enum(['business', 'consumer']).optional(),
  role: z.enum(['first-party', 'third-party']).optional(),
  riskClass: oneOf(text).optional(),
  tags: z.strictObject({ with: z.array(text).min(1).optional(), without: z.array(text).min(1).optional() }).optional(),
  balanceAtLeast: amounts.optional(),
  balanceBelow: amounts.optional(),
});

export const assignmentDocument = z.strictObject({
  assignment: identifier,
  title: z.string().default(''),
  rules: z.array(z.strictObject({ when, policy, note: z.string().default('') })).default([]),
  entities: z.record(text, policy).default({}),
  otherwise: policy.optional(),
  accounts: z.record(account, policy).default({}),
  items: z.array(z.strictObject({ account, item: text, policy, note: z.string().default('') })).default([]),
});

export type AssignmentDocument = z.output<typeof assignmentDocument>;

/** The published JSON Schema of an assignment document, for editors. */
export function assignmentJsonSchema(): unknown {
  return z.toJSONSchema(assignmentDocument, { io: 'input', unrepresentable: 'any' });
}
