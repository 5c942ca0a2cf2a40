import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { WorkflowHandle } from '@temporalio/client';
import proto from '@temporalio/proto';

const { History } = proto.temporal.api.history.v1;
type RecordedHistory = proto.temporal.api.history.v1.IHistory;

/** Where the histories lie that every later version must be able to replay. */
export const historiesFolder = fileURLToPath(new URL('../replay/histories/', import.meta.url));

/**
 * Keeps a workflow's history under a name when the tests run to record (`DULY_RECORD_HISTORIES=1`); else does nothing.
 * What differs by machine and means nothing to a replay is left out.
 */
export async function record(name: string, handle: Pick<WorkflowHandle, 'fetchHistory'>): Promise<void> {
  if (!process.env['DULY_RECORD_HISTORIES']) return;
  const history = History.toObject(History.fromObject(await handle.fetchHistory()), { longs: String, bytes: String, enums: String });
  await mkdir(historiesFolder, { recursive: true });
  const events = ((history['events'] ?? []) as unknown[]).map((event) => JSON.stringify(withoutMachine(event)));
  await writeFile(`${historiesFolder}${name}.json`, `{"events":[\n${events.join(',\n')}\n]}\n`);
}

/** A history as it was kept. */
export async function recorded(file: string): Promise<RecordedHistory> {
  return History.fromObject(JSON.parse(await readFile(historiesFolder + file, 'utf8')) as object);
}

/** Events of a history, and the bytes that a server keeps of it. */
export function sizeOf(history: RecordedHistory): { events: number; bytes: number } {
  return { events: history.events?.length ?? 0, bytes: History.encode(History.fromObject(history)).finish().length };
}

const ofTheMachine = new Set(['identity', 'stackTrace', 'binaryChecksum']);

function withoutMachine(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutMachine);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).flatMap(([key, inner]) => (ofTheMachine.has(key) ? [] : [[key, withoutMachine(inner)]])));
}
