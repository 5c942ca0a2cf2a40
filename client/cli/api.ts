import { exits, Failure } from './failure.js';
import type { Server } from './server.js';

export type Query = Readonly<Record<string, string | number | boolean | readonly string[] | undefined | null>>;

export interface Call {
  query?: Query;
  /** Sent as JSON. */
  body?: object;
  file?: { content: Uint8Array; type: string; name: string };
  headers?: Record<string, string>;
}

/** The server as commands see it. Everything but success is thrown as a Failure. */
export interface Api {
  get<T>(path: string, query?: Query): Promise<T>;
  send<T>(method: 'POST' | 'PATCH' | 'DELETE', path: string, call?: Call): Promise<T>;
  /** The answer as it is, for reports in other formats. */
  download(path: string, query?: Query): Promise<Uint8Array>;
}

/** Calls a server's API with a key. */
export function apiOf(server: Server): Api {
  return {
    get: async <T>(path: string, query?: Query) => (await (await request(server, 'GET', path, query ? { query } : {})).json()) as T,
    send: async <T>(method: string, path: string, call: Call = {}) => (await (await request(server, method, path, call)).json()) as T,
    download: async (path, query) => new Uint8Array(await (await request(server, 'GET', path, query ? { query } : {})).arrayBuffer()),
  };
}

/** An account as people write it, in a path. */
export function accountPath(account: string): string {
  const at = account.indexOf('/');
  if (at < 1 || at === account.length - 1)
    throw new Failure(`'${account}' is no account. Write it as ENTITY/CUSTOMER, as in: duly account list.`, exits.badInput);
  return `/accounts/${encodeURIComponent(account.slice(0, at))}/${encodeURIComponent(account.slice(at + 1))}`;
}

async function request(server: Server, method: string, path: string, { query, body, file, headers }: Call): Promise<Response> {
  const content = file ? { type: file.type, data: Buffer.from(file.content) } : body ? { type: 'application/json', data: JSON.stringify(body) } : null;
  const sent = {
    authorization: `Bearer ${server.key}`,
    ...(content ? { 'content-type': content.type } : {}),
    ...(file ? { 'x-file-name': encodeURIComponent(file.name) } : {}),
    ...headers,
  };
  const response = await fetch(`${server.url}${path}${queryText(query ?? {})}`, { method, headers: sent, ...(content ? { body: content.data } : {}) }).catch(
    (error: unknown) => {
      throw new Failure(`The server at ${server.url} does not answer (${causeOf(error)}). Start one with: npm start.`);
    },
  );
  if (!response.ok) throw await failureOf(response);
  return response;
}

function queryText(query: Query): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined || value === null) continue;
    for (const each of typeof value === 'object' ? value : [value]) parameters.append(name, String(each));
  }
  return parameters.size > 0 ? `?${parameters.toString()}` : '';
}

function causeOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : null;
  return cause instanceof Error && 'code' in cause ? String(cause.code) : error instanceof Error ? error.message : String(error);
}

interface ProblemBody {
  detail?: string;
  title?: string;
  type?: string;
  errors?: { line?: number; column?: string | number; path?: string; value?: string; why: string }[];
}

async function failureOf(response: Response): Promise<Failure> {
  const problem = (await response.json().catch(() => ({}))) as ProblemBody;
  const inTheInput = [400, 413, 415, 422].includes(response.status);
  const hint =
    response.status === 403 ? ' Use the key of someone who may: --as <user>. An administrator adds users with: duly user add <user> --role <role>.' : '';
  const sentence = (problem.detail ?? `The server answered ${response.status}.`) + hint;
  return new Failure(sentence, inTheInput ? exits.badInput : exits.refused, problem);
}
