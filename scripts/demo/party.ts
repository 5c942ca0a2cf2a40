/** The people of the demo, each with a key of their own, speaking to the API as their tools would. */
import { randomUUID } from 'node:crypto';
import type { Instruction } from '../../domain/instructions.js';
import type { Role } from '../../domain/policy/types.js';
import { createUserWithKey, saveKey } from '../../client/auth/bootstrap.js';
import type { PrismaClient } from '../../prisma/generated/client.js';

export type Person = 'finance' | 'collector' | 'manager' | 'controller' | 'auditor';

/** What came of an instruction. */
export type Told = { done: string } | { refused: string };

export interface Party {
  get<T>(as: Person, path: string): Promise<T>;
  post<T>(as: Person, path: string, body: unknown): Promise<T>;
  /** Loads a file; throws with the report when it is refused. */
  load(as: Person, kind: string, file: string, query?: Record<string, string>): Promise<void>;
  instruct(as: Person, accountId: string, instruction: Instruction): Promise<Told>;
}

const people: Record<Person, Role[]> = {
  finance: ['finance'],
  collector: ['collector'],
  manager: ['manager'],
  controller: ['controller'],
  auditor: ['auditor'],
};

/** Adds the people and keeps their keys in the data folder, where the command line finds them (`duly --as manager …`). */
export async function gatherParty(db: PrismaClient, url: string, dataDir: string): Promise<Party> {
  const keys = new Map<Person, string>();
  for (const [id, roles] of Object.entries(people) as [Person, Role[]][]) {
    const key = await createUserWithKey(db, { id, name: `Demo ${id}`, roles });
    if (!key) throw new Error(`The user ${id} is there already; the demo wants an empty data folder.`);
    keys.set(id, key);
    await saveKey(dataDir, id, key);
  }
  const call = async (as: Person, method: string, path: string, body?: string | object, type = 'application/json', more: Record<string, string> = {}) => {
    const headers: Record<string, string> = { authorization: `Bearer ${keys.get(as)}`, ...more };
    if (body !== undefined) headers['content-type'] = type;
    const sent = body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) };
    return fetch(`${url}${path}`, { method, headers, ...sent });
  };
  const answer = async <T>(response: Response, what: string): Promise<T> => {
    if (!response.ok) throw new Error(`${what}: ${response.status} ${await response.text()}`);
    return (await response.json()) as T;
  };
  return {
    get: async (as, path) => answer(await call(as, 'GET', path), path),
    post: async (as, path, body) => answer(await call(as, 'POST', path, body as object), path),
    load: async (as, kind, file, query = {}) => {
      const path = `/imports/${kind}?${new URLSearchParams({ preset: 'duly', ...query }).toString()}`;
      await answer(await call(as, 'POST', path, file, 'text/csv', { 'x-file-name': `${kind}.csv` }), path);
    },
    instruct: async (as, accountId, instruction) => {
      const once = { 'idempotency-key': randomUUID() };
      const send = () => call(as, 'POST', `/accounts/${accountId}/instructions`, instruction, 'application/json', once);
      let response = await send();
      // No worker answered in time: the same key again asks for the same thing, which is done once.
      for (let left = 12; response.status === 503 && left > 0; left -= 1) response = await send();
      if (response.ok) return { done: ((await response.json()) as { message: string }).message };
      const problem = (await response.json()) as { detail?: string; title: string };
      if (response.status >= 500) throw new Error(`${instruction.kind} on ${accountId}: ${problem.detail ?? problem.title}`);
      return { refused: problem.detail ?? problem.title };
    },
  };
}
