/** The real server on a port of its own, with a real database and one user for each role. */
import { Client, Connection } from '@temporalio/client';
import { buildServer } from '../../client/api/server.js';
import { createUserWithKey } from '../../client/auth/bootstrap.js';
import { roles } from '../../client/auth/permissions.js';
import type { Instant } from '../../domain/calendar/day.js';
import type { Role } from '../../domain/policy/types.js';
import { openShelf } from '../../templates/writing/shelf.js';
import { createDatabase, type TestDatabase } from '../support/database.js';

export interface Stage {
  url: string;
  db: TestDatabase['db'];
  databaseUrl: string;
  keys: Record<Role, string>;
  /** What the server logged, line by line. */
  log: string[];
  /** Takes the database away from under the server. */
  loseDatabase(): Promise<void>;
  /** Sets business time. */
  setTime(at: Instant): void;
  call(
    method: string,
    path: string,
    given?: { as?: Role | null; body?: unknown; raw?: { type: string; content: string | Uint8Array }; headers?: Record<string, string> },
  ): Promise<Answer>;
  close(): Promise<void>;
}

export interface Answer {
  status: number;
  type: string;
  headers: Headers;
  /** Parsed JSON, or the text. */
  body: any; // eslint-disable-line @typescript-eslint/no-explicit-any
}

/** A client of a server that is not there, and that says so at once instead of trying again. */
const temporalNowhere = (): Client => new Client({ connection: Connection.lazy({ address: '127.0.0.1:1', interceptors: [] }) });

export async function startStage(given: { temporal?: Client; now?: () => Promise<Instant>; at?: Instant } = {}): Promise<Stage> {
  const { db, url: databaseUrl, drop } = await createDatabase();
  let at = given.at ?? '2020-06-30T08:00:00.000Z';
  const temporal = given.temporal ?? temporalNowhere();
  const log: string[] = [];
  const app = await buildServer(
    { db, temporal, shelf: openShelf(null), now: given.now ?? (() => Promise.resolve(at)) },
    { level: 'debug', stream: { write: (line: string) => void log.push(line) } },
  );
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  const keys = {} as Record<Role, string>;
  for (const role of roles) keys[role] = (await createUserWithKey(db, { id: role, name: role, roles: [role] })) ?? '';
  return {
    url,
    db,
    databaseUrl,
    keys,
    log,
    loseDatabase: drop,
    setTime: (instant) => void (at = instant),
    call: (method, path, { as = 'manager', body, raw, headers } = {}) => call(url, method, path, { key: as && keys[as], body, raw, headers }),
    close: async () => {
      await app.close();
      if (!given.temporal) await temporal.connection.close();
      await drop();
    },
  };
}

interface Sent {
  key: string | null;
  body?: unknown;
  raw?: { type: string; content: string | Uint8Array } | undefined;
  headers?: Record<string, string> | undefined;
}

async function call(url: string, method: string, path: string, { key, body, raw, headers }: Sent): Promise<Answer> {
  const content = raw ? Buffer.from(raw.content) : body === undefined ? null : JSON.stringify(body);
  const type = raw?.type ?? (body === undefined ? null : 'application/json');
  const response = await fetch(`${url}${path}`, {
    method,
    headers: { ...(key ? { authorization: `Bearer ${key}` } : {}), ...(type ? { 'content-type': type } : {}), ...headers },
    ...(content === null ? {} : { body: content }),
  });
  const text = await response.text();
  const got = response.headers.get('content-type') ?? '';
  return { status: response.status, type: got, headers: response.headers, body: /json/.test(got) ? JSON.parse(text) : text };
}
