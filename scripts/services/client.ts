import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const root = fileURLToPath(new URL('../../', import.meta.url));
const stamp = path.join(root, 'prisma', 'generated', '.schema');

/** Hash of what the generated client depends on. */
async function fingerprint(): Promise<string> {
  const files = ['prisma/schema.prisma', 'prisma.config.ts', 'node_modules/prisma/package.json'];
  const hash = createHash('sha256');
  for (const file of files) hash.update(await readFile(path.join(root, file)));
  return hash.digest('hex');
}

/** Whether the generated client is there and made from this schema. */
export async function isClientFresh(): Promise<boolean> {
  return (await readFile(stamp, 'utf8').catch(() => '')) === (await fingerprint());
}

/** Generates Prisma's client when it is missing or older than the schema. Needs no network. Answers whether it had to. */
export async function generateClient(): Promise<boolean> {
  if (await isClientFresh()) return false;
  const cli = createRequire(import.meta.url).resolve('prisma/build/index.js');
  // The generator insists on the path of a schema engine and never runs it.
  const env = { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, PRISMA_HIDE_UPDATE_MESSAGE: '1', CHECKPOINT_DISABLE: '1' };
  await promisify(execFile)(process.execPath, [cli, 'generate'], { cwd: root, env });
  await writeFile(stamp, await fingerprint());
  return true;
}
