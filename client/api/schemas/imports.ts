import { z } from 'zod';
import { importKinds } from '../../imports/fields.js';
import { anything, day, flag, instant, minor, slice } from './common.js';

export const importKind = z.enum(importKinds);

export const importQuery = z.object({
  preset: z.string().optional().describe('Name of a preset that ships with Duly; without one the columns are told from the header'),
  mapping: z.string().optional().describe("A preset of one's own, as YAML"),
  asOf: day.optional().describe('The day of a list of open items; needed for these'),
  entity: z.string().optional().describe('The entity of a file that names none'),
  currency: z.string().optional().describe('Of rows that name none'),
  delimiter: z.string().optional(),
  encoding: z.string().optional(),
  decimal: z.string().optional().describe('The decimal mark'),
  dateFormat: z.string().optional().describe('As DD/MM/YYYY'),
  acceptClearing: flag.describe('Take a list that clears more than half of what is open'),
  dryRun: flag.describe('Do everything but keep it'),
});

const controlTotal = z.object({
  entity: z.string(),
  currency: z.string(),
  items: z.int(),
  openMinor: minor,
  creditMinor: minor,
  storeItems: z.int(),
  storeOpenMinor: minor,
  storeCreditMinor: minor,
  settledElsewhereMinor: minor,
});

export const importReport = z
  .object({
    status: z.enum(['imported', 'dry-run']),
    kind: importKind,
    batchId: z.string().nullable().describe('null: nothing was recorded'),
    fileName: z.string(),
    sha256: z.string(),
    preset: z.string(),
    columns: z.record(z.string(), z.string()).describe('Field: column of the file'),
    asOf: day.nullable(),
    entities: z.array(z.string()),
    rows: z.int(),
    notOpen: z.int(),
    ignored: z.array(z.object({ line: z.int(), why: z.string() })),
    ignoredCount: z.int(),
    created: z.int(),
    changed: z.int(),
    cleared: z.int(),
    reopened: z.int(),
    unchanged: z.int(),
    newEntities: z.int(),
    newCustomers: z.int(),
    newAccounts: z.int(),
    totals: z.array(controlTotal),
    warnings: z.array(z.string()),
    repeats: z.object({ batchId: z.string(), importedAt: instant }).nullable().describe('The import of exactly this file before'),
    accountsChanged: z.int().describe('Accounts that are looked at again because of it'),
    disputesRaised: z.int(),
  })
  .meta({ id: 'ImportReport' });

export const batch = z
  .object({
    id: z.string(),
    kind: z.string(),
    semantics: z.string(),
    fileName: z.string(),
    sha256: z.string(),
    preset: z.string(),
    asOf: day,
    entityCodes: z.array(z.string()),
    rows: z.int(),
    created: z.int(),
    changed: z.int(),
    cleared: z.int(),
    unchanged: z.int(),
    controlTotals: anything,
    importedBy: z.string(),
    importedAt: instant,
  })
  .meta({ id: 'ImportBatch' });

export const batchQuery = z.object({ kind: importKind.optional(), ...slice });
export const presetRow = z.object({ name: z.string(), kind: importKind, title: z.string() }).meta({ id: 'ImportPreset' });

export const proposal = z
  .object({
    kind: importKind,
    header: z.array(z.string()).describe('Columns of the file'),
    columns: z.record(z.string(), z.string()).describe('Field: column of the file'),
    unplaced: z.array(z.string()).describe('Columns that no field takes'),
    missing: z.array(z.string()).describe('Fields that the import cannot do without'),
    doubtful: z.array(z.object({ field: z.string(), columns: z.array(z.string()) })),
  })
  .meta({ id: 'MappingProposal' });
