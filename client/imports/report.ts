import type { Day, Instant } from '../../domain/calendar/day.js';
import type { Minor } from '../../domain/money/minor.js';
import type { ImportKind } from './fields.js';
import type { OpenedFile } from './importFile.js';
import type { Column } from './preset.js';

/** What is in the file and what is in the store once it is imported, by entity and currency. They agree, or nothing was imported. */
export interface ControlTotal {
  entity: string;
  currency: string;
  items: number;
  /** Net of credits. */
  openMinor: Minor;
  creditMinor: Minor;
  /** What the store has open of the ledger's items as of the day. */
  storeItems: number;
  storeOpenMinor: Minor;
  storeCreditMinor: Minor;
  /** What the list has cleared and the store keeps open no longer for another reason: payments dated later, or Duly's own bookings. */
  settledElsewhereMinor: Minor;
}

/** What an import did, or would do. */
export interface ImportReport {
  status: 'imported' | 'dry-run';
  kind: ImportKind;
  /** Null when nothing was recorded: a dry run, or the same file again. */
  batchId: string | null;
  fileName: string;
  sha256: string;
  preset: string;
  /** Field → column of the file. */
  columns: Record<string, string>;
  asOf: Day | null;
  entities: string[];
  /** Rows of data. */
  rows: number;
  /** Rows that are not open on the list's day. */
  notOpen: number;
  /** Titles, headings and totals that were left out; the first hundred. */
  ignored: { line: number; why: string }[];
  ignoredCount: number;
  created: number;
  changed: number;
  cleared: number;
  reopened: number;
  unchanged: number;
  newEntities: number;
  newCustomers: number;
  newAccounts: number;
  totals: ControlTotal[];
  warnings: string[];
  /** The import of exactly this file before. */
  repeats: { batchId: string; importedAt: Instant } | null;
  /** Accounts whose facts changed: their processes are to look again. */
  accountsChanged: string[];
  /** Disputes that the file raised: each needs its process. */
  disputesRaised: string[];
}

/** A report of a file before anything is done. */
export function emptyReport({ request, source, presetName, sha256 }: OpenedFile): ImportReport {
  const { kind, fileName, dryRun } = request;
  const counts = { notOpen: 0, created: 0, changed: 0, cleared: 0, reopened: 0, unchanged: 0, newEntities: 0, newCustomers: 0, newAccounts: 0 };
  return {
    status: dryRun ? 'dry-run' : 'imported',
    kind,
    batchId: null,
    fileName,
    sha256,
    preset: presetName,
    columns: columnsOf(source),
    asOf: null,
    entities: [],
    rows: source.rows.length,
    ignored: source.ignored.slice(0, 100),
    ignoredCount: source.ignored.length,
    ...counts,
    totals: [],
    warnings: [],
    repeats: null,
    accountsChanged: [],
    disputesRaised: [],
  };
}

/** Whether an import left the facts as they were. */
export function changedNothing({ created, changed, cleared, reopened, newEntities, newCustomers, newAccounts, accountsChanged }: ImportReport): boolean {
  return created + changed + cleared + reopened + newEntities + newCustomers + newAccounts + accountsChanged.length === 0;
}

function columnsOf({ preset, header }: OpenedFile['source']): Record<string, string> {
  const names = (field: string): string => (header.positions.get(field) ?? []).map((at) => header.columns[at]).join(' + ');
  return Object.fromEntries(
    Object.keys(preset.columns as Record<string, Column>)
      .filter((field) => header.positions.has(field))
      .map((field) => [field, names(field)]),
  );
}
