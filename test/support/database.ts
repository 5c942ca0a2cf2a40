import { randomBytes } from 'node:crypto';
import { connect } from '../../prisma/store/db.js';
import type { PrismaClient } from '../../prisma/generated/client.js';
import { execute, urlOf } from './template.js';

export interface TestDatabase {
  url: string;
  db: PrismaClient;
  /** Closes the pool and removes the database. */
  drop(): Promise<void>;
}

/** A fresh database without rows on the run's PostgreSQL; with all migrations applied unless told otherwise. */
export async function createDatabase({ migrated = true } = {}): Promise<TestDatabase> {
  const server = process.env['DULY_TEST_SERVER'];
  const template = process.env['DULY_TEST_TEMPLATE'];
  if (!server || !template) throw new Error('No PostgreSQL was started for this run: put the test where the project "running" of jest.config.js finds it.');
  const name = `duly_test_${randomBytes(6).toString('hex')}`;
  await execute(server, `CREATE DATABASE ${name} TEMPLATE ${migrated ? template : 'template0'}`);
  const url = urlOf(server, name);
  const db = connect(url, 5);
  const drop = async () => {
    await db.$disconnect();
    await execute(server, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  };
  return { url, db, drop };
}
