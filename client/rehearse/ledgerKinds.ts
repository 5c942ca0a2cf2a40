import { basename } from 'node:path';
import type { ImportKind } from '../imports/fields.js';
import { findHeader } from '../imports/mapping.js';
import { checkPreset, shippedPreset, type Column, type Preset } from '../imports/preset.js';
import { refuse, type Refusal } from '../imports/problem.js';
import type { Table } from '../imports/readTable.js';
import { openSource, proposePreset, requiredColumns, type Source } from '../imports/source.js';

/** What a ledger file of a rehearsal may be: what can be imported, all items ever booked, and what was set off against what. */
export const ledgerKinds = ['entities', 'customers', 'contacts', 'open-items', 'items', 'payments', 'allocations'] as const;
export type LedgerKind = (typeof ledgerKinds)[number];

/** A ledger file with the rows under its header. */
export interface LedgerFile {
  path: string;
  kind: LedgerKind;
  source: Source;
}

const itemsForm = { name: 'duly', title: "Duly's own format", decimal: '.', dateFormats: ['YYYY-MM-DD'] };

/** The columns of allocations in Duly's own format. */
export const allocationColumns = {
  entity: 'entity',
  customerNumber: 'customer_number',
  credit: 'credit',
  debit: 'debit',
  instalment: 'instalment',
  amount: 'amount',
  date: 'date',
  reversedOn: 'reversed_on',
} as const;
/** The fields that an allocation can't do without. */
export const neededInAllocations = ['customerNumber', 'credit', 'debit', 'amount', 'date'];

/** The import kind whose reader reads a ledger kind; allocations have a reader of their own. */
const importKindOf = (kind: Exclude<LedgerKind, 'allocations'>): ImportKind => (kind === 'items' ? 'open-items' : kind);

/** Opens a table as what it is: the stated kind, or the one whose columns it has. */
export function openLedgerTable(path: string, table: Table, stated: LedgerKind | null, preset: string | null): LedgerFile | Refusal {
  const kinds = stated === null ? ledgerKinds : [stated];
  const fitting = kinds.flatMap((kind) => {
    const source = openAs(table, kind, preset);
    return 'status' in source ? [] : [{ path, kind, source }];
  });
  const most = Math.max(...fitting.map(columnsFound));
  const best = fitting.filter((file) => columnsFound(file) === most);
  const chosen = best.find(({ kind }) => basename(path).startsWith(kind)) ?? best[0];
  if (chosen) return (stated === null && preset === null ? incomplete(chosen) : null) ?? chosen;
  if (stated !== null) return proposed(path, table, stated);
  const columns = (table.rows.find((row) => row.length > 1) ?? []).map(String).join(', ');
  return refuse(
    'NO_HEADER',
    `can't be told from its columns (${columns || 'none'}); write KIND=${path} with one of ${ledgerKinds.join(', ')}, or name a --preset`,
  );
}

const columnsFound = ({ source }: LedgerFile): number => source.header.positions.size;

/** A file that fits one kind and has more columns of another, but not one that this needs, is not taken for less than it is. */
function incomplete({ path, source, kind: chosen }: LedgerFile): Refusal | null {
  let most = source.header.positions.size;
  let refusal: Refusal | null = null;
  for (const kind of ledgerKinds.toSorted((a, b) => Number(basename(path).startsWith(b)) - Number(basename(path).startsWith(a)))) {
    const own = kind === 'allocations' ? null : ownPreset(kind);
    if (kind === 'allocations' || own === null || 'status' in own) continue;
    const header = findHeader([source.header.columns], own.columns as Record<string, Column>, [], null);
    if ('missing' in header || header.positions.size <= most) continue;
    most = header.positions.size;
    const missing = requiredColumns(importKindOf(kind), own).filter((field) => !header.positions.has(field));
    const names = missing.map((field) => (own.columns[field] as Column | undefined)?.from.join(' or ') ?? field);
    refusal = refuse('NO_HEADER', `looks like ${kind} and has no column ${names.join(', ')}; add it, or write ${chosen}=${path} if it is of that kind`);
  }
  return refusal;
}

const ownPreset = (kind: Exclude<LedgerKind, 'allocations'>): Preset | Refusal => (kind === 'items' ? itemsPreset() : shippedPreset('duly', kind));

function openAs(table: Table, kind: LedgerKind, preset: string | null): Source | Refusal {
  if (kind === 'allocations') return openAllocations(table);
  const own = ownPreset(kind);
  const named = preset === null || kind === 'items' ? null : shippedPreset(preset, kind);
  for (const each of [named, own]) {
    if (each === null || 'status' in each) continue;
    const source = openSource(table, importKindOf(kind), each);
    if (!('status' in source)) return source;
  }
  return refuse('NO_HEADER', 'has other columns');
}

/** How all items with the amounts that they were booked with are written. */
export function itemsPreset(): Preset | Refusal {
  const own = shippedPreset('duly', 'open-items');
  if ('status' in own) return own;
  const { originalAmount: _original, openAmount: _open, ...columns } = own.columns;
  return checkPreset({ ...itemsForm, columns: { ...columns, openAmount: ['amount', 'original_amount'] } }, 'open-items');
}

/** A file of a stated kind in other words than ours: its columns are recognised by their names. */
function proposed(path: string, table: Table, kind: LedgerKind): LedgerFile | Refusal {
  if (kind === 'allocations') return openAllocations(table) as Refusal;
  const importKind = importKindOf(kind);
  const proposal = proposePreset(table, importKind);
  if ('status' in proposal) return proposal;
  const preset = checkPreset({ columns: proposal.columns }, importKind);
  if ('status' in preset) return preset;
  const source = openSource(table, importKind, preset);
  return 'status' in source ? source : { path, kind, source };
}

function openAllocations(table: Table): Source | Refusal {
  const preset = checkPreset({ ...itemsForm, columns: {} }, 'payments');
  if ('status' in preset) return preset;
  const columns = Object.fromEntries(Object.entries(allocationColumns).map(([field, name]) => [field, { from: [name] }]));
  const header = findHeader(table.rows, columns, neededInAllocations, null);
  if ('missing' in header)
    return refuse('NO_HEADER', `has no column for ${header.missing.join(', ')}; allocations have ${Object.values(allocationColumns).join(', ')}`);
  const rows = table.rows.flatMap((cells, at) => (at > header.row && cells.some((cell) => cell !== '') ? [{ at, cells, section: '' }] : []));
  return {
    preset: { ...preset, columns: columns as Preset['columns'] },
    header,
    rows,
    fields: header.columns.length,
    ignored: [],
    lineOf: ({ at }) => table.lineOf(at),
  };
}
