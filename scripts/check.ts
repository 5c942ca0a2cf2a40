/** `npm run check`: every static check, each with its time; what it found is printed when it fails. */
import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';
import { generateClient } from './services/client.js';
import { ask } from './services/commands.js';
import { root } from './services/workspace.js';

interface Check {
  name: string;
  command: readonly [string, ...string[]];
  env?: NodeJS.ProcessEnv;
}

const tool = (name: string, ...args: string[]): [string, ...string[]] => [path.join(root, 'node_modules/.bin', name), ...args];
const prisma = createRequire(import.meta.url).resolve('prisma/build/index.js');

/** Whatever reads a compose file on this machine; null when nothing does. */
async function composeCheck(): Promise<Check | null> {
  const name = 'docker-compose.yml is valid';
  const env = { POSTGRES_PASSWORD: 'x', TEMPORAL_POSTGRES_PASSWORD: 'x', SMTP_URL: 'smtp://mail.example.com' };
  if ((await ask('docker', ['compose', 'version'])) !== null) return { name, command: ['docker', 'compose', 'config', '--quiet'], env };
  if ((await ask('docker-compose', ['version'])) !== null) return { name, command: ['docker-compose', 'config', '--quiet'], env };
  return null;
}

function passes({ command: [program, ...args], env, name }: Check): Promise<boolean> {
  const began = Date.now();
  return new Promise((resolve) => {
    execFile(program, args, { cwd: root, env: { ...process.env, ...env }, maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
      console.log(`${error ? '✗' : '✓'} ${name} (${((Date.now() - began) / 1000).toFixed(1)} s)`);
      if (error) console.log(`${stdout}${stderr}`.trimEnd());
      resolve(!error);
    });
  });
}

await generateClient();
const compose = await composeCheck();
const [types, ...others]: [Check, ...Check[]] = [
  { name: 'types', command: tool('tsc', '--noEmit', '-p', '.') },
  { name: 'lint', command: tool('oxlint', '--type-aware', '--deny-warnings') },
  { name: 'format', command: tool('oxfmt', '--check') },
  {
    name: 'schema is valid',
    command: [process.execPath, prisma, 'validate'],
    env: { PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, CHECKPOINT_DISABLE: '1', PRISMA_HIDE_UPDATE_MESSAGE: '1' },
  },
  { name: 'migrations lead to the schema', command: [process.execPath, path.join(root, 'scripts/run.js'), 'jest', 'test/migrations'] },
  ...(compose ? [compose] : []),
];
// Two at a time: each takes a core.
const results = [await passes(types)];
while (others.length > 0) results.push(...(await Promise.all(others.splice(0, 2).map(passes))));
if (!compose) console.log('- docker-compose.yml was not checked: no docker compose here');
process.exitCode = results.every(Boolean) ? 0 : 1;
