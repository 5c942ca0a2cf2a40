import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import { encodings } from './decodeText.js';
import { fieldsOf, importKinds, type ImportKind } from './fields.js';
import { refuse, type Refusal } from './problem.js';
import { isDateFormat } from './readDay.js';

/** Where a field comes from: the first of these columns that the file has, or several joined; without a suffix such as `.0`. */
const column = z.union([
  z.string().transform((name) => ({ from: [name] })),
  z
    .array(z.string())
    .min(1)
    .transform((from) => ({ from })),
  z.strictObject({
    from: z.union([z.string().transform((name) => [name]), z.array(z.string()).min(1)]).default([]),
    join: z.array(z.string()).min(2).optional(),
    with: z.string().default(' '),
    stripSuffix: z.string().min(1).optional(),
    stripLeadingZeros: z.boolean().default(false),
  }),
]);

/** Where a field comes from in a file. */
export interface Column {
  from: string[];
  join?: string[] | undefined;
  with?: string;
  stripSuffix?: string | undefined;
  stripLeadingZeros?: boolean;
}

const itemKind = z.enum(['INVOICE', 'CREDIT_NOTE', 'PAYMENT', 'CHARGE', 'ADJUSTMENT', 'REFUND', 'CHARGEBACK']);

const presetDocument = z.strictObject({
  name: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]*$/, 'lower-case letters, digits and hyphens')
    .default('mapping'),
  title: z.string().default(''),
  kind: z.enum(importKinds),
  columns: z.record(z.string(), column),
  /** Values for fields that have no column, or whose cell is empty. */
  constants: z.record(z.string(), z.string()).default({}),
  delimiter: z.enum([',', ';', '\t', '|']).nullable().default(null),
  encoding: z.enum(encodings).nullable().default(null),
  decimal: z.enum(['.', ',']).nullable().default(null),
  dateFormats: z.array(z.string().refine(isDateFormat, 'a date format such as DD/MM/YYYY, M/D/YY or YYYYMMDD')).default([]),
  /** Rows above the header; left out, the header is found by its names. */
  skipLines: z.int().min(0).max(1_000).nullable().default(null),
  /** How credits are told: by their sign, by their type though their amounts are positive, or all signs the other way round. */
  sign: z.enum(['signed', 'credits-positive', 'inverted']).default('signed'),
  /** `all-invoices`: the list goes on naming what has been settled, and when; what was not open on the list's day is left out. */
  contents: z.enum(['open-items', 'all-invoices']).default('open-items'),
  blankDueDate: z.enum(['error', 'document-date']).default('error'),
  /** What to do where the ledger numbers no payments or journal entries: refuse, or call them by type and date. */
  blankNumber: z.enum(['error', 'type-and-date']).default('error'),
  /** A row with a single cell is a heading; here it names the field that it sets for the rows below. */
  section: z.enum(['customerNumber', 'customerName', 'entity']).nullable().default(null),
  documentTypes: z.record(z.string(), itemKind).default({}),
  /** What an entity gets that the store does not know yet. */
  newEntity: z
    .strictObject({ country: z.string().length(2).default('US'), timeZone: z.string().default('UTC'), language: z.string().default('en') })
    .prefault({}),
});

/** How a file is read: which column is which, and how its values are written. */
export type Preset = z.infer<typeof presetDocument>;

/** The preset, checked. Answers a refusal that names the place of each mistake. */
export function checkPreset(document: unknown, kind: ImportKind): Preset | Refusal {
  const given = typeof document === 'object' && document !== null ? { kind, ...document } : document;
  const checked = presetDocument.safeParse(given);
  if (!checked.success) {
    const mistakes = checked.error.issues.map(({ path, message }) => `${path.join('.') || 'mapping'}: ${message}`);
    return refuse('BAD_MAPPING', `The mapping can't be used: ${mistakes.join('; ')}`);
  }
  const preset = checked.data;
  if (preset.kind !== kind) return refuse('BAD_MAPPING', `The preset ${preset.name} is for ${preset.kind}, not for ${kind}`);
  const known = fieldsOf[kind].map(({ name }) => name);
  const unknown = [...Object.keys(preset.columns), ...Object.keys(preset.constants)].filter((field) => !known.includes(field));
  if (unknown.length > 0) return refuse('BAD_MAPPING', `The mapping names ${unknown.join(', ')}, which ${kind} don't have; they have ${known.join(', ')}`);
  return preset;
}

/** Reads a preset from YAML or JSON text. */
export function readPreset(source: string, kind: ImportKind): Preset | Refusal {
  const lines = new LineCounter();
  const document = parseDocument(source, { lineCounter: lines, prettyErrors: false });
  const [error] = document.errors;
  if (error) return refuse('BAD_MAPPING', `Line ${lines.linePos(error.pos[0]).line} of the mapping: ${error.message}`);
  return checkPreset(document.toJS(), kind);
}

/** A preset that ships with the product, by name. Its file is called as it, or as it and its kind. */
export function shippedPreset(name: string, kind: ImportKind): Preset | Refusal {
  const files = readdirSync(presetFolder());
  const file = [`${name}-${kind}.yaml`, `${name}.yaml`].find((candidate) => files.includes(candidate));
  if (file) return readPreset(readFileSync(join(presetFolder(), file), 'utf8'), kind);
  const names = listPresets()
    .filter((preset) => preset.kind === kind)
    .map((preset) => preset.name);
  return refuse('NO_PRESET', `There is no preset '${name}' for ${kind}; there are ${names.join(', ') || 'none'}`);
}

/** The presets that ship with the product. */
export function listPresets(): { name: string; kind: ImportKind; title: string }[] {
  const files = readdirSync(presetFolder())
    .filter((file) => file.endsWith('.yaml'))
    .toSorted();
  return files.map((file) => {
    const { name, kind, title } = presetDocument.parse(parseDocument(readFileSync(join(presetFolder(), file), 'utf8')).toJS());
    return { name, kind, title };
  });
}

/** Presets are data and lie beside the sources, whether or not these were compiled to elsewhere: the folder that holds package.json holds them. */
function presetFolder(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!readdirSync(folder).includes('package.json')) folder = dirname(folder);
  return join(folder, 'client', 'presets');
}
