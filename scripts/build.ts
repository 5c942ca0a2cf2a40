/** `npm run build`: compiles what an image runs into `dist/`, with the documents that belong to it, and prepares the workflows' bundle. */
import { cp, mkdir, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { generateClient } from './services/client.js';
import { run } from './services/commands.js';
import { root } from './services/workspace.js';

const dist = path.join(root, 'dist');

/** All that lies beside the sources and is no source: templates, policies, presets, migrations. */
async function copyDocuments(folder: string): Promise<void> {
  const entries = await readdir(path.join(root, folder), { recursive: true, withFileTypes: true });
  for (const entry of entries.filter((each) => each.isFile() && !each.name.endsWith('.ts'))) {
    const file = path.join(entry.parentPath, entry.name);
    const target = path.join(dist, path.relative(root, file));
    await mkdir(path.dirname(target), { recursive: true });
    await cp(file, target);
  }
}

await generateClient();
await rm(dist, { recursive: true, force: true });
await run(path.join(root, 'node_modules/.bin/tsc'), ['-p', 'tsconfig.build.json'], { cwd: root });
for (const folder of ['policies', 'templates', 'client', 'domain', 'worker', 'prisma/migrations']) await copyDocuments(folder);
for (const file of ['package.json', 'bin/duly.js']) await cp(path.join(root, file), path.join(dist, file));
const { workflowBundle } = (await import(pathToFileURL(path.join(dist, 'worker/bundle.js')).href)) as { workflowBundle(): Promise<unknown> };
await workflowBundle();
