// Runs a script of this folder: `node scripts/run.js <name> …`. Plain JavaScript without imports of packages,
// because it is what notices that they are missing and installs them.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fileURLToPath(new URL('../', import.meta.url));

function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const fits = (major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major >= 24;
  if (fits) return;
  console.error(`Duly needs Node 20.19, 22.12, 24 or later; this is Node ${process.versions.node}. See https://nodejs.org/en/download`);
  process.exit(1);
}

function readPackages(file) {
  try {
    return JSON.parse(readFileSync(root + file, 'utf8')).packages;
  } catch {
    return null;
  }
}

/** Whether what is installed is what the lock says. Packages for other platforms are rightly absent. */
function isInstalled() {
  const locked = readPackages('package-lock.json');
  const installed = readPackages('node_modules/.package-lock.json');
  if (!locked || !installed) return false;
  return Object.entries(locked).every(
    ([path, { version, optional, link }]) => path === '' || link || (optional && !installed[path]) || installed[path]?.version === version,
  );
}

function install() {
  console.log('Installing the dependencies (npm ci) …');
  const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: root, stdio: 'inherit' });
  if (status === 0) return;
  console.error('The dependencies could not be installed. Run "npm ci" to see why.');
  process.exit(1);
}

checkNode();
if (!isInstalled()) install();

const name = process.argv[2] ?? '';
if (!/^[a-z-]+$/.test(name)) {
  console.error('Usage: node scripts/run.js <name> [arguments]');
  process.exit(2);
}
process.argv.splice(1, 2, `${root}scripts/${name}.ts`);
const { register } = await import('tsx/esm/api');
register();
try {
  await import(pathToFileURL(process.argv[1]).href);
} catch (error) {
  console.error(error instanceof Error && process.env.DULY_DEBUG ? error.stack : String(error?.message ?? error));
  process.exit(1);
}
