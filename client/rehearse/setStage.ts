import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Day } from '../../domain/calendar/day.js';
import { readPolicy } from '../../domain/policy/read.js';
import type { Policy } from '../../domain/policy/types.js';
import { exits, Failure } from '../cli/failure.js';
import { listPresets } from '../imports/preset.js';
import { packageRoot } from '../packageRoot.js';
import { readDocumentFile } from './documentFile.js';
import { sayFault, type Fault } from './fault.js';
import { ledgerKinds, type LedgerKind } from './ledgerKinds.js';
import type { Stage } from './play.js';
import { readEvents } from './readEvents.js';
import { unnamedEvents } from './unnamedMoney.js';
import { readLedger, type NamedFile } from './readLedger.js';

/** `FILE`, or `KIND=FILE` where the columns do not tell what it is. */
export function nameFile(text: string): NamedFile {
  const [kind = '', ...rest] = text.split('=');
  return rest.length > 0 && (ledgerKinds as readonly string[]).includes(kind) ? { kind: kind as LedgerKind, path: rest.join('=') } : { kind: null, path: text };
}

/** Reads ledger and events. Throws Failure that names every bad line of every file. */
export async function readFacts(
  files: { ledger: readonly string[]; events: readonly string[]; preset: string | null },
  asOf: Day,
): Promise<Pick<Stage, 'ledger' | 'events'>> {
  if (files.preset !== null) mustExist(files.preset);
  const { ledger, faults } = await readLedger(files.ledger.map(nameFile), files.preset, asOf);
  if (faults.length > 0) throw refusal(faults);
  const read = await readEvents(files.events, ledger);
  if (read.faults.length > 0) throw refusal(read.faults);
  return { ledger, events: [...unnamedEvents(ledger), ...read.events] };
}

function mustExist(preset: string): void {
  const names = [...new Set(listPresets().map(({ name }) => name))];
  if (!names.includes(preset)) throw new Failure(`There is no preset ${preset}; there are ${names.join(', ')}.`, exits.badInput);
}

const mostFaults = 200;

function refusal(faults: readonly Fault[]): Failure {
  const more = faults.length - mostFaults;
  const lines = faults.slice(0, mostFaults).map(sayFault);
  return new Failure(
    [`${faults.length === 1 ? 'One line' : `${faults.length} things`} can't be taken:`, ...lines, ...(more > 0 ? [`… and ${more} more`] : [])].join('\n'),
    exits.badInput,
  );
}

/** Reads a policy from a file, or one that ships by its name. Throws Failure that names the line of each mistake. */
export function readPolicyFile(name: string): Promise<Policy> {
  const shipped = join(packageRoot(), 'policies', `${name}.yaml`);
  const path = !existsSync(name) && /^[a-z0-9-]+$/.test(name) && existsSync(shipped) ? shipped : name;
  return readDocumentFile(path, { what: 'policy', missing: `There is no policy ${name}.` }, (source) => readPolicy(source, name));
}
