import { z } from 'zod';
import { assignmentJsonSchema } from '../../domain/policy/assignmentSchema.js';
import { policyJsonSchema } from '../../domain/policy/schema.js';
import { fieldsOf, type ImportKind } from '../imports/fields.js';
import { shippedPreset, type Preset } from '../imports/preset.js';
import { agendaLineSchema } from './agendaSchema.js';
import { eventSchemas } from './eventSchema.js';
import { allocationColumns, itemsPreset, ledgerKinds, neededInAllocations, type LedgerKind } from './ledgerKinds.js';

type JsonSchema = Record<string, unknown>;

/** The JSON Schemas of docs/schemas, by file name: policies, assignments, events, ledger rows of each kind, and lines of the agenda. */
export function publishedSchemas(): Map<string, JsonSchema> {
  return new Map([
    ['policy.schema.json', titled('A policy', strip(policyJsonSchema() as JsonSchema))],
    ['assignment.schema.json', titled('An assignment: which policy governs which accounts', strip(assignmentJsonSchema() as JsonSchema))],
    ['rehearsal-event.schema.json', titled('A line of the events of a rehearsal', { oneOf: Object.values(eventSchemas).map(eventSchema) })],
    ['agenda-line.schema.json', titled('A line of what a rehearsal prints', strip(z.toJSONSchema(agendaLineSchema)))],
    ...ledgerKinds.map((kind): [string, JsonSchema] => [
      `ledger-${kind}.schema.json`,
      titled(`A row of a ledger file: ${kind}. All values are text, as in CSV`, rowSchema(kind)),
    ]),
  ]);
}

const titled = (title: string, schema: JsonSchema): JsonSchema => ({ $schema: 'https://json-schema.org/draft/2020-12/schema', title, ...schema });

const strip = ({ $schema: _schema, ...schema }: JsonSchema): JsonSchema => schema;

const eitherOf = (one: string, other: string): JsonSchema => ({ oneOf: [{ required: [one] }, { required: [other] }] });

/** What one field alone can't say is said here: a day or an instant, an account or a customer, an amount in one of its two forms. */
function eventSchema(schema: z.ZodType & { shape: Record<string, unknown> }): JsonSchema {
  const json = strip(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema);
  const { shape } = schema;
  const either = [eitherOf('on', 'at'), { anyOf: [{ required: ['account'] }, { required: ['customer'] }] }];
  if ('amount' in shape) either.push(eitherOf('amount', 'amountMinor'));
  if ('address' in shape) either.push(eitherOf('address', 'person'));
  return { ...json, allOf: either };
}

function rowSchema(kind: LedgerKind): JsonSchema {
  if (kind === 'allocations') return rowOf(Object.entries(allocationColumns), neededInAllocations);
  const importKind: ImportKind = kind === 'items' ? 'open-items' : kind;
  const preset = kind === 'items' ? itemsPreset() : shippedPreset('duly', importKind);
  if ('status' in preset) throw new TypeError(preset.why);
  const columns = Object.entries(preset.columns as Preset['columns']).map(([field, column]): [string, string] => [
    field,
    (column as { from: string[] }).from[0] ?? field,
  ]);
  return rowOf(
    columns,
    fieldsOf[importKind].filter(({ required }) => required).map(({ name }) => name),
  );
}

function rowOf(columns: readonly (readonly [string, string])[], needed: readonly string[]): JsonSchema {
  const properties = Object.fromEntries(columns.map(([field, column]) => [column, valueOf(field)]));
  return { type: 'object', properties, required: columns.filter(([field]) => needed.includes(field)).map(([, column]) => column), additionalProperties: true };
}

function valueOf(field: string): JsonSchema {
  if (/^date$|Date$|On$|_on$/.test(field)) return { type: 'string', format: 'date', description: 'A day, 2026-03-31' };
  if (/amount/i.test(field)) return { type: 'string', pattern: String.raw`^-?\d+(\.\d+)?$`, description: 'In major units, 1200.00; credits negative' };
  return { type: 'string', ...descriptions[field] };
}

const descriptions: Readonly<Record<string, JsonSchema>> = {
  entity: { description: 'Code of the selling entity; may be left out where there is one' },
  currency: { pattern: '^[A-Z]{3}$', description: 'ISO 4217' },
  country: { description: 'ISO 3166, two letters, or its name' },
  region: { description: 'ISO 3166-2, MA or DE-BY, or its name' },
  timeZone: { description: 'IANA, Europe/Berlin' },
  tags: { description: 'key; slow' },
  kind: { description: 'business or consumer' },
  instalment: { pattern: String.raw`^\d{0,6}$` },
  item: { description: '4711, or 4711; 4712=50.00' },
  documentType: { description: 'Invoice, Credit note, Payment, Charge, Adjustment, Refund, Chargeback; without it the sign decides' },
  credit: { description: 'Number of the payment or credit note' },
  debit: { description: 'Number of the invoice' },
  role: { description: 'accounts_payable, management, …' },
  collector: { description: 'Whose account it is' },
  parent: { description: 'Number of the customer whose contacts serve where there are none' },
};
