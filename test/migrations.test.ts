import { readFile, mkdtemp, cp, writeFile, mkdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createHash } from 'node:crypto';
import { migrate } from '../prisma/migrate.js';
import { asSchemas, noFilter, withEngine } from '../prisma/schemaEngine.js';
import { createDatabase, type TestDatabase } from './support/database.js';
import { execute } from './support/template.js';

const migrations = new URL('../prisma/migrations/', import.meta.url);
let database: TestDatabase;
beforeEach(async () => {
  database = await createDatabase();
});
afterEach(() => database.drop());

/** Columns, constraints and indexes, each as one line; without Prisma's own table. */
async function catalogue(db: TestDatabase['db']): Promise<string[]> {
  const rows = await db.$queryRaw<{ line: string }[]>`
    SELECT concat_ws(' ', 'column', c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, pg_get_expr(d.adbin, d.adrelid)) AS line
      FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
      WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND a.attnum > 0 AND NOT a.attisdropped AND c.relname <> '_prisma_migrations'
    UNION ALL
    SELECT concat_ws(' ', 'constraint', conrelid::regclass, conname, pg_get_constraintdef(oid)) FROM pg_constraint
      WHERE connamespace = 'public'::regnamespace AND contype <> 'n' AND conrelid <> coalesce(to_regclass('_prisma_migrations'), 0)
    UNION ALL
    SELECT concat_ws(' ', 'index', indexdef) FROM pg_indexes WHERE schemaname = 'public' AND tablename <> '_prisma_migrations'`;
  return rows.map((row) => row.line).toSorted();
}

/** What the migrations are to lead to, from the schema alone. */
async function asTheSchemaSays(): Promise<string[]> {
  const schema = await readFile(new URL('../prisma/schema.prisma', import.meta.url), 'utf8');
  const empty = await createDatabase({ migrated: false });
  const to = { tag: 'schemaDatamodel' as const, ...asSchemas(schema) };
  const diff = await withEngine(empty.url, schema, (engine) => engine.diff({ from: { tag: 'empty' }, to, script: true, exitCode: null, filters: noFilter }));
  await execute(empty.url, diff.stdout ?? '');
  const lines = await catalogue(empty.db);
  await empty.drop();
  return lines;
}

describe('migrations', () => {
  it('lead to the schema; what they add beyond it are guards that Prisma has no words for', async () => {
    const [migrated, wanted] = [await catalogue(database.db), await asTheSchemaSays()];
    expect(wanted.length).toBeGreaterThan(300);
    expect(wanted.filter((line) => !migrated.includes(line))).toEqual([]);
    const added = migrated.filter((line) => !wanted.includes(line));
    expect(added.filter((line) => !/ CHECK | WHERE /.test(line))).toEqual([]);
  });

  it('are booked as `prisma migrate deploy` books them, and applied once', async () => {
    const sql = await readFile(new URL('0001_init/migration.sql', migrations));
    const rows = await database.db.$queryRaw<{ migration_name: string; checksum: string; applied_steps_count: number }[]>`
      SELECT migration_name, checksum, applied_steps_count FROM _prisma_migrations WHERE finished_at IS NOT NULL ORDER BY migration_name`;
    expect(rows.map((row) => row.migration_name)).toEqual(['0001_init', '0002_guards']);
    expect(rows[0]).toMatchObject({ checksum: createHash('sha256').update(sql).digest('hex'), applied_steps_count: 1 });
    expect(await migrate(database.url)).toEqual([]);
  });

  it('are refused, with nothing applied, where one that was applied has changed since', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'duly-migrations-'));
    await cp(migrations, folder, { recursive: true });
    await writeFile(path.join(folder, '0002_guards', 'migration.sql'), 'SELECT 1;');
    await mkdir(path.join(folder, '9998_more'));
    await writeFile(path.join(folder, '9998_more', 'migration.sql'), 'CREATE TABLE more (id int);');
    await expect(migrate(database.url, folder)).rejects.toThrow('The database was made by another build: 0002_guards has changed since.');
    expect((await catalogue(database.db)).some((line) => line.startsWith('column more'))).toBe(false);
    await rm(folder, { recursive: true });
  });

  it('leave a failed one on the record and apply nothing after it', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'duly-migrations-'));
    await cp(migrations, folder, { recursive: true });
    await mkdir(path.join(folder, '9998_broken'));
    await writeFile(path.join(folder, '9998_broken', 'migration.sql'), 'CREATE TABLE broken (');
    await expect(migrate(database.url, folder)).rejects.toThrow(/9998_broken/);
    await expect(migrate(database.url, folder)).rejects.toThrow(/9998_broken/);
    await rm(folder, { recursive: true });
  });
});
