import { fieldsOf, type ImportKind } from './fields.js';
import type { Column } from './preset.js';
import { textOf, type Cell } from './readTable.js';

/** A mapping made from a header alone, with what it leaves open. */
export interface ProposedMapping {
  /** Field → the column's name in the file. */
  columns: Record<string, string>;
  /** Columns of the file that no field takes. */
  unplaced: string[];
  /** Fields that the import can't do without. */
  missing: string[];
  /** Fields that more than one column would suit equally well; the first was taken. */
  doubtful: { field: string; columns: string[] }[];
}

/** Proposes a mapping from column names, in English, German or Spanish. Names decide, never positions. */
export function proposeMapping(kind: ImportKind, header: readonly string[]): ProposedMapping {
  const proposal: ProposedMapping = { columns: {}, unplaced: [], missing: [], doubtful: [] };
  const left = new Set(header.filter((name) => name.trim() !== ''));
  for (const [field, ranked] of rankedColumns(kind, left)) {
    const free = ranked.filter(({ column }) => left.has(column));
    const [best] = free;
    if (!best) continue;
    proposal.columns[field] = best.column;
    left.delete(best.column);
    const equal = header.filter((column) => normalise(column) === normalise(best.column));
    if (equal.length > 1) proposal.doubtful.push({ field, columns: equal });
  }
  if (kind === 'open-items') standIn(proposal);
  proposal.unplaced = [...left];
  proposal.missing = fieldsOf[kind].filter(({ name, required }) => required && !proposal.columns[name]).map(({ name }) => name);
  return proposal;
}

/** Lists that name customers but do not number them: the name is the number. An amount alone in a list of open items is what is open. */
function standIn({ columns }: ProposedMapping): void {
  if (!columns['customerNumber'] && columns['customerName']) columns['customerNumber'] = columns['customerName'];
  if (columns['openAmount'] || !columns['originalAmount']) return;
  columns['openAmount'] = columns['originalAmount'];
  delete columns['originalAmount'];
}

/** For each field the columns that suit it, the best first; fields whose best name is the most fitting choose first. */
function rankedColumns(kind: ImportKind, columns: ReadonlySet<string>): [string, { column: string; rank: number }[]][] {
  const ranked = fieldsOf[kind].map(({ name, names }): [string, { column: string; rank: number }[]] => {
    const known = [name, ...names].map(normalise);
    const suits = [...columns].map((column) => ({ column, rank: known.indexOf(normalise(column)) })).filter(({ rank }) => rank >= 0);
    return [name, suits.toSorted((a, b) => a.rank - b.rank)];
  });
  return ranked.toSorted(([, [a]], [, [b]]) => (a?.rank ?? Infinity) - (b?.rank ?? Infinity) || 0);
}

/** Column names compare without case, accents and punctuation. */
export function normalise(name: string): string {
  return name
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll('ß', 'ss')
    .replaceAll('#', ' no ')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, '');
}

/** Where the header stands, and which of its columns each field is read from. */
export interface Header {
  row: number;
  columns: string[];
  positions: Map<string, number[]>;
}

/** How many rows of titles may stand above the header. */
const titleRows = 40;

/**
 * Finds the header: the first row that has every column that the mapping can't do without. Answers which columns are missing in the row
 * that comes closest.
 */
export function findHeader(
  rows: readonly (readonly Cell[])[],
  mapping: Readonly<Record<string, Column>>,
  required: readonly string[],
  skip: number | null,
): Header | { missing: string[]; found: string[] } {
  let closest: { missing: string[]; found: string[] } = { missing: [...required], found: [] };
  const candidates = skip === null ? Math.min(rows.length, titleRows) : Math.min(rows.length, skip + 1);
  for (let row = skip ?? 0; row < candidates; row += 1) {
    const columns = (rows[row] ?? []).map(textOf);
    const positions = locate(columns, mapping);
    const missing = required.filter((field) => !positions.has(field));
    if (missing.length === 0) return { row, columns, positions };
    const better = missing.length < closest.missing.length || (closest.found.length === 0 && columns.filter(Boolean).length > 1);
    if (better) closest = { missing, found: columns.filter(Boolean) };
  }
  return closest;
}

function locate(columns: readonly string[], mapping: Readonly<Record<string, Column>>): Map<string, number[]> {
  const byName = new Map<string, number>();
  columns.forEach((name, at) => {
    if (!byName.has(normalise(name))) byName.set(normalise(name), at);
  });
  const positions = new Map<string, number[]>();
  for (const [field, { from, join }] of Object.entries(mapping)) {
    const joined = join ? join.map((name) => byName.get(normalise(name))) : [from.map((name) => byName.get(normalise(name))).find((at) => at !== undefined)];
    if (joined.every((at) => at !== undefined)) positions.set(field, joined as number[]);
  }
  return positions;
}
