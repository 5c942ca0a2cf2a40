/**
 * Prisma's own schema engine, compiled to WebAssembly: the one that `prisma migrate deploy` runs, without its binary.
 */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import type { MigrationList, SchemasContainer } from '@prisma/schema-engine-wasm';
import pg from 'pg';
import * as bindings from '@prisma/schema-engine-wasm/schema_engine_bg';

/** The little of the host's WebAssembly that is used; Node's types leave it to the DOM. */
declare const WebAssembly: { instantiate(source: Uint8Array, imports: object): Promise<{ instance: { exports: object } }> };

export type Engine = bindings.SchemaEngine;

export const noFilter = { externalTables: [], externalEnums: [] };

/** What the engine is given of the host. Its wait for the migrations' lock is a timer that it never clears: that must keep no process alive. */
function imports(): object {
  const unref = (callback: () => void, ms: number) => setTimeout(callback, ms).unref();
  return Object.fromEntries(Object.entries(bindings).map(([name, value]) => [name, name.startsWith('__wbg_setTimeout') ? unref : value]));
}

let loaded: Promise<void> | undefined;

async function load(): Promise<void> {
  const wasm = createRequire(import.meta.url)
    .resolve('@prisma/schema-engine-wasm')
    .replace(/[^/\\]+$/, 'schema_engine_bg.wasm');
  const source = new Uint8Array(await readFile(wasm));
  const { instance } = await WebAssembly.instantiate(source, { './schema_engine_bg.js': imports() });
  bindings.__wbg_set_wasm(instance.exports);
  (instance.exports as { __wbindgen_start?: () => void }).__wbindgen_start?.();
}

/**
 * Prisma's adapter cuts a script at every semicolon, also inside a function's body. Sent whole, as the engine's binary sends it,
 * a migration also takes effect wholly or not at all.
 */
class WholeScripts extends PrismaPg {
  override async connect() {
    const adapter = await super.connect();
    adapter.executeScript = async (script) => {
      await adapter
        .underlyingDriver()
        .query(script)
        .catch((error: unknown) => adapter['onError'](error));
    };
    return adapter;
  }
}

/** Opens the engine on a database, runs `use`, and closes it. Without a schema the engine knows only the database. */
export async function withEngine<T>(url: string, schema: string | null, use: (engine: Engine) => Promise<T>): Promise<T> {
  await (loaded ??= load());
  const pool = new pg.Pool({ connectionString: url, max: 1 });
  const adapter = bindMigrationAwareSqlAdapterFactory(new WholeScripts(pool));
  const datamodels: [string, string][] | undefined = schema === null ? undefined : [['schema.prisma', schema]];
  try {
    const engine = await bindings.SchemaEngine.new({ datamodels }, () => {}, adapter);
    return await use(engine).finally(() => engine.free());
  } finally {
    await pool.end();
  }
}

/** A schema text in the engine's own wrapping. */
export const asSchemas = (content: string): SchemasContainer => ({ files: [{ path: 'schema.prisma', content }] });

export type { MigrationList };
