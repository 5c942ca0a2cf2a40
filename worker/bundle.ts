import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { extname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode, type WorkflowBundlePath } from '@temporalio/worker';

/** `.ts` where the sources run, `.js` where they were compiled. */
const extension = extname(fileURLToPath(import.meta.url));
const root = fileURLToPath(new URL('..', import.meta.url));
const require = createRequire(import.meta.url);

/** Where bundles are kept: beside the dependencies that they are made from. */
const cache = join(require.resolve('@temporalio/worker/package.json'), '../../../.cache/duly');

/** The workflows as one file, built when the sources have changed since the last time. */
export async function workflowBundle(): Promise<WorkflowBundlePath> {
  const codePath = join(cache, `workflows-${await fingerprint()}.js`);
  if (!existsSync(codePath)) await build(codePath);
  return { codePath };
}

async function build(codePath: string): Promise<void> {
  const { code } = await bundleWorkflowCode({ workflowsPath: join(root, `workflows/index${extension}`), logger: quiet });
  await mkdir(cache, { recursive: true });
  const unfinished = `${codePath}.${process.pid}`;
  await writeFile(unfinished, code);
  // Only a whole bundle gets the name under which others look for it.
  await rename(unfinished, codePath);
}

/** Changes with every source that a bundle can contain, and with the version of the SDK. */
async function fingerprint(): Promise<string> {
  const hash = createHash('sha256');
  const { version } = require('@temporalio/workflow/package.json') as { version: string };
  hash.update(`${version}${extension}`);
  for (const file of [...(await sources('workflows')), ...(await sources('domain'))].sort()) {
    hash.update(`\0${relative(root, file)}\0`);
    hash.update(await readFile(file));
  }
  return hash.digest('hex').slice(0, 16);
}

async function sources(folder: string): Promise<string[]> {
  const entries = await readdir(join(root, folder), { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile() && extname(entry.name) === extension).map(({ parentPath, name }) => join(parentPath, name));
}

const nothing = () => undefined;
const quiet = { log: nothing, trace: nothing, debug: nothing, info: nothing, warn: console.warn, error: console.error };
