/**
 * Applies `prisma/migrations` to the database of `DATABASE_URL`, as `prisma migrate deploy` does and with its bookkeeping
 * (`_prisma_migrations`), so that either may follow the other.
 */
import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { type MigrationList, noFilter, withEngine } from './schemaEngine.js';

const migrationsFolder = fileURLToPath(new URL('./migrations/', import.meta.url));

async function readMigrations(folder: string): Promise<MigrationList> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  const read = async (name: string) => ({
    path: name,
    migrationFile: { path: 'migration.sql', content: { tag: 'ok' as const, value: await readFile(`${folder}/${name}/migration.sql`, 'utf8') } },
  });
  return {
    baseDir: folder,
    lockfile: { path: 'migration_lock.toml', content: await readFile(`${folder}/migration_lock.toml`, 'utf8') },
    shadowDbInitScript: '',
    migrationDirectories: await Promise.all(names.toSorted().map(read)),
  };
}

/**
 * Brings the database up to date; answers the names of the migrations that were applied now. Throws when one fails, and, with nothing
 * applied, when one that the database has seen was another then: its tables are not those that this build expects.
 */
export async function migrate(url: string, folder: string = migrationsFolder): Promise<string[]> {
  const migrationsList = await readMigrations(folder);
  return withEngine(url, null, async (engine) => {
    const { editedMigrationNames } = await engine.diagnoseMigrationHistory({ migrationsList, optInToShadowDatabase: false, filters: noFilter });
    if (editedMigrationNames.length > 0)
      throw new Error(
        `The database was made by another build: ${editedMigrationNames.join(', ')} has changed since. ` +
          'Start that build again, or begin with an empty database (DATABASE_URL, or another folder in DULY_DATA_DIR) and import your lists into it.',
      );
    const { appliedMigrationNames } = await engine.applyMigrations({ migrationsList, filters: noFilter });
    return appliedMigrationNames;
  });
}

/** How many migrations the database has yet to see. */
export async function countPending(url: string, folder: string = migrationsFolder): Promise<number> {
  const migrationsList = await readMigrations(folder);
  return withEngine(url, null, async (engine) => {
    const { history } = await engine.diagnoseMigrationHistory({ migrationsList, optInToShadowDatabase: false, filters: noFilter });
    return history === null || history.diagnostic === 'migrationsDirectoryIsBehind' ? 0 : history.unappliedMigrationNames.length;
  });
}

async function main(): Promise<void> {
  const url = process.env['DATABASE_URL'];
  if (!url) throw new Error('DATABASE_URL is not set: it names the database to migrate, such as postgresql://user:password@host:5432/duly');
  const applied = await migrate(url);
  console.log(applied.length === 0 ? 'The database is up to date.' : `Applied ${applied.join(', ')}.`);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  main().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  });
}
