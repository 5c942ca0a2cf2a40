import { createHash } from 'node:crypto';
import type { Day, Instant } from '../../domain/calendar/day.js';
import type { Actor } from '../../domain/instructions.js';
import type { PrismaClient } from '../../prisma/generated/client.js';
import type { ImportKind } from './fields.js';
import { importMasterData } from './importMasterData.js';
import { importOpenItems } from './importOpenItems.js';
import { importPayments } from './importPayments.js';
import { checkPreset, readPreset, shippedPreset, type Preset } from './preset.js';
import { refuse, type Refusal } from './problem.js';
import { isDateFormat } from './readDay.js';
import { readTable, type Table } from './readTable.js';
import type { ImportReport } from './report.js';
import { openSource, proposePreset, type Source } from './source.js';
import { isCurrency } from './values.js';

/** A file to be imported. What is stated here goes before what the preset says. */
export interface ImportRequest {
  kind: ImportKind;
  fileName: string;
  content: Uint8Array;
  /** Name of a preset that ships with the product. */
  preset?: string | undefined;
  /** A preset of one's own: a document, or its YAML text. */
  mapping?: unknown;
  delimiter?: string | undefined;
  encoding?: string | undefined;
  decimal?: string | undefined;
  dateFormat?: string | undefined;
  /** Currency of rows that name none. */
  currency?: string | undefined;
  /** The day of a list of open items; needed for these. */
  asOf?: Day | undefined;
  /** The entity of a file that names none. */
  entity?: string | undefined;
  /** Takes a list that clears more than half of what is open. */
  acceptClearing?: boolean | undefined;
  /** Does everything but keep it. */
  dryRun?: boolean | undefined;
  actor: Actor;
  /** Business time. */
  now: Instant;
}

/** A file that was opened: its rows, how they are read, and what identifies it. */
export interface OpenedFile {
  request: ImportRequest;
  source: Source;
  presetName: string;
  sha256: string;
}

/** Imports a file, the whole of it or nothing; answers what it changed, or why not, with every bad row. */
export async function importFile(db: PrismaClient, request: ImportRequest): Promise<ImportReport | Refusal> {
  const file = await openFile(request);
  if ('status' in file) return file;
  switch (request.kind) {
    case 'open-items':
      return importOpenItems(db, file);
    case 'payments':
      return importPayments(db, file);
    case 'customers':
    case 'contacts':
    case 'entities':
      return importMasterData(db, file, request.kind);
    default:
      return request.kind satisfies never;
  }
}

async function openFile(request: ImportRequest): Promise<OpenedFile | Refusal> {
  const { kind, content } = request;
  const chosen = choosePreset(request);
  if (chosen && 'status' in chosen) return chosen;
  const stated = statedOptions(request);
  if ('status' in stated) return stated;
  const options = { ...chosen?.preset, ...stated };
  const table = await readTable(content, { encoding: options.encoding ?? null, delimiter: options.delimiter ?? null });
  if ('status' in table) return table;
  const preset = chosen ? { ...chosen.preset, ...stated } : proposed(table, kind, stated);
  if ('status' in preset) return preset;
  const constants = request.currency === undefined ? preset.constants : { ...preset.constants, currency: request.currency };
  const source = openSource(table, kind, { ...preset, constants });
  if ('status' in source) return source;
  return { request, source, presetName: chosen?.name ?? 'proposed', sha256: createHash('sha256').update(content).digest('hex') };
}

function choosePreset({ kind, preset, mapping }: ImportRequest): { name: string; preset: Preset } | Refusal | null {
  if (preset === undefined && mapping === undefined) return null;
  if (preset !== undefined && mapping !== undefined) return refuse('BAD_MAPPING', 'State a preset or a mapping, not both');
  const read = preset !== undefined ? shippedPreset(preset, kind) : typeof mapping === 'string' ? readPreset(mapping, kind) : checkPreset(mapping, kind);
  return 'status' in read ? read : { name: read.name, preset: read };
}

/** Options that the caller states for this file, checked as in a preset. */
function statedOptions({ kind, delimiter, encoding, decimal, dateFormat, currency, asOf }: ImportRequest): Partial<Preset> | Refusal {
  if (currency !== undefined && !isCurrency(currency)) return refuse('BAD_MAPPING', `'${currency}' is no currency; write its three letters, such as EUR`);
  if (dateFormat !== undefined && !isDateFormat(dateFormat)) return refuse('BAD_MAPPING', `'${dateFormat}' is no date format; write one such as DD/MM/YYYY`);
  if (asOf !== undefined && (!/^\d{4}-\d{2}-\d{2}$/.test(asOf) || Number.isNaN(Date.parse(asOf))))
    return refuse('NO_AS_OF', `'${asOf}' is no day; write it as YYYY-MM-DD`);
  const given = {
    ...(delimiter && { delimiter: delimiter === String.raw`\t` ? '\t' : delimiter }),
    ...(encoding && { encoding }),
    ...(decimal && { decimal }),
  };
  const checked = checkPreset({ kind, columns: {}, ...given }, kind);
  if ('status' in checked) return checked;
  return {
    ...(delimiter && { delimiter: checked.delimiter }),
    ...(encoding && { encoding: checked.encoding }),
    ...(decimal && { decimal: checked.decimal }),
    ...(dateFormat && { dateFormats: [dateFormat] }),
  };
}

function proposed(table: Table, kind: ImportKind, stated: Partial<Preset>): Preset | Refusal {
  const proposal = proposePreset(table, kind);
  if ('status' in proposal) return proposal;
  const preset = checkPreset({ kind, columns: proposal.columns }, kind);
  return 'status' in preset ? preset : { ...preset, ...stated };
}
