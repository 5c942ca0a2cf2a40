/** Writes `prisma/migrations/0001_init` anew from the schema. Only until the first release; after it, migrations are added and never changed. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { asSchemas, noFilter, withEngine } from '../prisma/schemaEngine.js';
import { startThrowawayCluster } from './services/throwaway.js';

const folder = fileURLToPath(new URL('../prisma/', import.meta.url));
const schema = await readFile(`${folder}schema.prisma`, 'utf8');
const to = { tag: 'schemaDatamodel' as const, ...asSchemas(schema) };
const cluster = await startThrowawayCluster();
try {
  const { stdout: sql } = await withEngine(cluster.url, schema, (engine) =>
    engine.diff({ from: { tag: 'empty' }, to, script: true, exitCode: null, filters: noFilter }),
  );
  if (!sql) throw new Error('The schema engine answered no SQL.');
  await mkdir(`${folder}migrations/0001_init`, { recursive: true });
  await writeFile(`${folder}migrations/0001_init/migration.sql`, sql);
  await writeFile(`${folder}migrations/migration_lock.toml`, '# Says which database the migrations are for.\nprovider = "postgresql"\n');
  console.log(`Wrote prisma/migrations/0001_init/migration.sql (${sql.split('\n').length} lines).`);
} finally {
  await cluster.stop();
}
