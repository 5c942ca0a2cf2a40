import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { migrate } from '../../prisma/migrate.js';

/** Runs one statement outside any transaction. */
export async function execute(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/** The connection string of another database on the same server. */
export function urlOf(server: string, database: string): string {
  const url = new URL(server);
  url.pathname = `/${database}`;
  return url.href;
}

/** Makes a migrated database that others are copied from; answers its name. */
export async function prepareTemplate(server: string): Promise<string> {
  const name = `duly_template_${randomBytes(6).toString('hex')}`;
  await execute(server, `CREATE DATABASE ${name}`);
  await migrate(urlOf(server, name));
  return name;
}

export async function dropTemplate(server: string | undefined, name: string | undefined): Promise<void> {
  if (server && name) await execute(server, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
}
